#pragma once

#include "labs/lab.h"

/// Output sizes and parameters: the worksheet of document A 1a-c, B 1, D 1-2, E 4-5.
namespace stride::labs::layer_sizes {

extern const Lab lab;

}  // namespace stride::labs::layer_sizes
