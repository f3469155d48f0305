#pragma once

#include "labs/lab.h"

/// A walk through a network's computation: its maps as they really are, and every number of one layer, window by
/// window and product by product.
namespace stride::labs::layer_stepper {

extern const Lab lab;

}  // namespace stride::labs::layer_stepper
