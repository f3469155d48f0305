#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <memory>
#include <utility>

#include "engine/kinds.h"
#include "engine/parameters.h"
#include "engine/rnn_timing.h"
#include "jobs/rnn_outcome.h"
#include "rnn/analysis.h"

namespace stride::engine {

namespace {

constexpr double slice_ms = 5;                             // a network that is turned waits for no more
constexpr double news_ms = 60;                             // between two partial results: each makes the page anew
constexpr int most_map_rows = 48, most_map_columns = 100;  // more can't be told apart

std::string text_of(const jobs::Job& job, std::string_view name, std::string fallback) {
  const auto found = job.parameters.find(std::string(name));
  return found == job.parameters.end() ? std::move(fallback) : found->second;
}

Result<void> read_number(const jobs::Job& job, const char* name, double& value) {
  const std::string text = text_of(job, name, "");
  if (text.empty()) return {};
  char* end = nullptr;  // the web's library has no from_chars for it
  value = std::strtod(text.c_str(), &end);
  if (*end != '\0') return fail("expected a number, found '" + text + "'", name);
  return {};
}

template <class Value>
Result<void> read_choice(const jobs::Job& job, const char* name, Result<Value> (*parse)(std::string_view),
                         Value& value) {
  const std::string text = text_of(job, name, "");
  if (text.empty()) return {};
  const auto parsed = parse(text);
  if (!parsed) return std::unexpected(parsed.error());
  value = *parsed;
  return {};
}

Result<rnn::Settings> settings_of(const jobs::Job& job) {
  rnn::Settings s;
  for (const auto& each :
       {read_choice(job, "cell", rnn::parse_cell, s.cell), read_choice(job, "init", rnn::parse_init, s.init),
        read_choice(job, "scale", rnn::parse_scale, s.scale), read_choice(job, "input", rnn::parse_input, s.input),
        read_number(job, "scale_to", s.scale_to), read_number(job, "input_scale", s.input_scale),
        read_number(job, "bias", s.bias), read_number(job, "forget_bias", s.forget_bias)})
    if (!each) return std::unexpected(each.error());
  const auto hidden = integer_parameter(job, "hidden", 1, rnn::most_hidden, s.hidden),
             steps = integer_parameter(job, "steps", 1, rnn::most_steps, s.steps),
             seed = integer_parameter(job, "seed", 0, std::numeric_limits<std::int32_t>::max(), 1),
             truncate = integer_parameter(job, "truncate", 0, rnn::most_steps, 0);
  for (const auto* each : {&hidden, &steps, &seed, &truncate})
    if (!*each) return std::unexpected(each->error());
  s.hidden = static_cast<int>(*hidden);
  s.steps = static_cast<int>(*steps);
  s.seed = static_cast<std::uint64_t>(*seed);
  s.truncate = static_cast<int>(*truncate);
  s.text = text_of(job, "text", "");
  if (const auto fine = rnn::check(s); !fine) return std::unexpected(fine.error());
  return s;
}

std::vector<float> floats(const std::vector<double>& values) {
  std::vector<float> result;
  for (const double value : values) result.push_back(static_cast<float>(value));
  return result;
}

// The mean slope of groups of units (rows) and of steps (columns).
void add_map(const rnn::Analysis& analysis, jobs::RnnOutcome& to) {
  const int units = analysis.settings().hidden, steps = analysis.settings().steps;
  to.map_rows = std::min(units, most_map_rows);
  to.map_columns = std::min(steps, most_map_columns);
  for (int row = 0; row < to.map_rows; ++row)
    for (int column = 0; column < to.map_columns; ++column) {
      double sum = 0;
      int count = 0;
      for (int unit = row * units / to.map_rows; unit < (row + 1) * units / to.map_rows; ++unit)
        for (int t = column * steps / to.map_columns; t < (column + 1) * steps / to.map_columns; ++t, ++count)
          sum += static_cast<double>(analysis.slope(static_cast<std::size_t>(t) + 1, static_cast<std::size_t>(unit)));
      to.map.push_back(static_cast<float>(sum / count));
    }
}

int step_or_never(const std::optional<std::size_t>& t) { return t ? static_cast<int>(*t) : -1; }

jobs::RnnOutcome to_outcome(const rnn::Analysis& analysis, bool done) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  const rnn::Outcome& from = analysis.outcome();
  jobs::RnnOutcome to{.cell = static_cast<int>(analysis.settings().cell),
                      .steps = analysis.settings().steps,
                      .hidden = analysis.settings().hidden,
                      .sigma = from.measures.sigma,
                      .radius = from.measures.radius,
                      .gain = from.measures.gain,
                      .gamma = from.gamma.value_or(0),
                      .weight_gradient = from.weight_gradient,
                      .input_gradient = from.input_gradient,
                      .bias_gradient = from.bias_gradient,
                      .whole_gradient = from.whole_gradient,
                      .mean_slope = from.squashed,
                      .half_life = from.half_life.value_or(nan),
                      .underflow = step_or_never(from.underflow),
                      .overflow = step_or_never(from.overflow),
                      .not_finite = step_or_never(from.not_finite),
                      .bounded = static_cast<int>(std::ranges::count(from.jacobian_exact, false)),
                      .jacobians_done = analysis.jacobians_done(),
                      .all_done = done,
                      .gradient = floats(from.gradient),
                      .cell_gradient = floats(from.cell_gradient),
                      .term = floats(from.term),
                      .jacobian = floats(from.jacobian),
                      .share = floats(from.share)};
  add_map(analysis, to);
  for (const rnn::Spectrum& spectrum : from.spectra)
    to.spectra.push_back(
        {static_cast<int>(spectrum.lag), static_cast<float>(spectrum.log10_rounding), floats(spectrum.log10_values)});
  return to;
}

/// First the norms at once, then the product of Jacobians, then the singular values, a few milliseconds at a time.
class Rnn {
 public:
  Rnn(rnn::Settings settings, bool jacobians, Clock clock)
      : settings_(std::move(settings)), jacobians_(jacobians), clock_(std::move(clock)) {}

  jobs::JobResult operator()() {
    if (analysis_ == nullptr) return start();
    const double end = clock_() + slice_ms;
    bool more = true;
    do more = analysis_->advance();
    while (more && clock_() < end);
    if (more && clock_() < told_ + news_ms) return {.progress = analysis_->progress(), .news = false};
    return result(!more);
  }

 private:
  jobs::JobResult start() {
    // Of the last network that was drawn, and of those compared with it, by their gates: while the scale is turned,
    // nothing needs to be decomposed again.
    static std::array<std::shared_ptr<rnn::Draft>, 5> drafts;
    auto& draft = drafts[static_cast<std::size_t>(rnn::gates_of(settings_.cell))];
    auto made = rnn::Analysis::make(settings_, draft);
    if (!made) return {.error = made.error().text()};
    analysis_ = std::make_shared<rnn::Analysis>(std::move(*made));
    return result(!jacobians_);
  }
  jobs::JobResult result(bool done) {
    told_ = clock_();
    jobs::JobResult result = jobs::pack(to_outcome(*analysis_, done));
    result.progress = done ? 1 : analysis_->progress();
    return result;
  }

  rnn::Settings settings_;
  bool jacobians_ = true;
  Clock clock_;
  double told_ = 0;
  std::shared_ptr<rnn::Analysis> analysis_;  // shared since Work is copyable
};

}  // namespace

Result<Work> start_rnn(const jobs::Job& job, const Clock& clock) {
  auto settings = settings_of(job);
  if (!settings) return std::unexpected(settings.error());
  const auto runs = integer_parameter(job, "runs", 0, 1000, 0);
  if (!runs) return std::unexpected(runs.error());
  if (*runs > 0) return time_rnn(*settings, *runs, clock);
  const bool jacobians = text_of(job, "jacobians", "yes") != "no";
  return Rnn(std::move(*settings), jacobians, clock);
}

}  // namespace stride::engine
