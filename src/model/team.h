#pragma once

#include <deque>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "model/network.h"

/// Several workers compute one network together, without shared memory: each makes its share of every convolution's and
/// linear layer's weights and output channels (of the first convolution rows, if it has no padding), and goes on alone
/// with what is done channel by channel (activations, pools, groups of convolutions whose inputs it has itself; of a
/// local response normalisation's neighbours it makes those on the edges itself). Only where a share needs channels
/// that others have do all send each other theirs, no more than is needed. The result goes to the first member.
namespace stride::model {

class Member {
 public:
  /// Number `index` of `count`, for layers up to `last`. `clock` (ms) measures what time is spent on.
  static Result<Member> make(const nn::NetworkSpec& spec, const Settings& settings, std::size_t last,
                             std::int64_t index, std::int64_t count, std::function<double()> clock = {});
  /// Starts a pass.
  Result<void> set_input(tensor::Tensor input);
  /// What another member sent: its part of the next stage for which none of it has come yet.
  void receive(std::int64_t from, tensor::Buffer part);
  /// Does what can be done now. `send` gets this member's parts, to be passed on to all others. True once the pass is
  /// through.
  Result<bool> advance(const std::function<void(std::span<const float>)>& send);
  /// Of the first member; the others may have less.
  [[nodiscard]] const tensor::Tensor& output() const { return current_; }
  /// Milliseconds since the last `forget_times`, by stage: the exchange that a stage begins with, if any, and what is
  /// computed then, up to the layer that it is called after.
  struct Spent {
    std::string name;
    double copying = 0, waiting = 0, computing = 0;
  };
  [[nodiscard]] std::vector<Spent> spent() const;
  void forget_times();

 private:
  struct Piece {  // one layer, on some channels
    std::size_t layer = 0;
    Op op;
    Share from, kept;  // channels of what comes in that go into it, and of what comes out that are wanted
    Weights weights;
    std::optional<tensor::PackedConvolution> packed;
    std::vector<tensor::PackedConvolution> parts;  // instead: per member, of the input channels that come from it
  };
  struct Stage {
    std::vector<Share> shares;  // per member, channels (or rows) of what they exchange first; empty: nothing
    std::vector<Share> sent;    // and what of it somebody else needs
    Share needed;               // by this member
    tensor::Shape shape;        // of what is exchanged, all channels
    bool by_rows = false;
    std::vector<Piece> pieces;
    Spent spent;
    /// Whether the parts go into the first piece one by one, the own one while the others are on their way.
    [[nodiscard]] bool begins_early() const {
      if (pieces.empty()) return false;
      const Piece& first = pieces.front();
      if (!by_rows) return !first.parts.empty();
      return first.packed && first.from.count == shape.channels &&
             takes_parts(first.packed->convolution(), first.packed->algorithm());
    }
  };
  Result<void> plan();
  /// Of how many of the first layers each member makes some rows.
  Result<std::size_t> plan_rows();
  void exchange(const std::vector<Share>& held, const std::vector<Share>& needed, const tensor::Shape& shape);
  Result<void> add_piece(std::size_t layer, Share held, Share needed, Share made);
  static void narrow_later(Piece& before, Piece& pool);
  Result<void> prepare(Piece& piece, Share share);
  Result<void> prepare_parts(Piece& piece, const tensor::Convolution& whole, tensor::Algorithm algorithm);
  Result<tensor::Tensor> run_all(std::span<const Piece> pieces, tensor::Tensor input);
  [[nodiscard]] bool fuses(std::span<const Piece> pieces, std::size_t piece) const;
  Result<void> send_part(const Stage& stage, const std::function<void(std::span<const float>)>& send);
  Result<bool> meet(Stage& stage, const std::function<void(std::span<const float>)>& send);
  Result<void> begin(const Stage& stage);
  Result<void> finish(const Stage& stage);
  Result<tensor::Tensor> next_part(const Stage& stage, std::size_t member);
  Result<void> join(const Stage& stage);
  Result<void> join_rows(const Stage& stage);
  [[nodiscard]] bool all_here() const;
  [[nodiscard]] std::int64_t count() const { return static_cast<std::int64_t>(inbox_.size()); }
  [[nodiscard]] double now() const { return clock_ ? clock_() : 0; }

  Settings settings_;
  std::function<double()> clock_;
  std::vector<Layer> layers_;
  std::vector<Stage> stages_;
  Share input_rows_;  // that it begins with
  std::int64_t index_ = 0;
  std::size_t next_ = 0;
  bool sent_ = false;
  double sent_at_ = 0;
  tensor::Rows begun_;      // of the stage's first convolution, where the others' rows aren't needed
  tensor::Tensor output_;   // of that convolution
  tensor::Tensor current_;  // goes into the next stage
  std::vector<std::deque<tensor::Buffer>> inbox_;  // per member; own parts too
  tensor::Workspace workspace_;
};

}  // namespace stride::model
