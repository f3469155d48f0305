#include "nn/write.h"

#include <nlohmann/json.hpp>

namespace stride::nn {
namespace {

using nlohmann::json;

json pair(Pair pair) { return {pair.height, pair.width}; }

bool is_activation(LayerType type) {
  return type == LayerType::relu || type == LayerType::prelu || type == LayerType::sigmoid || type == LayerType::tanh;
}

json layer_json(const LayerSpec& layer) {
  json value = {{"name", layer.name}, {"type", to_string(layer.type)}};
  if (layer.is_spatial()) {
    value.update({{"kernel", pair(layer.kernel)}, {"stride", pair(layer.stride)}, {"pad", pair(layer.pad)}});
    if (layer.type != LayerType::avgpool) value["dilation"] = pair(layer.dilation);
  }
  if (layer.type == LayerType::conv) value["groups"] = layer.groups;
  if (layer.type == LayerType::conv || layer.type == LayerType::linear)
    value.update({{"out", layer.output_channels}, {"bias", layer.bias}});
  if (layer.type == LayerType::lrn)
    value.update({{"size", layer.lrn_size}, {"alpha", layer.lrn_alpha}, {"beta", layer.lrn_beta}, {"k", layer.lrn_k}});
  if (layer.type == LayerType::dropout) value["p"] = layer.probability;
  if (layer.type == LayerType::prelu) {
    value["slope"] = layer.prelu_slope;
    if (layer.prelu_parameters == 0) value["parameters"] = "per_channel";
  }
  return value;
}

std::string write(const NetworkSpec& network) {
  json layers = json::array();
  for (const LayerSpec& layer : network.layers) layers.push_back(layer_json(layer));
  json file = {{"name", network.name},
               {"input", {{"channels", network.input_channels}, {"size", pair(network.input_size)}}},
               {"layers", std::move(layers)}};
  if (!network.title.empty()) file["title"] = network.title;
  if (!network.source.empty()) file["source"] = network.source;
  return file.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace

std::string to_json(const NetworkSpec& network) {
  // A page's figures and jobs all ask for the same one, with every frame.
  thread_local NetworkSpec last;
  thread_local std::string text;
  if (text.empty() || last != network) {
    text = write(network);
    last = network;
  }
  return text;
}

NetworkSpec with_activation(NetworkSpec network, std::optional<LayerType> activation) {
  if (!activation) {
    std::erase_if(network.layers, [](const LayerSpec& layer) { return is_activation(layer.type); });
    return network;
  }
  int count = 0;
  for (LayerSpec& layer : network.layers)
    if (is_activation(layer.type))
      layer = {.name = "activation_" + std::to_string(++count), .type = *activation, .kernel = {1, 1}};
  return network;
}

NetworkSpec stack(std::int64_t depth, std::int64_t kernel, std::int64_t channels, std::optional<LayerType> activation) {
  const std::int64_t side = depth * (kernel - 1) + 1;
  NetworkSpec network{.name = "stack", .title = "stack", .source = "", .input_size = {side, side}, .layers = {}};
  for (std::int64_t i = 1; i <= depth; ++i) {
    network.layers.push_back({.name = "conv" + std::to_string(i),
                              .type = LayerType::conv,
                              .output_channels = channels,
                              .kernel = {kernel, kernel}});
    if (activation && i < depth)
      network.layers.push_back({.name = "activation_" + std::to_string(i), .type = *activation});
  }
  return network;
}

}  // namespace stride::nn
