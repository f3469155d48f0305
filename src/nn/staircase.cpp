#include "nn/axis.h"
#include "nn/facts.h"

namespace stride::nn {
namespace {

/// A layer's steps from those of the layer before: every run of inputs that gave one side there gives one side here.
Result<std::vector<SizeStep>> next_steps(const LayerSpec& layer, const std::vector<SizeStep>& before, bool vertical,
                                         Rounding rounding) {
  std::vector<SizeStep> steps;
  for (const SizeStep& step : before) {
    std::optional<std::int64_t> side;
    if (step.side) {
      const Result<Side> measured = measure(layer, *step.side, vertical, rounding);
      if (!measured) return std::unexpected(measured.error());
      side = measured->output;
    }
    if (!steps.empty() && steps.back().side == side)
      steps.back().inputs.high = step.inputs.high;
    else
      steps.push_back({step.inputs, side});
  }
  return steps;
}

}  // namespace

Result<std::vector<Staircase>> staircases(const NetworkSpec& network, Interval inputs, bool vertical,
                                          Rounding rounding) {
  constexpr std::int64_t most_inputs = 10'000;
  if (inputs.low < 1 || inputs.high < inputs.low || inputs.high - inputs.low >= most_inputs)
    return fail("expected at most " + std::to_string(most_inputs) + " input sizes from 1 on");
  std::vector<SizeStep> steps;
  for (std::int64_t side = inputs.low; side <= inputs.high; ++side) steps.push_back({{side, side}, side});
  std::vector<Staircase> all;
  for (const LayerSpec& layer : network.layers) {
    if (!layer.is_spatial()) continue;
    auto next = next_steps(layer, steps, vertical, rounding);
    if (!next) return std::unexpected(next.error());
    steps = *std::move(next);
    all.push_back({layer.name, steps});
  }
  return all;
}

}  // namespace stride::nn
