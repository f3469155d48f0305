#include <algorithm>
#include <cmath>

#include "tensor/kernels/local_response_normalisation/op.h"
#include "tensor/simd.h"

namespace stride::tensor {

namespace {

// base^-beta; the 3/4 of every published network costs two roots and a division.
Float4 inverse_power(Float4 base, double beta) {
  if (beta == 0.75) {
    const Float4 root = square_root(base);
    return splat(1) / (root * square_root(root));
  }
  float values[lanes];
  store(values, base);
  for (float& value : values) value = std::pow(value, static_cast<float>(-beta));
  return load(values);
}

// A row of one value per channel with zeros on both sides, as wide as a neighbourhood may reach.
struct Line {
  float* first = nullptr;  // channel 0
  static std::int64_t floats(const LocalResponseNormalisation& lrn) {
    return lrn.input.channels + 2 * (lrn.size / 2) + 2 * lanes;
  }
};

Line line(const LocalResponseNormalisation& lrn, Buffer& buffer, std::int64_t index) {
  float* start = buffer.data() + index * Line::floats(lrn);
  std::fill_n(start, Line::floats(lrn), 0.0F);
  return {start + lrn.size / 2};
}

// The sum over channels c - n/2 .. c + n/2 for four channels c.
Float4 neighbours(const LocalResponseNormalisation& lrn, const Line& values, std::int64_t c) {
  Float4 sum = splat(0);
  for (std::int64_t i = -(lrn.size / 2); i <= lrn.size / 2; ++i) sum = sum + load(values.first + c + i);
  return sum;
}

void square(const LocalResponseNormalisation& lrn, const float* pixel, const Line& squares) {
  for (std::int64_t c = 0; c < lrn.input.channels; c += lanes)
    store_first(squares.first + c, load(pixel + c) * load(pixel + c), lrn.input.channels - c);
}

}  // namespace

Result<void> forward(const LocalResponseNormalisation& lrn, const Tensor& input, const Parameters&, Tensor& output,
                     Workspace& workspace) {
  if (auto done = workspace.products.reserve(2 * Line::floats(lrn)); !done) return done;
  Line squares = line(lrn, workspace.products, 0), next = line(lrn, workspace.products, 1);
  const Float4 k = splat(static_cast<float>(lrn.k)), alpha = splat(static_cast<float>(lrn.alpha));
  const float* from = input.pixel(0, 0);
  float* to = output.pixel(0, 0);
  square(lrn, from, squares);
  for (std::int64_t pixel = lrn.input.pixels(); pixel > 0; --pixel) {
    // A pixel ahead: squares are read at once across what was stored apart, which waits for the stores to be through.
    if (pixel > 1) square(lrn, from + input.channel_stride(), next);
    for (std::int64_t c = 0; c < lrn.input.channels; c += lanes)
      store(to + c, load(from + c) * inverse_power(multiply_add(alpha, neighbours(lrn, squares, c), k), lrn.beta));
    from += input.channel_stride();
    to += output.channel_stride();
    std::swap(squares, next);
  }
  return {};
}

Result<void> input_gradient(const LocalResponseNormalisation& lrn, const Tensor& input, const Parameters&,
                            const Tensor& above, Tensor& gradient, Workspace& workspace) {
  if (auto done = workspace.products.reserve(2 * Line::floats(lrn)); !done) return done;
  const Line squares = line(lrn, workspace.products, 0), shares = line(lrn, workspace.products, 1);
  const Float4 k = splat(static_cast<float>(lrn.k)), alpha = splat(static_cast<float>(lrn.alpha));
  const Float4 factor = splat(static_cast<float>(-2 * lrn.alpha * lrn.beta));
  const std::int64_t channels = lrn.input.channels;
  for (std::int64_t y = 0; y < lrn.input.height; ++y)
    for (std::int64_t x = 0; x < lrn.input.width; ++x) {
      const float *from = input.pixel(y, x), *loss = above.pixel(y, x);
      float* to = gradient.pixel(y, x);
      if (std::all_of(loss, loss + channels, [](float value) { return value == 0; })) {
        std::fill_n(to, channels, 0.0F);
        continue;
      }
      square(lrn, from, squares);
      for (std::int64_t c = 0; c < channels; c += lanes) {
        const Float4 base = multiply_add(alpha, neighbours(lrn, squares, c), k);
        const Float4 direct = load(loss + c) * inverse_power(base, lrn.beta);
        store(to + c, direct);
        store_first(shares.first + c, direct * load(from + c) / base, channels - c);
      }
      for (std::int64_t c = 0; c < channels; c += lanes)
        store(to + c, multiply_add(factor * load(from + c), neighbours(lrn, shares, c), load(to + c)));
    }
  return {};
}

}  // namespace stride::tensor
