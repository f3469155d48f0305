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
  figure.title = text.get("rnn.saturation.title." + kind);
  figure.height = 220;
  figure.x = step_axis(text.get("rnn.axis.time"), 1, outcome.steps);
  figure.y = {.label = text.get("rnn.axis.unit"), .low = 0, .high = real(outcome.hidden)};
  for (const int unit : {0, outcome.hidden / 2, outcome.hidden})
    figure.y.ticks.emplace_back(unit, std::to_string(unit));
  figure.marks.push_back({page::CellsMark{.from = {0.5, 0},
                                          .to = {outcome.steps + 0.5, real(outcome.hidden)},
                                          .rows = outcome.map_rows,
                                          .columns = outcome.map_columns,
                                          .values = outcome.map,
                                          .low = 0,
                                          .high = gated ? 1 : outcome.gamma}});
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

std::optional<page::Figure> singular_figure(const Content& content, const Network& network) {
  const Text& text = content.text;
  const RnnOutcome& outcome = *network.outcome;
  if (outcome.spectra.empty() || outcome.spectra.front().values.empty()) return std::nullopt;
  const int count = static_cast<int>(outcome.spectra.front().values.size());
  page::Figure figure;
  figure.title = text.get("rnn.singular.title");
  figure.height = 260;
  figure.x = step_axis(text.get("rnn.axis.lag"), 0, outcome.steps);
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
  figure.title = text.get("rnn.share.title");
  figure.height = 180;
  figure.x = step_axis(text.get("rnn.axis.lag"), 0, lags - 1);
  figure.y = {.label = "", .low = low * 1.1, .high = high * 1.1, .upwards = true};
  for (const double tick : {0.0, high / 2, high})
    figure.y.ticks.emplace_back(tick, short_number(std::round(1000 * tick) / 10) + " %");
  figure.table.columns = {text.get("rnn.table.lag"), text.get("rnn.table.share"), text.get("rnn.table.term")};
  double recent = 0, far = 0;
  for (int lag = 0; lag < outcome.steps; ++lag) {
    const double share = share_at(outcome, lag);
    (lag < 5 ? recent : far) += share;
    if (lag < lags)
      figure.marks.push_back({page::RectangleMark{.from = {lag - 0.35, 0},
                                                  .to = {lag + 0.35, share},
                                                  .fill = share < 0 ? Ink::consistent : Ink::face_side,
                                                  .stroke = {},
                                                  .corner_radius = 1}});
    if (lag < most_rows)
      figure.table.rows.push_back(
          {std::to_string(lag), short_number(100 * share) + " %",
           power_text(static_cast<double>(outcome.term[static_cast<std::size_t>(outcome.steps - lag)]))});
  }
  figure.sentence = text.get("rnn.share.sentence", {{"recent", short_number(100 * recent)},
                                                    {"far", short_number(100 * far)},
                                                    {"size", power_text(outcome.weight_gradient)}});
  return figure;
}

std::optional<page::Figure> comparison_figure(const Content& content, const State& state, const Network& network,
                                              const jobs::Results& results) {
  const Text& text = content.text;
  std::vector<std::pair<std::string, RnnOutcome>> shown = {{cell_title(content, network.cell), *network.outcome}};
  for (const Companion& companion : companions(content, state)) {
    const auto found = results.find(companion.job.key());
    if (found == results.end() || !found->second.error.empty()) continue;
    if (auto outcome = jobs::unpack_rnn(found->second)) shown.emplace_back(companion.label, std::move(*outcome));
  }
  if (shown.size() < 2) return std::nullopt;
  page::Figure figure;
  figure.title = text.get("rnn.comparison.title");
  figure.height = 260;
  figure.x = step_axis(text.get("rnn.axis.time"), 0, network.outcome->steps);
  figure.table.columns = {text.get("rnn.table.network"), text.get("rnn.table.first"), text.get("rnn.table.half_life")};
  Decades decades;
  for (const auto& [label, outcome] : shown) decades.cover(outcome.gradient);
  figure.y = decades.axis("");
  const std::array inks = {Ink::accent, Ink::consistent, Ink::right, Ink::wrong};
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const auto& [label, outcome] = shown[i];
    page::LineMark line{.stroke = inks[i % inks.size()], .stroke_width = i == 0 ? 2.5 : 1.5, .dashed = i >= 2};
    for (int t = outcome.steps; t >= 0; --t) {
      const double value = static_cast<double>(outcome.gradient[static_cast<std::size_t>(t)]);
      if (std::isfinite(value)) line.points.push_back({real(t), value});
    }
    if (!line.points.empty())
      figure.marks.push_back({page::TextMark{.at = line.points.back(),
                                             .text = label,
                                             .ink = line.stroke,
                                             .strong = i == 0,
                                             .align_x = 0,
                                             .align_y = 1,
                                             .offset_y = -4,
                                             .priority = 3 - static_cast<int>(i)}});
    figure.marks.push_back({std::move(line)});
    figure.table.rows.push_back(
        {label, power_text(static_cast<double>(outcome.gradient.front())), short_number(outcome.half_life)});
    figure.sentence +=
        (i == 0 ? "" : " ") +
        text.get("rnn.comparison.one",
                 {{"label", label}, {"first", power_text(static_cast<double>(outcome.gradient.front()))}});
  }
  return figure;
}

}  // namespace stride::labs::rnn
