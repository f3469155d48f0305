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

Result<Tensor> rows_of(Tensor from, const Share& rows) {
  const Shape shape = from.shape();
  if (rows.count == shape.height) return from;
  auto part = Tensor::make({shape.channels, rows.count, shape.width});
  if (part) std::copy_n(from.pixel(rows.first, 0), rows.count * from.row_stride(), part->buffer().data());
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
  auto rows = rows_of(std::move(input), input_rows_);
  if (!rows) return std::unexpected(rows.error());
  current_ = std::move(*rows);
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
    const double called_at = now();
    std::span<const Piece> pieces = stage.pieces;
    if (stage.begins_early()) {
      if (auto finished = finish(stage); !finished) return std::unexpected(finished.error());
      pieces = pieces.subspan(fuses(pieces, 0) ? 2 : 1);
    }
    auto values = run_all(pieces, std::move(current_));
    if (!values) return std::unexpected(values.error());
    current_ = std::move(*values);
    stage.spent.computing += now() - called_at;
  }
  return true;
}

// False as long as somebody's part is missing.
Result<bool> Member::meet(Stage& stage, const std::function<void(std::span<const float>)>& send) {
  const double called_at = now();
  if (!sent_) {
    if (stage.shares[static_cast<std::size_t>(index_)].count == 0) current_ = Tensor();
    if (auto sent = send_part(stage, send); !sent) return std::unexpected(sent.error());
    stage.spent.copying += now() - called_at;
    if (stage.begins_early()) {
      const double sent_at = now();
      if (auto begun = begin(stage); !begun) return std::unexpected(begun.error());
      stage.spent.computing += now() - sent_at;
    }
    receive(index_, std::move(current_.buffer()));
    sent_ = true;
    sent_at_ = now();
  }
  if (!all_here()) return false;
  const double here = now();
  stage.spent.waiting += here - sent_at_;
  if (stage.begins_early()) return true;
  if (auto joined = stage.by_rows ? join_rows(stage) : join(stage); !joined) return std::unexpected(joined.error());
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

// Whether the ReLU that follows is done on the way out.
bool Member::fuses(std::span<const Piece> pieces, std::size_t piece) const {
  const bool packed = pieces[piece].packed || !pieces[piece].parts.empty();
  return packed && piece + 1 < pieces.size() && layers_[pieces[piece + 1].layer].is_relu();
}

Result<void> Member::begin(const Stage& stage) {
  const Piece& piece = stage.pieces.front();
  const auto mine = static_cast<std::size_t>(index_);
  auto output = Tensor::make(std::get<tensor::Convolution>(piece.op).output());
  if (!output) return std::unexpected(output.error());
  output_ = std::move(*output);
  if (!stage.by_rows) return piece.parts[mine].take_channels(current_, true, workspace_);
  const auto begun =
      piece.packed->begin_rows(current_, stage.shares[mine].first, output_, fuses(stage.pieces, 0), workspace_);
  if (!begun) return std::unexpected(begun.error());
  begun_ = *begun;
  return {};
}

// In a fixed order, so that every pass comes to the same bits.
Result<void> Member::finish(const Stage& stage) {
  const Piece& piece = stage.pieces.front();
  for (std::size_t member = 0; member < inbox_.size(); ++member) {
    const auto part = next_part(stage, member);
    if (!part) return std::unexpected(part.error());
    if (static_cast<std::int64_t>(member) == index_) continue;
    if (stage.by_rows)
      piece.packed->take_rows(*part, stage.shares[member].first, workspace_);
    else if (auto taken = piece.parts[member].take_channels(*part, false, workspace_); !taken)
      return taken;
  }
  current_ = std::move(output_);
  const bool relu = fuses(stage.pieces, 0);
  if (stage.by_rows) return piece.packed->finish_rows(begun_, current_, relu, workspace_);
  piece.parts[static_cast<std::size_t>(index_)].finish_channels(current_, relu, workspace_);
  return {};
}

// What has come of a member's channels or rows.
Result<Tensor> Member::next_part(const Stage& stage, std::size_t member) {
  tensor::Buffer values = std::move(inbox_[member].front());
  inbox_[member].pop_front();
  Shape shape = stage.shape;
  const bool own = static_cast<std::int64_t>(member) == index_;
  (stage.by_rows ? shape.height : shape.channels) = own ? stage.shares[member].count : stage.sent[member].count;
  auto part = Tensor::of(shape, std::move(values));
  return part ? std::move(part) : fail("a part from another worker has the wrong size");
}

Result<Tensor> Member::run_all(std::span<const Piece> pieces, Tensor input) {
  Result<Tensor> values = std::move(input);
  const auto narrow = [&](const Share& share) {
    if (values && share.count < values->shape().channels) values = channels_of(*values, share.first, share.count);
  };
  for (std::size_t i = 0; i < pieces.size() && values; ++i) {
    const Piece& piece = pieces[i];
    narrow(piece.from);
    if (!values || std::holds_alternative<Identity>(piece.op)) continue;
    const bool fuse = fuses(pieces, i);
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
    const auto part = next_part(stage, member);
    if (!part) return std::unexpected(part.error());
    const Share held = static_cast<std::int64_t>(member) == index_ ? stage.shares[member] : stage.sent[member];
    const auto [first, count] = overlap(held, stage.needed);
    if (count == 0) continue;
    for (std::int64_t pixel = 0; pixel < shape.pixels(); ++pixel)
      std::copy_n(part->buffer().data() + pixel * part->channel_stride() + first - held.first, count,
                  whole->buffer().data() + pixel * whole->channel_stride() + first - stage.needed.first);
  }
  current_ = std::move(*whole);
  return {};
}

Result<void> Member::join_rows(const Stage& stage) {
  auto whole = Tensor::make(stage.shape);
  if (!whole) return std::unexpected(whole.error());
  for (std::size_t member = 0; member < inbox_.size(); ++member) {
    const auto part = next_part(stage, member);
    if (!part) return std::unexpected(part.error());
    std::copy_n(part->buffer().data(), part->buffer().size(), whole->pixel(stage.shares[member].first, 0));
  }
  current_ = std::move(*whole);
  return {};
}

}  // namespace stride::model
