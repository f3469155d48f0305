#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "labs/state.h"

/// The shipped networks and sentences, and what all targets demand.
namespace stride::fuzz {

inline void require(bool holds) {
  if (!holds) std::abort();
}

inline std::string read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

inline const labs::Content& content() {
  static const labs::Content all = [] {
    const std::filesystem::path folder = STRIDE_SOURCE_DIR "/web/content";
    labs::Content made;
    for (const char* name : {"alexnet-bern", "conv-3x3", "lenet-5"}) {
      auto network = nn::parse_network(read(folder / "networks" / (std::string(name) + ".json")));
      require(network.has_value());
      made.networks.push_back(std::move(*network));
    }
    nlohmann::json words = nlohmann::json::object();
    for (const auto& file : std::filesystem::directory_iterator(folder / "text"))
      words.update(nlohmann::json::parse(read(file.path()), nullptr, false));
    auto text = Text::parse(words.dump());
    require(text.has_value());
    made.text = std::move(*text);
    return made;
  }();
  return all;
}

inline const nn::NetworkSpec* find_network(std::string_view name) {
  const auto found = std::ranges::find(content().networks, name, &nn::NetworkSpec::name);
  return found == content().networks.end() ? nullptr : &*found;
}

}  // namespace stride::fuzz
