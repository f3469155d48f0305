#include <doctest/doctest.h>

#include <cmath>

#include "model/relu_stack.h"

namespace stride::model {

namespace {

std::vector<float> measured(std::int64_t width, double slope, std::uint64_t seed, std::size_t depth) {
  ReluStack stack(width, slope, seed);
  while (stack.log10_deviations().size() < depth) stack.advance();
  return stack.log10_deviations();
}

}  // namespace

// He et al. 2015, equation 14: with variance 2/((1 + a^2) n) the pre-activations keep their variance.
TEST_CASE("the deviation stays at 1, for ReLU, PReLU and linear units") {
  for (const double slope : {0.0, 0.25, 1.0}) {
    double mean = 0;
    constexpr int seeds = 20;
    for (int seed = 0; seed < seeds; ++seed) mean += std::pow(10, 2 * measured(256, slope, seed, 8).back()) / seeds;
    CAPTURE(slope);
    CHECK(mean == doctest::Approx(1).epsilon(0.2));
  }
}

TEST_CASE("a wide stack is close to the theory in every layer") {
  for (const float each : measured(1024, 0, 3, 10))
    CHECK(std::abs(each) < 0.2F);  // four standard deviations of what ten such layers scatter
}

TEST_CASE("the same seed gives the same numbers, another one others, and a deeper stack begins as a shallow one") {
  const auto some = measured(32, 0.25, 5, 12), more = measured(32, 0.25, 5, 20);
  CHECK(std::equal(some.begin(), some.end(), more.begin()));
  CHECK(some != measured(32, 0.25, 6, 12));
}

TEST_CASE("a narrow stack of ReLUs dies in the end, and stays dead") {
  const auto deviations = measured(2, 0, 1, 200);
  CHECK(std::isinf(deviations.back()));
  CHECK(deviations.back() < 0);
}

}  // namespace stride::model
