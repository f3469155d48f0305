#pragma once

#include <optional>

#include "base/result.h"
#include "nn/facts.h"
#include "nn/network.h"

namespace stride::nn {

/// Fills in a layer's parameters, neurons and multiply-adds as far as its shapes are known. `weights_input` is the
/// input shape as far as parameters depend on it, empty where they cannot be known. Fails on overflow.
Result<void> count(const LayerSpec& layer, const std::optional<Shape>& weights_input, LayerFacts& facts);

/// Fills in the totals. Fails on overflow.
Result<void> sum_up(const NetworkSpec& network, NetworkFacts& all);

}  // namespace stride::nn
