#include <cmath>
#include <vector>

#include "tensor/kernels/activation/op.h"

namespace stride::tensor {

namespace {

template <class Visit>
void for_values(const Shape& shape, Visit&& visit) {
  for (std::int64_t c = 0; c < shape.channels; ++c)
    for (std::int64_t y = 0; y < shape.height; ++y)
      for (std::int64_t x = 0; x < shape.width; ++x) visit(c, y, x);
}

double value(Activation::Kind kind, double x, double slope) {
  switch (kind) {
    case Activation::Kind::sigmoid:
      return 1 / (1 + std::exp(-x));
    case Activation::Kind::tanh:
      return std::tanh(x);
    default:
      return x > 0 ? x : slope * x;
  }
}

double derivative(Activation::Kind kind, double x, double slope) {
  const double y = value(kind, x, slope);
  switch (kind) {
    case Activation::Kind::sigmoid:
      return y * (1 - y);
    case Activation::Kind::tanh:
      return 1 - y * y;
    default:
      return x > 0 ? 1 : slope;
  }
}

}  // namespace

void reference_forward(const Activation& activation, const Tensor& input, const Parameters& parameters,
                       Tensor& output) {
  for_values(activation.input, [&](std::int64_t c, std::int64_t y, std::int64_t x) {
    output.at(c, y, x) = static_cast<float>(value(activation.kind, input.at(c, y, x), activation.slope(parameters, c)));
  });
}

void reference_input_gradient(const Activation& activation, const Tensor& input, const Parameters& parameters,
                              const Tensor& above, Tensor& gradient) {
  for_values(activation.input, [&](std::int64_t c, std::int64_t y, std::int64_t x) {
    gradient.at(c, y, x) = static_cast<float>(
        above.at(c, y, x) * derivative(activation.kind, input.at(c, y, x), activation.slope(parameters, c)));
  });
}

void reference_parameter_gradient(const Activation& activation, const Tensor& input, const Parameters&,
                                  const Tensor& above, const ParameterGradients& gradients) {
  std::vector<double> sums(gradients.weight.size());
  for_values(activation.input, [&](std::int64_t c, std::int64_t y, std::int64_t x) {
    if (input.at(c, y, x) <= 0)
      sums[sums.size() == 1 ? 0 : c] += static_cast<double>(above.at(c, y, x)) * input.at(c, y, x);
  });
  for (std::size_t i = 0; i < sums.size(); ++i) gradients.weight[i] = static_cast<float>(sums[i]);
}

}  // namespace stride::tensor
