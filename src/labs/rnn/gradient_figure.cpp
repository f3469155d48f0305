#include <algorithm>
#include <cmath>

#include "labs/rnn/gradient_marks.h"
#include "labs/rnn/scale.h"
#include "labs/rnn/view.h"

namespace stride::labs::rnn {

using jobs::RnnOutcome;
using page::Ink;
using page::Marks;

namespace {

constexpr int most_bars = 150, most_rows = 101;

double real(int value) { return value; }
double at(const std::vector<float>& values, int t) { return static_cast<double>(values[static_cast<std::size_t>(t)]); }

void add_bars(const RnnOutcome& outcome, const Decades& decades, int reached, Marks& marks) {
  const int stride = (outcome.steps + most_bars) / most_bars;
  for (int t = outcome.steps; t >= reached; t -= stride) {
    const double value = at(outcome.gradient, t);
    if (!std::isfinite(value)) continue;
    const double half = 0.3 * stride;
    marks.push_back({page::RectangleMark{.from = {real(t) - half, decades.low()},
                                         .to = {real(t) + half, value},
                                         .fill = t == reached ? Ink::accent : Ink::face_side,
                                         .stroke = {},
                                         .corner_radius = 1}});
  }
}

// All that is known of a step, for who points at its column.
void add_readings(const Text& text, const RnnOutcome& outcome, const Decades& decades, int reached, Marks& marks) {
  const int stride = (outcome.steps + most_bars) / most_bars;
  for (int t = outcome.steps; t >= reached; t -= stride) {
    const auto line = [&](const char* key, double log10) {
      return "\n" +
             text.get(key, {{"value", std::isnan(log10) ? text.get("rnn.gradient.nan_label") : power_text(log10)}});
    };
    const double value = at(outcome.gradient, t);
    std::string said =
        text.get("rnn.reading.step", {{"t", std::to_string(t)}, {"lag", std::to_string(outcome.steps - t)}});
    said += line("rnn.reading.gradient", value);
    if (const auto bound = log10_bound(outcome, t)) said += line("rnn.reading.bound", *bound);
    if (!std::isnan(at(outcome.jacobian, t))) said += line("rnn.reading.product", at(outcome.jacobian, t));
    if (!outcome.cell_gradient.empty()) said += line("rnn.reading.cell", at(outcome.cell_gradient, t));
    marks.push_back({page::ReadingMark{.from = {t - 0.5 * stride, decades.low()},
                                       .to = {t + 0.5 * stride, decades.high()},
                                       .at = {real(t), std::isfinite(value) ? value : decades.low()},
                                       .text = std::move(said)}});
  }
}

// A curve over the states that are finite.
page::LineMark curve(const RnnOutcome& outcome, const std::vector<float>& values, Ink ink, bool dashed) {
  page::LineMark line{.stroke = ink, .stroke_width = 1.5, .dashed = dashed};
  const int stride = (outcome.steps + most_bars) / most_bars;
  for (int t = outcome.steps; t >= 0; t -= stride)
    if (std::isfinite(at(values, t))) line.points.push_back({real(t), at(values, t)});
  return line;
}

void add_label(std::vector<page::Point> along, std::string text, Ink ink, int priority, Marks& marks) {
  if (along.size() > 1)
    marks.push_back({page::TextMark{
        .at = {}, .text = std::move(text), .ink = ink, .priority = priority, .along = std::move(along)}});
}

// With its name beside it.
void add_line(page::LineMark line, std::string name, Marks& marks) {
  if (line.points.size() < 2) return;
  add_label(line.points, std::move(name), line.stroke, 2, marks);
  marks.push_back({std::move(line)});
}

void add_curves(const Text& text, const RnnOutcome& outcome, Marks& marks) {
  if (const auto bound = log10_bound(outcome, 0); bound && std::isfinite(*bound))
    add_line({.points = {{real(outcome.steps), 0}, {0, *bound}}, .stroke = Ink::consistent, .dashed = true},
             text.get("rnn.gradient.bound_label"), marks);
  add_line(curve(outcome, outcome.jacobian, Ink::ink, false), text.get("rnn.gradient.product_label"), marks);
  if (!outcome.cell_gradient.empty())
    add_line(curve(outcome, outcome.cell_gradient, Ink::right, false), text.get("rnn.gradient.cell_label"), marks);
}

// What the bars can't show: zeros, what isn't finite, what a float can't hold.
std::string remarks(const Text& text, const RnnOutcome& outcome) {
  std::string said;
  const auto add = [&](std::string_view key, int t) { said += " " + text.get(key, {{"t", std::to_string(t)}}); };
  if (outcome.not_finite >= 0) add("rnn.gradient.not_finite", outcome.not_finite);
  int zero = -1;
  bool undefined = false;
  for (int t = 0; t <= outcome.steps; ++t) {
    if (std::isinf(at(outcome.gradient, t)) && at(outcome.gradient, t) < 0) zero = t;
    undefined |= std::isnan(at(outcome.gradient, t));
  }
  if (zero >= 0) add("rnn.gradient.zero", zero);
  if (undefined) said += " " + text.get("rnn.gradient.undefined");
  if (outcome.underflow >= 0) add("rnn.gradient.underflow", outcome.underflow);
  if (outcome.overflow >= 0) add("rnn.gradient.overflow", outcome.overflow);
  return said;
}

std::string half_life_text(const Text& text, const RnnOutcome& outcome) {
  if (!std::isfinite(outcome.half_life)) return "";
  const bool grows = outcome.half_life < 0;
  return " " + text.get(grows ? "rnn.gradient.doubles" : "rnn.gradient.halves",
                        {{"steps", short_number(std::abs(outcome.half_life))}});
}

page::DataTable table_of(const Text& text, const RnnOutcome& outcome) {
  page::DataTable table;
  table.columns = {text.get("rnn.table.t"), text.get("rnn.table.gradient"), text.get("rnn.table.bound"),
                   text.get("rnn.table.product")};
  const int stride = (outcome.steps + most_rows) / most_rows;
  for (int t = outcome.steps; t >= 0; t -= stride) {
    const auto bound = log10_bound(outcome, t);
    table.rows.push_back({std::to_string(t), power_text(at(outcome.gradient, t)), bound ? power_text(*bound) : "–",
                          power_text(at(outcome.jacobian, t))});
  }
  return table;
}

}  // namespace

page::Figure gradient_figure(const Content& content, const State& state, const Network& network, double playback) {
  const Text& text = content.text;
  const RnnOutcome& outcome = *network.outcome;
  const int done = std::clamp(static_cast<int>(std::floor(playback + 1e-6)), 0, outcome.steps);
  const int reached = outcome.steps - done;
  Decades decades;
  decades.cover(outcome.gradient);
  decades.cover(outcome.jacobian);
  decades.cover(outcome.cell_gradient);
  if (const auto bound = log10_bound(outcome, 0)) decades.cover(*bound);
  const double height = decades.high() - decades.low();
  const Band band{decades.high() + 0.1 * height, decades.high() + 0.22 * height};

  page::Figure figure;
  figure.title = text.get("rnn.gradient.title");
  figure.pending = network.stale;
  figure.height = 400;
  figure.x = step_axis(text.get("rnn.axis.time"), 0, outcome.steps);
  figure.y = decades.axis("");
  figure.y.high = band.high + 0.04 * height;
  figure.table = table_of(text, outcome);
  add_network(outcome, decades, band, reached, std::clamp(playback - done, 0.0, 1.0), figure.marks);
  add_bars(outcome, decades, reached, figure.marks);
  add_curves(text, outcome, figure.marks);
  add_extremes(text, outcome, decades, reached, figure.marks);
  add_readings(text, outcome, decades, reached, figure.marks);
  std::vector<page::Point> measured = curve(outcome, outcome.gradient, Ink::accent, false).points;
  std::erase_if(measured, [&](const page::Point& point) { return point.x < reached; });  // as far as there are bars
  add_label(std::move(measured), text.get("rnn.gradient.measured_label"), Ink::accent, 1, figure.marks);
  figure.sentence = text.get("rnn.gradient.sentence", {{"cell", cell_title(content, network.cell)},
                                                       {"hidden", std::to_string(outcome.hidden)},
                                                       {"steps", std::to_string(outcome.steps)},
                                                       {"t", std::to_string(reached)},
                                                       {"value", power_text(at(outcome.gradient, reached))}}) +
                    half_life_text(text, outcome) + remarks(text, outcome);
  figure.playback = page::Playback{.t = real(done),
                                   .steps = real(outcome.steps),
                                   .steps_per_second = number_of(state, "speed") * std::max(3.0, outcome.steps / 8.0)};
  return figure;
}

}  // namespace stride::labs::rnn
