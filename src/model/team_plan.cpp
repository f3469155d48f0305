#include "model/team.h"

#include <algorithm>
#include <utility>

#include "model/team_shares.h"

namespace stride::model {

using tensor::Shape;

namespace {

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
  std::vector<Share> wanted(inbox_.size());
  wanted.front() = {0, output.channels};
  if (!std::ranges::equal(held, wanted, holds)) exchange(held, wanted, output);
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
  std::vector<Piece>& before = stages_.back().pieces;
  if (!before.empty() && std::holds_alternative<tensor::Pool>(op)) narrow_later(before.back(), piece);
  before.push_back(std::move(piece));
  return {};
}

// A pool takes the edges along that a normalisation leaves: its output is smaller, so there it costs less to drop them.
void Member::narrow_later(Piece& before, Piece& pool) {
  const std::int64_t channels = std::visit([](const auto& any) { return any.output().channels; }, before.op);
  if (before.kept.count == channels || pool.kept.count != before.kept.count) return;
  pool.op = *on_channels(pool.op, channels);
  pool.kept = std::exchange(before.kept, {0, channels});
  pool.from = before.kept;
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
