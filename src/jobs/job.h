#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

/// Slow work as values: the page names the jobs whose results it could show, a runner does them elsewhere.
namespace stride::jobs {

struct Job {
  std::string kind{};                               // one of the engine's list: "peak"
  std::map<std::string, std::string> parameters{};  // text, so that the key and the wire form are one
  int priority = 0;                                 // higher first

  /// Equal jobs have equal keys; the cache and cancellation go by it.
  [[nodiscard]] std::string key() const;
};

struct JobResult {
  std::string key{};
  double progress = 1;  // below 1: still running, values may be partial
  std::string error{};  // one line; empty when all is well
  bool news = true;     // not: nothing to tell since the last one, unless it is the end
  std::map<std::string, double> numbers{};
  std::vector<float> tensor{};  // shape in numbers, meaning by kind
};

// The wire form between page and worker: JSON, with the tensor beside it as transferable bytes.
std::string to_json(const Job& job);
Result<Job> parse_job(std::string_view json);
std::string to_json(const JobResult& result);  // without the tensor
Result<JobResult> parse_result(std::string_view json);

/// Where the key of the newest result of a kind is kept among the results, by the place of its job in the list of those
/// wanted. It can be shown until the one that is wanted now has come.
std::string latest_key(std::string_view kind, std::size_t place = 0);
/// Likewise of the newest at place 0 that was done to its end.
std::string finished_key(std::string_view kind);

/// What has come back, by key: bounded, unsaved.
using Results = std::map<std::string, JobResult, std::less<>>;

}  // namespace stride::jobs
