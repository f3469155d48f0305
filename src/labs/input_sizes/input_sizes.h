#pragma once

#include "labs/lab.h"

/// Which inputs fit: document A 1d.
namespace stride::labs::input_sizes {

extern const Lab lab;

}  // namespace stride::labs::input_sizes
