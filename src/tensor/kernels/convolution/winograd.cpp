#include <algorithm>
#include <limits>

#include "tensor/kernels/convolution/packed.h"
#include "tensor/kernels/convolution/winograd_transform.h"

namespace stride::tensor {

namespace {

// Tiles and output channels are taken in blocks, so that what one step writes is still in the cache when the next reads
// it.
constexpr std::int64_t transformed_bytes = 1536 << 10, product_bytes = 1 << 20, parts_bytes = 4 << 20;
constexpr std::int64_t skew = 16;  // floats between points, so that they do not fall on the same cache lines

struct Block {  // of tiles and of one group's panels
  std::int64_t first_tile = 0, tiles = 0;
  std::int64_t group = 0, first_panel = 0, panels = 0;
  std::int64_t transformed_stride = 0, product_stride = 0;  // floats between points
};

template <int side>
void transform_tiles(const WinogradPlan& plan, const Block& block, const float* padded, float* transformed) {
  const std::int64_t stride = plan.phases.channel_stride, row = plan.phases.size.width * stride;
  for (std::int64_t tile = 0; tile < block.tiles; ++tile) {
    const std::int64_t index = block.first_tile + tile;
    const float* corner =
        padded + index / plan.tiles.width * plan.tile * row + index % plan.tiles.width * plan.tile * stride;
    float* to = transformed + tile * stride;
    for (std::int64_t c = 0; c < stride; c += lanes) {
      Float4 columns[side][side];  // [x][point]: every column transformed
      for (int x = 0; x < side; ++x) {
        Float4 values[side];
        unrolled<side>([&](auto y) { values[y] = load(corner + y * row + x * stride + c); });
        winograd::transform_input<side>(values, columns[x]);
      }
      for (int y = 0; y < side; ++y) {
        Float4 values[side], points[side];
        unrolled<side>([&](auto x) { values[x] = columns[x][y]; });
        winograd::transform_input<side>(values, points);
        float* target = to + c + y * side * block.transformed_stride;
        unrolled<side>([&](auto x) { store(target + x * block.transformed_stride, points[x]); });
      }
    }
  }
}

template <int side, int tile>
void transform_products(const WinogradPlan& plan, const Block& block, const float* products, const float* bias,
                        float least, std::int64_t channels, float* first_pixel, Tensor& output) {
  const Shape shape = output.shape();
  const std::int64_t width = block.panels * panel_width;
  for (std::int64_t index = 0; index < block.tiles; ++index) {
    const std::int64_t y0 = (block.first_tile + index) / plan.tiles.width * tile;
    const std::int64_t x0 = (block.first_tile + index) % plan.tiles.width * tile;
    const std::int64_t rows = std::min<std::int64_t>(tile, shape.height - y0),
                       columns = std::min<std::int64_t>(tile, shape.width - x0);
    float* corner = first_pixel + y0 * output.row_stride() + x0 * output.channel_stride();
    for (std::int64_t c = 0; c < channels; c += lanes) {
      const float* from = products + index * width + c;
      const Float4 start = load(bias + c), floor = splat(least);
      Float4 lines[side][tile];  // [x][y]
      for (int x = 0; x < side; ++x) {
        Float4 values[side];
        unrolled<side>([&](auto y) { values[y] = load(from + (y * side + x) * block.product_stride); });
        winograd::transform_output<side, tile>(values, lines[x]);
      }
      for (std::int64_t y = 0; y < rows; ++y) {
        Float4 values[side], results[tile];
        unrolled<side>([&](auto x) { values[x] = lines[x][y]; });
        winograd::transform_output<side, tile>(values, results);
        float* to = corner + y * output.row_stride() + c;
        unrolled<tile>([&](auto x) {
          if (x < columns)
            store_first(to + x * output.channel_stride(), maximum(results[x] + start, floor), channels - c);
        });
      }
    }
  }
}

[[gnu::noinline]] void transform_tiles(const WinogradPlan& plan, const Block& block, const float* padded,
                                       float* transformed) {
  switch (plan.side) {
    case 5:
      return transform_tiles<5>(plan, block, padded, transformed);
    case 6:
      return transform_tiles<6>(plan, block, padded, transformed);
    case 7:
      return transform_tiles<7>(plan, block, padded, transformed);
    default:
      return transform_tiles<8>(plan, block, padded, transformed);
  }
}

template <class... Arguments>
[[gnu::noinline]] void transform_products(const WinogradPlan& plan, Arguments&&... arguments) {
  switch (plan.side * 10 + plan.tile) {
    case 53:
      return transform_products<5, 3>(plan, arguments...);
    case 54:
      return transform_products<5, 4>(plan, arguments...);
    case 63:
      return transform_products<6, 3>(plan, arguments...);
    case 64:
      return transform_products<6, 4>(plan, arguments...);
    case 65:
      return transform_products<6, 5>(plan, arguments...);
    case 74:
      return transform_products<7, 4>(plan, arguments...);
    case 75:
      return transform_products<7, 5>(plan, arguments...);
    default:
      return transform_products<8, 4>(plan, arguments...);
  }
}

// At every point: (tiles x inputs) * (inputs x outputs), with `add` on top of what the products are.
[[gnu::noinline]] void multiply_points(const WinogradPlan& plan, const Block& block, const float* packed,
                                       std::int64_t inputs, std::int64_t group_panels, const float* transformed,
                                       float* products, bool add = false) {
  static constexpr float no_bias[panel_width] = {};
  TileWork work;
  work.row_stride = static_cast<std::int32_t>(plan.phases.channel_stride);
  work.run = static_cast<std::int32_t>(inputs);
  work.start = no_bias;
  if (add) work.start_stride = static_cast<std::int32_t>(block.panels * panel_width);
  work.least = -std::numeric_limits<float>::infinity();
  work.output_stride = static_cast<std::int32_t>(block.panels * panel_width);
  // Panels innermost: the weights are read from one end to the other, which is how memory is fastest, and those of one
  // point are still in the second-level cache for the next rows.
  for (std::int64_t point = 0; point < plan.points(); ++point)
    for_even_rows(block.tiles, [&](std::int64_t tile, std::int64_t count) {
      work.input = transformed + point * block.transformed_stride + tile * plan.phases.channel_stride;
      for (std::int64_t panel = 0; panel < block.panels; ++panel) {
        work.weights = packed + (point * group_panels + block.first_panel + panel) * inputs * panel_width;
        work.output = products + point * block.product_stride + tile * work.output_stride + panel * panel_width;
        if (add) work.start = work.output;
        multiply_tile(work, count);
      }
    });
}

// As many as fit into `bytes` at `bytes_each`, in portions as even as possible.
std::int64_t even_portion(std::int64_t total, std::int64_t bytes_each, std::int64_t bytes) {
  const std::int64_t most = std::max<std::int64_t>(1, bytes / bytes_each);
  const std::int64_t portions = (total + most - 1) / most;
  return (total + portions - 1) / portions;
}

}  // namespace

WinogradPlan winograd_plan(const Convolution& convolution, std::int64_t tile) {
  WinogradPlan plan;
  const std::int64_t stride = convolution.stride.height;
  const Shape shape = convolution.output();
  plan.tile = tile;
  plan.taps = (convolution.kernel.height + stride - 1) / stride;
  plan.side = tile + plan.taps - 1;
  plan.tiles = {(shape.height + tile - 1) / tile, (shape.width + tile - 1) / tile};
  plan.phases.factor = convolution.stride;
  plan.phases.channels = convolution.input.channels * stride * stride;
  plan.phases.channel_stride = (plan.phases.channels + lanes - 1) / lanes * lanes;
  plan.phases.size = {plan.tiles.height * tile + plan.taps - 1, plan.tiles.width * tile + plan.taps - 1};
  return plan;
}

namespace {

// All output channels of a block of tiles that has been transformed.
[[gnu::noinline]] Result<void> multiply_block(const Convolution& convolution, const WinogradPlan& plan,
                                              const float* packed, const float* bias, Block block, Tensor& output,
                                              bool relu, Workspace& workspace) {
  const std::int64_t inputs = plan.phases.channels / convolution.groups, outputs = convolution.group_outputs();
  const std::int64_t all_panels = panels(outputs);
  const std::int64_t width = even_portion(all_panels, plan.points() * block.tiles * panel_width * 4, product_bytes);
  block.product_stride = block.tiles * width * panel_width + skew;
  if (auto done = workspace.products.reserve(plan.points() * block.product_stride); !done) return done;
  const float least = relu ? 0.0F : -std::numeric_limits<float>::infinity();
  for (block.group = 0; block.group < convolution.groups; ++block.group)
    for (block.first_panel = 0; block.first_panel < all_panels; block.first_panel += width) {
      block.panels = std::min(width, all_panels - block.first_panel);
      const std::int64_t first = block.first_panel * panel_width;
      multiply_points(plan, block, packed + block.group * plan.points() * all_panels * inputs * panel_width, inputs,
                      all_panels, workspace.transformed.data() + block.group * inputs, workspace.products.data());
      transform_products(plan, block, workspace.products.data(),
                         bias + (block.group * all_panels + block.first_panel) * panel_width, least,
                         std::min(outputs - first, block.panels * panel_width),
                         output.pixel(0, 0) + block.group * outputs + first, output);
    }
  return {};
}

// All tiles and panels at once.
Block whole_block(const Convolution& convolution, const WinogradPlan& plan) {
  Block block{.tiles = plan.tile_count(), .panels = panels(convolution.output_channels)};
  block.transformed_stride = block.tiles * plan.phases.channel_stride + skew;
  block.product_stride = block.tiles * block.panels * panel_width + skew;
  return block;
}

// The outputs of some tiles, whose inputs lie ready in their phases.
Result<void> compute_tiles(const Convolution& convolution, const WinogradPlan& plan, const float* packed,
                           const float* bias, std::int64_t first, std::int64_t end, Tensor& output, bool relu,
                           Workspace& workspace) {
  if (first >= end) return {};
  const std::int64_t stride = plan.phases.channel_stride;
  const std::int64_t tiles = even_portion(end - first, plan.points() * stride * 4, transformed_bytes);
  Block block{.first_tile = first, .transformed_stride = tiles * stride + skew};
  if (auto done = workspace.transformed.reserve(plan.points() * block.transformed_stride); !done) return done;
  for (; block.first_tile < end; block.first_tile += tiles) {
    block.tiles = std::min(tiles, end - block.first_tile);
    transform_tiles(plan, block, workspace.padded.data(), workspace.transformed.data());
    if (auto done = multiply_block(convolution, plan, packed, bias, block, output, relu, workspace); !done) return done;
  }
  return {};
}

// The rows of tiles whose input lies within these rows, or in the padding.
Rows tiles_within(const Convolution& convolution, const WinogradPlan& plan, Rows rows) {
  const std::int64_t step = plan.tile * convolution.stride.height, reach = plan.side * convolution.stride.height;
  Rows tiles;
  for (std::int64_t tile = 0, first = -convolution.pad.height; tile < plan.tiles.height; ++tile, first += step) {
    if (std::max<std::int64_t>(0, first) < rows.first || std::min(convolution.input.height, first + reach) > rows.end)
      continue;
    if (tiles.end == 0) tiles.first = tile;
    tiles.end = tile + 1;
  }
  return tiles;
}

}  // namespace

Result<void> winograd_forward(const Convolution& convolution, const WinogradPlan& plan, const float* packed,
                              const float* bias, const Tensor& input, Tensor& output, bool relu, Workspace& workspace) {
  if (auto done = workspace.padded.reserve(plan.phases.count()); !done) return done;
  rearrange(input, convolution.pad, plan.phases, workspace.padded.data());
  return compute_tiles(convolution, plan, packed, bias, 0, plan.tile_count(), output, relu, workspace);
}

bool takes_parts(const Convolution& convolution, Algorithm algorithm) {
  if (algorithm.kind != Algorithm::Kind::winograd) return false;
  const WinogradPlan plan = winograd_plan(convolution, algorithm.tile);
  const Block block = whole_block(convolution, plan);
  return plan.points() * (block.transformed_stride + block.product_stride) * 4 <= parts_bytes;
}

Result<Rows> winograd_begin_rows(const Convolution& convolution, const WinogradPlan& plan, const float* packed,
                                 const float* bias, const Tensor& rows, std::int64_t first_row, Tensor& output,
                                 bool relu, Workspace& workspace) {
  if (auto done = workspace.padded.reserve(plan.phases.count()); !done) return std::unexpected(done.error());
  std::fill_n(workspace.padded.data(), plan.phases.count(), 0.0F);
  rearrange_rows(rows, first_row, convolution.pad, plan.phases, workspace.padded.data());
  const Rows begun = tiles_within(convolution, plan, {first_row, first_row + rows.shape().height});
  const std::int64_t width = plan.tiles.width;
  auto done =
      compute_tiles(convolution, plan, packed, bias, begun.first * width, begun.end * width, output, relu, workspace);
  return done ? Result<Rows>(begun) : std::unexpected(done.error());
}

Result<void> winograd_finish_rows(const Convolution& convolution, const WinogradPlan& plan, const float* packed,
                                  const float* bias, Rows begun, Tensor& output, bool relu, Workspace& workspace) {
  const std::int64_t width = plan.tiles.width;
  auto done = compute_tiles(convolution, plan, packed, bias, 0, begun.first * width, output, relu, workspace);
  if (!done) return done;
  return compute_tiles(convolution, plan, packed, bias, begun.end * width, plan.tile_count(), output, relu, workspace);
}

Result<void> winograd_take(const Convolution& convolution, const WinogradPlan& plan, const float* packed,
                           const Tensor& part, bool first, Workspace& workspace) {
  const Block block = whole_block(convolution, plan);
  if (auto done = workspace.padded.reserve(plan.phases.count()); !done) return done;
  if (auto done = workspace.transformed.reserve(plan.points() * block.transformed_stride); !done) return done;
  if (first)
    if (auto done = workspace.products.reserve(plan.points() * block.product_stride); !done) return done;
  rearrange(part, convolution.pad, plan.phases, workspace.padded.data());
  transform_tiles(plan, block, workspace.padded.data(), workspace.transformed.data());
  multiply_points(plan, block, packed, plan.phases.channels, block.panels, workspace.transformed.data(),
                  workspace.products.data(), !first);
  return {};
}

void winograd_finish(const Convolution& convolution, const WinogradPlan& plan, const float* bias, Tensor& output,
                     bool relu, const Workspace& workspace) {
  transform_products(plan, whole_block(convolution, plan), workspace.products.data(), bias,
                     relu ? 0.0F : -std::numeric_limits<float>::infinity(), convolution.output_channels,
                     output.pixel(0, 0), output);
}

}  // namespace stride::tensor
