#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "math/array_program.h"

/// NumPy's operations on arrays, with its rules and refusals.
namespace stride::math {

/// (10, 6, 6) and (5,).
std::string tuple_text(const std::vector<std::int64_t>& tuple);

/// One size may be -1: what is left.
Result<NumberArray> reshaped(const NumberArray& array, std::vector<std::int64_t> shape);
/// An empty list reverses the axes.
Result<NumberArray> transposed_axes(const NumberArray& array, std::vector<std::int64_t> axes);
/// `how` is max, min, mean or sum; an empty list of axes means all.
Result<NumberArray> reduced(const NumberArray& array, std::string_view how, std::vector<std::int64_t> axes,
                            bool keep_axes);

}  // namespace stride::math
