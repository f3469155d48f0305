#include "model/team.h"

#include <algorithm>
#include <utility>

namespace stride::model {

using tensor::Shape;
using tensor::Tensor;

namespace {

// Some channels of all pixels.
Result<Tensor> channels_of(const Tensor& from, std::int64_t first, std::int64_t count) {
  auto part = Tensor::make({count, from.shape().height, from.shape().width});
  if (!part) return part;
  for (std::int64_t pixel = 0; pixel < from.shape().pixels(); ++pixel)
    std::copy_n(from.buffer().data() + pixel * from.channel_stride() + first, count,
                part->buffer().data() + pixel * part->channel_stride());
  return part;
}

Result<Tensor> run(const Op& op, const tensor::PackedConvolution* packed, const Weights& weights, const Tensor& input,
                   bool relu, tensor::Workspace& workspace) {
  auto output = Tensor::make(std::visit([](const auto& any) { return any.output(); }, op));
  if (!output) return output;
  const tensor::Parameters parameters{weights.weight.span(), weights.bias.span()};
  const Result<void> done = std::visit(
      [&](const auto& any) -> Result<void> {
        using Type = std::decay_t<decltype(any)>;
        if constexpr (std::is_same_v<Type, tensor::Convolution>)
          return packed->forward(input, *output, relu, workspace);
        else if constexpr (std::is_same_v<Type, Flatten>)
          input.to_chw(output->buffer().span());
        else if constexpr (!std::is_same_v<Type, Identity>)
          return forward(any, input, parameters, *output, workspace);
        return {};
      },
      op);
  if (!done) return std::unexpected(done.error());
  return output;
}

}  // namespace

Result<void> Member::set_input(Tensor input) {
  if (input.shape() != layers_.front().input()) return fail("the input must have the network's own shape");
  current_ = std::move(input);
  next_ = 0;
  sent_ = false;
  return {};
}

void Member::receive(std::int64_t from, tensor::Buffer part) {
  inbox_[static_cast<std::size_t>(from)].push_back(std::move(part));
}

bool Member::all_here() const {
  return std::ranges::none_of(inbox_, [](const auto& parts) { return parts.empty(); });
}

Result<bool> Member::advance(const std::function<void(std::span<const float>)>& send) {
  for (; next_ < stages_.size(); ++next_, sent_ = false) {
    Stage& stage = stages_[next_];
    if (!stage.shares.empty()) {
      const auto met = meet(stage, send);
      if (!met || !*met) return met;
    }
    const double begin = now();
    auto values = run_all(stage.pieces, std::move(current_));
    if (!values) return std::unexpected(values.error());
    current_ = std::move(*values);
    stage.spent.computing += now() - begin;
  }
  return true;
}

// False as long as somebody's part is missing.
Result<bool> Member::meet(Stage& stage, const std::function<void(std::span<const float>)>& send) {
  const double begin = now();
  if (!sent_) {
    if (stage.shares[static_cast<std::size_t>(index_)].count == 0) current_ = Tensor();
    if (auto sent = send_part(stage, send); !sent) return std::unexpected(sent.error());
    receive(index_, std::move(current_.buffer()));
    sent_ = true;
    sent_at_ = now();
    stage.spent.copying += sent_at_ - begin;
  }
  if (!all_here()) return false;
  const double here = now();
  stage.spent.waiting += here - sent_at_;
  if (auto joined = join(stage); !joined) return std::unexpected(joined.error());
  stage.spent.copying += now() - here;
  return true;
}

std::vector<Member::Spent> Member::spent() const {
  std::vector<Spent> all;
  for (const Stage& stage : stages_) all.push_back(stage.spent);
  return all;
}

void Member::forget_times() {
  for (Stage& stage : stages_) stage.spent = {.name = stage.spent.name};
}

Result<Tensor> Member::run_all(const std::vector<Piece>& pieces, Tensor input) {
  Result<Tensor> values = std::move(input);
  const auto narrow = [&](const Share& share) {
    if (values && share.count < values->shape().channels) values = channels_of(*values, share.first, share.count);
  };
  for (std::size_t i = 0; i < pieces.size() && values; ++i) {
    const Piece& piece = pieces[i];
    narrow(piece.from);
    if (!values || std::holds_alternative<Identity>(piece.op)) continue;
    const bool fuse = piece.packed && i + 1 < pieces.size() && layers_[pieces[i + 1].layer].is_relu();
    values = run(piece.op, piece.packed ? &*piece.packed : nullptr, piece.weights, *values, fuse, workspace_);
    narrow(piece.kept);
    if (fuse) ++i;
  }
  return values;
}

// To the others: no more channels than they need.
Result<void> Member::send_part(const Stage& stage, const std::function<void(std::span<const float>)>& send) {
  const Share own = stage.shares[static_cast<std::size_t>(index_)], sent = stage.sent[static_cast<std::size_t>(index_)];
  if (sent.count == own.count || sent.count == 0) {
    send(sent.count == 0 ? std::span<const float>() : current_.buffer().span());
    return {};
  }
  const auto some = channels_of(current_, sent.first - own.first, sent.count);
  if (!some) return std::unexpected(some.error());
  send(some->buffer().span());
  return {};
}

// The channels that are needed of all parts side by side, pixel by pixel.
Result<void> Member::join(const Stage& stage) {
  const Shape shape = stage.shape;
  auto whole = Tensor::make({stage.needed.count, shape.height, shape.width});
  if (!whole) return std::unexpected(whole.error());
  for (std::size_t member = 0; member < inbox_.size(); ++member) {
    const tensor::Buffer part = std::move(inbox_[member].front());
    inbox_[member].pop_front();
    const Share held = static_cast<std::int64_t>(member) == index_ ? stage.shares[member] : stage.sent[member];
    const std::int64_t stride = (held.count + 3) / 4 * 4;
    if (part.size() != stride * shape.pixels()) return fail("a part from another worker has the wrong size");
    const auto [first, count] = overlap(held, stage.needed);
    if (count == 0) continue;
    for (std::int64_t pixel = 0; pixel < shape.pixels(); ++pixel)
      std::copy_n(part.data() + pixel * stride + first - held.first, count,
                  whole->buffer().data() + pixel * whole->channel_stride() + first - stage.needed.first);
  }
  current_ = std::move(*whole);
  return {};
}

}  // namespace stride::model
