#pragma once

#include <cstddef>

/// The two products that nearly all the time goes into. Matrices are by rows, without gaps. The double ones are the
/// plain reference; the float ones are four lanes wide.
namespace stride::rnn {

/// y = W x
void multiply(const float* w, std::size_t rows, std::size_t columns, const float* x, float* y);
void multiply(const double* w, std::size_t rows, std::size_t columns, const double* x, double* y);

/// y = W^T x
void multiply_transposed(const float* w, std::size_t rows, std::size_t columns, const float* x, float* y);
void multiply_transposed(const double* w, std::size_t rows, std::size_t columns, const double* x, double* y);

}  // namespace stride::rnn
