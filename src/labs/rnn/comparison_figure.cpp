#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "labs/rnn/scale.h"
#include "labs/rnn/view.h"

namespace stride::labs::rnn {

using jobs::RnnOutcome;
using page::Ink;

namespace {

constexpr int most_bars = 150;      // in all panels
constexpr double panel_part = 0.9;  // of a panel's place; the rest is the gap to the next one

double real(std::size_t value) { return static_cast<double>(value); }
double at(const RnnOutcome& outcome, int t) {
  return static_cast<double>(outcome.gradient[static_cast<std::size_t>(t)]);
}

// Where a step stands: each panel is one unit wide.
double place(std::size_t panel, const RnnOutcome& outcome, double t) {
  return real(panel) + panel_part * (t + 0.5) / (outcome.steps + 1);
}

// The bars of one network, what they say, and its bound.
void add_panel(const Text& text, const Network& network, std::size_t panel, int bars, const Decades& decades,
               page::Marks& marks) {
  const RnnOutcome& outcome = *network.outcome;
  const int stride = (outcome.steps + bars) / bars;
  const double half = 0.5 * panel_part * stride / (outcome.steps + 1);
  for (int t = outcome.steps; t >= 0; t -= stride) {
    const double value = at(outcome, t), x = place(panel, outcome, t);
    const bool shown = std::isfinite(value);
    if (shown)
      marks.push_back({page::RectangleMark{.from = {x - 0.7 * half, decades.low()},
                                           .to = {x + 0.7 * half, value},
                                           .fill = panel == 0 ? Ink::accent : Ink::face_side,
                                           .stroke = {},
                                           .corner_radius = 1}});
    const std::string read = text.get("rnn.reading.gradient", {{"value", power_text(value)}});
    marks.push_back({page::ReadingMark{
        .from = {x - half, decades.low()},
        .to = {x + half, decades.high()},
        .at = {x, shown ? value : decades.low()},
        .text = network.label + "\n" + text.get("rnn.reading.t", {{"t", std::to_string(t)}}) + "\n" + read}});
  }
  if (const auto bound = log10_bound(outcome, 0); bound && std::isfinite(*bound)) {
    const double end = std::clamp(*bound, decades.low(), decades.high());
    const double reached = *bound == 0 ? 0 : outcome.steps * (1 - end / *bound);  // where it leaves the axis
    marks.push_back(
        {page::LineMark{.points = {{place(panel, outcome, outcome.steps), 0}, {place(panel, outcome, reached), end}},
                        .stroke = Ink::consistent,
                        .dashed = true}});
  }
}

std::string pace(const Text& text, double half_life) {
  if (!std::isfinite(half_life)) return text.get("rnn.comparison.stays");
  return text.get(half_life < 0 ? "rnn.comparison.doubles" : "rnn.comparison.halves",
                  {{"steps", short_number(std::abs(half_life))}});
}

}  // namespace

std::optional<page::Figure> comparison_figure(const Content& content, const State& state, const Network& network,
                                              const jobs::Results& results) {
  const Text& text = content.text;
  std::vector<Network> shown = read_companions(content, state, results);
  if (shown.empty()) return std::nullopt;
  shown.insert(shown.begin(), network);
  const bool scaled = value_of(*find_lab("rnn"), state, "compare_1").starts_with("scale:");
  shown.front().label = scaled ? text.get("rnn.scale." + value_of(*find_lab("rnn"), state, "scale") + ".short") + " " +
                                     value_of(*find_lab("rnn"), state, "scale_to")
                               : cell_title(content, network.cell);
  page::Figure figure;
  figure.title = text.get("rnn.comparison.title");
  figure.height = 260;
  figure.x = {.label = text.get("rnn.axis.time"), .low = -0.05, .high = real(shown.size())};
  figure.table.columns = {text.get("rnn.table.network"), text.get("rnn.table.first"), text.get("rnn.table.half_life"),
                          text.get("rnn.table.underflow")};
  Decades decades;
  for (const Network& each : shown)
    if (each.outcome) decades.cover(each.outcome->gradient);
  figure.y = decades.axis("");
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const Network& each = shown[i];
    figure.pending |= each.stale || !each.outcome;
    figure.sentence += i == 0 ? "" : " ";
    if (!each.outcome) {
      figure.sentence += text.get("rnn.comparison.waiting", {{"label", each.label}});
      continue;
    }
    const RnnOutcome& outcome = *each.outcome;
    add_panel(text, each, i, most_bars / static_cast<int>(shown.size()), decades, figure.marks);
    for (const int t : {0, outcome.steps}) figure.x.ticks.emplace_back(place(i, outcome, t), std::to_string(t));
    figure.marks.push_back({page::TextMark{.at = {real(i), decades.high()},
                                           .text = each.label,
                                           .ink = i == 0 ? Ink::accent : Ink::ink,
                                           .strong = true,
                                           .align_x = 0,
                                           .align_y = 1,
                                           .offset_y = -4,
                                           .priority = 3}});
    const std::string first = power_text(at(outcome, 0));
    figure.table.rows.push_back({each.label, first, short_number(outcome.half_life),
                                 outcome.underflow < 0 ? "–" : std::to_string(outcome.underflow)});
    figure.sentence += text.get("rnn.comparison.one",
                                {{"label", each.label}, {"first", first}, {"pace", pace(text, outcome.half_life)}});
  }
  figure.y.high += 0.12 * (decades.high() - decades.low());  // room for the names
  return figure;
}

}  // namespace stride::labs::rnn
