#pragma once

#include <optional>

#include "course/route.h"

/// Which images a row admits, as it follows from the rows above it.
namespace stride::course {

/// The first of the rows that have no say in which sizes of the image a row admits: itself for a linear layer, whose
/// input is to stay, and the next one for a map, which is to stay itself.
std::size_t kept_from(const Values& values, std::size_t row);
/// The sides of the image that leave the row at `kept` the input side it has in `values`; empty where there are none.
std::optional<nn::Interval> admissible_sides(const Values& values, std::size_t kept, bool vertical);
/// The least side of the image, both alike, that gives all rows down to `row` an output; empty where none does.
std::optional<std::int64_t> smallest_side(const Values& values, std::size_t row, nn::Rounding rounding);
/// The axis along which that is decided: whether it is the vertical one.
bool decides_vertically(const Values& values, std::size_t row, nn::Rounding rounding);
/// Padding on one side of the image by which the rows before `kept` reach over its edge, and how far ceil pooling lets
/// the last windows reach beyond the other one. Empty on overflow.
struct Overhang {
  std::int64_t padding = 0, beyond = 0;
};
std::optional<Overhang> overhang_before(const Values& values, std::size_t kept, bool vertical);

/// The ways to the least and the largest side that leave the row at `kept` its input.
std::optional<Derivation> admissible_way(const Values& values, std::size_t kept, bool vertical, bool least);
/// The way to the least side that gives a row an output.
std::optional<Derivation> smallest_way(const Values& values, std::size_t row);

}  // namespace stride::course
