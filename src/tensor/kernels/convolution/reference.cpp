#include <algorithm>
#include <functional>
#include <vector>

#include "tensor/kernels/convolution/op.h"

namespace stride::tensor {

namespace {

// Calls visit(o, y, x, c, in_y, in_x, weight index) for every product of the sum.
template <class Visit>
void for_products(const Convolution& convolution, std::int64_t o, std::int64_t y, std::int64_t x, Visit&& visit) {
  const auto& [input, outputs, kernel, stride, pad, dilation, groups, bias] = convolution;
  const std::int64_t group = o / convolution.group_outputs();
  for (std::int64_t c = 0; c < convolution.group_inputs(); ++c)
    for (std::int64_t u = 0; u < kernel.height; ++u)
      for (std::int64_t v = 0; v < kernel.width; ++v) {
        const std::int64_t row = y * stride.height - pad.height + u * dilation.height;
        const std::int64_t column = x * stride.width - pad.width + v * dilation.width;
        if (row < 0 || row >= input.height || column < 0 || column >= input.width) continue;
        visit(group * convolution.group_inputs() + c, row, column,
              ((o * convolution.group_inputs() + c) * kernel.height + u) * kernel.width + v);
      }
}

template <class Visit>
void for_outputs(const Shape& shape, Visit&& visit) {
  for (std::int64_t o = 0; o < shape.channels; ++o)
    for (std::int64_t y = 0; y < shape.height; ++y)
      for (std::int64_t x = 0; x < shape.width; ++x) visit(o, y, x);
}

}  // namespace

void reference_forward(const Convolution& convolution, const Tensor& input, const Parameters& parameters,
                       Tensor& output) {
  for_outputs(convolution.output(), [&](std::int64_t o, std::int64_t y, std::int64_t x) {
    double sum = parameters.bias.empty() ? 0 : parameters.bias[o];
    for_products(convolution, o, y, x, [&](std::int64_t c, std::int64_t row, std::int64_t column, std::int64_t index) {
      sum += static_cast<double>(parameters.weight[index]) * input.at(c, row, column);
    });
    output.at(o, y, x) = static_cast<float>(sum);
  });
}

void reference_input_gradient(const Convolution& convolution, const Tensor&, const Parameters& parameters,
                              const Tensor& above, Tensor& gradient) {
  const Shape& shape = convolution.input;
  std::vector<double> sums(static_cast<std::size_t>(shape.count()));
  for_outputs(convolution.output(), [&](std::int64_t o, std::int64_t y, std::int64_t x) {
    const double loss = above.at(o, y, x);
    for_products(convolution, o, y, x, [&](std::int64_t c, std::int64_t row, std::int64_t column, std::int64_t index) {
      sums[(c * shape.height + row) * shape.width + column] += loss * parameters.weight[index];
    });
  });
  const double* sum = sums.data();
  for_outputs(shape, [&](std::int64_t c, std::int64_t y, std::int64_t x) {
    gradient.at(c, y, x) = static_cast<float>(*sum++);
  });
}

void reference_parameter_gradient(const Convolution& convolution, const Tensor& input, const Parameters&,
                                  const Tensor& above, const ParameterGradients& gradients) {
  std::vector<double> weights(gradients.weight.size()), biases(static_cast<std::size_t>(convolution.output_channels));
  for_outputs(convolution.output(), [&](std::int64_t o, std::int64_t y, std::int64_t x) {
    const double loss = above.at(o, y, x);
    biases[o] += loss;
    for_products(convolution, o, y, x, [&](std::int64_t c, std::int64_t row, std::int64_t column, std::int64_t index) {
      weights[index] += loss * input.at(c, row, column);
    });
  });
  std::ranges::transform(weights, gradients.weight.begin(), [](double value) { return static_cast<float>(value); });
  if (!gradients.bias.empty())
    std::ranges::transform(biases, gradients.bias.begin(), [](double value) { return static_cast<float>(value); });
}

}  // namespace stride::tensor
