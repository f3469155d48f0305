#include "nn/layer_reader.h"

#include <algorithm>
#include <utility>

#include "nn/json_reader.h"
#include "nn/limits.h"

namespace stride::nn {
namespace {

constexpr Pair kOne{1, 1};
constexpr Pair kZero{0, 0};

LayerSpec read_conv(ObjectReader& object, LayerSpec layer) {
  object.allow_only({"name", "type", "out", "kernel", "stride", "pad", "dilation", "groups", "bias"});
  layer.output_channels = object.whole("out", 1, kMaxChannels, std::nullopt);
  layer.kernel = object.pair("kernel", 1, kMaxWindow, std::nullopt);
  layer.stride = object.pair("stride", 1, kMaxWindow, kOne);
  layer.pad = object.pair("pad", 0, kMaxWindow, kZero);
  layer.dilation = object.pair("dilation", 1, kMaxWindow, kOne);
  layer.groups = object.whole("groups", 1, kMaxChannels, 1);
  layer.bias = object.boolean("bias", true);
  return layer;
}

LayerSpec read_pool(ObjectReader& object, LayerSpec layer) {
  if (layer.type == LayerType::maxpool) {
    object.allow_only({"name", "type", "kernel", "stride", "pad", "dilation"});
    layer.dilation = object.pair("dilation", 1, kMaxWindow, kOne);
  } else {
    object.allow_only({"name", "type", "kernel", "stride", "pad"});
  }
  layer.kernel = object.pair("kernel", 1, kMaxWindow, std::nullopt);
  layer.stride = object.pair("stride", 1, kMaxWindow, layer.kernel);  // windows side by side, as PyTorch has it
  layer.pad = object.pair("pad", 0, kMaxWindow, kZero);
  // As in PyTorch: with more, a window could lie wholly in the padding and have no maximum.
  if (2 * layer.pad.height > layer.kernel.height || 2 * layer.pad.width > layer.kernel.width) {
    object.refuse("pad", "at most half the kernel (" + to_text(layer.kernel) + ") for a pool");
  }
  return layer;
}

LayerSpec read_linear(ObjectReader& object, LayerSpec layer) {
  object.allow_only({"name", "type", "out", "bias"});
  layer.output_channels = object.whole("out", 1, kMaxChannels, std::nullopt);
  layer.bias = object.boolean("bias", true);
  return layer;
}

LayerSpec read_prelu(ObjectReader& object, LayerSpec layer) {
  object.allow_only({"name", "type", "slope", "parameters"});
  layer.prelu_slope = object.real("slope", -100, 100, layer.prelu_slope);
  if (const nlohmann::json* value = object.find("parameters")) {
    if (*value == "per_channel") {
      layer.prelu_parameters = 0;
    } else if (*value != 1) {
      object.refuse("parameters", R"(1 (one slope for all channels) or "per_channel")");
    }
  }
  return layer;
}

LayerSpec read_lrn(ObjectReader& object, LayerSpec layer) {
  object.allow_only({"name", "type", "size", "alpha", "beta", "k"});
  layer.lrn_size = object.whole("size", 1, kMaxChannels, layer.lrn_size);
  layer.lrn_alpha = object.real("alpha", 0, 1e6, layer.lrn_alpha);
  layer.lrn_beta = object.real("beta", 0, 1e6, layer.lrn_beta);
  layer.lrn_k = object.real("k", 0, 1e6, layer.lrn_k);
  return layer;
}

LayerSpec read_dropout(ObjectReader& object, LayerSpec layer) {
  object.allow_only({"name", "type", "p"});
  layer.probability = object.real("p", 0, 1, layer.probability);
  return layer;
}

LayerSpec read_members(ObjectReader& object, LayerSpec layer) {
  switch (layer.type) {
    case LayerType::conv:
      return read_conv(object, std::move(layer));
    case LayerType::maxpool:
    case LayerType::avgpool:
      return read_pool(object, std::move(layer));
    case LayerType::linear:
      return read_linear(object, std::move(layer));
    case LayerType::prelu:
      return read_prelu(object, std::move(layer));
    case LayerType::lrn:
      return read_lrn(object, std::move(layer));
    case LayerType::dropout:
      return read_dropout(object, std::move(layer));
    case LayerType::relu:
    case LayerType::sigmoid:
    case LayerType::tanh:
    case LayerType::softmax:
    case LayerType::flatten:
      object.allow_only({"name", "type"});
      return layer;
  }
  return layer;
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// A layer's name stands in cells (conv1.output), tensor names (conv1.weight) and page addresses.
bool is_layer_name(std::string_view name) {
  return !name.empty() && name.size() <= kMaxNameLength && is_letter(name.front()) &&
         std::ranges::all_of(name, [](char c) { return is_letter(c) || is_digit(c) || c == '_'; });
}

LayerSpec read_name(ObjectReader& object, LayerSpec layer) {
  const nlohmann::json* value = object.find("name");
  if (!value) return layer;
  const auto* name = value->get_ptr<const nlohmann::json::string_t*>();
  if (!name || !is_layer_name(*name)) {
    object.refuse("name", "a letter, then letters, digits and _, " + std::to_string(kMaxNameLength) + " at most");
  } else if (*name == "total" || *name == "largest") {  // cells of the whole network: total.parameters
    object.refuse("name", "another name than total and largest, which mean the whole network");
  } else {
    layer.name = *name;
  }
  return layer;
}

}  // namespace

Result<LayerSpec> LayerReader::read(const nlohmann::json& value, std::string path) {
  ObjectReader object(value, path);
  if (object.error()) return std::unexpected(*object.error());
  LayerSpec layer = read_name(object, LayerSpec{});
  const nlohmann::json* type = object.find("type");
  const auto* type_name = type ? type->get_ptr<const nlohmann::json::string_t*>() : nullptr;
  const std::optional<LayerType> known = type_name ? layer_type(*type_name) : std::nullopt;
  if (!known) {
    object.refuse("type",
                  "conv, maxpool, avgpool, linear, relu, prelu, sigmoid, tanh, softmax, lrn, dropout or flatten");
    return std::unexpected(*object.error());
  }
  layer.type = *known;
  layer = read_members(object, std::move(layer));
  if (object.error()) return std::unexpected(*object.error());
  const bool named = !layer.name.empty();
  return place(std::move(layer), named, path);
}

Result<LayerSpec> LayerReader::place(LayerSpec layer, bool named, const std::string& path) {
  const int number = ++count_[layer.type];
  if (!named) layer.name = std::string(to_string(layer.type)) + std::to_string(number);
  const auto [earlier, fresh] = taken_.emplace(layer.name, path);
  if (!fresh) {
    return named
               ? fail("expected a name of its own, but " + earlier->second + " is called " + layer.name, path + ".name")
               : fail("expected a name: without one this layer is " + layer.name + ", as " + earlier->second + " is",
                      path);
  }
  if (vector_ && layer.is_spatial()) {
    return fail(
        "expected no " + std::string(to_string(layer.type)) + " after a linear or flatten layer, which leaves no map",
        path + ".type");
  }
  if (layer.type == LayerType::conv && (channels_ % layer.groups != 0 || layer.output_channels % layer.groups != 0)) {
    return fail("expected a divisor of the " + std::to_string(channels_) + " channels coming in and the " +
                    std::to_string(layer.output_channels) + " going out, found " + std::to_string(layer.groups),
                path + ".groups");
  }
  if (layer.output_channels > 0) channels_ = layer.output_channels;
  vector_ = vector_ || layer.type == LayerType::linear || layer.type == LayerType::flatten;
  return layer;
}

}  // namespace stride::nn
