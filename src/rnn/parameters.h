#pragma once

#include <span>
#include <vector>

#include "rnn/unrolled.h"

namespace stride::rnn {

/// A sum over time, times 2^-exponent: so it keeps its digits however small or large its terms are.
struct Scaled {
  std::vector<float> values;
  int exponent = 0;
};

/// dL/dW, dL/dU and dL/db, shaped as the weights are.
struct ParameterGradient {
  Scaled w, u, b;
};

/// Of the steps that the backward pass went through.
ParameterGradient parameter_gradient(const Weights<float>& weights, const Run<float>& run, const Backward<float>& back,
                                     std::span<const float> x);

/// |delta_t h_(t-1)^T|, the size of what step t adds to dL/dW, times 2^-back.exponent[t].
double term_size(const Run<float>& run, const Backward<float>& back, std::size_t t);

/// The length of a vector, in double.
double norm_of(std::span<const float> values);
/// Its base-10 logarithm when it stands for norm * 2^exponent: -inf for zero, NaN for what isn't finite.
double log10_of(double norm, double exponent);

}  // namespace stride::rnn
