#include "model/team_shares.h"

#include <algorithm>

namespace stride::model {

using tensor::Shape;

namespace {

constexpr std::int64_t kernel_channels = 8;  // that a kernel takes at once: splitting them would waste work

std::vector<Share> split(std::int64_t channels, std::int64_t members, std::int64_t unit = kernel_channels) {
  const std::int64_t units = (channels + unit - 1) / unit;
  std::vector<Share> shares;
  for (std::int64_t member = 0, first = 0; member < members; ++member) {
    const std::int64_t end = std::min(channels, units * (member + 1) / members * unit);
    shares.push_back({first, end - first});
    first = end;
  }
  return shares;
}

// On how many channels to either side an output depends, of an op that can be done on fewer channels.
std::int64_t reach(const Op& op) {
  const auto* lrn = std::get_if<tensor::LocalResponseNormalisation>(&op);
  return lrn == nullptr ? 0 : lrn->size / 2;
}

// Of the output channels. A grouped convolution is split into whole groups or, where there are fewer groups than
// members, within each group, so that a share needs the inputs of its own groups alone.
std::vector<Share> split(const Op& op, std::int64_t members) {
  const auto* convolution = std::get_if<tensor::Convolution>(&op);
  if (convolution == nullptr) return split(std::get<tensor::Linear>(op).outputs, members);
  const std::int64_t groups = convolution->groups, outputs = convolution->group_outputs();
  if (groups >= members && groups > 1) return split(convolution->output_channels, members, outputs);
  std::vector<Share> shares;
  for (std::int64_t group = 0; group < groups; ++group) {
    const std::int64_t serving = (group + 1) * members / groups - group * members / groups;
    for (const Share& share : split(outputs, serving)) shares.push_back({group * outputs + share.first, share.count});
  }
  return shares;
}

// The input channels that a share of this op needs.
Share inputs_of(const Op& op, const Share& share) {
  const auto* convolution = std::get_if<tensor::Convolution>(&op);
  if (convolution == nullptr) return {0, std::get<tensor::Linear>(op).input.channels};
  const std::int64_t inputs = convolution->group_inputs(), outputs = convolution->group_outputs();
  return {share.first / outputs * inputs, std::max<std::int64_t>(1, share.count / outputs) * inputs};
}

// How many channels to either side of its share a member makes too, so that the normalisations that follow have their
// neighbours at hand: to ask others for them would take longer.
std::int64_t margin(const std::vector<Layer>& layers, std::size_t layer) {
  const auto* convolution = std::get_if<tensor::Convolution>(&layers[layer].op);
  std::int64_t total = 0;
  if (convolution == nullptr || convolution->groups > 1) return total;
  for (++layer; layer < layers.size() && on_channels(layers[layer].op, 1); ++layer) total += reach(layers[layer].op);
  return total;
}

// With so many channels on both sides of where it ends. They are all this member's, since a share that begins with
// whole panels is cheaper, and the later members' parts of the result are waited for.
Share widened(const Share& share, std::int64_t by, std::int64_t channels) {
  if (share.count == 0) return share;
  return overlap({share.first, share.count + 2 * by}, {0, channels});
}

// What is right of a share whose neighbours are not all there.
Share without_edges(const Share& share, std::int64_t by, std::int64_t channels) {
  const std::int64_t first = share.first + (share.first > 0 ? by : 0), end = share.first + share.count;
  return {first, std::max<std::int64_t>(0, end - (end < channels ? by : 0) - first)};
}

bool cover(const std::vector<Share>& shares, std::int64_t channels) {
  std::int64_t end = 0;
  for (const Share& share : shares)
    if (share.first <= end) end = std::max(end, share.first + share.count);
  return end >= channels;
}

}  // namespace

bool is_split(const Op& op) {
  return std::holds_alternative<tensor::Convolution>(op) || std::holds_alternative<tensor::Linear>(op);
}

Op share_of(const Op& op, const Share& share) {
  Op result = op;
  if (auto* linear = std::get_if<tensor::Linear>(&result)) return linear->outputs = share.count, result;
  auto& convolution = std::get<tensor::Convolution>(result);
  const std::int64_t inputs = convolution.group_inputs();
  convolution.groups = std::max<std::int64_t>(1, share.count / convolution.group_outputs());
  convolution.input.channels = convolution.groups * inputs;
  convolution.output_channels = share.count;
  return result;
}

std::optional<Op> on_channels(const Op& op, std::int64_t channels) {
  return std::visit(
      [&](auto any) -> std::optional<Op> {
        using Type = decltype(any);
        if constexpr (std::is_same_v<Type, tensor::Activation>) {
          if (any.kind == tensor::Activation::Kind::prelu) return std::nullopt;
        } else if constexpr (!std::is_same_v<Type, tensor::Pool> && !std::is_same_v<Type, Identity> &&
                             !std::is_same_v<Type, tensor::LocalResponseNormalisation>) {
          return std::nullopt;
        }
        any.input.channels = channels;
        return any;
      },
      op);
}

Deal deal(const std::vector<Layer>& layers, std::size_t layer, const std::vector<Share>& held) {
  const Op& op = layers[layer].op;
  const Shape input = layers[layer].input(), output = layers[layer].output();
  Deal result{held, held};
  if (is_split(op)) {
    result.made = split(op, std::ssize(held));
    for (std::size_t i = 0; i < held.size(); ++i) {
      result.made[i] = widened(result.made[i], margin(layers, layer), output.channels);
      result.needed[i] = result.made[i].count > 0 ? inputs_of(op, result.made[i]) : Share{};
    }
    return result;
  }
  for (Share& share : result.made) share = without_edges(share, reach(op), input.channels);
  if (!on_channels(op, input.channels) || !cover(result.made, input.channels)) {
    std::ranges::fill(result.needed, Share{0, input.channels});
    std::ranges::fill(result.made, Share{0, output.channels});
  }
  return result;
}

bool partition(const std::vector<Share>& held, std::int64_t channels) {
  std::int64_t end = 0;
  for (const Share& share : held) {
    if (share.count == 0 || share.first != end) return false;
    end += share.count;
  }
  return end == channels;
}

}  // namespace stride::model
