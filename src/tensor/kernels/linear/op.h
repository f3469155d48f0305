#pragma once

#include "tensor/kernels/parameters.h"

/// Every output is a weighted sum of all inputs, taken in the order C, H, W. Weights are (out, in).
namespace stride::tensor {

struct Linear {
  Shape input;
  std::int64_t outputs = 0;
  bool bias = true;

  [[nodiscard]] Shape output() const { return {outputs, 1, 1}; }
  [[nodiscard]] std::int64_t weights() const { return outputs * input.count(); }
  [[nodiscard]] std::int64_t biases() const { return bias ? outputs : 0; }
  [[nodiscard]] std::int64_t macs() const { return weights(); }
};

void reference_forward(const Linear& linear, const Tensor& input, const Parameters& parameters, Tensor& output);
void reference_input_gradient(const Linear& linear, const Tensor& input, const Parameters& parameters,
                              const Tensor& above, Tensor& gradient);
void reference_parameter_gradient(const Linear& linear, const Tensor& input, const Parameters& parameters,
                                  const Tensor& above, const ParameterGradients& gradients);

/// The order in which weights are used: outputs in panels of 32, then of 4, what an input gives to a panel side by
/// side, so that they are one stream through memory and each input is loaded once for many; the last 3 outputs at most
/// stay as they are. Rearranges in place, from (out, in) or back into it.
Result<void> interleave(const Linear& linear, std::span<float> weight, Workspace& workspace);
Result<void> separate(const Linear& linear, std::span<float> weight, Workspace& workspace);
/// Both take interleaved weights.
Result<void> forward(const Linear& linear, const Tensor& input, const Parameters& parameters, Tensor& output,
                     Workspace& workspace);
Result<void> input_gradient(const Linear& linear, const Tensor& input, const Parameters& parameters,
                            const Tensor& above, Tensor& gradient, Workspace& workspace);
Result<void> parameter_gradient(const Linear& linear, const Tensor& input, const Parameters& parameters,
                                const Tensor& above, const ParameterGradients& gradients, Workspace& workspace);

}  // namespace stride::tensor
