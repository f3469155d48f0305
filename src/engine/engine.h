#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "jobs/job.h"

/// Runs jobs in slices of some milliseconds, so that the thread that runs them can hear a cancellation in between.
namespace stride::engine {

/// Milliseconds from any fixed start. The engine has no clock of its own.
using Clock = std::function<double()>;

/// A job under way: each call does one slice and returns what there is so far. Progress 1 or an error ends it;
/// destroying it cancels it. The runner fills in the key.
using Work = std::function<jobs::JobResult()>;

/// What the engine can do, by the name in Job::kind.
struct Kind {
  std::string_view name;
  std::vector<std::string_view> parameters;  // those it knows; any other is an error
  Result<Work> (*start)(const jobs::Job& job, const Clock& clock);
};

/// The lists, each in a file of its own name: a new kind is a line there. On the web each list is a build of its own,
/// so that nobody loads what another one needs; natively one program has all.
std::span<const Kind> network_kinds();
std::span<const Kind> rnn_kinds();
std::span<const Kind> all_kinds();

/// Jobs by priority, those of equal priority in the order they came. A more important job overtakes between slices.
class Runner {
 public:
  using Deliver = std::function<void(jobs::JobResult)>;

  /// `deliver` gets a result after each slice that has news; it may add and cancel jobs.
  Runner(std::span<const Kind> kinds, Clock clock, Deliver deliver);

  /// A job that is already under way only takes the new priority. What is wrong with a job comes as its result.
  void add(jobs::Job job);
  /// Nothing more is delivered for this key. Unknown keys are fine: the job may just have ended.
  void cancel(std::string_view key);
  /// Does one slice of the most important job; false when nothing is left to do.
  bool step();

 private:
  struct Task {
    std::string key;
    jobs::Job job;
    Work work;  // empty until its first slice: a waiting job holds no memory
  };
  jobs::JobResult advance(Task& task);

  std::span<const Kind> kinds_;
  Clock clock_;
  Deliver deliver_;
  std::vector<Task> tasks_;
};

/// Runs one job to its end, here. `progress` sees what comes before the end and says whether to go on.
jobs::JobResult run_in_place(std::span<const Kind> kinds, const jobs::Job& job, const Clock& clock,
                             const std::function<bool(const jobs::JobResult&)>& progress = {});

}  // namespace stride::engine
