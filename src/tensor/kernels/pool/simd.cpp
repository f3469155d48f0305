#include <algorithm>
#include <bit>
#include <limits>
#include <vector>

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

// How far a window's cells lie behind its first one, in reading order.
void list_cells(const Pool& pool, const PoolWindow& area, const Tensor& input, std::vector<std::int32_t>& offsets) {
  offsets.clear();
  for (std::int64_t row = area.first_row; row < area.row_end; row += pool.dilation.height)
    for (std::int64_t column = area.first_column; column < area.column_end; column += pool.dilation.width)
      offsets.push_back(static_cast<std::int32_t>((row - area.first_row) * input.row_stride() +
                                                  (column - area.first_column) * input.channel_stride()));
}

// The first of four channels' largest values takes the whole gradient.
void spread_largest(const std::vector<std::int32_t>& cells, const float* input, const float* above, float* gradient) {
  // Offsets are only moved, never calculated with, so they may stand where floats do.
  Float4 best = load(input), where = splat(0);
  for (const std::int32_t cell : cells) {
    const Float4 value = load(input + cell);
    where = select_greater(value, best, splat(std::bit_cast<float>(cell)), where);
    best = maximum(best, value);
  }
  float offsets[lanes];
  store(offsets, where);
  for (int lane = 0; lane < lanes; ++lane) gradient[std::bit_cast<std::int32_t>(offsets[lane]) + lane] += above[lane];
}

void spread_mean(const std::vector<std::int32_t>& cells, Float4 share, float* gradient) {
  for (const std::int32_t cell : cells) store(gradient + cell, load(gradient + cell) + share);
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
  std::vector<std::int32_t> cells;
  for (std::int64_t y = 0; y < shape.height; ++y)
    for (std::int64_t x = 0; x < shape.width; ++x) {
      const PoolWindow area = window(pool, y, x);
      const float *from = above.pixel(y, x), *corner = input.pixel(area.first_row, area.first_column);
      float* to = gradient.pixel(area.first_row, area.first_column);
      list_cells(pool, area, input, cells);
      if (cells.empty()) continue;
      for (std::int64_t c = 0; c < shape.channels; c += lanes) {
        if (from[c] == 0 && from[c + 1] == 0 && from[c + 2] == 0 && from[c + 3] == 0)
          continue;  // a single neuron's gradient is mostly 0
        if (pool.kind == Pool::Kind::maximum)
          spread_largest(cells, corner + c, from + c, to + c);
        else
          spread_mean(cells, splat(1 / area.divisor) * load(from + c), to + c);
      }
    }
  return {};
}

}  // namespace stride::tensor
