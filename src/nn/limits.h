#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "nn/network.h"

namespace stride::nn {

// What a network file may ask for. Far above every real network, and low enough that each number below still fits 64
// bits and that nobody waits for an absurd file.
inline constexpr std::int64_t kMaxSide = 100'000;
inline constexpr std::int64_t kMaxChannels = 1'000'000;
inline constexpr std::int64_t kMaxWindow = 10'000;  // kernel, stride, pad, dilation
inline constexpr std::size_t kMaxLayers = 2'000;
inline constexpr std::size_t kMaxNameLength = 40;
inline constexpr std::size_t kMaxTextLength = 2'000;
inline constexpr std::size_t kMaxFileBytes = 1'000'000;

/// The layer type that a file calls `name`.
std::optional<LayerType> layer_type(std::string_view name);

}  // namespace stride::nn
