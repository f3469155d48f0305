#pragma once

#include <array>
#include <cstdint>

#include "tensor/simd.h"

/// Winograd's minimal filtering F(m, r) by Toom-Cook: polynomials are multiplied by their values at a few points. Side
/// n = m
/// + r - 1; the points are pairs +p and -p, at even n also 0, and infinity. What +p and -p have in common is computed
/// once.
///   y = A^T [ (G g) * (B^T d) ],  B^T row i: coefficients of the product of (x - p_j) over j != i
namespace stride::tensor::winograd {

/// The pairs of each side, found by trying: at these the rounding errors of single precision grow least.
constexpr std::array<double, 3> pair_points(int side) {
  switch (side) {
    case 5:
      return {0.5, 1.25};
    case 6:
      return {0.75, 1.5};
    case 7:
      return {0.25, 1, 2};
    default:
      return {0.5, 1, 2};
  }
}

template <int side>
struct Points {
  static constexpr int zero = side % 2 == 0 ? 1 : 0;  // how many points come before the pairs
  static constexpr int pairs = (side - 1) / 2;
  static constexpr std::array<double, 3> pair = pair_points(side);
  /// Coefficients, lowest first, of the product of (z - p*p) over all pairs but `without` (z stands for x*x).
  static constexpr std::array<double, pairs + 1> squares(int without) {
    std::array<double, pairs + 1> product{1};
    for (int i = 0; i < pairs; ++i) {
      if (i == without) continue;
      const double root = pair[i] * pair[i];
      for (int k = pairs; k > 0; --k) product[k] = product[k - 1] - root * product[k];
      product[0] *= -root;
    }
    return product;
  }
};

/// sum over k < count of coefficient[k] * values[2*k], with coefficients 0 and 1 costing what they should.
template <int count, class Coefficients>
inline Float4 even_sum(Coefficients, const Float4* values) {
  [[maybe_unused]] static constexpr auto coefficients = Coefficients{}();
  Float4 result = splat(0);
  bool started = false;
  unrolled<count>([&](auto reversed) {
    constexpr int k = count - 1 - reversed;
    constexpr double coefficient = coefficients[k];
    if constexpr (coefficient == 1)
      result = started ? result + values[2 * k] : values[2 * k];
    else if constexpr (coefficient != 0)
      result = multiply_add(splat(static_cast<float>(coefficient)), values[2 * k], result);
    started = true;
  });
  return result;
}

/// B^T d for one line of `side` values.
template <int side>
inline void transform_input(const Float4* values, Float4* result) {
  using P = Points<side>;
  constexpr auto all = [] { return P::squares(-1); };
  if constexpr (P::zero) result[0] = even_sum<P::pairs + 1>(all, values);
  result[side - 1] = even_sum<P::pairs + 1>(all, values + P::zero);
  unrolled<P::pairs>([&](auto pair) {
    constexpr auto others = [] { return P::squares(decltype(pair)::value); };
    constexpr auto point = static_cast<float>(P::pair[pair]);
    const Float4 same = even_sum<P::pairs>(others, values + P::zero + 1),
                 opposite = even_sum<P::pairs>(others, values + P::zero);
    if constexpr (point == 1) {
      result[P::zero + 2 * pair] = same + opposite;
      result[P::zero + 2 * pair + 1] = same - opposite;
    } else {
      result[P::zero + 2 * pair] = multiply_add(splat(point), opposite, same);
      result[P::zero + 2 * pair + 1] = multiply_add(splat(-point), opposite, same);
    }
  });
}

/// A^T x for one line of `side` values: `tile` results.
template <int side, int tile>
inline void transform_output(const Float4* values, Float4* result) {
  using P = Points<side>;
  Float4 sums[P::pairs], differences[P::pairs];
  unrolled<P::pairs>([&](auto pair) {
    sums[pair] = values[P::zero + 2 * pair] + values[P::zero + 2 * pair + 1];
    differences[pair] = values[P::zero + 2 * pair] - values[P::zero + 2 * pair + 1];
  });
  unrolled<tile>([&](auto j) {
    Float4 total = splat(0);
    unrolled<P::pairs>([&](auto pair) {
      constexpr float factor = [] {  // the pair's point to the power of j
        double product = 1;
        for (int i = 0; i < decltype(j)::value; ++i) product *= P::pair[decltype(pair)::value];
        return static_cast<float>(product);
      }();
      const Float4 term = j % 2 == 0 ? sums[pair] : differences[pair];
      if constexpr (pair == 0)
        total = factor == 1 ? term : splat(factor) * term;
      else if constexpr (factor == 1)
        total = total + term;
      else
        total = multiply_add(splat(factor), term, total);
    });
    if constexpr (P::zero && j == 0) total = total + values[0];
    if constexpr (j == tile - 1) total = total + values[side - 1];
    result[j] = total;
  });
}

}  // namespace stride::tensor::winograd
