#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "base/result.h"
#include "nn/network.h"

namespace stride::nn {

/// Reads the layers of a file in order. What a layer may be depends on those before it: the channels that its groups
/// must divide, whether the map is already a vector, the names that are taken.
class LayerReader {
 public:
  explicit LayerReader(std::int64_t input_channels) : channels_(input_channels) {}

  Result<LayerSpec> read(const nlohmann::json& value, std::string path);

 private:
  /// What is wrong with a layer that is fine on its own, at its place in the network.
  Result<LayerSpec> place(LayerSpec layer, bool named, const std::string& path);

  std::int64_t channels_;
  bool vector_ = false;  // after a linear or flatten layer
  std::map<LayerType, int> count_;
  std::map<std::string, std::string> taken_;  // name -> path of the layer
};

}  // namespace stride::nn
