#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "engine/engine.h"
#include "nn/sight.h"
#include "nn/write.h"

namespace stride::engine {

namespace {

constexpr const char* network =
    R"({ "name": "small", "title": "t", "source": "s", "input": { "channels": 3, "size": 19 },
  "layers": [ { "name": "conv1", "type": "conv", "out": 6, "kernel": 5, "stride": 2, "pad": 1 }, { "type": "relu" },
    { "name": "pool1", "type": "maxpool", "kernel": 3, "stride": 2 }, { "name": "fc", "type": "linear", "out": 4 } ] })";

double clock_of_calls() {
  static double now = 0;
  return now += 0.5;
}

jobs::Job job(std::string kind, std::map<std::string, std::string> parameters = {}) {
  parameters.emplace("network", network);
  return {.kind = std::move(kind), .parameters = std::move(parameters)};
}

jobs::JobResult run(const jobs::Job& job) { return run_in_place(all_kinds(), job, clock_of_calls); }

}  // namespace

TEST_CASE("network jobs: activations in C, H, W order, layer by layer with progress") {
  std::vector<double> progress;
  const auto all =
      run_in_place(all_kinds(), job("forward", {{"to", "fc"}}), clock_of_calls, [&](const jobs::JobResult& result) {
        progress.push_back(result.progress);
        return true;
      });
  CHECK(all.error.empty());
  CHECK(all.progress == 1);
  CHECK(all.tensor.size() == 4);
  CHECK(progress.size() == 2);  // conv1 with its ReLU, pool1
  const auto map = run(job("forward", {{"to", "pool1"}, {"size", "19x27"}}));
  CHECK(map.numbers.at("channels") == 6);
  CHECK(map.numbers.at("height") == 4);
  CHECK(map.numbers.at("width") == 6);
  CHECK(map.tensor.size() == 6 * 4 * 6);
  CHECK(run(job("forward", {{"to", "pool1"}, {"size", "19x27"}})).tensor == map.tensor);
  CHECK(run(job("forward", {{"to", "pool1"}, {"size", "19x27"}, {"seed", "2"}})).tensor != map.tensor);
}

TEST_CASE("network jobs: another picture, then the first again: the same numbers, from fresh weights or kept ones") {
  const auto with = [](const char* image) { return run(job("forward", {{"to", "fc"}, {"image", image}})); };
  const auto apart = run(job("forward", {{"to", "fc"}, {"image", "shapes"}, {"seed", "1"}, {"rounding", "floor"}}));
  const std::vector<float> first = with("noise").tensor, shapes = with("shapes").tensor, again = with("noise").tensor;
  REQUIRE(first.size() == 4);
  CHECK(shapes != first);
  for (std::size_t i = 0; i < 4; ++i) {  // a second pass may take another algorithm
    CHECK(std::abs(shapes[i] - apart.tensor[i]) < 1e-4F);
    CHECK(std::abs(again[i] - first[i]) < 1e-4F);
  }
}

TEST_CASE("network jobs: input, weights and biases can be looked at") {
  CHECK(run(job("input")).tensor.size() == 3 * 19 * 19);
  const auto weights = run(job("weights", {{"to", "conv1"}}));
  CHECK(weights.numbers.at("axes") == 4);
  CHECK(weights.numbers.at("axis.0") == 6);
  CHECK(weights.tensor.size() == 6 * 3 * 25);
  CHECK(run(job("weights", {{"to", "conv1"}, {"bias", "1"}})).tensor == std::vector<float>(6));
}

TEST_CASE("network jobs: one output's weights alone, and a map in outline") {
  const auto all = run(job("weights", {{"to", "conv1"}})),
             one = run(job("weights", {{"to", "conv1"}, {"channel", "4"}}));
  CHECK(one.numbers.at("axis.0") == 1);
  CHECK(one.numbers.at("axis.1") == 3);
  CHECK(one.numbers.at("bias") == 0);
  CHECK(one.tensor == std::vector<float>(all.tensor.begin() + 4 * 75, all.tensor.begin() + 5 * 75));
  CHECK(run(job("weights", {{"to", "conv1"}, {"channel", "6"}})).error.starts_with("channel: "));

  const auto map = run(job("forward", {{"to", "pool1"}, {"size", "19x27"}})),
             outline = run(job("forward", {{"to", "pool1"}, {"size", "19x27"}, {"side", "3"}}));
  CHECK(outline.numbers.at("height") == 2);
  CHECK(outline.numbers.at("width") == 3);
  std::vector<double> energies(6);
  for (std::size_t i = 0; i < map.tensor.size(); ++i)
    energies[i / 24] += static_cast<double>(map.tensor[i]) * static_cast<double>(map.tensor[i]);
  const auto strongest = static_cast<std::size_t>(std::ranges::max_element(energies) - energies.begin());
  CHECK(outline.numbers.at("channel") == static_cast<double>(strongest));
  const float* first = map.tensor.data() + strongest * 24;
  CHECK(outline.tensor[0] == doctest::Approx((first[0] + first[1] + first[6] + first[7]) / 4));
  CHECK(run(job("input", {{"side", "10"}})).tensor.size() == 100);
}

TEST_CASE("network jobs: a neuron's gradient is the sum of its weights' parts") {
  const auto gradient = run(job("gradient", {{"to", "conv1"}, {"channel", "2"}, {"y", "0"}, {"x", "0"}}));
  REQUIRE(gradient.error.empty());
  const auto weights = run(job("weights", {{"to", "conv1"}}));
  // Neuron (2, 0, 0) starts one pixel outside: pixel (0, 0) has tap (1, 1).
  for (std::size_t c = 0; c < 3; ++c) CHECK(gradient.tensor[c * 19 * 19] == weights.tensor[(2 * 3 + c) * 25 + 6]);
  CHECK(gradient.tensor[5] == 0);
}

TEST_CASE("network jobs: the effective field builds up seed by seed") {
  std::vector<double> seeds;
  const auto last = run_in_place(all_kinds(), job("effective_field", {{"to", "pool1"}, {"seeds", "3"}}), clock_of_calls,
                                 [&](const jobs::JobResult& result) {
                                   if (result.numbers.contains("seeds")) seeds.push_back(result.numbers.at("seeds"));
                                   return true;
                                 });
  CHECK(last.error.empty());
  CHECK(seeds == std::vector<double>{1, 2});
  CHECK(last.numbers.at("seeds") == 3);
  CHECK(last.tensor.size() == 19 * 19);
  CHECK(last.numbers.at("radius_95") > 0);
}

namespace {

// A small network with all that can go wrong: even kernels, dilation, padding, H != W.
constexpr const char* uneven =
    R"({ "name": "uneven", "title": "t", "source": "s", "input": { "channels": 3, "size": [31, 44] },
  "layers": [ { "name": "conv1", "type": "conv", "out": 6, "kernel": [4, 3], "stride": [1, 2], "pad": [1, 0] },
    { "type": "relu" }, { "name": "pool1", "type": "avgpool", "kernel": 2 }, { "type": "lrn" },
    { "name": "conv2", "type": "conv", "out": 5, "kernel": 3, "pad": 2, "dilation": 2 }, { "type": "tanh" },
    { "name": "conv3", "type": "conv", "out": 4, "kernel": 2, "stride": 2 } ] })";

struct Axes {
  nn::Sight down, across;
};
Axes axes_of(const char* layer) {
  const auto spec = nn::parse_network(uneven);
  return {nn::Sight::make(*spec, layer, 31, true, nn::Rounding::floor).value(),
          nn::Sight::make(*spec, layer, 44, false, nn::Rounding::floor).value()};
}

}  // namespace

TEST_CASE("network jobs: the effective field has no energy outside what the neuron reads, wherever it is") {
  for (const char* layer : {"conv1", "pool1", "conv2", "conv3"}) {
    const Axes axes = axes_of(layer);
    for (const std::int64_t y : {std::int64_t{0}, axes.down.sides().back() - 1})
      for (std::int64_t x = 0; x < axes.across.sides().back(); x += 2) {
        CAPTURE(layer);
        const auto field = run({.kind = "effective_field",
                                .parameters = {{"network", uneven},
                                               {"to", layer},
                                               {"y", std::to_string(y)},
                                               {"x", std::to_string(x)},
                                               {"seeds", "2"},
                                               {"image", "noise"}}});
        REQUIRE(field.error.empty());
        REQUIRE(field.tensor.size() == 31 * 44);
        const auto rows = axes.down.back(y).front().inside, columns = axes.across.back(x).front().inside;
        double inside = 0, outside = 0;
        for (std::int64_t row = 0; row < 31; ++row)
          for (std::int64_t column = 0; column < 44; ++column) {
            const bool seen =
                row >= rows->low && row <= rows->high && column >= columns->low && column <= columns->high;
            (seen ? inside : outside) += static_cast<double>(field.tensor[static_cast<std::size_t>(row * 44 + column)]);
          }
        CHECK(inside > 0);
        CHECK(outside == 0);
      }
  }
}

TEST_CASE("network jobs: the neurons that change are those that see what was touched") {
  const Axes axes = axes_of("conv3");
  for (const char* touched : {"0.0", "3.4", "7.10", "2.2,2.2"}) {
    CAPTURE(touched);
    const auto result = run(
        {.kind = "perturbation",
         .parameters = {{"network", nn::to_json(nn::with_activation(*nn::parse_network(uneven), nn::LayerType::tanh))},
                        {"to", "conv3"},
                        {"touched", touched},
                        {"side", "4"}}});
    REQUIRE(result.error.empty());
    const std::string text(touched);
    const std::int64_t row = std::stoi(text), column = std::stoi(text.substr(text.find('.') + 1));
    const auto rows = axes.down.forward({4 * row, 4 * row + 3}).back(),
               columns = axes.across.forward({4 * column, 4 * column + 3}).back();
    int seeing = 0;
    for (std::size_t y = 0; y < rows.size(); ++y)
      for (std::size_t x = 0; x < columns.size(); ++x) {
        const bool sees = rows[y] != 0 && columns[x] != 0;
        seeing += sees ? 1 : 0;
        CHECK((result.tensor[y * columns.size() + x] != 0) == sees);  // tanh lets everything through
      }
    CHECK(result.numbers.at("changed") == seeing);
  }
  CHECK(run({.kind = "perturbation", .parameters = {{"network", uneven}, {"touched", "3"}}})
            .error.starts_with("touched: "));
}

TEST_CASE("network jobs: where a ReLU silences the neuron, its gradient is taken at the channel that answers most") {
  // Weights of a deep random network: at some seeds channel 0 of the last map is silent.
  const char* silent =
      R"({"name": "silent", "title": "t", "source": "s", "input": {"channels": 1, "size": 9}, "layers": [
      {"name": "conv1", "type": "conv", "out": 8, "kernel": 3}, {"type": "relu"}, {"name": "pool1", "type": "maxpool",
       "kernel": 2}]})";
  int silenced = 0;
  for (int seed = 0; seed < 20; ++seed) {
    const std::map<std::string, std::string> parameters = {
        {"network", silent}, {"to", "pool1"}, {"seed", std::to_string(seed)}};
    const auto energy = [&](std::map<std::string, std::string> more) {
      more.insert(parameters.begin(), parameters.end());
      const auto result = run({.kind = "effective_field", .parameters = std::move(more)});
      REQUIRE_MESSAGE(result.error.empty(), result.error);
      double sum = 0;
      for (const float value : result.tensor) sum += static_cast<double>(value);
      return sum;
    };
    const double named = energy({{"channel", "0"}}), chosen = energy({});
    if (named == 0) ++silenced;
    if (named > 0) CHECK(chosen == named);
    CHECK(chosen > 0);
  }
  CHECK(silenced > 0);
}

TEST_CASE("network jobs: not a bit changes outside, also where a convolution would be done in tiles") {
  const auto result = run({.kind = "perturbation",
                           .parameters = {{"network", R"({"name": "wide", "title": "wide", "source": "none",
    "input": {"channels": 32, "size": 48}, "layers": [
      {"name": "conv1", "type": "conv", "out": 64, "kernel": 3, "pad": 1},
      {"name": "conv2", "type": "conv", "out": 64, "kernel": 3, "pad": 1}]})"},
                                          {"touched", "0.0"},
                                          {"side", "3"}}});
  REQUIRE_MESSAGE(result.error.empty(), result.error);
  for (std::size_t i = 0; i < result.tensor.size(); ++i) {
    const bool sees = i / 48 < 5 && i % 48 < 5;
    CHECK((result.tensor[i] != 0) == sees);
  }
}

TEST_CASE("network jobs: a deep linear stack's field spreads as the square root of its depth") {
  // For independent weights the expected energy is the uniform kernel convolved with itself: its variance along one
  // axis is n (k^2 - 1)/12, so 95 % of a Gaussian lie within sqrt(-2 ln 0.05) = 2.448 standard deviations.
  const auto stack = nn::stack(12, 3, 8, std::nullopt);
  const auto result = run({.kind = "effective_depths",
                           .parameters = {{"network", nn::to_json(stack)}, {"seeds", "40"}, {"image", "noise"}}});
  REQUIRE(result.error.empty());
  REQUIRE(result.numbers.at("layers") == 12);
  REQUIRE(result.tensor.size() == 36);
  for (const int depth : {4, 8, 12}) {
    const double measured = static_cast<double>(result.tensor[static_cast<std::size_t>(3 * (depth - 1))]);
    const double expected = 2.448 * std::sqrt(depth * (9 - 1) / 12.0);
    CAPTURE(depth);
    CHECK(measured > 0.85 * expected);
    CHECK(measured < 1.15 * expected);
    CHECK(std::abs(static_cast<double>(result.tensor[static_cast<std::size_t>(3 * depth - 2)]) - 12) < 0.6);
  }
  CHECK(run(job("effective_depths", {{"to", "relu1"}})).numbers.at("layers") == 1);
}

TEST_CASE("network jobs: a timing gives every layer its numbers") {
  const auto result = run(job("bench", {{"to", "fc"}, {"runs", "4"}, {"backward", "1"}}));
  CHECK(result.error.empty());
  CHECK(result.numbers.at("total_ms.median") > 0);
  CHECK(result.numbers.at("backward_ms.median") > 0);
  CHECK(result.numbers.contains("layer.1.conv1.gflops"));
  CHECK(result.numbers.contains("layer.3.fc.ms"));
}

TEST_CASE("network jobs: a person's own picture goes in as bytes") {
  const std::string tiny = R"({ "name": "t", "title": "t", "source": "s", "input": { "channels": 3, "size": 1 },
    "layers": [ { "name": "conv1", "type": "conv", "out": 1, "kernel": 1 } ] })";
  const auto with = [&](const char* size, const char* picture) {
    return run({.kind = "input", .parameters = {{"network", tiny}, {"size", size}, {"picture", picture}}});
  };
  // Two pixels: black with full red, then 51, 102, 204.
  const std::vector<float> two = with("1x2", "/wAAM2bM").tensor, expected{1, -0.6F, -1, -0.2F, -1, 0.6F};
  REQUIRE(two.size() == expected.size());
  for (std::size_t i = 0; i < two.size(); ++i) CHECK(std::abs(two[i] - expected[i]) < 1e-6F);
  CHECK(with("1x1", "/wAA").tensor == std::vector<float>{1, -1, -1});
  CHECK(with("1x2", "/wAA").error == "picture: expected 6 bytes (1 x 2 pixels of 3), found 3");
  CHECK(with("1x1", "/w*A").error == "picture: expected base64");
  CHECK(with("1x1", "/wA=").error == "picture: expected 3 bytes (1 x 1 pixels of 3), found 2");
}

TEST_CASE("network jobs: what is wrong comes as one line") {
  const auto error = [](const jobs::Job& wrong) { return run(wrong).error; };
  CHECK(error(job("forward", {{"to", "conv9"}})).starts_with("to: no layer is called 'conv9'; there are conv1, relu1"));
  CHECK(error(job("forward", {{"size", "huge"}})).starts_with("size: "));
  CHECK(error(job("forward", {{"size", "2"}})).starts_with("conv1: nothing is left"));
  CHECK(error(job("forward", {{"init", "magic"}})).starts_with("init: expected he"));
  CHECK(error(job("forward", {{"image", "cat"}})).find("no picture is called 'cat'") != std::string::npos);
  CHECK(error(job("gradient", {{"to", "fc"}, {"channel", "4"}}))
            .starts_with("channel: expected a whole number from 0 to 3"));
  CHECK(error(job("forward", {{"colour", "red"}})).find("unknown parameter") != std::string::npos);
  CHECK(error({.kind = "forward", .parameters = {{"network", "{"}}}).starts_with("network: "));
}

}  // namespace stride::engine
