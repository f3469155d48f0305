#include "nn/facts.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/checked.h"
#include "nn/axis.h"
#include "nn/counts.h"
#include "nn/receptive_field.h"

namespace stride::nn {
namespace {

/// What flows from layer to layer.
struct Flow {
  std::optional<Shape> shape;            // empty once an exact size has not come out
  std::optional<std::int64_t> channels;  // known even then, up to a flatten layer
  std::optional<Pair> map;               // sides of the last map, for the layers that see all of it
  Field vertical, horizontal;
  bool vector = false;  // after a linear or flatten layer
  bool sees_whole_input = false;
};

Error too_small(const NetworkSpec& network, const LayerSpec& layer, Rounding rounding, Pair size) {
  std::string message = "an input of " + to_text(size) + " leaves nothing at " + layer.name;
  const auto here = smallest_input(network, layer.name, rounding);
  const auto everywhere = smallest_input(network, "", rounding);
  if (here) message += ": each side must be at least " + std::to_string(*here);
  if (here && everywhere && *everywhere > *here) {
    message += " there, and " + std::to_string(*everywhere) + " for the whole network";
  }
  return {std::move(message), ""};
}

/// Channels and groups, in a spec that need not come from a file.
Result<void> check_channels(const LayerSpec& layer, const Flow& flow) {
  const bool weighted = layer.type == LayerType::conv || layer.type == LayerType::linear;
  if (weighted && layer.output_channels < 1) return fail(layer.name + " has no output channels");
  if (layer.is_spatial() && flow.vector) {
    return fail(layer.name + " needs a map, and a linear or flatten layer before it leaves none");
  }
  if (layer.type != LayerType::conv || !flow.channels) return {};
  if (layer.groups < 1 || *flow.channels % layer.groups != 0 || layer.output_channels % layer.groups != 0) {
    return fail(std::to_string(layer.groups) + " groups do not divide the " + std::to_string(*flow.channels) +
                " channels into " + layer.name + " and the " + std::to_string(layer.output_channels) + " out of it");
  }
  return {};
}

/// Along both axes; `fits` is false where no window fits.
struct Sides {
  Pair remainder;
  bool fits = true;
  std::optional<Pair> output;
};

Result<Sides> measure_both(const LayerSpec& layer, Pair input, Rounding rounding) {
  const Result<Side> vertical = measure(layer, input.height, true, rounding);
  if (!vertical) return std::unexpected(vertical.error());
  const Result<Side> horizontal = measure(layer, input.width, false, rounding);
  if (!horizontal) return std::unexpected(horizontal.error());
  Sides sides{.remainder = {vertical->remainder, horizontal->remainder},
              .fits = !vertical->nothing && !horizontal->nothing,
              .output = {}};
  if (vertical->output && horizontal->output) sides.output = Pair{*vertical->output, *horizontal->output};
  return sides;
}

Result<void> pass_window(const NetworkSpec& network, const LayerSpec& layer, const NetworkFacts& all, LayerFacts& facts,
                         Flow& flow) {
  const Result<Field> vertical = advance(layer, flow.vertical, true);
  if (!vertical) return std::unexpected(vertical.error());
  const Result<Field> horizontal = advance(layer, flow.horizontal, false);
  if (!horizontal) return std::unexpected(horizontal.error());
  flow.vertical = *vertical;
  flow.horizontal = *horizontal;
  if (layer.type == LayerType::conv) flow.channels = layer.output_channels;
  if (!flow.shape) return {};

  const Result<Sides> sides = measure_both(layer, flow.shape->size, all.rounding);
  if (!sides) return std::unexpected(sides.error());
  if (!sides->fits) return std::unexpected(too_small(network, layer, all.rounding, all.input.size));
  facts.remainder = sides->remainder;
  flow.map = sides->output;
  flow.shape = sides->output ? std::optional(Shape{*flow.channels, *sides->output}) : std::nullopt;
  return {};
}

Result<void> pass_linear(const LayerSpec& layer, Flow& flow) {
  if (!flow.sees_whole_input && flow.map) {
    const Result<Field> vertical = unite(flow.vertical, flow.map->height);
    if (!vertical) return std::unexpected(vertical.error());
    const Result<Field> horizontal = unite(flow.horizontal, flow.map->width);
    if (!horizontal) return std::unexpected(horizontal.error());
    flow.vertical = *vertical;
    flow.horizontal = *horizontal;
  }
  flow.vector = true;
  flow.sees_whole_input = true;
  flow.channels = layer.output_channels;
  if (flow.shape) flow.shape = Shape{layer.output_channels, {1, 1}};
  return {};
}

Result<void> pass_flatten(const LayerSpec& layer, Flow& flow) {
  if (flow.shape) {
    const auto area = checked_multiply(flow.shape->size.height, flow.shape->size.width);
    const auto all = area ? checked_multiply(*area, flow.shape->channels) : std::nullopt;
    if (!all) return fail("the cells at " + layer.name + " do not fit 64 bits");
    flow.shape = Shape{*all, {1, 1}};
    flow.channels = all;
  } else if (!flow.vector) {
    flow.channels = std::nullopt;
  }
  flow.vector = true;
  return {};
}

/// The input shape as far as a layer's parameters depend on it. Where the map's size is unknown, only those of a linear
/// layer on it are unknown too, or of a PReLU with a slope for each of its flattened cells.
std::optional<Shape> weights_input(const LayerSpec& layer, const Flow& flow) {
  if (flow.shape) return flow.shape;
  const bool depends_on_size = layer.type == LayerType::linear && !flow.vector;
  if (depends_on_size || (layer.type == LayerType::linear && !flow.channels)) return std::nullopt;
  if (layer.type == LayerType::prelu && layer.prelu_parameters == 0 && !flow.channels) return std::nullopt;
  return Shape{flow.channels.value_or(1), {1, 1}};
}

Result<LayerFacts> pass(const NetworkSpec& network, std::size_t index, const NetworkFacts& all, Flow& flow) {
  const LayerSpec& layer = network.layers[index];
  LayerFacts facts;
  facts.name = layer.name;
  facts.type = layer.type;
  facts.index = index;
  facts.input = flow.shape;
  if (const auto sound = check_channels(layer, flow); !sound) return std::unexpected(sound.error());
  const std::optional<Shape> before = weights_input(layer, flow);

  Result<void> passed;
  if (layer.is_spatial()) passed = pass_window(network, layer, all, facts, flow);
  if (layer.type == LayerType::linear) passed = pass_linear(layer, flow);
  if (layer.type == LayerType::flatten) passed = pass_flatten(layer, flow);
  if (!passed) return std::unexpected(passed.error());

  facts.output = flow.shape;
  facts.vertical = flow.vertical;
  facts.horizontal = flow.horizontal;
  facts.sees_whole_input = flow.sees_whole_input;
  if (const auto counted = count(layer, before, facts); !counted) return std::unexpected(counted.error());
  return facts;
}

}  // namespace

const LayerFacts* NetworkFacts::find(std::string_view layer_name) const {
  for (const LayerFacts& layer : layers) {
    if (layer.name == layer_name) return &layer;
  }
  return nullptr;
}

Result<NetworkFacts> facts(const NetworkSpec& network, Pair size, Rounding rounding) {
  if (size.height < 1 || size.width < 1 || network.input_channels < 1) {
    return fail("expected an input of at least one pixel and channel, found " + to_text(size));
  }
  NetworkFacts all;
  all.input = {network.input_channels, size};
  all.rounding = rounding;
  Flow flow{.shape = all.input,
            .channels = network.input_channels,
            .map = size,
            .vertical = {},
            .horizontal = {},
            .vector = false,
            .sees_whole_input = false};
  for (std::size_t index = 0; index < network.layers.size(); ++index) {
    Result<LayerFacts> layer = pass(network, index, all, flow);
    if (!layer) return std::unexpected(layer.error());
    all.layers.push_back(*std::move(layer));
  }
  if (const auto summed = sum_up(network, all); !summed) return std::unexpected(summed.error());
  return all;
}

}  // namespace stride::nn
