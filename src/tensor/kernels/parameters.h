#pragma once

#include <span>

#include "tensor/tensor.h"

/// Every op is a struct with its numbers (`input`, `output()`, `weights()`, `biases()`, `macs()`) and up to three
/// functions: `forward`, `input_gradient` and `parameter_gradient` on vectors, and the same with `reference_` in front:
/// plain loops with double accumulators. Gradients are of a loss, given its gradient by the output (`above`).
namespace stride::tensor {

struct Parameters {  // in PyTorch's order; a span is empty where there is none
  std::span<const float> weight, bias;
};

struct ParameterGradients {
  std::span<float> weight, bias;
};

}  // namespace stride::tensor
