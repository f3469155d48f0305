#include <algorithm>
#include <memory>

#include "engine/kinds.h"
#include "engine/parameters.h"
#include "tensor/kernels/read/read.h"
#include "tensor/tensor.h"

namespace stride::engine {

namespace {

constexpr int slices = 5;
constexpr double slice_ms = 40;
constexpr int most_reads = 10'000;  // of one slice: a clock that stands still mustn't hang the worker

/// A slice reads the whole buffer again and again; the best one counts.
class Bandwidth {
 public:
  Bandwidth(tensor::Buffer values, Clock clock) : values_(std::move(values)), clock_(std::move(clock)) {
    for (std::int64_t i = 0; i < values_.size(); ++i) values_.data()[i] = static_cast<float>(i % 2);  // exact sums
  }

  jobs::JobResult operator()() {
    const double begin = clock_();
    double taken = 0;
    int reads = 0;
    for (; taken < slice_ms && reads < most_reads; ++reads) {
      if (tensor::read::simd(values_.span()) != static_cast<float>(values_.size() / 2))
        return {.error = "the read loop's sum is wrong"};
      taken = clock_() - begin;
    }
    if (taken < slice_ms) return {.error = "the clock stands still"};
    best_ = std::max(best_, 4e-6 * static_cast<double>(values_.size()) * reads / taken);
    return {.progress = static_cast<double>(++done_) / slices, .numbers = {{"gb_per_s", best_}}};
  }

 private:
  tensor::Buffer values_;
  Clock clock_;
  double best_ = 0;
  int done_ = 0;
};

}  // namespace

Result<Work> start_bandwidth(const jobs::Job& job, const Clock& clock) {
  const auto megabytes = integer_parameter(job, "megabytes", 1, 1000, 128);
  if (!megabytes) return std::unexpected(megabytes.error());
  auto values = tensor::Buffer::make(*megabytes * (1 << 18));
  if (!values) return std::unexpected(values.error());
  // std::function copies what it holds; a buffer can't be.
  auto work = std::make_shared<Bandwidth>(std::move(*values), clock);
  return [work] { return (*work)(); };
}

}  // namespace stride::engine
