#include <algorithm>
#include <utility>

#include "labs/rnn/scale.h"
#include "labs/rnn/view.h"

namespace stride::labs::rnn {

using jobs::RnnOutcome;
using page::Ink;

namespace {

constexpr int most_lines = 24, most_lags = 40, most_rows = 101;

double real(int value) { return value; }

// A line whose parts below the rounding are drawn apart from those above.
void add_split(const std::vector<page::Point>& points, const std::vector<bool>& sure, Ink ink, page::Marks& marks) {
  for (std::size_t i = 0; i + 1 < points.size(); ++i)
    marks.push_back({page::LineMark{.points = {points[i], points[i + 1]},
                                    .stroke = sure[i + 1] ? ink : Ink::line,
                                    .stroke_width = sure[i + 1] ? 1.5 : 1.0,
                                    .dashed = !sure[i + 1]}});
}

// "unit 3", or "units 3–5" where a row of the picture holds several.
std::vector<std::string> group_names(const Text& text, const std::string& what, int groups, int count, int first) {
  std::vector<std::string> names;
  for (int i = 0; i < groups; ++i) {
    const int low = i * count / groups + first, high = (i + 1) * count / groups - 1 + first;
    names.push_back(text.get("rnn.reading." + what + (low == high ? "" : "s"),
                             {{what == "t" ? "t" : "unit", std::to_string(low)}, {"to", std::to_string(high)}}));
  }
  return names;
}

double share_at(const RnnOutcome& outcome, int lag) {
  const double share = static_cast<double>(outcome.share[static_cast<std::size_t>(outcome.steps - lag)]);
  return std::isfinite(share) ? share : 0;
}

}  // namespace

page::Figure saturation_figure(const Content& content, const Network& network) {
  const Text& text = content.text;
  const RnnOutcome& outcome = *network.outcome;
  const bool gated = !(outcome.gamma > 0);
  const std::string kind = network.cell == "lstm" ? "forget" : network.cell == "gru" ? "update" : "slope";
  page::Figure figure;
  figure.pending = network.stale;
  figure.title = text.get("rnn.saturation.title." + kind);
  figure.height = 220;
  figure.x = step_axis(text.get("rnn.axis.time"), 1, outcome.steps);
  figure.y = {.label = text.get("rnn.axis.unit"), .low = 0, .high = real(outcome.hidden)};
  for (const int unit : {0, outcome.hidden / 2, outcome.hidden})
    figure.y.ticks.emplace_back(unit, std::to_string(unit));
  figure.marks.push_back(
      {page::CellsMark{.from = {0.5, 0},
                       .to = {outcome.steps + 0.5, real(outcome.hidden)},
                       .rows = outcome.map_rows,
                       .columns = outcome.map_columns,
                       .values = outcome.map,
                       .low = 0,
                       .high = gated ? 1 : outcome.gamma,
                       .row_names = group_names(text, "unit", outcome.map_rows, outcome.hidden, 0),
                       .column_names = group_names(text, "t", outcome.map_columns, outcome.steps, 1)}});
  figure.sentence = text.get("rnn.saturation.sentence." + kind, {{"mean", short_number(outcome.mean_slope)},
                                                                 {"most", gated ? "1" : short_number(outcome.gamma)}});
  figure.table.columns = {text.get("rnn.table.t"), text.get("rnn.table.mean")};
  for (int column = 0; column < outcome.map_columns; ++column) {
    double sum = 0;
    for (int row = 0; row < outcome.map_rows; ++row)
      sum += static_cast<double>(outcome.map[static_cast<std::size_t>(row * outcome.map_columns + column)]);
    figure.table.rows.push_back(
        {std::to_string(column * outcome.steps / outcome.map_columns + 1), short_number(sum / outcome.map_rows)});
  }
  return figure;
}

page::Figure singular_figure(const Content& content, const Network& network, const std::optional<RnnOutcome>& before) {
  const Text& text = content.text;
  const bool older = network.outcome->spectra.empty() && before;
  const RnnOutcome& outcome = older ? *before : *network.outcome;
  page::Figure figure;
  figure.pending = network.stale || older;
  figure.title = text.get("rnn.singular.title");
  figure.height = 260;
  figure.x = step_axis(text.get("rnn.axis.lag"), 0, outcome.steps);
  if (outcome.spectra.empty() || outcome.spectra.front().values.empty()) {
    figure.pending = true;
    figure.y = Decades().axis("");
    figure.sentence = text.get("rnn.singular.waiting");
    return figure;
  }
  const int count = static_cast<int>(outcome.spectra.front().values.size());
  Decades decades;
  for (const auto& spectrum : outcome.spectra) {
    decades.cover(spectrum.values.front());
    for (const float value : spectrum.values)
      if (value >= spectrum.rounding - 1) decades.cover(value);
  }
  figure.y = decades.axis("");
  const int lines = std::min(count, most_lines);
  for (int line = 0; line < lines; ++line) {
    const auto index = static_cast<std::size_t>(lines == 1 ? 0 : line * (count - 1) / (lines - 1));
    std::vector<page::Point> points = {{0, 0}};
    std::vector<bool> sure = {true};
    for (const auto& spectrum : outcome.spectra) {
      if (index >= spectrum.values.size() || !std::isfinite(spectrum.values[index])) break;
      points.push_back({real(spectrum.lag), std::max(static_cast<double>(spectrum.values[index]), decades.low())});
      sure.push_back(spectrum.values[index] >= spectrum.rounding);
    }
    add_split(points, sure, line == 0 ? Ink::accent : Ink::face_side, figure.marks);
  }
  for (const auto& spectrum : outcome.spectra) {
    const auto value = [&](std::size_t index) { return power_text(static_cast<double>(spectrum.values[index])); };
    figure.marks.push_back({page::ReadingMark{
        .from = {spectrum.lag - 0.5, decades.low()},
        .to = {spectrum.lag + 0.5, decades.high()},
        .at = {real(spectrum.lag), std::max(static_cast<double>(spectrum.values.front()), decades.low())},
        .text = text.get("rnn.reading.spectrum", {{"lag", std::to_string(spectrum.lag)},
                                                  {"largest", value(0)},
                                                  {"median", value(spectrum.values.size() / 2)},
                                                  {"smallest", value(spectrum.values.size() - 1)}})}});
  }
  figure.table.columns = {text.get("rnn.table.lag"), text.get("rnn.table.largest"), text.get("rnn.table.median"),
                          text.get("rnn.table.smallest"), text.get("rnn.table.rounding")};
  for (const auto& spectrum : outcome.spectra)
    figure.table.rows.push_back({std::to_string(spectrum.lag), power_text(static_cast<double>(spectrum.values.front())),
                                 power_text(static_cast<double>(spectrum.values[spectrum.values.size() / 2])),
                                 power_text(static_cast<double>(spectrum.values.back())),
                                 power_text(static_cast<double>(spectrum.rounding))});
  const auto& last = outcome.spectra.back();
  figure.sentence =
      text.get("rnn.singular.sentence", {{"lag", std::to_string(last.lag)},
                                         {"count", std::to_string(count)},
                                         {"largest", power_text(static_cast<double>(last.values.front()))},
                                         {"smallest", power_text(static_cast<double>(last.values.back()))}});
  if (!outcome.all_done)
    figure.sentence += " " + text.get("rnn.singular.so_far", {{"known", std::to_string(outcome.spectra.size())}});
  return figure;
}

page::Figure share_figure(const Content& content, const Network& network) {
  const Text& text = content.text;
  const RnnOutcome& outcome = *network.outcome;
  const int lags = std::min(outcome.steps, most_lags);
  double low = 0, high = 0.01;
  for (int lag = 0; lag < lags; ++lag) {
    low = std::min(low, share_at(outcome, lag));
    high = std::max(high, share_at(outcome, lag));
  }
  page::Figure figure;
  figure.pending = network.stale;
  figure.title = text.get("rnn.share.title");
  figure.height = 180;
  figure.x = step_axis(text.get("rnn.axis.lag"), 0, lags - 1);
  figure.y = {.label = "", .low = low * 1.1, .high = high * 1.1, .upwards = true};
  for (const double tick : {0.0, high / 2, high})
    figure.y.ticks.emplace_back(tick, short_number(std::round(1000 * tick) / 10) + " %");
  figure.table.columns = {text.get("rnn.table.lag"), text.get("rnn.table.share"), text.get("rnn.table.term")};
  for (int lag = 0; lag < outcome.steps; ++lag) {
    const double share = share_at(outcome, lag);
    const std::string percent = (share < 0 ? "−" : "") + percent_text(content, share) + " %";
    const std::string term =
        power_text(static_cast<double>(outcome.term[static_cast<std::size_t>(outcome.steps - lag)]));
    if (lag < lags) {
      figure.marks.push_back({page::RectangleMark{.from = {lag - 0.35, 0},
                                                  .to = {lag + 0.35, share},
                                                  .fill = share < 0 ? Ink::consistent : Ink::face_side,
                                                  .stroke = {},
                                                  .corner_radius = 1}});
      figure.marks.push_back(
          {page::ReadingMark{.from = {lag - 0.5, figure.y.low},
                             .to = {lag + 0.5, figure.y.high},
                             .at = {real(lag), share},
                             .text = text.get("rnn.reading.share", {{"lag", std::to_string(lag)},
                                                                    {"t", std::to_string(outcome.steps - lag)},
                                                                    {"share", percent},
                                                                    {"term", term}})}});
    }
    if (lag < most_rows) figure.table.rows.push_back({std::to_string(lag), percent, term});
  }
  constexpr int recent = 5;
  const double share = share_below(outcome, recent);
  figure.sentence = text.get(outcome.steps > recent ? "rnn.share.sentence" : "rnn.share.all",
                             {{"recent", percent_text(content, share)},
                              {"far", percent_text(content, 1 - share)},
                              {"size", power_text(outcome.weight_gradient)}});
  return figure;
}

}  // namespace stride::labs::rnn
