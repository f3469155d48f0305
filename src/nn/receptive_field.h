#pragma once

#include "base/result.h"
#include "nn/facts.h"
#include "nn/network.h"

namespace stride::nn {

/// The field of a layer with a window, from that of the layer before. Fails on overflow.
Result<Field> advance(const LayerSpec& layer, const Field& before, bool vertical);

/// What `cells` neighbouring cells see together: the field of a linear layer after a map with so many cells.
Result<Field> unite(const Field& field, std::int64_t cells);

}  // namespace stride::nn
