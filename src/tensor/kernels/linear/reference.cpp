#include <vector>

#include "tensor/kernels/linear/op.h"

namespace stride::tensor {

namespace {
std::vector<float> flat(const Tensor& tensor) {
  std::vector<float> values(static_cast<std::size_t>(tensor.shape().count()));
  tensor.to_chw(values);
  return values;
}
}  // namespace

void reference_forward(const Linear& linear, const Tensor& input, const Parameters& parameters, Tensor& output) {
  const std::vector<float> values = flat(input);
  const auto inputs = static_cast<std::int64_t>(values.size());
  for (std::int64_t o = 0; o < linear.outputs; ++o) {
    double sum = parameters.bias.empty() ? 0 : parameters.bias[o];
    for (std::int64_t i = 0; i < inputs; ++i) sum += static_cast<double>(parameters.weight[o * inputs + i]) * values[i];
    output.at(o, 0, 0) = static_cast<float>(sum);
  }
}

void reference_input_gradient(const Linear& linear, const Tensor&, const Parameters& parameters, const Tensor& above,
                              Tensor& gradient) {
  const std::int64_t inputs = linear.input.count();
  for (std::int64_t i = 0; i < inputs; ++i) {
    double sum = 0;
    for (std::int64_t o = 0; o < linear.outputs; ++o)
      sum += static_cast<double>(parameters.weight[o * inputs + i]) * above.at(o, 0, 0);
    gradient.at(i / linear.input.pixels(), i / linear.input.width % linear.input.height, i % linear.input.width) =
        static_cast<float>(sum);
  }
}

void reference_parameter_gradient(const Linear& linear, const Tensor& input, const Parameters&, const Tensor& above,
                                  const ParameterGradients& gradients) {
  const std::vector<float> values = flat(input);
  float* weight = gradients.weight.data();
  for (std::int64_t o = 0; o < linear.outputs; ++o) {
    for (const float value : values) *weight++ = value * above.at(o, 0, 0);
    if (!gradients.bias.empty()) gradients.bias[o] = above.at(o, 0, 0);
  }
}

}  // namespace stride::tensor
