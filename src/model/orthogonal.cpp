#include "model/orthogonal.h"

#include <algorithm>
#include <bit>
#include <numeric>
#include <utility>

#include "base/random.h"

// Built without contraction of a*b + c: the same seed gives the same bits everywhere.
namespace stride::model {

namespace {

constexpr std::int64_t lines = 8;  // rows at a time, side by side

// The lengths grow by sqrt 2, which leaves additions only; an odd one out has to grow alone.
void rotate(const std::uint32_t* order, std::int64_t n, float* values) {
  for (std::int64_t i = 0; i + 1 < n; i += 2) {
    float *a = values + order[i] * lines, *b = values + order[i + 1] * lines;
    for (std::int64_t line = 0; line < lines; ++line) {
      const float sum = a[line] + b[line], difference = a[line] - b[line];
      a[line] = sum;
      b[line] = difference;
    }
  }
  if (n % 2 == 0) return;
  float* alone = values + order[n - 1] * lines;
  for (std::int64_t line = 0; line < lines; ++line) alone[line] *= 1.41421356F;
}

}  // namespace

Rotations::Rotations(std::int64_t n, std::uint64_t seed, std::uint64_t layer)
    : n_(n), rounds_(4 + 2 * std::bit_width(static_cast<std::uint64_t>(n))) {
  orders_.resize(static_cast<std::size_t>(n_ * rounds_));
  Random random = Random::stream(seed, layer);
  for (std::int64_t round = 0; round < rounds_; ++round) {
    std::uint32_t* order = orders_.data() + round * n_;
    std::iota(order, order + n_, 0U);
    for (auto i = static_cast<std::uint32_t>(n_); i > 1; --i) std::swap(order[i - 1], order[random.below(i)]);
  }
}

void Rotations::rows(Share rows, std::int64_t columns, float* to) const {
  std::vector<float> values(static_cast<std::size_t>(n_ * lines));
  const float scale = 1 / static_cast<float>(std::int64_t{1} << (rounds_ / 2));  // sqrt 2 per round
  for (std::int64_t first = 0; first < rows.count; first += lines) {
    const std::int64_t count = std::min(lines, rows.count - first);
    std::ranges::fill(values, 0.0F);
    for (std::int64_t line = 0; line < count; ++line) values[(rows.first + first + line) * lines + line] = 1;
    for (std::int64_t round = 0; round < rounds_; ++round) rotate(orders_.data() + round * n_, n_, values.data());
    for (std::int64_t line = 0; line < count; ++line)
      for (std::int64_t i = 0; i < columns; ++i) *to++ = values[i * lines + line] * scale;
  }
}

}  // namespace stride::model
