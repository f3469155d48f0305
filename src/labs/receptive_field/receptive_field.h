#pragma once

#include "labs/lab.h"

/// What a neuron sees: the worksheet of document A 1c, and the field growing, hanging over the edge and fading.
namespace stride::labs::receptive_field {

extern const Lab lab;

}  // namespace stride::labs::receptive_field
