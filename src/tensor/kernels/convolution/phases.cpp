#include "tensor/kernels/convolution/phases.h"

#include <algorithm>
#include <cstring>

namespace stride::tensor {

namespace {

// One row of the input into its phase row; `to` is the row's first pixel, already at the row's phase.
void spread_row(const Tensor& input, std::int64_t y, std::int64_t pad, const Phases& phases, float* to) {
  const std::int64_t channels = input.shape().channels;
  const std::int64_t width = std::min(input.shape().width, phases.size.width * phases.factor.width - pad);
  const float* from = input.pixel(y, 0);
  if (phases.factor.width == 1 && phases.channel_stride == input.channel_stride()) {
    std::memcpy(to + pad * phases.channel_stride, from,
                static_cast<std::size_t>(width * input.channel_stride()) * sizeof(float));
    return;
  }
  const std::int64_t factor = phases.factor.width;
  std::int64_t phase = pad % factor;  // of the column; no division per pixel
  float* pixel = to + pad / factor * phases.channel_stride;
  for (std::int64_t x = 0; x < width; ++x, from += input.channel_stride()) {
    float* place = pixel + phase * channels;
    for (std::int64_t c = 0; c < channels; ++c) place[c] = from[c];
    if (++phase < factor) continue;
    phase = 0;
    pixel += phases.channel_stride;
  }
}

}  // namespace

void rearrange_rows(const Tensor& rows, std::int64_t first_row, Pair pad, const Phases& phases, float* to) {
  const std::int64_t row = phases.size.width * phases.channel_stride, channels = rows.shape().channels;
  for (std::int64_t y = 0; y < rows.shape().height; ++y) {
    const std::int64_t line = first_row + y + pad.height;
    if (line >= phases.size.height * phases.factor.height) return;
    const std::int64_t phase = line % phases.factor.height * phases.factor.width * channels;
    spread_row(rows, y, pad.width, phases, to + line / phases.factor.height * row + phase);
  }
}

void rearrange(const Tensor& input, Pair pad, const Phases& phases, float* to) {
  std::fill_n(to, phases.count(), 0.0F);
  rearrange_rows(input, 0, pad, phases, to);
}

}  // namespace stride::tensor
