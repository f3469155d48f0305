#pragma once

#include <cstdint>
#include <vector>

#include "model/weights.h"

namespace stride::model {

/// A random orthogonal matrix as rounds of rotations: in each, random pairs of coordinates (a, b) become (a + b, a - b)
/// / sqrt 2. After twice as many rounds as it takes for each coordinate to reach all others, a row's entries look like
/// normal ones; rows are made by themselves, in n log n steps instead of Gram-Schmidt's n^2.
class Rotations {
 public:
  /// n x n, from a seed and a layer's number.
  Rotations(std::int64_t n, std::uint64_t seed, std::uint64_t layer);
  /// The first `columns` entries of rows first .. first + count - 1, one after the other. If n = columns these rows,
  /// else their columns are of length 1 and at right angles.
  void rows(Share rows, std::int64_t columns, float* to) const;

 private:
  std::int64_t n_ = 0, rounds_ = 0;
  std::vector<std::uint32_t> orders_;  // rounds x n: neighbours in a round are its pairs
};

}  // namespace stride::model
