#include <algorithm>

#include "tensor/kernels/activation/op.h"
#include "tensor/simd.h"

namespace stride::tensor {

namespace {

Float4 sigmoid(Float4 x) { return splat(1) / (splat(1) + exponential(splat(0) - x)); }

Float4 value(Activation::Kind kind, Float4 x, Float4 slope) {
  switch (kind) {
    case Activation::Kind::sigmoid:
      return sigmoid(x);
    case Activation::Kind::tanh:
      return hyperbolic_tangent(x);
    case Activation::Kind::relu:
      return maximum(x, splat(0));
    default:
      return select_greater(x, splat(0), x, slope * x);
  }
}

Float4 derivative(Activation::Kind kind, Float4 x, Float4 slope) {
  switch (kind) {
    case Activation::Kind::sigmoid:
      return sigmoid(x) * (splat(1) - sigmoid(x));
    case Activation::Kind::tanh:
      return splat(1) - hyperbolic_tangent(x) * hyperbolic_tangent(x);
    default:
      return select_greater(x, splat(0), splat(1), slope);
  }
}

// The slopes of channels c to c + 3.
Float4 slopes(const Activation& activation, const Parameters& parameters, std::int64_t c) {
  if (activation.kind != Activation::Kind::prelu) return splat(0);
  if (activation.slopes == 1) return splat(parameters.weight[0]);
  return load_first(parameters.weight.data() + c, activation.slopes - c);
}

template <class Visit>
void for_vectors(const Tensor& tensor, Visit&& visit) {
  const std::int64_t stride = tensor.channel_stride();
  for (std::int64_t pixel = 0; pixel < tensor.shape().pixels(); ++pixel)
    for (std::int64_t c = 0; c < stride; c += lanes) visit(pixel * stride + c, c);
}

}  // namespace

Result<void> forward(const Activation& activation, const Tensor& input, const Parameters& parameters, Tensor& output,
                     Workspace&) {
  const float* from = input.buffer().data();
  float* to = output.buffer().data();
  for_vectors(input, [&](std::int64_t at, std::int64_t c) {
    store(to + at, value(activation.kind, load(from + at), slopes(activation, parameters, c)));
  });
  return {};
}

Result<void> input_gradient(const Activation& activation, const Tensor& input, const Parameters& parameters,
                            const Tensor& above, Tensor& gradient, Workspace&) {
  const float *from = input.buffer().data(), *loss = above.buffer().data();
  float* to = gradient.buffer().data();
  for_vectors(input, [&](std::int64_t at, std::int64_t c) {
    store(to + at, load(loss + at) * derivative(activation.kind, load(from + at), slopes(activation, parameters, c)));
  });
  return {};
}

Result<void> parameter_gradient(const Activation& activation, const Tensor& input, const Parameters&,
                                const Tensor& above, const ParameterGradients& gradients, Workspace& workspace) {
  const std::int64_t channels = activation.input.channels;
  if (auto done = workspace.products.reserve(input.channel_stride()); !done) return done;
  float* sums = workspace.products.data();
  std::fill_n(sums, input.channel_stride(), 0.0F);
  const float *from = input.buffer().data(), *loss = above.buffer().data();
  for_vectors(input, [&](std::int64_t at, std::int64_t c) {
    const Float4 x = load(from + at), share = select_greater(x, splat(0), splat(0), x * load(loss + at));
    store(sums + c, load(sums + c) + share);
  });
  std::ranges::fill(gradients.weight, 0.0F);
  for (std::int64_t c = 0; c < channels; ++c) gradients.weight[gradients.weight.size() == 1 ? 0 : c] += sums[c];
  return {};
}

}  // namespace stride::tensor
