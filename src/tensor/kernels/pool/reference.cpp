#include <limits>

#include "tensor/kernels/pool/op.h"

namespace stride::tensor {

namespace {

template <class Visit>
void for_outputs(const Pool& pool, Visit&& visit) {
  const Shape shape = pool.output();
  for (std::int64_t y = 0; y < shape.height; ++y)
    for (std::int64_t x = 0; x < shape.width; ++x)
      for (std::int64_t c = 0; c < shape.channels; ++c) visit(c, y, x, window(pool, y, x));
}

template <class Visit>
void for_cells(const Pool& pool, const PoolWindow& area, Visit&& visit) {
  for (std::int64_t row = area.first_row; row < area.row_end; row += pool.dilation.height)
    for (std::int64_t column = area.first_column; column < area.column_end; column += pool.dilation.width)
      visit(row, column);
}

}  // namespace

void reference_forward(const Pool& pool, const Tensor& input, const Parameters&, Tensor& output) {
  for_outputs(pool, [&](std::int64_t c, std::int64_t y, std::int64_t x, const PoolWindow& area) {
    double sum = 0;
    float largest = -std::numeric_limits<float>::infinity();
    for_cells(pool, area, [&](std::int64_t row, std::int64_t column) {
      sum += input.at(c, row, column);
      largest = std::max(largest, input.at(c, row, column));
    });
    output.at(c, y, x) = pool.kind == Pool::Kind::maximum ? largest : static_cast<float>(sum / area.divisor);
  });
}

void reference_input_gradient(const Pool& pool, const Tensor& input, const Parameters&, const Tensor& above,
                              Tensor& gradient) {
  std::fill_n(gradient.buffer().data(), gradient.buffer().size(), 0.0F);
  for_outputs(pool, [&](std::int64_t c, std::int64_t y, std::int64_t x, const PoolWindow& area) {
    const float value = above.at(c, y, x);
    std::int64_t best_row = -1, best_column = -1;
    for_cells(pool, area, [&](std::int64_t row, std::int64_t column) {
      if (pool.kind == Pool::Kind::average)
        gradient.at(c, row, column) += value / area.divisor;
      else if (best_row < 0 || input.at(c, row, column) > input.at(c, best_row, best_column))
        best_row = row, best_column = column;
    });
    if (best_row >= 0) gradient.at(c, best_row, best_column) += value;
  });
}

}  // namespace stride::tensor
