#include "rnn/products.h"

#include <algorithm>

#include "tensor/simd.h"

namespace stride::rnn {

using tensor::Float4;
using tensor::lanes;
using tensor::load;
using tensor::multiply_add;
using tensor::splat;
using tensor::store;

namespace {

constexpr std::size_t step = lanes;
constexpr std::size_t block = 4;  // rows at a time: each vector of x, or of y, is loaded once for all of them

float sum_of(Float4 value) {
  float parts[lanes];
  store(parts, value);
  return (parts[0] + parts[1]) + (parts[2] + parts[3]);
}

template <std::size_t rows>
void dots(const float* w, std::size_t columns, const float* x, float* y) {
  Float4 sums[rows];
  for (Float4& sum : sums) sum = splat(0);
  std::size_t j = 0;
  for (; j + step <= columns; j += step) {
    const Float4 part = load(x + j);
    for (std::size_t row = 0; row < rows; ++row) sums[row] = multiply_add(load(w + row * columns + j), part, sums[row]);
  }
  for (std::size_t row = 0; row < rows; ++row) {
    float sum = sum_of(sums[row]);
    for (std::size_t rest = j; rest < columns; ++rest) sum += w[row * columns + rest] * x[rest];
    y[row] = sum;
  }
}

template <std::size_t rows>
void add_rows(const float* w, std::size_t columns, const float* x, float* y) {
  std::size_t j = 0;
  for (; j + step <= columns; j += step) {
    Float4 sum = load(y + j);
    for (std::size_t row = 0; row < rows; ++row) sum = multiply_add(load(w + row * columns + j), splat(x[row]), sum);
    store(y + j, sum);
  }
  for (; j < columns; ++j)
    for (std::size_t row = 0; row < rows; ++row) y[j] += w[row * columns + j] * x[row];
}

}  // namespace

void multiply(const float* w, std::size_t rows, std::size_t columns, const float* x, float* y) {
  std::size_t row = 0;
  for (; row + block <= rows; row += block) dots<block>(w + row * columns, columns, x, y + row);
  for (; row < rows; ++row) dots<1>(w + row * columns, columns, x, y + row);
}

void multiply(const double* w, std::size_t rows, std::size_t columns, const double* x, double* y) {
  for (std::size_t row = 0; row < rows; ++row) {
    double sum = 0;
    for (std::size_t j = 0; j < columns; ++j) sum += w[row * columns + j] * x[j];
    y[row] = sum;
  }
}

void multiply_transposed(const float* w, std::size_t rows, std::size_t columns, const float* x, float* y) {
  std::fill(y, y + columns, 0.0F);
  std::size_t row = 0;
  for (; row + block <= rows; row += block) add_rows<block>(w + row * columns, columns, x + row, y);
  for (; row < rows; ++row) add_rows<1>(w + row * columns, columns, x + row, y);
}

void multiply_transposed(const double* w, std::size_t rows, std::size_t columns, const double* x, double* y) {
  std::fill(y, y + columns, 0.0);
  for (std::size_t row = 0; row < rows; ++row)
    for (std::size_t j = 0; j < columns; ++j) y[j] += w[row * columns + j] * x[row];
}

}  // namespace stride::rnn
