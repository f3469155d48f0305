#pragma once

#include <deque>
#include <span>
#include <vector>

#include "model/network.h"

/// Several workers compute one network together, without shared memory: each makes its share of every convolution's and
/// linear layer's weights and output channels, and what follows channel by channel (activations, pools, groups of
/// convolutions whose inputs it has itself); then all send their parts to all. Layers that look across channels are
/// computed by everyone who needs them, on the channels that are needed.
namespace stride::model {

class Member {
 public:
  /// Number `index` of `count`, for layers up to `last`.
  static Result<Member> make(const nn::NetworkSpec& spec, const Settings& settings, std::size_t last,
                             std::int64_t index, std::int64_t count);
  /// Starts a pass.
  Result<void> set_input(tensor::Tensor input);
  /// What another member sent: its part of the next stage for which none of it has come yet.
  void receive(std::int64_t from, tensor::Buffer part);
  /// Does what can be done now. `send` gets this member's parts, to be passed on to all others. True once the pass is
  /// through.
  Result<bool> advance(const std::function<void(std::span<const float>)>& send);
  [[nodiscard]] const tensor::Tensor& output() const { return current_; }

 private:
  struct Piece {  // one layer, on some channels
    std::size_t layer = 0;
    Op op;
    Share from;  // channels of what comes in that go into it
    Weights weights;
    std::optional<tensor::PackedConvolution> packed;
  };
  struct Stage {
    std::vector<Share> shares;  // per member, of what they exchange; empty where nothing is split
    std::vector<Share> sent;    // and what of it somebody else needs
    std::vector<Piece> own;     // on this member's share, before the exchange
    std::size_t last_own = 0;   // the layer whose output is exchanged
    Share kept;                 // channels of what was exchanged that this member needs
    std::vector<Piece> rest;    // on those
  };
  Result<void> plan(std::size_t last);
  Result<void> plan_own(Stage& stage, std::size_t& layer, std::size_t last, Share held);
  Share plan_rest(Stage& stage, std::size_t layer, std::size_t end);
  [[nodiscard]] std::vector<Share> needs(std::size_t layer, std::size_t end, std::int64_t member) const;
  Result<void> prepare(Piece& piece, Share share);
  Result<tensor::Tensor> run_all(const std::vector<Piece>& pieces, tensor::Tensor input);
  Result<void> send_part(const Stage& stage, const tensor::Tensor& part,
                         const std::function<void(std::span<const float>)>& send) const;
  Result<void> join(const Stage& stage);
  [[nodiscard]] bool all_here() const;
  [[nodiscard]] std::int64_t count() const { return static_cast<std::int64_t>(inbox_.size()); }

  Settings settings_;
  std::vector<Layer> layers_;
  std::vector<Stage> stages_;
  std::int64_t index_ = 0;
  std::size_t next_ = 0;
  bool sent_ = false;
  tensor::Tensor current_;                         // goes into the next stage
  std::vector<std::deque<tensor::Buffer>> inbox_;  // per member; own parts too
  tensor::Workspace workspace_;
};

}  // namespace stride::model
