// Against tests/nn/second_opinion.py, which works everything out by laying windows and trying sizes.

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

#include "fixture.h"

namespace stride::nn::test {
namespace {

using nlohmann::json;

constexpr std::int64_t kLargestTried = 420;  // as in second_opinion.py

Rounding rounding_of(const json& entry) {
  const auto rounding = parse_rounding(entry["rounding"].get<std::string>());
  REQUIRE(rounding.has_value());
  return *rounding;
}

void check_counts(const LayerFacts& facts, const json& output, const json& remainder, const json& parameters,
                  const json& neurons, const json& macs) {
  CHECK(facts.output.has_value() == !output.is_null());
  if (facts.output && !output.is_null()) {
    CHECK(facts.output->channels == number(output[0]));
    CHECK(facts.output->size.height == number(output[1]));
    CHECK(facts.output->size.width == number(output[2]));
  }
  if (!remainder.is_null()) {
    CHECK(facts.input.has_value());
    CHECK(facts.remainder.height == number(remainder[0]));
    CHECK(facts.remainder.width == number(remainder[1]));
  }
  CHECK(number(facts.parameters) == number(parameters));
  CHECK(number(facts.neurons) == number(neurons));
  CHECK(number(facts.macs) == number(macs));
}

void check_field(const Field& field, const json& expected) {
  CHECK(field.receptive_field == number(expected[0]));
  CHECK(field.jump == number(expected[1]));
  CHECK(field.start == expected[2].get<double>());
}

void check_totals(const NetworkFacts& facts, const json& totals) {
  CHECK(number(facts.parameters) == number(totals["parameters"]));
  CHECK(number(facts.neurons) == number(totals["neurons"]));
  CHECK(number(facts.neurons_without_pooling) == number(totals["neurons_without_pooling"]));
  CHECK(number(facts.macs) == number(totals["macs"]));
  CHECK(json(facts.largest) == totals["largest"]);
}

/// The golden list under floor and ceil is one interval, cut off where trying ended.
void check_admissible(const NetworkSpec& spec, const std::string& layer, std::int64_t size, bool vertical,
                      Rounding rounding, const json& expected) {
  auto found = admissible(spec, layer, size, vertical, rounding, kLargestTried);
  REQUIRE_MESSAGE(found.has_value(), found.error().text());
  if (!found->empty()) found->back().high = std::min(found->back().high, kLargestTried);
  CHECK(show(*found) == show(intervals(expected)));
}

void check_row(const NetworkSpec& spec, const NetworkFacts& all, const json& row) {
  const std::string name = row["name"].get<std::string>();
  CAPTURE(name);
  const LayerFacts* facts = all.find(name);
  REQUIRE(facts != nullptr);
  CHECK(to_string(facts->type) == row["type"].get<std::string>());
  check_counts(*facts, row["output"], row["remainder"], row["parameters"], row["neurons"], row["macs"]);
  if (!row["fields"].is_null()) {
    check_field(facts->vertical, row["fields"][0]);
    check_field(facts->horizontal, row["fields"][1]);
  }
  for (const bool vertical : {true, false}) {
    const std::size_t axis = vertical ? 0 : 1;
    const std::int64_t size = vertical ? all.input.size.height : all.input.size.width;
    check_admissible(spec, name, size, vertical, all.rounding, row["admissible"][axis]);
    const auto hidden = unseen(spec, name, size, vertical, all.rounding);
    if (!row["unseen"].is_null()) {
      CHECK(show(hidden.value_or(std::vector<Interval>{})) == show(intervals(row["unseen"][axis])));
    }
  }
  const auto least = smallest_input(spec, name, all.rounding);
  // Where trying found none, it lies beyond or nowhere.
  if (!row["smallest"].is_null()) CHECK(least.value_or(-1) == number(row["smallest"]));
  if (row["smallest"].is_null()) CHECK(least.value_or(kLargestTried + 1) > kLargestTried);
}

void check_case(const NetworkSpec& spec, const json& entry) {
  const Pair size{number(entry["size"][0]), number(entry["size"][1])};
  const Rounding rounding = rounding_of(entry);
  CAPTURE(spec.name);
  CAPTURE(to_string(rounding));
  const auto all = facts(spec, size, rounding);
  REQUIRE_MESSAGE(all.has_value(), all.error().text());
  CHECK(std::ranges::count_if(spec.layers, &LayerSpec::is_row) == static_cast<std::ptrdiff_t>(entry["rows"].size()));
  for (const json& row : entry["rows"]) check_row(spec, *all, row);
  check_totals(*all, entry["totals"]);
  if (!entry["smallest"].is_null()) CHECK(smallest_input(spec, "", rounding).value_or(-1) == number(entry["smallest"]));
}

}  // namespace

TEST_CASE("every network file agrees with the second opinion, whose tables were typed in anew") {
  std::set<std::string> seen;
  for (const json& entry : golden("nn_networks.json")) {
    const std::string name = entry["network"].get<std::string>();
    const NetworkSpec spec = network(name);
    CHECK(spec.name == name);
    CHECK(spec.input_size == Pair{number(entry["size"][0]), number(entry["size"][1])});
    seen.insert(name);
    check_case(spec, entry);
  }
  for (const std::string& name : network_names()) CHECK_MESSAGE(seen.contains(name), name);
}

TEST_CASE("networks that nobody chose agree: pairs, dilation, groups, pads, H != W, all roundings") {
  int cases = 0;
  for (const json& entry : golden("nn_random.json")) {
    const auto spec = parse_network(entry["spec"].dump());
    REQUIRE_MESSAGE(spec.has_value(), spec.error().text());
    check_case(*spec, entry);
    ++cases;
  }
  CHECK(cases == 100);
}

TEST_CASE("the sheet of every student ID agrees: W = 200..299 under floor, ceil and exact") {
  const NetworkSpec spec = network("alexnet-bern");
  int cases = 0;
  for (const json& entry : golden("nn_sizes.json")) {
    const std::int64_t size = number(entry["size"]);
    const Rounding rounding = rounding_of(entry);
    CAPTURE(size);
    CAPTURE(to_string(rounding));
    const auto all = facts(spec, {size, size}, rounding);
    REQUIRE_MESSAGE(all.has_value(), all.error().text());
    std::size_t row = 0;
    for (const LayerFacts& layer : all->layers) {
      if (!spec.layers[layer.index].is_row()) continue;
      CAPTURE(layer.name);
      const json& expected = entry["rows"][row++];
      check_counts(layer, expected[0], expected[1], expected[2], expected[3], expected[4]);
    }
    CHECK(row == entry["rows"].size());
    check_totals(*all, entry["totals"]);
    check_admissible(spec, "fc6", size, true, rounding, entry["admissible"]);
    const auto columns = unseen(spec, "pool5", size, false, rounding);
    CHECK(columns.has_value() == !entry["unseen"].is_null());
    if (columns && !entry["unseen"].is_null()) CHECK(show(*columns) == show(intervals(entry["unseen"])));
    ++cases;
  }
  CHECK(cases == 300);
}

TEST_CASE("an image too small for a network is refused by the layer that it ends at, with the least that would do") {
  NetworkSpec spec;
  for (const json& entry : golden("nn_too_small.json")) {
    if (const std::string name = entry[0].get<std::string>(); spec.name != name) spec = network(name);
    const auto rounding = parse_rounding(entry[1].get<std::string>());
    REQUIRE(rounding.has_value());
    const std::int64_t size = number(entry[2]);
    const std::string layer = entry[3].get<std::string>();
    const std::string least = std::to_string(number(entry[4]));
    CAPTURE(spec.name);
    CAPTURE(size);
    const auto all = facts(spec, {size, size}, *rounding);
    REQUIRE_FALSE(all.has_value());
    CHECK(all.error().message.starts_with("an input of " + std::to_string(size) + " leaves nothing at " + layer +
                                          ": each side must be at least " + least));
  }
}

}  // namespace stride::nn::test
