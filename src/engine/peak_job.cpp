#include <algorithm>
#include <cstdint>
#include <vector>

#include "engine/kinds.h"
#include "engine/parameters.h"
#include "tensor/kernels/peak/peak.h"

namespace stride::engine {

namespace {

namespace peak = tensor::peak;

constexpr std::int64_t steps_per_batch = 1 << 16;  // some 0.1 ms; with starts below 256 all sums stay exact in a float
constexpr double measured_ms = 5;
constexpr int most_batches = 100'000;  // of one measurement: a clock that stands still mustn't hang the worker

// Read at run time, so that the compiler can't know that the product changes nothing.
volatile const float factor = 1;
volatile const float term = 1;

/// Batches with one number of chains, each checked against the plain reference.
class Loop {
 public:
  explicit Loop(std::size_t chains) : chains_(chains), start_(peak::values_for(chains)) {
    for (std::size_t i = 0; i < start_.size(); ++i) start_[i] = static_cast<float>(i % 256);
    expected_ = start_;
    peak::reference(expected_, factor, term, steps_per_batch);
  }

  /// False when the arithmetic went wrong.
  bool run() {
    values_ = start_;
    peak::simd(chains_, values_, factor, term, steps_per_batch);
    return values_ == expected_;
  }

  [[nodiscard]] double operations() const {  // a multiply-add is two
    return 2.0 * static_cast<double>(start_.size()) * static_cast<double>(steps_per_batch);
  }

 private:
  std::size_t chains_;
  std::vector<float> start_, expected_, values_;
};

/// GFLOP/s from one tick of the clock to another: browsers make theirs as coarse as 1 ms, some as 100 ms. The batches
/// until the first tick warm up.
Result<double> measure(Loop& loop, const Clock& clock) {
  const double before = clock();
  double begin = before;
  int batches = 0;
  for (int total = 0; total < most_batches; ++total) {
    if (!loop.run()) return fail("the multiply-add loop differs from its reference");
    const double now = clock();
    if (begin == before) {
      begin = now;
      continue;
    }
    ++batches;
    if (now - begin >= measured_ms) return batches * loop.operations() / ((now - begin) * 1e6);
  }
  return fail("the clock stands still");
}

class Peak {
 public:
  Peak(std::int64_t slices, Clock clock) : slices_(static_cast<std::size_t>(slices)), clock_(std::move(clock)) {
    for (const std::size_t chains : peak::chain_counts) loops_.emplace_back(chains);
  }

  /// One slice: the best that any number of chains reaches on this machine.
  jobs::JobResult operator()() {
    double best = 0;
    for (Loop& loop : loops_) {
      const auto gflops = measure(loop, clock_);
      if (!gflops) return {.error = gflops.error().text()};
      best = std::max(best, *gflops);
    }
    measured_.insert(std::ranges::upper_bound(measured_, best), best);
    return result();
  }

 private:
  [[nodiscard]] jobs::JobResult result() const {
    const std::size_t done = measured_.size();
    const double median = (measured_[(done - 1) / 2] + measured_[done / 2]) / 2;
    return {.progress = static_cast<double>(done) / static_cast<double>(slices_),
            .numbers = {{"gflops", median}, {"gflops_max", measured_.back()}, {"slices", static_cast<double>(done)}}};
  }

  std::size_t slices_;
  Clock clock_;
  std::vector<Loop> loops_;
  std::vector<double> measured_;  // in order of size
};

}  // namespace

Result<Work> start_peak(const jobs::Job& job, const Clock& clock) {
  const auto slices = integer_parameter(job, "slices", 1, 200, 8);
  if (!slices) return std::unexpected(slices.error());
  return Peak(*slices, clock);
}

}  // namespace stride::engine
