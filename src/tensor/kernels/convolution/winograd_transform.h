#pragma once

#include <array>
#include <cstdint>

#include "tensor/simd.h"

/// Winograd's minimal filtering F(m, r) by Toom-Cook: polynomials are multiplied by their values at a few points. Side n = m
/// + r - 1; the points are 0, pairs +p and -p, at odd n one without its mirror image, and infinity. The
/// transforms below use the pairs: what +p and -p have in common is computed once.
///   y = A^T [ (G g) * (B^T d) ],  B^T row i: coefficients of the product of (x - p_j) over j != i
namespace stride::tensor::winograd {

/// The points of each side, found by trying: at these the rounding errors of single precision grow least.
struct PointSet {
  std::array<double, 3> pairs{};  // p stands for +p and -p
  double single = 0;              // at odd sides
};
constexpr PointSet point_set(int side) {
  switch (side) {
    case 5: return {{1.5}, 0.5};
    case 6: return {{0.75, 1.5}, 0};
    case 7: return {{0.5, 1}, 4};
    default: return {{0.5, 1, 2}, 0};
  }
}

template <int side>
struct Points {
  static constexpr bool single = side % 2 == 1;
  static constexpr int pairs = (side - 2) / 2;
  static constexpr PointSet set = point_set(side);
  static constexpr int single_index = 1 + 2 * pairs;
  /// Coefficients, lowest first, of the product of (z - p*p) over all pairs but `without` (z stands for x*x).
  static constexpr std::array<double, pairs + 1> squares(int without) {
    std::array<double, pairs + 1> product{1};
    for (int pair = 0; pair < pairs; ++pair) {
      if (pair == without) continue;
      const double root = set.pairs[pair] * set.pairs[pair];
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
  constexpr int length = P::single ? side - 1 : side;  // of the line left for 0, the pairs and infinity
  Float4 filtered[length];
  unrolled<length>([&](auto k) {
    if constexpr (P::single)
      filtered[k] = multiply_add(splat(static_cast<float>(-P::set.single)), values[k], values[k + 1]);
    else
      filtered[k] = values[k];
  });
  constexpr auto all = [] { return P::squares(-1); };
  result[0] = even_sum<P::pairs + 1>(all, filtered);
  result[side - 1] = even_sum<P::pairs + 1>(all, filtered + 1);
  if constexpr (P::single) result[P::single_index] = even_sum<P::pairs + 1>(all, values + 1);
  unrolled<P::pairs>([&](auto pair) {
    constexpr auto others = [] { return P::squares(decltype(pair)::value); };
    constexpr auto point = static_cast<float>(P::set.pairs[pair]);
    const Float4 even = even_sum<P::pairs>(others, filtered + 2), odd = even_sum<P::pairs>(others, filtered + 1);
    if constexpr (point == 1) {
      result[1 + 2 * pair] = even + odd;
      result[2 + 2 * pair] = even - odd;
    } else {
      result[1 + 2 * pair] = multiply_add(splat(point), odd, even);
      result[2 + 2 * pair] = multiply_add(splat(-point), odd, even);
    }
  });
}

/// A^T x for one line of `side` values: `tile` results.
template <int side, int tile>
inline void transform_output(const Float4* values, Float4* result) {
  using P = Points<side>;
  Float4 sums[P::pairs], differences[P::pairs];
  unrolled<P::pairs>([&](auto pair) {
    sums[pair] = values[1 + 2 * pair] + values[2 + 2 * pair];
    differences[pair] = values[1 + 2 * pair] - values[2 + 2 * pair];
  });
  unrolled<tile>([&](auto j) {
    constexpr auto power = [](double point) {
      double product = 1;
      for (int i = 0; i < decltype(j)::value; ++i) product *= point;
      return static_cast<float>(product);
    };
    Float4 total = splat(0);
    unrolled<P::pairs>([&](auto pair) {
      constexpr float factor = power(P::set.pairs[pair]);
      const Float4 term = j % 2 == 0 ? sums[pair] : differences[pair];
      if constexpr (pair == 0) total = factor == 1 ? term : splat(factor) * term;
      else if constexpr (factor == 1) total = total + term;
      else total = multiply_add(splat(factor), term, total);
    });
    if constexpr (j == 0) total = total + values[0];
    if constexpr (P::single) {
      if constexpr (j == 0) total = total + values[P::single_index];
      else total = multiply_add(splat(power(P::set.single)), values[P::single_index], total);
    }
    if constexpr (j == tile - 1) total = total + values[side - 1];
    result[j] = total;
  });
}

}  // namespace stride::tensor::winograd
