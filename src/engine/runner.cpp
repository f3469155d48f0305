#include <algorithm>
#include <optional>

#include "engine/engine.h"

namespace stride::engine {

namespace {

template <class Names>
std::string joined(const Names& names) {
  std::string text;
  for (const auto& name : names) text.append(text.empty() ? "" : ", ").append(name);
  return text;
}

std::optional<Error> unknown_parameter(const Kind& kind, const jobs::Job& job) {
  for (const auto& [name, value] : job.parameters) {
    if (std::ranges::find(kind.parameters, name) != kind.parameters.end()) continue;
    const std::string known = kind.parameters.empty() ? "none" : joined(kind.parameters);
    return Error{"unknown parameter; '" + job.kind + "' takes: " + known, name};
  }
  return std::nullopt;
}

Result<Work> start(std::span<const Kind> kinds, const jobs::Job& job, const Clock& clock) {
  const auto kind = std::ranges::find(kinds, job.kind, &Kind::name);
  if (kind == kinds.end()) {
    std::vector<std::string_view> names;
    for (const Kind& each : kinds) names.push_back(each.name);
    return fail("unknown kind of job '" + job.kind + "'; the engine does: " + joined(names));
  }
  if (const auto error = unknown_parameter(*kind, job)) return std::unexpected(*error);
  return kind->start(job, clock);
}

bool has_ended(const jobs::JobResult& result) { return result.progress >= 1 || !result.error.empty(); }

}  // namespace

Runner::Runner(std::span<const Kind> kinds, Clock clock, Deliver deliver)
    : kinds_(kinds), clock_(std::move(clock)), deliver_(std::move(deliver)) {}

void Runner::add(jobs::Job job) {
  std::string key = job.key();
  const auto same = std::ranges::find(tasks_, key, &Task::key);
  if (same != tasks_.end()) {
    same->job.priority = job.priority;
  } else {
    tasks_.push_back({.key = std::move(key), .job = std::move(job), .work = {}});
  }
}

void Runner::cancel(std::string_view key) {
  std::erase_if(tasks_, [&](const Task& task) { return task.key == key; });
}

bool Runner::step() {
  if (tasks_.empty()) return false;
  const auto priority = [](const Task& task) { return task.job.priority; };
  const auto task = std::ranges::max_element(tasks_, {}, priority);  // the first of equals
  jobs::JobResult result = advance(*task);
  result.key = task->key;
  const bool ended = has_ended(result);
  if (ended) tasks_.erase(task);
  if (ended || result.news) deliver_(std::move(result));  // last: it may change the tasks
  return !tasks_.empty();
}

jobs::JobResult Runner::advance(Task& task) {
  if (!task.work) {
    auto work = start(kinds_, task.job, clock_);
    if (!work) return {.error = work.error().text()};
    task.work = std::move(*work);
  }
  return task.work();
}

jobs::JobResult run_in_place(std::span<const Kind> kinds, const jobs::Job& job, const Clock& clock,
                             const std::function<bool(const jobs::JobResult&)>& progress) {
  jobs::JobResult last;
  Runner runner(kinds, clock, [&](jobs::JobResult result) { last = std::move(result); });
  runner.add(job);
  while (runner.step()) {
    if (progress && !progress(last)) {
      last.error = "cancelled";
      break;
    }
  }
  return last;
}

}  // namespace stride::engine
