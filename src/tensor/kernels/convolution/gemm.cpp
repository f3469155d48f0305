#include <algorithm>
#include <limits>

#include "tensor/kernels/convolution/packed.h"

namespace stride::tensor {

std::int64_t gemm_weights(const Convolution& convolution) {
  return convolution.groups * panels(convolution.group_outputs()) * panel_width * convolution.patch();
}

void gemm_pack(const Convolution& convolution, const float* weight, float* packed) {
  const std::int64_t taps = convolution.kernel.height * convolution.kernel.width, inputs = convolution.group_inputs();
  const std::int64_t outputs = convolution.group_outputs();
  const std::int64_t patch = convolution.patch();
  for (std::int64_t group = 0; group < convolution.groups; ++group, weight += outputs * patch)
    for (std::int64_t panel = 0; panel < panels(outputs); ++panel, packed += patch * panel_width) {
      const std::int64_t columns = std::min<std::int64_t>(panel_width, outputs - panel * panel_width);
      const float* from = weight + panel * panel_width * patch;
      for (std::int64_t c = 0; c < inputs; ++c)  // weights are read in their own order, as eight streams
        for (std::int64_t tap = 0; tap < taps; ++tap, ++from) {
          float* to = packed + (tap * inputs + c) * panel_width;
          for (std::int64_t column = 0; column < panel_width; ++column)
            to[column] = column < columns ? from[column * patch] : 0.0F;
        }
    }
}

namespace {

// The input with its border of zeros, and the part of the tile's work that is the same everywhere.
TileWork prepare(const Convolution& convolution, const Phases& padded, bool relu, const Tensor& output) {
  TileWork work;
  const auto stride = static_cast<std::int32_t>(padded.channel_stride);
  const auto row = static_cast<std::int32_t>(padded.size.width * padded.channel_stride);
  work.row_stride = static_cast<std::int32_t>(convolution.stride.width) * stride;
  work.outer = static_cast<std::int32_t>(convolution.kernel.height);
  work.outer_stride = static_cast<std::int32_t>(convolution.dilation.height) * row;
  work.inner = static_cast<std::int32_t>(convolution.kernel.width);
  work.inner_stride = static_cast<std::int32_t>(convolution.dilation.width) * stride;
  work.run = static_cast<std::int32_t>(convolution.group_inputs());
  if (convolution.dilation.width == 1 && work.run == stride) {  // neighbouring pixels touch: one run per kernel row
    work.run *= work.inner;
    work.inner = 1;
  }
  work.least = relu ? 0.0F : -std::numeric_limits<float>::infinity();
  work.output_stride = static_cast<std::int32_t>(output.channel_stride());
  return work;
}

}  // namespace

Result<void> gemm_forward(const Convolution& convolution, const float* packed, const float* bias, const Tensor& input,
                          Tensor& output, bool relu, Workspace& workspace) {
  const std::int64_t outputs = convolution.group_outputs(), channels = convolution.input.channels;
  const Shape shape = convolution.output();
  Phases padded{
      {1, 1},
      channels,
      channels,
      {convolution.input.height + 2 * convolution.pad.height, convolution.input.width + 2 * convolution.pad.width}};
  if (auto done = workspace.padded.reserve(padded.count()); !done) return done;
  rearrange(input, convolution.pad, padded, workspace.padded.data());
  TileWork work = prepare(convolution, padded, relu, output);
  const std::int64_t row = padded.size.width * channels;
  for (std::int64_t group = 0; group < convolution.groups; ++group)
    for (std::int64_t panel = 0; panel < panels(outputs); ++panel) {
      const std::int64_t block = group * panels(outputs) + panel, first = group * outputs + panel * panel_width;
      work.weights = packed + block * panel_width * convolution.patch();
      work.start = bias + block * panel_width;
      work.columns = static_cast<std::int32_t>(std::min<std::int64_t>(panel_width, outputs - panel * panel_width));
      for (std::int64_t y = 0; y < shape.height; ++y) {
        const float* line =
            workspace.padded.data() + y * convolution.stride.height * row + group * convolution.group_inputs();
        for_even_rows(shape.width, [&](std::int64_t x, std::int64_t count) {
          work.input = line + x * work.row_stride;
          work.output = output.pixel(y, x) + first;
          multiply_tile(work, count);
        });
      }
    }
  return {};
}

}  // namespace stride::tensor
