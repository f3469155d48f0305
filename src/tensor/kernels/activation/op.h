#pragma once

#include "tensor/kernels/parameters.h"

/// Functions of one value: ReLU, PReLU (its slope shared or one per channel, He et al. 2015), sigmoid, hyperbolic
/// tangent.
namespace stride::tensor {

struct Activation {
  enum class Kind : std::uint8_t { relu, prelu, sigmoid, tanh };
  Kind kind = Kind::relu;
  Shape input;
  std::int64_t slopes = 1;  // PReLU: 1, or as many as channels

  [[nodiscard]] Shape output() const { return input; }
  [[nodiscard]] std::int64_t weights() const { return kind == Kind::prelu ? slopes : 0; }
  [[nodiscard]] static std::int64_t biases() { return 0; }
  [[nodiscard]] static std::int64_t macs() { return 0; }
  [[nodiscard]] float slope(const Parameters& parameters, std::int64_t channel) const {
    return kind == Kind::prelu ? parameters.weight[static_cast<std::size_t>(slopes == 1 ? 0 : channel)] : 0;
  }
};

void reference_forward(const Activation& activation, const Tensor& input, const Parameters& parameters, Tensor& output);
/// At 0 the gradient of ReLU is 0 and that of PReLU is its slope.
void reference_input_gradient(const Activation& activation, const Tensor& input, const Parameters& parameters,
                              const Tensor& above, Tensor& gradient);
void reference_parameter_gradient(const Activation& activation, const Tensor& input, const Parameters& parameters,
                                  const Tensor& above, const ParameterGradients& gradients);

Result<void> forward(const Activation& activation, const Tensor& input, const Parameters& parameters, Tensor& output,
                     Workspace& workspace);
Result<void> input_gradient(const Activation& activation, const Tensor& input, const Parameters& parameters,
                            const Tensor& above, Tensor& gradient, Workspace& workspace);
Result<void> parameter_gradient(const Activation& activation, const Tensor& input, const Parameters& parameters,
                                const Tensor& above, const ParameterGradients& gradients, Workspace& workspace);

}  // namespace stride::tensor
