#pragma once

#include "labs/lab.h"

/// A small convolution with numbers of one's own, product by product beside its formula: document A 2a.
namespace stride::labs::convolution {

extern const Lab lab;

}  // namespace stride::labs::convolution
