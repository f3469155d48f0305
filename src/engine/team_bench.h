#pragma once

#include <span>

#include "engine/engine.h"
#include "model/team.h"

namespace stride::engine {

/// One worker's side of a timing that several take part in: the job `bench` with `index` and `count`. Everyone starts
/// the next run by itself once it has all parts of the last one.
class TeamBench {
 public:
  using Send = std::function<void(std::span<const float>)>;
  static Result<TeamBench> make(const jobs::Job& job, Clock clock);
  void receive(std::int64_t from, tensor::Buffer part) { member_.receive(from, std::move(part)); }
  /// Does what can be done now; the result, from member 0, once all runs are through.
  Result<std::optional<jobs::JobResult>> advance(const Send& send);

 private:
  [[nodiscard]] Result<void> begin();
  [[nodiscard]] jobs::JobResult result() const;

  static constexpr std::int64_t warm_up = 25;  // the same for all members, so not by the clock
  model::Member member_;
  tensor::Tensor input_;
  Clock clock_;
  std::int64_t runs_ = 0, done_ = 0, index_ = 0;
  double start_ = 0;
  bool running_ = false;
  std::vector<double> taken_ms_;
};

}  // namespace stride::engine
