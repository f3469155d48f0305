#pragma once

#include <optional>
#include <vector>

#include "model/layers.h"
#include "model/weights.h"

/// How a team (team.h) shares a network's layers out by channels.
namespace stride::model {

/// Whether each member makes its own share of the outputs, with its own weights.
bool is_split(const Op& op);
/// The op that makes a share of the outputs, from the inputs that these need.
Op share_of(const Op& op, const Share& share);
/// The same op on fewer channels; empty where the op takes all channels together.
std::optional<Op> on_channels(const Op& op, std::int64_t channels);

struct Deal {  // of one layer's channels, per member
  std::vector<Share> needed, made;
};
/// What each member needs of the layer's inputs and makes of its outputs, if before it they hold these.
Deal deal(const std::vector<Layer>& layers, std::size_t layer, const std::vector<Share>& held);

/// Whether every member brings some of the channels, each other ones, in order.
bool partition(const std::vector<Share>& held, std::int64_t channels);

}  // namespace stride::model
