#pragma once

#include <algorithm>
#include <deque>
#include <ranges>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "jobs/job.h"

namespace stride::platform {

/// What has come back, by key: bounded, never saved. The results of jobs that are wanted now stay; beyond them the
/// newest, as long as all together take no more than `most_bytes`.
class Results {
 public:
  static constexpr std::size_t most_bytes = 64'000'000;

  void add(jobs::JobResult result) {
    std::erase(order_, result.key);
    order_.push_back(result.key);
    results_[result.key] = std::move(result);
    std::size_t left = bytes();
    std::erase_if(order_, [&](const std::string& key) {
      if (left <= most_bytes || std::ranges::contains(wanted_, key)) return false;
      const auto found = results_.find(key);
      left -= size_of(found->second);
      results_.erase(found);
      return true;
    });
  }

  /// What all of them take.
  [[nodiscard]] std::size_t bytes() const {
    std::size_t sum = 0;
    for (const auto& [key, result] : results_) sum += size_of(result);
    return sum;
  }

  /// The wanted jobs that are not done, the most important first.
  std::vector<jobs::Job> missing(std::vector<jobs::Job> wanted) {
    wanted_.clear();
    for (const jobs::Job& job : wanted) wanted_.push_back(job.key());
    std::vector<jobs::Job> missing;
    for (std::size_t place = 0; place < wanted.size(); ++place) {
      const std::string key = wanted_[place];
      keep(jobs::latest_key(wanted[place].kind, place), key, 0);
      if (place == 0) keep(jobs::finished_key(wanted[place].kind), key, 1);
      const auto found = results_.find(key);
      const bool done = found != results_.end() && (found->second.progress >= 1 || !found->second.error.empty());
      const auto before = std::span(wanted_).first(place);
      if (!done && !std::ranges::contains(before, key)) missing.push_back(std::move(wanted[place]));
    }
    std::ranges::stable_sort(missing, std::greater(), &jobs::Job::priority);
    return missing;
  }

  [[nodiscard]] const jobs::Results& by_key() const { return results_; }

 private:
  static std::size_t size_of(const jobs::JobResult& result) {
    constexpr std::size_t one_number = 64;  // a node of a map, with its name
    return sizeof(result) + 2 * result.key.size() + result.numbers.size() * one_number +
           result.tensor.size() * sizeof(float);
  }

  // Found again by the lab while another is under way; it isn't forgotten meanwhile.
  void keep(const std::string& name, const std::string& key, double progress) {
    const auto found = results_.find(key);
    if (found != results_.end() && found->second.error.empty() && found->second.progress >= progress)
      results_[name].key = key;
    if (const auto latest = results_.find(name); latest != results_.end()) wanted_.push_back(latest->second.key);
  }

  jobs::Results results_;
  std::deque<std::string> order_;
  std::vector<std::string> wanted_;
};

}  // namespace stride::platform
