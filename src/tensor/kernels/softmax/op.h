#pragma once

#include "tensor/kernels/parameters.h"

/// Softmax over the channels of each pixel, and the cross-entropy of a class against it.
namespace stride::tensor {

struct Softmax {
  Shape input;

  [[nodiscard]] Shape output() const { return input; }
  [[nodiscard]] static std::int64_t weights() { return 0; }
  [[nodiscard]] static std::int64_t biases() { return 0; }
  [[nodiscard]] static std::int64_t macs() { return 0; }
};

/// -log softmax(input)[target], from what goes into the softmax: so that neither overflows.
struct CrossEntropy {
  Shape input;  // (C, 1, 1)
  std::int64_t target = 0;

  [[nodiscard]] static Shape output() { return {1, 1, 1}; }
  [[nodiscard]] static std::int64_t weights() { return 0; }
  [[nodiscard]] static std::int64_t biases() { return 0; }
  [[nodiscard]] static std::int64_t macs() { return 0; }
};

void reference_forward(const Softmax& softmax, const Tensor& input, const Parameters& parameters, Tensor& output);
void reference_input_gradient(const Softmax& softmax, const Tensor& input, const Parameters& parameters,
                              const Tensor& above, Tensor& gradient);
void reference_forward(const CrossEntropy& loss, const Tensor& input, const Parameters& parameters, Tensor& output);
void reference_input_gradient(const CrossEntropy& loss, const Tensor& input, const Parameters& parameters,
                              const Tensor& above, Tensor& gradient);

Result<void> forward(const Softmax& softmax, const Tensor& input, const Parameters& parameters, Tensor& output,
                     Workspace& workspace);
Result<void> input_gradient(const Softmax& softmax, const Tensor& input, const Parameters& parameters,
                            const Tensor& above, Tensor& gradient, Workspace& workspace);
Result<void> forward(const CrossEntropy& loss, const Tensor& input, const Parameters& parameters, Tensor& output,
                     Workspace& workspace);
Result<void> input_gradient(const CrossEntropy& loss, const Tensor& input, const Parameters& parameters,
                            const Tensor& above, Tensor& gradient, Workspace& workspace);

}  // namespace stride::tensor
