#pragma once

#include <cstdint>

/// Shapes for made-up filters and pictures, of + - * / alone, so that they are the same bits everywhere.
namespace stride::model {

/// A wave of period 1 between -1 and 1, 0 at 0 and rising: two parabolas, within 6 % of a sine.
inline double wave(double turns) {
  const double part = turns - static_cast<double>(static_cast<std::int64_t>(turns < 0 ? turns - 1 : turns));  // in 0..1
  const double half = part < 0.5 ? part : part - 0.5;
  const double bump = 16 * half * (0.5 - half);
  return part < 0.5 ? bump : -bump;
}

struct Direction {
  double x = 1, y = 0;
};
/// A unit vector: `turn` from 0 to 1 goes once around half a circle, which is all that lines need.
inline Direction direction(double turn) {
  const double t = 2 * turn - 1;
  return {2 * t / (1 + t * t), (1 - t * t) / (1 + t * t)};
}

}  // namespace stride::model
