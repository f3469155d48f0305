#include <doctest/doctest.h>

#include <algorithm>

#include "base/random.h"
#include "fixture.h"

// Staircases against counting: for every size by itself the windows that fit are laid one by one.

namespace stride::nn::test {
namespace {

/// How many windows fit, laid one after the other; 0: none, or (exact) something is left over.
std::int64_t laid(const LayerSpec& layer, std::int64_t input, bool vertical, Rounding rounding) {
  const auto of = [vertical](Pair pair) { return vertical ? pair.height : pair.width; };
  const std::int64_t padded = input + 2 * of(layer.pad), window = of(layer.dilation) * (of(layer.kernel) - 1) + 1;
  std::int64_t windows = 0, start = 0;
  while (start + window <= padded) {
    ++windows;
    start += of(layer.stride);
  }
  const bool something_left = start - of(layer.stride) + window < padded;
  if (rounding == Rounding::exact) return windows > 0 && something_left ? 0 : windows;
  // Rounding up, one more window stands over the end, if it starts before the right padding (PyTorch's rule).
  const bool one_more = rounding == Rounding::ceil && layer.is_pool() && (windows == 0 || something_left) &&
                        start < input + of(layer.pad) && (windows > 0 || padded - window > -of(layer.stride));
  return windows + (one_more ? 1 : 0);
}

void compare(const NetworkSpec& network, Interval shown, bool vertical, Rounding rounding) {
  const auto all = staircases(network, shown, vertical, rounding);
  REQUIRE(all.has_value());
  for (const Staircase& staircase : *all) {
    std::int64_t next = shown.low;
    for (const SizeStep& step : staircase.steps) {
      CHECK(step.inputs.low == next);
      next = step.inputs.high + 1;
    }
    CHECK(next == shown.high + 1);
  }
  int wrong = 0;
  for (std::int64_t size = shown.low; size <= shown.high; ++size) {
    std::int64_t side = size;
    std::size_t at = 0;
    for (const LayerSpec& layer : network.layers) {
      if (!layer.is_spatial()) continue;
      if (side > 0) side = laid(layer, side, vertical, rounding);
      const auto step = std::ranges::find_if((*all)[at++].steps, [&](const SizeStep& each) {
        return each.inputs.low <= size && size <= each.inputs.high;
      });
      wrong += step->side.value_or(0) != side;
    }
  }
  CHECK(wrong == 0);
}

NetworkSpec random_stack(Random& dice) {
  NetworkSpec network;
  const auto below = [&](std::uint32_t bound) { return static_cast<std::int64_t>(dice.below(bound)); };
  for (std::int64_t layers = 1 + below(5); layers > 0; --layers) {
    LayerSpec layer;
    layer.name = "layer" + std::to_string(layers);
    layer.type = below(3) == 0 ? LayerType::maxpool : LayerType::conv;
    layer.kernel = {1 + below(6), 1 + below(6)};
    layer.stride = {1 + below(4), 1 + below(4)};
    layer.pad = {below(static_cast<std::uint32_t>(layer.kernel.height / 2 + 1)),
                 below(static_cast<std::uint32_t>(layer.kernel.width / 2 + 1))};
    layer.dilation = {1 + below(2), 1 + below(2)};
    layer.output_channels = layer.is_pool() ? 0 : 4;
    network.layers.push_back(layer);
  }
  return network;
}

constexpr std::array roundings = {Rounding::floor, Rounding::ceil, Rounding::exact};

}  // namespace

TEST_CASE("staircases of the shipped networks, every size from 1 to 400") {
  for (const std::string& name : network_names())
    for (const Rounding rounding : roundings) {
      CAPTURE(name);
      compare(network(name), {1, 400}, true, rounding);
    }
}

TEST_CASE("staircases of 200 random stacks, along both axes") {
  Random dice = Random::stream(71);
  for (int count = 0; count < 200; ++count) {
    CAPTURE(count);
    const NetworkSpec network = random_stack(dice);
    for (const Rounding rounding : roundings)
      for (const bool vertical : {true, false}) compare(network, {1 + count, 120 + count}, vertical, rounding);
  }
}

TEST_CASE("rounding down, the sizes that keep a map are as many as the total stride") {
  Random dice = Random::stream(72);
  int whole = 0;
  for (int count = 0; count < 300; ++count) {
    NetworkSpec network = random_stack(dice);
    network.layers.push_back({.name = "fc", .type = LayerType::linear, .output_channels = 10});
    const std::int64_t size = 20 + count;
    const auto all = facts(network, {size, size}, Rounding::floor);
    if (!all) continue;
    for (const bool vertical : {true, false}) {
      const LayerFacts& last = all->layers[all->layers.size() - 2];
      const Field& field = vertical ? last.vertical : last.horizontal;
      const auto sizes = admissible(network, "fc", size, vertical, Rounding::floor);
      REQUIRE(sizes.has_value());
      const auto [low, high] = sizes->front();
      // Unless the smallest image, of one pixel, cuts the interval off.
      CHECK(high - low + 1 <= field.jump);
      whole += high - low + 1 == field.jump;
      if (low > field.receptive_field) CHECK(high - low + 1 == field.jump);
    }
  }
  CHECK(whole > 300);
}

TEST_CASE("document A's table: which input widths keep pool5's side, for all 100 student IDs") {
  const NetworkSpec bern = network("alexnet-bern");
  const auto side_of = [&](std::int64_t size, Rounding rounding) {
    return staircases(bern, {size, size}, true, rounding)->back().steps.front().side.value_or(0);
  };
  for (std::int64_t size = 200; size <= 299; ++size) {
    CAPTURE(size);
    CHECK(side_of(size, Rounding::floor) == (size <= 210 ? 3 : size <= 242 ? 4 : size <= 274 ? 5 : 6));
    CHECK(side_of(size, Rounding::ceil) == (size <= 222 ? 4 : size <= 254 ? 5 : size <= 286 ? 6 : 7));
    CHECK((side_of(size, Rounding::exact) > 0) == (size == 211 || size == 243 || size == 275));
  }
  CHECK(staircases(bern, {114, 115}, true, Rounding::floor)->back().steps ==
        std::vector<SizeStep>{{{114, 114}, {}}, {{115, 115}, 1}});
  CHECK(staircases(bern, {94, 95}, true, Rounding::ceil)->back().steps ==
        std::vector<SizeStep>{{{94, 94}, {}}, {{95, 95}, 1}});
}

TEST_CASE("staircases of no size, of sizes below 1 and of too many are refused") {
  const NetworkSpec bern = network("alexnet-bern");
  for (const Interval shown : {Interval{0, 5}, Interval{5, 4}, Interval{1, 10'001}})
    CHECK_FALSE(staircases(bern, shown, true, Rounding::floor).has_value());
  CHECK(staircases(bern, {1, 10'000}, true, Rounding::floor).has_value());
}

}  // namespace stride::nn::test
