#include <algorithm>
#include <limits>

#include "tensor/kernels/pool/op.h"
#include "tensor/simd.h"

namespace stride::tensor {

namespace {

// Four channels of one window.
Float4 largest(const Pool& pool, const PoolWindow& area, const Tensor& input, std::int64_t c) {
  Float4 best = splat(-std::numeric_limits<float>::infinity());
  for (std::int64_t row = area.first_row; row < area.row_end; row += pool.dilation.height)
    for (std::int64_t column = area.first_column; column < area.column_end; column += pool.dilation.width)
      best = maximum(best, load(input.pixel(row, column) + c));
  return best;
}

Float4 mean(const Pool& pool, const PoolWindow& area, const Tensor& input, std::int64_t c) {
  Float4 sum = splat(0);
  for (std::int64_t row = area.first_row; row < area.row_end; row += pool.dilation.height)
    for (std::int64_t column = area.first_column; column < area.column_end; column += pool.dilation.width)
      sum = sum + load(input.pixel(row, column) + c);
  return sum * splat(1 / area.divisor);
}

// Whoever equals the largest value first takes the whole gradient.
void spread_largest(const Pool& pool, const PoolWindow& area, const Tensor& input, std::int64_t c, Float4 left,
                    Tensor& gradient) {
  const Float4 best = largest(pool, area, input, c), none = splat(0);
  for (std::int64_t row = area.first_row; row < area.row_end; row += pool.dilation.height)
    for (std::int64_t column = area.first_column; column < area.column_end; column += pool.dilation.width) {
      const Float4 value = load(input.pixel(row, column) + c);
      float* to = gradient.pixel(row, column) + c;
      store(to, load(to) + select_equal(value, best, left, none));
      left = select_equal(value, best, none, left);
    }
}

void spread_mean(const Pool& pool, const PoolWindow& area, std::int64_t c, Float4 value, Tensor& gradient) {
  const Float4 share = value * splat(1 / area.divisor);
  for (std::int64_t row = area.first_row; row < area.row_end; row += pool.dilation.height)
    for (std::int64_t column = area.first_column; column < area.column_end; column += pool.dilation.width) {
      float* to = gradient.pixel(row, column) + c;
      store(to, load(to) + share);
    }
}

}  // namespace

Result<void> forward(const Pool& pool, const Tensor& input, const Parameters&, Tensor& output, Workspace&) {
  const Shape shape = pool.output();
  for (std::int64_t y = 0; y < shape.height; ++y)
    for (std::int64_t x = 0; x < shape.width; ++x) {
      const PoolWindow area = window(pool, y, x);
      float* to = output.pixel(y, x);
      for (std::int64_t c = 0; c < shape.channels; c += lanes)
        store(to + c, pool.kind == Pool::Kind::maximum ? largest(pool, area, input, c) : mean(pool, area, input, c));
    }
  return {};
}

Result<void> input_gradient(const Pool& pool, const Tensor& input, const Parameters&, const Tensor& above,
                            Tensor& gradient, Workspace&) {
  std::fill_n(gradient.buffer().data(), gradient.buffer().size(), 0.0F);
  const Shape shape = pool.output();
  for (std::int64_t y = 0; y < shape.height; ++y)
    for (std::int64_t x = 0; x < shape.width; ++x) {
      const PoolWindow area = window(pool, y, x);
      for (std::int64_t c = 0; c < shape.channels; c += lanes) {
        const float* from = above.pixel(y, x) + c;
        if (from[0] == 0 && from[1] == 0 && from[2] == 0 && from[3] == 0)
          continue;  // a single neuron's gradient is mostly 0
        if (pool.kind == Pool::Kind::maximum)
          spread_largest(pool, area, input, c, load(from), gradient);
        else
          spread_mean(pool, area, c, load(from), gradient);
      }
    }
  return {};
}

}  // namespace stride::tensor
