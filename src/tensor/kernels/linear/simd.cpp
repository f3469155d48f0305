#include <algorithm>

#include "tensor/kernels/linear/op.h"
#include "tensor/simd.h"

namespace stride::tensor {

namespace {

// The weights come from memory once, and nothing else may hold that up: they are read from one end to the other, which
// is how memory is fastest, and in eight chains, so that no sum waits for another.
float dot(const float* weight, const float* values, std::int64_t inputs) {
  constexpr int chains = 8;
  Float4 sums[chains];
  unrolled<chains>([&](auto chain) { sums[chain] = splat(0); });
  std::int64_t i = 0;
  for (; i + chains * lanes <= inputs; i += chains * lanes)
    unrolled<chains>([&](auto chain) {
      sums[chain] = multiply_add(load(weight + i + chain * lanes), load(values + i + chain * lanes), sums[chain]);
    });
  for (; i + lanes <= inputs; i += lanes) sums[0] = multiply_add(load(weight + i), load(values + i), sums[0]);
  float total = sum(((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7])));
  for (; i < inputs; ++i) total += weight[i] * values[i];
  return total;
}

Result<float*> flatten(const Tensor& tensor, Buffer& buffer) {
  if (auto done = buffer.reserve(tensor.shape().count()); !done) return std::unexpected(done.error());
  tensor.to_chw(buffer.span());
  return buffer.data();
}

}  // namespace

Result<void> forward(const Linear& linear, const Tensor& input, const Parameters& parameters, Tensor& output,
                     Workspace& workspace) {
  const auto values = flatten(input, workspace.padded);
  if (!values) return std::unexpected(values.error());
  const std::int64_t inputs = linear.input.count();
  float* to = output.pixel(0, 0);
  for (std::int64_t o = 0; o < linear.outputs; ++o) to[o] = dot(parameters.weight.data() + o * inputs, *values, inputs);
  for (std::size_t i = 0; i < parameters.bias.size(); ++i) to[i] += parameters.bias[i];
  return {};
}

Result<void> input_gradient(const Linear& linear, const Tensor&, const Parameters& parameters, const Tensor& above,
                            Tensor& gradient, Workspace& workspace) {
  const std::int64_t inputs = linear.input.count();
  if (auto done = workspace.padded.reserve(inputs); !done) return done;
  float* sums = workspace.padded.data();
  std::fill_n(sums, inputs, 0.0F);
  for (std::int64_t o = 0; o < linear.outputs; ++o) {
    const float loss = above.at(o, 0, 0);
    if (loss == 0) continue;
    const float* weight = parameters.weight.data() + o * inputs;
    std::int64_t i = 0;
    for (; i + lanes <= inputs; i += lanes)
      store(sums + i, multiply_add(splat(loss), load(weight + i), load(sums + i)));
    for (; i < inputs; ++i) sums[i] += loss * weight[i];
  }
  for (std::int64_t c = 0; c < linear.input.channels; ++c)
    for (std::int64_t y = 0; y < linear.input.height; ++y)
      for (std::int64_t x = 0; x < linear.input.width; ++x) gradient.at(c, y, x) = *sums++;
  return {};
}

Result<void> parameter_gradient(const Linear& linear, const Tensor& input, const Parameters&, const Tensor& above,
                                const ParameterGradients& gradients, Workspace& workspace) {
  const auto values = flatten(input, workspace.padded);
  if (!values) return std::unexpected(values.error());
  const std::int64_t inputs = linear.input.count();
  for (std::int64_t o = 0; o < linear.outputs; ++o) {
    const float loss = above.at(o, 0, 0);
    float* to = gradients.weight.data() + o * inputs;
    for (std::int64_t i = 0; i < inputs; i += lanes) store_first(to + i, load(*values + i) * splat(loss), inputs - i);
    if (!gradients.bias.empty()) gradients.bias[o] = loss;
  }
  return {};
}

}  // namespace stride::tensor
