#pragma once

#include <string_view>

#include "nn/network.h"

namespace stride::course {

/// The image layers of the 2012 network (Krizhevsky et al. 2012, Figure 2), at 227: what students find when they look
/// AlexNet up, where their sheet has another stride.
const nn::NetworkSpec& published_network();

/// Whether a network is a variant of it: the same image layers by name and kind, in the same order.
bool is_published_variant(const nn::NetworkSpec& network);

/// Whether the 2012 network has this layer in two groups, one on each GPU.
bool is_grouped_in_published(std::string_view layer);

}  // namespace stride::course
