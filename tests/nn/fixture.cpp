#include "fixture.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace stride::nn::test {

std::string read_file(const std::string& path_in_tree) {
  std::ifstream file(std::filesystem::path(STRIDE_SOURCE_DIR) / path_in_tree, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

nlohmann::json golden(const std::string& name) {
  nlohmann::json cases = nlohmann::json::parse(read_file("tests/golden/" + name), nullptr, false);
  const bool readable = cases.is_array() && !cases.empty();
  CHECK_MESSAGE(readable, name);
  return readable ? cases : nlohmann::json::array();
}

NetworkSpec network(const std::string& name) {
  const auto spec = parse_network(read_file("web/content/networks/" + name + ".json"));
  CHECK_MESSAGE(spec.has_value(), name << ": " << (spec ? "" : spec.error().text()));
  return spec.value_or(NetworkSpec{});
}

std::vector<std::string> network_names() {
  std::vector<std::string> names;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::path(STRIDE_SOURCE_DIR) / "web/content/networks")) {
    if (entry.path().extension() == ".json") names.push_back(entry.path().stem().string());
  }
  std::ranges::sort(names);
  return names;
}

Result<NetworkSpec> with_layers(const std::string& layers, std::int64_t channels, const std::string& size) {
  return parse_network(R"({"name": "test", "input": {"channels": )" + std::to_string(channels) + R"(, "size": )" +
                       size + R"(}, "layers": [)" + layers + "]}");
}

std::int64_t number(const nlohmann::json& value) { return value.is_number_integer() ? value.get<std::int64_t>() : -1; }

std::int64_t number(const std::optional<std::int64_t>& value) { return value.value_or(-1); }

std::vector<Interval> intervals(const nlohmann::json& list) {
  std::vector<Interval> result;
  for (const auto& entry : list) result.push_back({number(entry.front()), number(entry.back())});
  return result;
}

std::string show(const std::vector<Interval>& intervals) {
  std::string text;
  for (const Interval& interval : intervals) {
    text += "[" + std::to_string(interval.low) + "," + std::to_string(interval.high) + "]";
  }
  return text;
}

}  // namespace stride::nn::test
