#include <chrono>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numeric>
#include <sstream>

#include "fixture.h"

namespace stride::rnn {

namespace {

Outcome outcome_of(const Settings& settings, bool all = false) {
  std::shared_ptr<Draft> draft;
  auto analysis = Analysis::make(settings, draft);
  REQUIRE(analysis);
  while (all && analysis->advance()) {
  }
  return analysis->outcome();
}

}  // namespace

TEST_CASE("LSTM and GRU give what ONNX's operators give on the same weights") {
  std::ostringstream text;
  text << std::ifstream(STRIDE_SOURCE_DIR "/tests/golden/rnn_onnx.json").rdbuf();
  const auto golden = nlohmann::json::parse(text.str(), nullptr, false);
  REQUIRE(golden.is_object());
  int compared = 0;
  for (const auto& given : golden["cases"]) {
    Weights<float> weights{.cell = given["cell"] == "lstm" ? Cell::lstm : Cell::gru,
                           .hidden = given["hidden"].get<int>()};
    weights.w = given["w"].get<std::vector<float>>();
    weights.u = given["u"].get<std::vector<float>>();
    weights.b = given["b"].get<std::vector<float>>();
    const auto x = given["x"].get<std::vector<float>>(), expected = given["h"].get<std::vector<float>>();
    const Run<float> run = forward<float>(weights, x);
    REQUIRE(expected.size() == run.steps * run.units);
    for (std::size_t i = 0; i < expected.size(); ++i, ++compared)
      CHECK(std::abs(run.h[run.units + i] - expected[i]) < 2e-6F);
  }
  CHECK(compared == 2 * (3 * 5 + 7 * 12));
}

TEST_CASE("the shares of dL/dW add up to 1, and dL/dW is what central differences say") {
  for (const Cell cell : all_cells) {
    const Outcome out = outcome_of({.cell = cell, .hidden = 12, .steps = 30});
    CHECK(std::accumulate(out.share.begin() + 1, out.share.end(), 0.0) == doctest::Approx(1));
  }
  // One unit, one lag: h_2 = w (w h_0 + u x_1) + u x_2, and h_0 = 0: dh_2/dw = u x_1, all of it from lag 0.
  const Outcome one = outcome_of({.cell = Cell::identity, .hidden = 1, .steps = 2});
  CHECK(one.share[2] == doctest::Approx(1));
  CHECK(one.share[1] == 0);
}

TEST_CASE("gradients beyond float32 keep their digits and are named") {
  const Outcome vanished =
      outcome_of({.cell = Cell::identity, .hidden = 8, .steps = 900, .init = Init::orthogonal, .scale_to = 0.5});
  CHECK(vanished.gradient[0] == doctest::Approx(900 * std::log10(0.5)).epsilon(1e-4));
  REQUIRE(vanished.underflow);
  CHECK(900 - *vanished.underflow >= 124);  // the largest entry of a unit vector of 8 is at least 1/sqrt(8)
  CHECK(900 - *vanished.underflow <= 127);
  CHECK_FALSE(vanished.overflow);
  const Outcome exploded = outcome_of({.cell = Cell::identity,
                                       .hidden = 8,
                                       .steps = 900,
                                       .init = Init::orthogonal,
                                       .scale_to = 2,
                                       .input = Input::pulse,
                                       .input_scale = 0});
  CHECK(exploded.gradient[0] == doctest::Approx(900 * std::log10(2.0)).epsilon(1e-4));
  REQUIRE(exploded.overflow);
  CHECK_FALSE(exploded.underflow);
  CHECK(*exploded.half_life == doctest::Approx(-1).epsilon(1e-3));
}

TEST_CASE("a state that overflows is said, and what depends on it is NaN or goes on, never silent") {
  const Outcome out = outcome_of({.cell = Cell::relu, .hidden = 16, .steps = 600, .scale_to = 4}, true);
  REQUIRE(out.not_finite);
  CHECK(*out.not_finite > 20);
  CHECK(*out.not_finite < 600);
}

TEST_CASE("dead ReLUs give exact zeros") {
  const Outcome out = outcome_of({.cell = Cell::relu, .hidden = 16, .steps = 20, .bias = -50}, true);
  CHECK(out.gradient[20] == doctest::Approx(0).epsilon(1e-5));
  CHECK(std::isinf(out.gradient[10]));
  CHECK(out.gradient[10] < 0);
  CHECK(std::isinf(out.jacobian[10]));
  CHECK_FALSE(out.half_life);
}

TEST_CASE("weights are scaled to what was asked for, and the three sizes differ") {
  for (const Init init : {Init::gaussian, Init::uniform, Init::identity})
    for (const Scale scale : {Scale::sigma, Scale::radius, Scale::gain}) {
      const Measures m =
          outcome_of({.hidden = 32, .steps = 2, .init = init, .scale = scale, .scale_to = 0.7}, true).measures;
      CHECK((scale == Scale::sigma ? m.sigma : scale == Scale::radius ? m.radius : m.gain) == doctest::Approx(0.7));
      CHECK(m.radius < m.sigma);
    }
}

TEST_CASE("what is out of range is named") {
  std::shared_ptr<Draft> draft;
  CHECK(Analysis::make({.hidden = 0}, draft).error().where == "hidden");
  CHECK(Analysis::make({.steps = 1001}, draft).error().where == "steps");
  CHECK(Analysis::make({.scale_to = -1}, draft).error().where == "sigma");
  CHECK(Analysis::make({.input = Input::text}, draft).error().where == "text");
  CHECK(parse_cell("elman").error().where == "cell");
}

TEST_CASE("lags are distinct, from 1 to T, at most 16") {
  for (const std::size_t steps : {1U, 2U, 15U, 100U, 1000U}) {
    const auto lags = spectrum_lags(steps);
    CHECK(lags.front() == 1);
    CHECK(lags.back() == steps);
    CHECK(lags.size() <= 16);
  }
}

// The redraw of a slider: not a test of speed, but the numbers are there to be read (`test_rnn -s -tc="*redraw*"`).
TEST_CASE("one redraw after the scale was turned") {
  for (const auto& [hidden, steps] : {std::pair{64, 100}, std::pair{256, 200}, std::pair{512, 1000}}) {
    Settings settings{.hidden = hidden, .steps = steps};
    auto draft = std::make_shared<Draft>(Draft::make(settings));
    settings.scale_to = 0.95;
    const auto start = std::chrono::steady_clock::now();
    const auto analysis = Analysis::make(settings, draft);
    const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - start;
    REQUIRE(analysis);
    INFO("H ", hidden, ", T ", steps, ": ", taken.count(), " ms");
    CHECK(taken.count() < 60'000);
  }
}

}  // namespace stride::rnn
