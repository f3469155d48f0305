#include <algorithm>
#include <cmath>
#include <vector>

#include "tensor/kernels/softmax/op.h"

namespace stride::tensor {

namespace {

struct Distribution {
  std::vector<double> probabilities;
  double log_total = 0;  // log of the sum of exp(x)
};

Distribution distribution(const float* values, std::int64_t count) {
  const double largest = *std::max_element(values, values + count);
  Distribution result;
  double total = 0;
  for (std::int64_t i = 0; i < count; ++i) {
    result.probabilities.push_back(std::exp(values[i] - largest));
    total += result.probabilities.back();
  }
  for (double& probability : result.probabilities) probability /= total;
  result.log_total = largest + std::log(total);
  return result;
}

template <class Visit>
void for_pixels(const Shape& shape, Visit&& visit) {
  for (std::int64_t y = 0; y < shape.height; ++y)
    for (std::int64_t x = 0; x < shape.width; ++x) visit(y, x);
}

}  // namespace

void reference_forward(const Softmax& softmax, const Tensor& input, const Parameters&, Tensor& output) {
  for_pixels(softmax.input, [&](std::int64_t y, std::int64_t x) {
    const Distribution result = distribution(input.pixel(y, x), softmax.input.channels);
    for (std::int64_t c = 0; c < softmax.input.channels; ++c)
      output.at(c, y, x) = static_cast<float>(result.probabilities[c]);
  });
}

void reference_input_gradient(const Softmax& softmax, const Tensor& input, const Parameters&, const Tensor& above,
                              Tensor& gradient) {
  for_pixels(softmax.input, [&](std::int64_t y, std::int64_t x) {
    const Distribution result = distribution(input.pixel(y, x), softmax.input.channels);
    double mean = 0;
    for (std::int64_t c = 0; c < softmax.input.channels; ++c) mean += result.probabilities[c] * above.at(c, y, x);
    for (std::int64_t c = 0; c < softmax.input.channels; ++c)
      gradient.at(c, y, x) = static_cast<float>(result.probabilities[c] * (above.at(c, y, x) - mean));
  });
}

void reference_forward(const CrossEntropy& loss, const Tensor& input, const Parameters&, Tensor& output) {
  const Distribution result = distribution(input.pixel(0, 0), loss.input.channels);
  output.at(0, 0, 0) = static_cast<float>(result.log_total - input.at(loss.target, 0, 0));
}

void reference_input_gradient(const CrossEntropy& loss, const Tensor& input, const Parameters&, const Tensor& above,
                              Tensor& gradient) {
  const Distribution result = distribution(input.pixel(0, 0), loss.input.channels);
  for (std::int64_t c = 0; c < loss.input.channels; ++c)
    gradient.at(c, 0, 0) =
        static_cast<float>(above.at(0, 0, 0) * (result.probabilities[c] - (c == loss.target ? 1 : 0)));
}

}  // namespace stride::tensor
