#include <algorithm>
#include <cmath>

#include "tensor/kernels/softmax/op.h"
#include "tensor/simd.h"

namespace stride::tensor {

namespace {

// exp(x - largest) into `to`; returns their sum.
float exponentials(const float* from, std::int64_t count, float largest, float* to) {
  for (std::int64_t c = 0; c < count; c += lanes)
    store_first(to + c, exponential(load(from + c) - splat(largest)), count - c);
  float total = 0;
  for (std::int64_t c = 0; c < count; ++c) total += to[c];
  return total;
}

void scale(float* values, std::int64_t count, float factor) {
  for (std::int64_t c = 0; c < count; c += lanes) store_first(values + c, load(values + c) * splat(factor), count - c);
}

void probabilities(const float* from, std::int64_t count, float* to) {
  scale(to, count, 1 / exponentials(from, count, *std::max_element(from, from + count), to));
}

}  // namespace

Result<void> forward(const Softmax& softmax, const Tensor& input, const Parameters&, Tensor& output, Workspace&) {
  for (std::int64_t y = 0; y < softmax.input.height; ++y)
    for (std::int64_t x = 0; x < softmax.input.width; ++x)
      probabilities(input.pixel(y, x), softmax.input.channels, output.pixel(y, x));
  return {};
}

Result<void> input_gradient(const Softmax& softmax, const Tensor& input, const Parameters&, const Tensor& above,
                            Tensor& gradient, Workspace&) {
  for (std::int64_t y = 0; y < softmax.input.height; ++y)
    for (std::int64_t x = 0; x < softmax.input.width; ++x) {
      float* to = gradient.pixel(y, x);
      const float* loss = above.pixel(y, x);
      probabilities(input.pixel(y, x), softmax.input.channels, to);
      float mean = 0;
      for (std::int64_t c = 0; c < softmax.input.channels; ++c) mean += to[c] * loss[c];
      for (std::int64_t c = 0; c < softmax.input.channels; ++c) to[c] *= loss[c] - mean;
    }
  return {};
}

Result<void> forward(const CrossEntropy& loss, const Tensor& input, const Parameters&, Tensor& output,
                     Workspace& workspace) {
  if (auto done = workspace.products.reserve(loss.input.channels); !done) return done;
  const float* from = input.pixel(0, 0);
  const float largest = *std::max_element(from, from + loss.input.channels);
  const float total = exponentials(from, loss.input.channels, largest, workspace.products.data());
  output.at(0, 0, 0) = largest - from[loss.target] + std::log(total);
  return {};
}

Result<void> input_gradient(const CrossEntropy& loss, const Tensor& input, const Parameters&, const Tensor& above,
                            Tensor& gradient, Workspace&) {
  float* to = gradient.pixel(0, 0);
  probabilities(input.pixel(0, 0), loss.input.channels, to);
  to[loss.target] -= 1;
  scale(to, loss.input.channels, above.at(0, 0, 0));
  return {};
}

}  // namespace stride::tensor
