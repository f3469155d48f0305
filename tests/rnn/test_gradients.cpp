#include <algorithm>

#include "base/random.h"
#include "fixture.h"
#include "rnn/parameters.h"
#include "rnn/products.h"

namespace stride::rnn {

namespace {

constexpr double small = 1e-5;

// The loss after a small change of one number of state t, with all later steps done again.
double loss_after(const Network<double>& network, std::vector<double> Run<double>::* state, std::size_t t,
                  std::size_t unit, double change) {
  Run<double> run = network.run;
  (run.*state)[t * run.units + unit] += change;
  for (std::size_t later = t + 1; later <= run.steps; ++later)
    step_forward(network.weights, &network.x[(later - 1) * inputs], run, later);
  return network.loss(run);
}

double measured(const Network<double>& network, std::vector<double> Run<double>::* state, std::size_t t,
                std::size_t unit) {
  return (loss_after(network, state, t, unit, small) - loss_after(network, state, t, unit, -small)) / (2 * small);
}

}  // namespace

TEST_CASE("gradients by every state agree with central differences, for every cell") {
  for (const Cell cell : all_cells) {
    CAPTURE(to_string(cell));
    const Network<double> network({.cell = cell, .hidden = 5, .steps = 7, .seed = 3, .scale_to = 1.3, .bias = 0.1});
    for (std::size_t t = 0; t <= 7; ++t)
      for (std::size_t unit = 0; unit < 5; ++unit) {
        CHECK(network.gradient(network.back.dh, t, unit) ==
              doctest::Approx(measured(network, &Run<double>::h, t, unit)).epsilon(1e-6));
        if (cell == Cell::lstm && t < 7)
          CHECK(network.gradient(network.back.dc, t, unit) ==
                doctest::Approx(measured(network, &Run<double>::c, t, unit)).epsilon(1e-6));
      }
  }
}

TEST_CASE("gradients by the weights agree with central differences, for every cell") {
  for (const Cell cell : all_cells) {
    CAPTURE(to_string(cell));
    Network<double> network({.cell = cell, .hidden = 4, .steps = 6, .seed = 5, .scale_to = 1.2});
    for (std::size_t i = 0; i < network.weights.rows(); ++i)
      for (std::size_t j = 0; j < 4; ++j) {
        double sum = 0;
        for (std::size_t t = 1; t <= 6; ++t)
          sum += std::ldexp(network.back.delta[t * network.run.rows + i], network.back.exponent[t]) *
                 network.run.h_at(t - 1)[j];
        double& entry = network.weights.w[i * 4 + j];
        const double before = entry;
        entry = before + small;
        const double above = network.loss(forward<double>(network.weights, network.x));
        entry = before - small;
        const double below = network.loss(forward<double>(network.weights, network.x));
        entry = before;
        CHECK(sum == doctest::Approx((above - below) / (2 * small)).epsilon(1e-5));
      }
  }
}

TEST_CASE("dL/dW, dL/dU and dL/db agree with central differences, one by one and in size, for every cell") {
  for (const Cell cell : all_cells) {
    CAPTURE(to_string(cell));
    const Settings settings{.cell = cell, .hidden = 5, .steps = 6, .seed = 5, .scale_to = 1.2, .bias = 0.1};
    const Network<float> fast(settings);
    Network<double> plain(settings);
    const ParameterGradient gradient = parameter_gradient(fast.weights, fast.run, fast.back, fast.x);
    const Outcome outcome = measure_gradients(fast.weights, fast.run, fast.back, fast.x);
    double whole = 0;
    const auto compare = [&](std::vector<double>& parameters, const Scaled& sum, double log10_size) {
      REQUIRE(sum.values.size() == parameters.size());
      double square = 0;
      for (std::size_t i = 0; i < parameters.size(); ++i) {
        const double before = parameters[i];
        parameters[i] = before + small;
        const double above = plain.loss(forward<double>(plain.weights, plain.x));
        parameters[i] = before - small;
        const double below = plain.loss(forward<double>(plain.weights, plain.x));
        parameters[i] = before;
        const double expected = (above - below) / (2 * small);
        CHECK(std::abs(std::ldexp(static_cast<double>(sum.values[i]), sum.exponent) - expected) <
              1e-5 * (1 + std::abs(expected)));
        square += expected * expected;
      }
      CHECK(log10_size == doctest::Approx(0.5 * std::log10(square)).epsilon(1e-4));
      whole += square;
    };
    compare(plain.weights.w, gradient.w, outcome.weight_gradient);
    compare(plain.weights.u, gradient.u, outcome.input_gradient);
    compare(plain.weights.b, gradient.b, outcome.bias_gradient);
    CHECK(outcome.whole_gradient == doctest::Approx(0.5 * std::log10(whole)).epsilon(1e-4));
  }
}

TEST_CASE("the fast path agrees with the plain one over odd sizes") {
  for (const Cell cell : all_cells)
    for (const int hidden : {1, 2, 3, 5, 16, 31, 64}) {
      CAPTURE(to_string(cell));
      CAPTURE(hidden);
      const Settings settings{.cell = cell, .hidden = hidden, .steps = 20, .seed = 2};
      const Network<float> fast(settings);
      const Network<double> plain(settings);
      for (std::size_t t = 0; t <= 20; ++t) {
        double difference = 0, size = 0;
        for (std::size_t unit = 0; unit < plain.run.units; ++unit) {
          CHECK(std::abs(static_cast<double>(fast.run.h_at(t)[unit]) - plain.run.h_at(t)[unit]) <=
                1e-5 * (1 + std::abs(plain.run.h_at(t)[unit])));
          difference += std::abs(fast.gradient(fast.back.dh, t, unit) - plain.gradient(plain.back.dh, t, unit));
          size += std::abs(plain.gradient(plain.back.dh, t, unit));
        }
        CHECK(difference <= 1e-4 * size);
      }
    }
}

TEST_CASE("products agree with the reference, and read no entry beyond the matrix") {
  Random random = Random::stream(1);
  for (const std::size_t rows : {1U, 3U, 4U, 7U, 17U})
    for (const std::size_t columns : {1U, 2U, 5U, 8U, 19U}) {
      std::vector<float> w(rows * columns), x(columns), y(rows), up(columns);
      for (float& value : w) value = static_cast<float>(random.normal());
      for (float& value : x) value = static_cast<float>(random.normal());
      const std::vector<double> w_plain(w.begin(), w.end()), x_plain(x.begin(), x.end());
      std::vector<double> y_plain(rows), up_plain(columns);
      multiply(w.data(), rows, columns, x.data(), y.data());
      multiply(w_plain.data(), rows, columns, x_plain.data(), y_plain.data());
      for (std::size_t i = 0; i < rows; ++i)
        CHECK(static_cast<double>(y[i]) == doctest::Approx(y_plain[i]).epsilon(1e-4));
      multiply_transposed(w.data(), rows, columns, y.data(), up.data());
      multiply_transposed(w_plain.data(), rows, columns, y_plain.data(), up_plain.data());
      for (std::size_t j = 0; j < columns; ++j) CHECK(std::abs(static_cast<double>(up[j]) - up_plain[j]) < 1e-3);
    }
}

TEST_CASE("truncation stops the gradient, and only that") {
  const Network<double> whole({.hidden = 8, .steps = 20}), cut({.hidden = 8, .steps = 20, .truncate = 5});
  for (std::size_t t = 0; t <= 20; ++t)
    for (std::size_t unit = 0; unit < 8; ++unit)
      CHECK(cut.gradient(cut.back.dh, t, unit) == (t < 15 ? 0 : whole.gradient(whole.back.dh, t, unit)));
}

}  // namespace stride::rnn
