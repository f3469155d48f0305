#include <algorithm>
#include <numeric>

#include "tensor/kernels/linear/op.h"
#include "tensor/simd.h"

namespace stride::tensor {

namespace {

constexpr std::int64_t wide = 32, narrow = lanes;  // outputs per panel

/// Calls body(first output, how many) for panels and for what is left over.
template <class Body>
void for_panels(std::int64_t outputs, Body&& body) {
  std::int64_t first = 0;
  for (const std::int64_t width : {wide, narrow})
    for (; first + width <= outputs; first += width) body(first, width);
  if (first < outputs) body(first, outputs - first);
}

// Weights come from memory once, and how fast depends on how many of them the processor can ask for ahead: on how few
// instructions stand between two.
template <int vectors>
void multiply_panel(const float* weight, const float* values, std::ptrdiff_t inputs, float* to) {
  Float4 sums[vectors];
  unrolled<vectors>([&](auto v) { sums[v] = splat(0); });
  const auto add = [&](const float* from, float value) {
    const Float4 all = splat(value);
    unrolled<vectors>([&](auto v) { sums[v] = multiply_add(load(from + v * lanes), all, sums[v]); });
  };
  std::ptrdiff_t i = 0;
  for (; i + 2 <= inputs; i += 2, weight += 2 * vectors * lanes) {
    add(weight, values[i]);
    add(weight + vectors * lanes, values[i + 1]);
  }
  if (i < inputs) add(weight, values[i]);
  unrolled<vectors>([&](auto v) { store(to + v * lanes, sums[v]); });
}

// The other way: for each input the panel's sum of weights times losses.
template <int vectors>
void add_gradients(const float* weight, const float* losses, std::ptrdiff_t inputs, float* sums) {
  Float4 loss[vectors];
  unrolled<vectors>([&](auto v) { loss[v] = load(losses + v * lanes); });
  for (std::ptrdiff_t i = 0; i < inputs; ++i, weight += vectors * lanes) {
    Float4 total = load(weight) * loss[0];
    unrolled<vectors - 1>([&](auto v) { total = multiply_add(load(weight + (v + 1) * lanes), loss[v + 1], total); });
    sums[i] += sum(total);
  }
}

// Moves `width` rows of `inputs` to columns, or back.
Result<void> rearrange(const Linear& linear, std::span<float> weight, Workspace& workspace, bool back) {
  const std::int64_t inputs = linear.input.count();
  if (auto done = workspace.products.reserve(wide * inputs); !done) return done;
  for_panels(linear.outputs, [&](std::int64_t first, std::int64_t width) {
    if (width < narrow) return;
    const std::int64_t rows = back ? inputs : width, columns = back ? width : inputs;
    constexpr std::int64_t run = 16;  // of a row, so that what a run is spread over stays in the nearest cache
    float* panel = weight.data() + first * inputs;
    float* held = workspace.products.data();
    std::copy_n(panel, width * inputs, held);
    for (std::int64_t begin = 0; begin < columns; begin += run)
      for (std::int64_t row = 0; row < rows; ++row)
        for (std::int64_t column = begin; column < std::min(columns, begin + run); ++column)
          panel[column * rows + row] = held[row * columns + column];
  });
  return {};
}

Result<float*> flatten(const Tensor& tensor, Buffer& buffer) {
  if (auto done = buffer.reserve(tensor.shape().count()); !done) return std::unexpected(done.error());
  tensor.to_chw(buffer.span());
  return buffer.data();
}

}  // namespace

Result<void> interleave(const Linear& linear, std::span<float> weight, Workspace& workspace) {
  return rearrange(linear, weight, workspace, false);
}

Result<void> separate(const Linear& linear, std::span<float> weight, Workspace& workspace) {
  return rearrange(linear, weight, workspace, true);
}

Result<void> forward(const Linear& linear, const Tensor& input, const Parameters& parameters, Tensor& output,
                     Workspace& workspace) {
  const auto values = flatten(input, workspace.padded);
  if (!values) return std::unexpected(values.error());
  const std::int64_t inputs = linear.input.count();
  for_panels(linear.outputs, [&](std::int64_t first, std::int64_t width) {
    const float* weight = parameters.weight.data() + first * inputs;
    float* to = output.pixel(0, 0) + first;
    if (width == wide) return multiply_panel<wide / lanes>(weight, *values, inputs, to);
    if (width == narrow) return multiply_panel<1>(weight, *values, inputs, to);
    for (std::int64_t o = 0; o < width; ++o)
      to[o] = std::inner_product(*values, *values + inputs, weight + o * inputs, 0.0F);
  });
  for (std::size_t i = 0; i < parameters.bias.size(); ++i) output.pixel(0, 0)[i] += parameters.bias[i];
  return {};
}

Result<void> input_gradient(const Linear& linear, const Tensor&, const Parameters& parameters, const Tensor& above,
                            Tensor& gradient, Workspace& workspace) {
  const std::int64_t inputs = linear.input.count();
  if (auto done = workspace.padded.reserve(inputs); !done) return done;
  float* sums = workspace.padded.data();
  std::fill_n(sums, inputs, 0.0F);
  for_panels(linear.outputs, [&](std::int64_t first, std::int64_t width) {
    const float* losses = above.pixel(0, 0) + first;
    if (std::all_of(losses, losses + width, [](float loss) { return loss == 0; })) return;
    const float* weight = parameters.weight.data() + first * inputs;
    if (width == wide) return add_gradients<wide / lanes>(weight, losses, inputs, sums);
    if (width == narrow) return add_gradients<1>(weight, losses, inputs, sums);
    for (std::int64_t o = 0; o < width; ++o)
      for (std::int64_t i = 0; i < inputs; ++i) sums[i] += losses[o] * *weight++;
  });
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
