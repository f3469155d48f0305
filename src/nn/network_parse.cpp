#include <algorithm>
#include <string>

#include "nn/json_reader.h"
#include "nn/layer_reader.h"
#include "nn/limits.h"
#include "nn/network.h"

namespace stride::nn {
namespace {

/// A network's name stands in file names and page addresses.
bool is_network_name(std::string_view name) {
  return std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

Result<NetworkSpec> read_head(ObjectReader& file) {
  NetworkSpec network;
  file.allow_only({"name", "title", "source", "input", "layers"});
  network.name = file.string("name", kMaxNameLength, std::nullopt);
  if (!is_network_name(network.name)) file.refuse("name", "letters, digits, - and _");
  network.title = file.string("title", kMaxTextLength, network.name);
  network.source = file.string("source", kMaxTextLength, "");
  if (!file.find("input")) file.refuse("input", R"({ "channels": ..., "size": ... })");
  if (file.error()) return std::unexpected(*file.error());

  ObjectReader input(*file.find("input"), "input");
  input.allow_only({"channels", "size"});
  network.input_channels = input.whole("channels", 1, kMaxChannels, std::nullopt);
  network.input_size = input.pair("size", 1, kMaxSide, std::nullopt);
  if (input.error()) return std::unexpected(*input.error());
  return network;
}

}  // namespace

Result<NetworkSpec> parse_network(std::string_view text) {
  if (text.size() > kMaxFileBytes) return fail("expected a network file below 1 MB");
  const Result<nlohmann::json> tree = read_json(text);
  if (!tree) return std::unexpected(tree.error());
  ObjectReader file(*tree, "");
  Result<NetworkSpec> network = read_head(file);
  if (!network) return network;

  const nlohmann::json* layers = file.find("layers");
  if (!layers || !layers->is_array() || layers->empty() || layers->size() > kMaxLayers) {
    file.refuse("layers", "a list of 1 to " + std::to_string(kMaxLayers) + " layers");
    return std::unexpected(*file.error());
  }
  LayerReader reader(network->input_channels);
  for (const nlohmann::json& value : *layers) {
    Result<LayerSpec> layer = reader.read(value, "layers[" + std::to_string(network->layers.size()) + "]");
    if (!layer) return std::unexpected(layer.error());
    network->layers.push_back(*std::move(layer));
  }
  return network;
}

}  // namespace stride::nn
