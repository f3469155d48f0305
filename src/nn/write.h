#pragma once

#include <optional>
#include <string>

#include "nn/network.h"

namespace stride::nn {

/// The text of a network file that parse_network reads as the same network, every layer with its name.
std::string to_json(const NetworkSpec& network);

/// The same network with each ReLU, PReLU, sigmoid and tanh turned into `activation`; without one they are left out,
/// which leaves a network that is linear but for its pools and normalisations.
NetworkSpec with_activation(NetworkSpec network, std::optional<LayerType> activation);

/// `depth` convolutions of kernel x kernel and `channels` filters, without padding, each followed by the activation, on
/// the image that the last one's single neuron sees whole. Its layers are conv1, conv2, ...
NetworkSpec stack(std::int64_t depth, std::int64_t kernel, std::int64_t channels, std::optional<LayerType> activation);

}  // namespace stride::nn
