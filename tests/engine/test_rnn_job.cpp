#include <doctest/doctest.h>

#include <chrono>
#include <cmath>

#include "engine/engine.h"
#include "engine/kinds.h"
#include "jobs/rnn_outcome.h"

namespace stride::engine {

namespace {

double now() {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

TEST_CASE("an rnn job brings the norms first, then Jacobians, then singular values") {
  const jobs::Job job{.kind = "rnn",
                      .parameters = {{"cell", "tanh"}, {"hidden", "16"}, {"steps", "40"}, {"scale_to", "0.83"}}};
  int partial = 0;
  const auto result = run_in_place(all_kinds(), job, now, [&](const jobs::JobResult& so_far) {
    const auto outcome = jobs::unpack_rnn(so_far);
    REQUIRE(outcome);
    CHECK(outcome->gradient.size() == 41);
    if (partial++ == 0) {
      CHECK(std::isnan(outcome->jacobian[0]));
      CHECK(outcome->spectra.empty());
    }
    return true;
  });
  REQUIRE(result.error.empty());
  CHECK(partial >= 1);
  const auto outcome = jobs::unpack_rnn(result);
  REQUIRE(outcome);
  CHECK(outcome->all_done);
  CHECK(outcome->sigma == doctest::Approx(0.83));
  CHECK(outcome->gamma == 1);
  CHECK(outcome->map.size() == 16 * 40);
  CHECK(outcome->spectra.back().lag == 40);
  CHECK(outcome->spectra.back().values.size() == 16);
  for (std::size_t t = 0; t <= 40; ++t) {
    const double bound = std::log10(0.83) * static_cast<double>(40 - t);
    CHECK(static_cast<double>(outcome->gradient[t]) <= bound + 1e-4);
    CHECK(outcome->gradient[t] <= outcome->jacobian[t] + 1e-4F);
  }
}

TEST_CASE("an rnn job tells of its progress some times a second, and can leave the Jacobians out") {
  jobs::Job job{.kind = "rnn", .parameters = {{"hidden", "8"}, {"steps", "200"}}};
  double time = 0;  // each look at the clock takes a millisecond: a few steps fit into a slice
  int told = 0;
  Runner runner(all_kinds(), [&] { return time += 1; }, [&](const jobs::JobResult&) { ++told; });
  runner.add(job);
  while (runner.step()) {
  }
  CHECK(told >= 3);
  CHECK(told < time / 60 + 3);
  job.parameters["jacobians"] = "no";
  int partial = 0;
  const auto result = run_in_place(all_kinds(), job, now, [&](const jobs::JobResult&) { return ++partial > 0; });
  CHECK(partial == 0);  // done with the first slice
  const auto outcome = jobs::unpack_rnn(result);
  REQUIRE(outcome);
  CHECK(outcome->all_done);
  CHECK(std::abs(outcome->gradient[200]) < 1e-5F);
  CHECK(outcome->spectra.empty());
}

TEST_CASE("a timed rnn job gives its times, and the network with its gradients") {
  const auto result = run_in_place(
      all_kinds(), {.kind = "rnn", .parameters = {{"cell", "lstm"}, {"hidden", "8"}, {"steps", "5"}, {"runs", "4"}}},
      now);
  REQUIRE(result.error.empty());
  CHECK(result.numbers.at("ms.min") <= result.numbers.at("ms.median"));
  CHECK(result.numbers.at("ms.median") <= result.numbers.at("ms.p90"));
  const std::size_t parameters = 32 * 8 + 32 * 16 + 32;
  REQUIRE(result.tensor.size() == 2 * parameters + 5 * 16 + 8);
  double square = 0;
  for (std::size_t i = result.tensor.size() - parameters; i < result.tensor.size(); ++i)
    square += static_cast<double>(result.tensor[i]) * static_cast<double>(result.tensor[i]);
  const auto outcome = jobs::unpack_rnn(run_in_place(
      all_kinds(), {.kind = "rnn", .parameters = {{"cell", "lstm"}, {"hidden", "8"}, {"steps", "5"}}}, now));
  REQUIRE(outcome);
  CHECK(outcome->cell == 4);
  CHECK(outcome->whole_gradient == doctest::Approx(0.5 * std::log10(square)).epsilon(1e-4));
}

TEST_CASE("what is wrong with an rnn job is said by its parameter") {
  const auto error = [](std::map<std::string, std::string> parameters) {
    return run_in_place(all_kinds(), {.kind = "rnn", .parameters = std::move(parameters)}, now).error;
  };
  CHECK(error({{"cell", "elman"}}).starts_with("cell: "));
  CHECK(error({{"hidden", "513"}}).find("hidden") != std::string::npos);
  CHECK(error({{"scale_to", "much"}}).starts_with("scale_to: "));
  CHECK(error({{"input", "text"}}).starts_with("text: "));
}

TEST_CASE("a damaged outcome is refused, not read beyond its end") {
  const jobs::JobResult whole =
      run_in_place(all_kinds(), {.kind = "rnn", .parameters = {{"hidden", "4"}, {"steps", "3"}}}, now);
  REQUIRE(jobs::unpack_rnn(whole));
  for (std::size_t length = 0; length < whole.tensor.size(); ++length) {
    jobs::JobResult cut = whole;
    cut.tensor.resize(length);
    CHECK_FALSE(jobs::unpack_rnn(cut));
  }
  CHECK_FALSE(jobs::unpack_rnn({}));
}

}  // namespace stride::engine
