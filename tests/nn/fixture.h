#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "nn/facts.h"
#include "nn/network.h"

namespace stride::nn::test {

std::string read_file(const std::string& path_in_tree);
/// A golden file: a list of cases, or an empty one (and a failed check) where it does not read.
nlohmann::json golden(const std::string& name);
/// A network of web/content.
NetworkSpec network(const std::string& name);
std::vector<std::string> network_names();
/// A network written in a test, of layers given as JSON: `{"type": "relu"}, ...`.
Result<NetworkSpec> with_layers(const std::string& layers, std::int64_t channels = 3, const std::string& size = "32");

/// The number under a key, -1 for null or nothing.
std::int64_t number(const nlohmann::json& value);
std::int64_t number(const std::optional<std::int64_t>& value);
std::vector<Interval> intervals(const nlohmann::json& list);
std::string show(const std::vector<Interval>& intervals);

}  // namespace stride::nn::test
