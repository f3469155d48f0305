#include <algorithm>
#include <numeric>

#include "base/random.h"
#include "fixture.h"

namespace stride::rnn {

namespace {

// ds_t/ds_(t-1) by central differences of one step.
std::vector<double> differences(const Network<double>& network, std::size_t t) {
  constexpr double small = 1e-5;
  const bool has_cell = network.weights.cell == Cell::lstm;
  const std::size_t units = network.run.units, size = has_cell ? 2 * units : units;
  std::vector<double> jacobian(size * size);
  for (std::size_t column = 0; column < size; ++column) {
    std::vector<double> change(size);
    for (const double sign : {1.0, -1.0}) {
      Run<double> run = network.run;
      (column < units ? run.h[(t - 1) * units + column] : run.c[(t - 1) * units + column - units]) += sign * small;
      step_forward(network.weights, &network.x[(t - 1) * inputs], run, t);
      for (std::size_t row = 0; row < size; ++row)
        change[row] += sign * (row < units ? run.h_at(t)[row] : run.c_at(t)[row - units]) / (2 * small);
    }
    for (std::size_t row = 0; row < size; ++row) jacobian[row * size + column] = change[row];
  }
  return jacobian;
}

double frobenius(const std::vector<double>& values) {
  return std::sqrt(std::inner_product(values.begin(), values.end(), values.begin(), 0.0));
}

}  // namespace

TEST_CASE("each step's Jacobian agrees with central differences, for every cell") {
  for (const Cell cell : all_cells) {
    CAPTURE(to_string(cell));
    const Network<double> network({.cell = cell, .hidden = 4, .steps = 5, .seed = 9, .scale_to = 1.4});
    for (const std::size_t t : {1U, 3U, 5U}) {
      const std::vector<double> exact = step_jacobian(network.weights, network.run, t),
                                measured = differences(network, t);
      REQUIRE(exact.size() == measured.size());
      for (std::size_t i = 0; i < exact.size(); ++i) CHECK(exact[i] == doctest::Approx(measured[i]).epsilon(1e-6));
    }
  }
}

TEST_CASE("the product of all Jacobians takes dL/dh_T to dL/ds_t, its norm is the norm of the product of differences") {
  for (const Cell cell : all_cells) {
    CAPTURE(to_string(cell));
    const Network<double> network({.cell = cell, .hidden = 6, .steps = 9, .seed = 11, .scale_to = 1.1});
    const std::size_t units = 6, size = cell == Cell::lstm ? 12 : 6;
    std::vector<double> product(units * size);
    for (std::size_t i = 0; i < units; ++i) product[i * size + i] = 1;
    JacobianProduct jacobian(network.weights, network.run);
    for (std::size_t t = 9; t-- > 0;) {
      jacobian.step_back();
      const std::vector<double> step = differences(network, t + 1);
      std::vector<double> next(units * size);
      for (std::size_t i = 0; i < units; ++i)
        for (std::size_t k = 0; k < size; ++k)
          for (std::size_t j = 0; j < size; ++j) next[i * size + j] += product[i * size + k] * step[k * size + j];
      product = next;
      double scale = 0;
      const std::vector<double> row = jacobian.times(network.readout, scale);
      for (std::size_t unit = 0; unit < units; ++unit) {
        CHECK(row[unit] * std::pow(10, scale) ==
              doctest::Approx(network.gradient(network.back.dh, t, unit)).epsilon(1e-9));
        if (cell == Cell::lstm)
          CHECK(row[units + unit] * std::pow(10, scale) ==
                doctest::Approx(network.gradient(network.back.dc, t, unit)).epsilon(1e-9));
      }
      jacobian.keep();
      const std::vector<double> values = jacobian.singular_values(8 - t);
      double square = 0;
      for (const double value : values) square += std::pow(10, 2 * value);
      CHECK(std::sqrt(square) == doctest::Approx(frobenius(product)).epsilon(1e-6));
      CHECK(jacobian.norm().log10 == doctest::Approx(values.front()).epsilon(1e-4));
    }
  }
}

TEST_CASE(
    "above 128 units the norm between the lags is said to be a lower bound, and is close; at the lags it is exact") {
  std::shared_ptr<Draft> draft;
  auto small = Analysis::make({.hidden = 20, .steps = 6}, draft);
  REQUIRE(small);
  while (small->advance()) {
  }
  CHECK(std::ranges::count(small->outcome().jacobian_exact, false) == 0);
  auto large = Analysis::make({.hidden = 132, .steps = 20}, draft);
  REQUIRE(large);
  int bounds = 0;
  std::vector<double> iterated;
  while (large->outcome().spectra.empty() && large->advance())
    if (large->jacobians_done() && iterated.empty()) iterated = large->outcome().jacobian;
  while (large->advance()) {
  }
  const Outcome& out = large->outcome();
  for (std::size_t t = 0; t < 20; ++t) {
    const bool at_lag =
        std::ranges::any_of(out.spectra, [&](const Spectrum& spectrum) { return spectrum.lag == 20 - t; });
    CHECK(out.jacobian_exact[t] == at_lag);
    bounds += at_lag ? 0 : 1;
    CHECK(iterated[t] <= out.jacobian[t] + 1e-9);
    CHECK(iterated[t] >= out.jacobian[t] - 1e-3);
  }
  CHECK(bounds > 0);
}

TEST_CASE("no gradient is above the bound, in 1,000 random settings") {
  Random random = Random::stream(8);
  int informative = 0;
  for (int trial = 0; trial < 1000; ++trial) {
    const Settings settings{.cell = static_cast<Cell>(random.below(4)),
                            .hidden = 1 + static_cast<int>(random.below(24)),
                            .steps = 1 + static_cast<int>(random.below(40)),
                            .seed = random.bits32(),
                            .init = static_cast<Init>(random.below(4)),
                            .scale = static_cast<Scale>(random.below(3)),
                            .scale_to = 2 * random.uniform(),
                            .input = static_cast<Input>(random.below(3)),
                            .input_scale = 3 * random.uniform(),
                            .bias = random.normal()};
    CAPTURE(trial);
    std::shared_ptr<Draft> draft;
    auto analysis = Analysis::make(settings, draft);
    REQUIRE(analysis);
    while (analysis->advance()) {
    }
    const Outcome& out = analysis->outcome();
    if (std::isnan(out.measures.radius) || !(out.measures.sigma > 0)) continue;
    CHECK(out.measures.radius <= out.measures.sigma * (1 + 1e-9));
    CHECK(out.measures.gain <= out.measures.sigma * (1 + 1e-9));
    REQUIRE(out.log10_factor);
    for (std::size_t t = 0; t < out.gradient.size(); ++t) {
      if (out.not_finite) break;
      const double bound = *out.log10_factor * static_cast<double>(out.gradient.size() - 1 - t);
      CHECK(out.gradient[t] <= out.gradient.back() + bound + 1e-4);
      CHECK(out.jacobian[t] <= bound + 1e-4);
      CHECK(out.gradient[t] <= out.gradient.back() + out.jacobian[t] + 1e-4);
      ++informative;
    }
  }
  CHECK(informative > 10000);
}

TEST_CASE("the bound is reached where it should be: identity activation and orthogonal weights") {
  const Settings settings{.cell = Cell::identity, .hidden = 24, .steps = 60, .init = Init::orthogonal, .scale_to = 0.8};
  std::shared_ptr<Draft> draft;
  auto analysis = Analysis::make(settings, draft);
  REQUIRE(analysis);
  while (analysis->advance()) {
  }
  const Outcome& out = analysis->outcome();
  for (std::size_t t = 0; t <= 60; ++t) {
    const double bound = std::log10(0.8) * static_cast<double>(60 - t);
    CHECK(std::abs(out.gradient[t] - bound) < 1e-4);
    CHECK(std::abs(out.jacobian[t] - bound) < 1e-4);
  }
  for (const Spectrum& spectrum : out.spectra)
    for (const double value : spectrum.log10_values)
      CHECK(std::abs(value - static_cast<double>(spectrum.lag) * std::log10(0.8)) < 1e-4);
  REQUIRE(out.half_life);
  CHECK(*out.half_life == doctest::Approx(std::log(0.5) / std::log(0.8)).epsilon(1e-3));
  CHECK(out.measures.sigma == doctest::Approx(0.8));
  CHECK(out.measures.radius == doctest::Approx(0.8));
  CHECK(out.measures.gain == doctest::Approx(0.8));
}

}  // namespace stride::rnn
