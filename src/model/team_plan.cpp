#include "model/team.h"

#include <algorithm>
#include <utility>

namespace stride::model {

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

}  // namespace

Result<Member> Member::make(const nn::NetworkSpec& spec, const Settings& settings, std::size_t last, std::int64_t index,
                            std::int64_t count) {
  Member member;
  auto layers = make_layers(spec, settings.size, settings.rounding);
  if (!layers) return std::unexpected(layers.error());
  member.settings_ = settings;
  layers->erase(layers->begin() + static_cast<std::ptrdiff_t>(last) + 1, layers->end());
  member.layers_ = std::move(*layers);
  member.index_ = index;
  member.inbox_.resize(static_cast<std::size_t>(count));
  if (auto planned = member.plan(last); !planned) return std::unexpected(planned.error());
  return member;
}

Result<void> Member::plan(std::size_t last) {
  const auto split_here = [&](std::size_t layer) { return layer <= last && is_split(layers_[layer].op); };
  Share held{0, layers_.front().input().channels};  // by this member, where the next stage starts
  for (std::size_t layer = 0; layer <= last;) {
    Stage stage;
    if (split_here(layer)) {
      if (auto planned = plan_own(stage, layer, last, held); !planned) return planned;
    }
    stage.last_own = layer - 1;
    std::size_t end = layer;
    while (end <= last && !split_here(end)) ++end;
    held = plan_rest(stage, layer, end);
    for (Piece& piece : stage.rest) {
      const Share all{0, layers_[piece.layer].parameters.outputs()};  // PReLU's slopes
      if (auto ready = prepare(piece, all); !ready) return ready;
    }
    layer = end;
    stages_.push_back(std::move(stage));
  }
  return {};
}

// From a layer that is split on, as long as everybody's share needs only what they have themselves.
Result<void> Member::plan_own(Stage& stage, std::size_t& layer, std::size_t last, Share held) {
  const auto own = [&] { return stage.shares[static_cast<std::size_t>(index_)]; };
  while (layer <= last) {
    const Op& op = layers_[layer].op;
    Piece piece{.layer = layer};
    if (is_split(op)) {
      const std::vector<Share> next = split(op, count());
      const auto has_inputs = [&](std::size_t member) {
        return stage.shares[member].count > 0 && inputs_of(op, next[member]) == stage.shares[member];
      };
      for (std::size_t member = 0; member < stage.shares.size(); ++member)
        if (!has_inputs(member)) return {};
      const bool first = stage.shares.empty();
      stage.shares = next;
      piece.op = share_of(op, own());
      const Share inputs = inputs_of(op, own());
      piece.from = {first ? inputs.first - held.first : 0, inputs.count};
    } else {
      const auto narrow = on_channels(op, own().count);
      if (!narrow || reach(op) > 0) return {};
      piece.op = *narrow;
      piece.from = {0, own().count};
    }
    if (own().count > 0) {
      if (auto ready = prepare(piece, own()); !ready) return ready;
      stage.own.push_back(std::move(piece));
    }
    ++layer;
  }
  return {};
}

// The channels that go into each layer from `layer` to `end`, where a split layer or nothing comes, as far as `member`
// needs them.
std::vector<Share> Member::needs(std::size_t layer, std::size_t end, std::int64_t member) const {
  std::vector<Share> inputs(end - layer + 1, {0, layers_[end - 1].output().channels});
  if (end < layers_.size() && is_split(layers_[end].op)) {
    const Share next = split(layers_[end].op, count())[static_cast<std::size_t>(member)];
    if (next.count > 0) inputs.back() = inputs_of(layers_[end].op, next);
  }
  for (std::size_t i = end; i-- > layer;) {
    const std::int64_t channels = layers_[i].input().channels, around = reach(layers_[i].op);
    const Share after = inputs[i - layer + 1];
    Share& before = inputs[i - layer];
    before = {0, channels};
    if (!on_channels(layers_[i].op, channels)) continue;
    before.first = std::max<std::int64_t>(0, after.first - around);
    before.count = std::min(channels, after.first + after.count + around) - before.first;
  }
  return inputs;
}

// The layers up to `end`, on no more channels than this member needs there. Gives those there are.
Share Member::plan_rest(Stage& stage, std::size_t layer, std::size_t end) {
  const std::vector<Share> inputs = needs(layer, end, index_);
  stage.kept = inputs.front();
  for (std::int64_t from = 0; from < std::ssize(stage.shares); ++from) {
    std::int64_t low = INT64_MAX, high = 0;  // of what the others need
    for (std::int64_t to = 0; to < count(); ++to) {
      if (to == from) continue;
      const Share kept = needs(layer, end, to).front();
      low = std::min(low, kept.first);
      high = std::max(high, kept.first + kept.count);
    }
    stage.sent.push_back(overlap(stage.shares[from], {low, std::max<std::int64_t>(0, high - low)}));
  }
  Share held = stage.shares.empty() ? Share{0, layers_.front().input().channels} : stage.kept;
  for (std::size_t i = layer; i < end; ++i) {
    const Share input = inputs[i - layer];
    Piece piece{.layer = i, .op = layers_[i].op, .from = {input.first - held.first, input.count}};
    held = {0, layers_[i].output().channels};
    if (const auto narrow = on_channels(layers_[i].op, input.count)) {
      piece.op = *narrow;
      held = input;
    }
    stage.rest.push_back(std::move(piece));
  }
  return held;
}

Result<void> Member::prepare(Piece& piece, Share share) {
  const Layer& layer = layers_[piece.layer];
  if (layer.parameters.count() == 0) return {};
  auto weights = make_weights(layer.parameters, settings_.weights, share);
  if (!weights) return std::unexpected(weights.error());
  piece.weights = std::move(*weights);
  const auto* convolution = std::get_if<tensor::Convolution>(&piece.op);
  if (convolution == nullptr) return {};
  auto packed = tensor::PackedConvolution::make(*convolution, {piece.weights.weight.span(), piece.weights.bias.span()},
                                                tensor::choose(*convolution, settings_.packed_bytes));
  if (!packed) return fail(packed.error().message, layer.name);
  piece.packed = std::move(*packed);
  piece.weights = {};
  return {};
}

}  // namespace stride::model
