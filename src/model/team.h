#pragma once

#include <deque>
#include <span>
#include <vector>

#include "model/network.h"

/// Several workers compute one network together, without shared memory: each makes its share of every convolution's and
/// linear layer's weights and output channels, and what follows channel by channel (activations, pools); then all send
/// their parts to all. Layers that look across channels are computed by everyone.
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
  struct Stage {
    std::size_t first = 0, shared_end = 0, end = 0;  // layers: split up to shared_end, then whole
    std::vector<Share> shares;                       // per member; empty where nothing is split
    std::vector<Op> ops;                             // of this member's share: first .. shared_end
    std::int64_t first_input = 0;                    // channel that its share of a grouped convolution starts from
    Weights weights;
    std::optional<tensor::PackedConvolution> packed;
  };
  Result<void> plan(std::size_t last, std::int64_t count);
  Result<void> prepare(Stage& stage);
  Result<tensor::Tensor> compute_share(const Stage& stage);
  Result<void> join(const Stage& stage);
  Result<void> finish(const Stage& stage);
  [[nodiscard]] bool all_here() const;

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
