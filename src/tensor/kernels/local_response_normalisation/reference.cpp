#include <algorithm>
#include <cmath>

#include "tensor/kernels/local_response_normalisation/op.h"

namespace stride::tensor {

namespace {

double base(const LocalResponseNormalisation& lrn, const float* pixel, std::int64_t channel) {
  const std::int64_t half = lrn.size / 2, last = std::min(lrn.input.channels - 1, channel + half);
  double sum = 0;
  for (std::int64_t c = std::max<std::int64_t>(0, channel - half); c <= last; ++c)
    sum += static_cast<double>(pixel[c]) * pixel[c];
  return lrn.k + lrn.alpha * sum;
}

}  // namespace

void reference_forward(const LocalResponseNormalisation& lrn, const Tensor& input, const Parameters&, Tensor& output) {
  for (std::int64_t y = 0; y < lrn.input.height; ++y)
    for (std::int64_t x = 0; x < lrn.input.width; ++x)
      for (std::int64_t c = 0; c < lrn.input.channels; ++c)
        output.at(c, y, x) =
            static_cast<float>(input.at(c, y, x) * std::pow(base(lrn, input.pixel(y, x), c), -lrn.beta));
}

void reference_input_gradient(const LocalResponseNormalisation& lrn, const Tensor& input, const Parameters&,
                              const Tensor& above, Tensor& gradient) {
  const std::int64_t half = lrn.size / 2;
  for (std::int64_t y = 0; y < lrn.input.height; ++y)
    for (std::int64_t x = 0; x < lrn.input.width; ++x)
      for (std::int64_t c = 0; c < lrn.input.channels; ++c) {
        const float* pixel = input.pixel(y, x);
        double sum = above.at(c, y, x) * std::pow(base(lrn, pixel, c), -lrn.beta);
        const std::int64_t last = std::min(lrn.input.channels - 1, c + half);
        for (std::int64_t i = std::max<std::int64_t>(0, c - half); i <= last; ++i)
          sum -= 2 * lrn.alpha * lrn.beta * pixel[c] * above.at(i, y, x) * pixel[i] *
                 std::pow(base(lrn, pixel, i), -lrn.beta - 1);
        gradient.at(c, y, x) = static_cast<float>(sum);
      }
}

}  // namespace stride::tensor
