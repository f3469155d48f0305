#include "model/team.h"

#include <algorithm>
#include <utility>

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

// The same op on fewer channels; empty where the op takes all channels together.
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

// On how many channels to either side an output depends, of an op that can be done on fewer channels.
std::int64_t reach(const Op& op) {
  const auto* lrn = std::get_if<tensor::LocalResponseNormalisation>(&op);
  return lrn == nullptr ? 0 : lrn->size / 2;
}

bool is_split(const Op& op) {
  return std::holds_alternative<tensor::Convolution>(op) || std::holds_alternative<tensor::Linear>(op);
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

// The input channels that a share of this op needs.
Share inputs_of(const Op& op, const Share& share) {
  const auto* convolution = std::get_if<tensor::Convolution>(&op);
  if (convolution == nullptr) return {0, std::get<tensor::Linear>(op).input.channels};
  const std::int64_t inputs = convolution->group_inputs(), outputs = convolution->group_outputs();
  return {share.first / outputs * inputs, std::max<std::int64_t>(1, share.count / outputs) * inputs};
}

struct Deal {  // of one layer's channels, per member
  std::vector<Share> needed, made;
};

// How many channels to either side of its share a member makes too, so that the normalisations that follow have their
// neighbours at hand: to ask others for them would take longer.
std::int64_t margin(const std::vector<Layer>& layers, std::size_t layer) {
  const auto* convolution = std::get_if<tensor::Convolution>(&layers[layer].op);
  std::int64_t total = 0;
  if (convolution == nullptr || convolution->groups > 1) return total;
  for (++layer; layer < layers.size() && on_channels(layers[layer].op, 1); ++layer) total += reach(layers[layer].op);
  return total;
}

// By so many channels on both sides, as far as there are any.
Share widened(const Share& share, std::int64_t by, std::int64_t channels) {
  if (share.count == 0) return share;
  return overlap({share.first - by, share.count + 2 * by}, {0, channels});
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

// Whether every member brings some of the channels, each other ones, in order.
bool partition(const std::vector<Share>& held, std::int64_t channels) {
  std::int64_t end = 0;
  for (const Share& share : held) {
    if (share.count == 0 || share.first != end) return false;
    end += share.count;
  }
  return end == channels;
}

// (O, I, kH, kW): those of some inputs.
Result<tensor::Buffer> of_inputs(const tensor::Buffer& weight, const tensor::Convolution& op, const Share& inputs) {
  const std::int64_t taps = op.kernel.height * op.kernel.width;
  auto some = tensor::Buffer::make(op.output_channels * inputs.count * taps);
  if (!some) return some;
  for (std::int64_t output = 0; output < op.output_channels; ++output)
    std::copy_n(weight.data() + (output * op.group_inputs() + inputs.first) * taps, inputs.count * taps,
                some->data() + output * inputs.count * taps);
  return some;
}

bool holds(const Share& held, const Share& needed) { return overlap(held, needed).count == needed.count; }

}  // namespace

Result<Member> Member::make(const nn::NetworkSpec& spec, const Settings& settings, std::size_t last, std::int64_t index,
                            std::int64_t count, std::function<double()> clock) {
  Member member;
  auto layers = make_layers(spec, settings.size, settings.rounding);
  if (!layers) return std::unexpected(layers.error());
  member.settings_ = settings;
  member.clock_ = std::move(clock);
  layers->erase(layers->begin() + static_cast<std::ptrdiff_t>(last) + 1, layers->end());
  member.layers_ = std::move(*layers);
  member.index_ = index;
  member.inbox_.resize(static_cast<std::size_t>(count));
  if (auto planned = member.plan(); !planned) return std::unexpected(planned.error());
  return member;
}

// After what they make by rows, what the members hold between layers is either everything, or each a share of its own.
Result<void> Member::plan() {
  const auto mine = static_cast<std::size_t>(index_);
  stages_.emplace_back();
  input_rows_ = {0, layers_.front().input().height};
  const auto by_rows = plan_rows();
  if (!by_rows) return std::unexpected(by_rows.error());
  std::vector<Share> held(
      inbox_.size(), {0, *by_rows > 0 ? layers_[*by_rows - 1].output().channels : layers_.front().input().channels});
  for (std::size_t i = *by_rows; i < layers_.size(); ++i) {
    const Shape input = layers_[i].input();
    const Deal next = deal(layers_, i, held);
    const bool missing = !std::ranges::equal(held, next.needed, holds);
    if (missing) exchange(held, next.needed, input);
    if (auto added = add_piece(i, missing ? next.needed[mine] : held[mine], next.needed[mine], next.made[mine]); !added)
      return added;
    held = next.made;
    stages_.back().spent.name = layers_[i].name;
  }
  const Shape output = layers_.back().output();
  const std::vector<Share> all(inbox_.size(), {0, output.channels});
  if (!std::ranges::equal(held, all, holds)) exchange(held, all, output);
  return {};
}

void Member::exchange(const std::vector<Share>& held, const std::vector<Share>& needed, const Shape& shape) {
  Stage stage{.shares = held, .needed = needed[static_cast<std::size_t>(index_)], .shape = shape};
  for (std::size_t from = 0; from < held.size(); ++from) {
    std::int64_t low = shape.channels, high = 0;  // of what the others need
    for (std::size_t to = 0; to < held.size(); ++to) {
      if (to == from || needed[to].count == 0) continue;
      low = std::min(low, needed[to].first);
      high = std::max(high, needed[to].first + needed[to].count);
    }
    stage.sent.push_back(overlap(held[from], {low, std::max<std::int64_t>(0, high - low)}));
  }
  stages_.push_back(std::move(stage));
}

Result<void> Member::add_piece(std::size_t layer, Share held, Share needed, Share made) {
  if (made.count == 0) return {};
  const Op& op = layers_[layer].op;
  Piece piece{.layer = layer, .op = op, .from = {needed.first - held.first, needed.count}, .kept = {0, made.count}};
  Share parameters{0, layers_[layer].parameters.outputs()};
  if (is_split(op)) {
    piece.op = share_of(op, made);
    parameters = made;
  } else if (auto narrow = on_channels(op, needed.count)) {
    piece.op = *std::move(narrow);
    piece.kept.first = made.first - needed.first;
  }
  if (auto ready = prepare(piece, parameters); !ready) return ready;
  stages_.back().pieces.push_back(std::move(piece));
  return {};
}

Result<void> Member::prepare(Piece& piece, Share share) {
  const Layer& layer = layers_[piece.layer];
  if (layer.parameters.count() == 0) return {};
  auto weights = make_weights(layer.parameters, settings_.weights, share);
  if (!weights) return std::unexpected(weights.error());
  piece.weights = std::move(*weights);
  if (const auto* linear = std::get_if<tensor::Linear>(&piece.op))
    return interleave(*linear, piece.weights.weight.span(), workspace_);
  const auto* convolution = std::get_if<tensor::Convolution>(&piece.op);
  if (convolution == nullptr) return {};
  const tensor::Algorithm algorithm = tensor::choose(*convolution, settings_.packed_bytes);
  const Stage& stage = stages_.back();
  if (stage.pieces.empty() && !stage.by_rows && convolution->groups == 1 && takes_parts(*convolution, algorithm) &&
      partition(stage.shares, layer.input().channels))
    return prepare_parts(piece, *convolution, algorithm);
  auto packed = tensor::PackedConvolution::make(*convolution, {piece.weights.weight.span(), piece.weights.bias.span()},
                                                algorithm);
  if (!packed) return fail(packed.error().message, layer.name);
  piece.packed = std::move(*packed);
  piece.weights = {};
  return {};
}

Result<void> Member::prepare_parts(Piece& piece, const tensor::Convolution& whole, tensor::Algorithm algorithm) {
  for (const Share& inputs : stages_.back().shares) {
    tensor::Convolution part = whole;
    part.input.channels = inputs.count;
    auto weight = of_inputs(piece.weights.weight, whole, inputs);
    if (!weight) return std::unexpected(weight.error());
    auto packed = tensor::PackedConvolution::make(part, {weight->span(), piece.weights.bias.span()}, algorithm);
    if (!packed) return fail(packed.error().message, layers_[piece.layer].name);
    piece.parts.push_back(std::move(*packed));
  }
  piece.weights = {};
  return {};
}

}  // namespace stride::model
