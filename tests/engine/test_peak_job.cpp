#include <doctest/doctest.h>

#include <chrono>
#include <cmath>

#include "engine/engine.h"
#include "tensor/kernels/peak/peak.h"

namespace stride::engine {

namespace {

jobs::Job peak(std::string slices) { return {.kind = "peak", .parameters = {{"slices", std::move(slices)}}}; }

double steady_milliseconds() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double, std::milli>(now).count();
}

/// A clock that shows whole ticks only, each of them so many calls long.
Clock coarse(double tick, int calls) {
  return [=, count = 0]() mutable { return std::floor(count++ / static_cast<double>(calls)) * tick; };
}

}  // namespace

TEST_CASE("peak measures this machine, slice by slice") {
  std::vector<double> progress;
  const auto result = run_in_place(all_kinds(), peak("4"), steady_milliseconds, [&](const jobs::JobResult& partial) {
    progress.push_back(partial.progress);
    CHECK(partial.numbers.at("gflops") > 0);
    return true;
  });
  REQUIRE(result.error.empty());
  CHECK(progress == std::vector<double>{0.25, 0.5, 0.75});
  CHECK(result.key == "peak?slices=4");
  CHECK(result.progress == 1);
  CHECK(result.numbers.at("slices") == 4);
  CHECK(result.numbers.at("gflops") > 0.01);  // an unoptimised build under a sanitizer; nothing turns 0 into a number
  CHECK(result.numbers.at("gflops") < 2000);
  CHECK(result.numbers.at("gflops_max") >= result.numbers.at("gflops"));
}

TEST_CASE("peak counts every operation once, and coarse clocks give the same number") {
  // One batch a millisecond: the most values in flight are the most operations.
  namespace kernel = tensor::peak;
  const double most = 2.0 * static_cast<double>(kernel::values_for(kernel::chain_counts.back())) * (1 << 16);
  const double gflops = most / 1e6;
  for (const int calls : {1, 5, 16}) {
    const auto result = run_in_place(all_kinds(), peak("2"), coarse(calls, calls));
    CHECK(result.error == "");
    CHECK(result.numbers.at("gflops") == doctest::Approx(gflops));
  }
}

TEST_CASE("peak refuses what it can't do") {
  const Clock clock = coarse(1, 1);
  for (const char* slices : {"0", "201", "-1", "", "many", "8 ", "1e2", "99999999999999999999"}) {
    CHECK(run_in_place(all_kinds(), peak(slices), clock).error ==
          "slices: expected a whole number from 1 to 200, not '" + std::string(slices) + "'");
  }
  const auto result = run_in_place(all_kinds(), {.kind = "peak", .parameters = {{"slice", "3"}}}, clock);
  CHECK(result.error == "slice: unknown parameter; 'peak' takes: slices");
}

}  // namespace stride::engine
