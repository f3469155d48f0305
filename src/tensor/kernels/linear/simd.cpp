#include <algorithm>

#include "tensor/kernels/linear/op.h"
#include "tensor/simd.h"

namespace stride::tensor {

namespace {

// Two chains for each of four rows: the weights come from memory once, and nothing else may hold that up.
template <int rows>
void multiply_rows(const float* weight, const float* values, std::int64_t inputs, float* sums) {
  Float4 first[rows], second[rows];
  unrolled<rows>([&](auto r) { first[r] = second[r] = splat(0); });
  std::int64_t i = 0;
  for (; i + 2 * lanes <= inputs; i += 2 * lanes) {
    const Float4 low = load(values + i), high = load(values + i + lanes);
    unrolled<rows>([&](auto r) {
      first[r] = multiply_add(load(weight + r * inputs + i), low, first[r]);
      second[r] = multiply_add(load(weight + r * inputs + i + lanes), high, second[r]);
    });
  }
  unrolled<rows>([&](auto r) {
    float total = sum(first[r] + second[r]);
    for (std::int64_t rest = i; rest < inputs; ++rest) total += weight[r * inputs + rest] * values[rest];
    sums[r] = total;
  });
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
  std::int64_t o = 0;
  for (; o + 4 <= linear.outputs; o += 4)
    multiply_rows<4>(parameters.weight.data() + o * inputs, *values, inputs, to + o);
  for (; o < linear.outputs; ++o) multiply_rows<1>(parameters.weight.data() + o * inputs, *values, inputs, to + o);
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
