#include <array>
#include <cmath>
#include <utility>

#include "labs/rnn/scale.h"
#include "labs/rnn/view.h"

namespace stride::labs::rnn {

using jobs::RnnOutcome;
using page::Ink;

namespace {

double real(int value) { return value; }

}  // namespace

std::optional<page::Figure> comparison_figure(const Content& content, const State& state, const Network& network,
                                              const jobs::Results& results) {
  const Text& text = content.text;
  std::vector<std::pair<std::string, RnnOutcome>> shown = {{cell_title(content, network.cell), *network.outcome}};
  for (const Companion& companion : companions(content, state)) {
    const auto found = results.find(companion.job.key());
    if (found == results.end() || !found->second.error.empty()) continue;
    auto outcome = jobs::unpack_rnn(found->second);
    if (outcome && outcome->steps == network.outcome->steps) shown.emplace_back(companion.label, std::move(*outcome));
  }
  if (shown.size() < 2) return std::nullopt;
  page::Figure figure;
  figure.title = text.get("rnn.comparison.title");
  figure.pending = network.stale;
  figure.height = 260;
  figure.x = step_axis(text.get("rnn.axis.time"), 0, network.outcome->steps);
  figure.table.columns = {text.get("rnn.table.network"), text.get("rnn.table.first"), text.get("rnn.table.half_life")};
  Decades decades;
  for (const auto& [label, outcome] : shown) decades.cover(outcome.gradient);
  figure.y = decades.axis("");
  // Companions have as many steps as the network itself, once they are there.
  std::vector<std::string> said(static_cast<std::size_t>(network.outcome->steps) + 1);
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
    for (int t = 0; t <= outcome.steps; ++t) {
      std::string& read = said[static_cast<std::size_t>(t)];
      read += "\n" + label + ": " + power_text(static_cast<double>(outcome.gradient[static_cast<std::size_t>(t)]));
    }
    figure.table.rows.push_back(
        {label, power_text(static_cast<double>(outcome.gradient.front())), short_number(outcome.half_life)});
    figure.sentence +=
        (i == 0 ? "" : " ") +
        text.get("rnn.comparison.one",
                 {{"label", label}, {"first", power_text(static_cast<double>(outcome.gradient.front()))}});
  }
  for (int t = 0; t <= network.outcome->steps; ++t)
    figure.marks.push_back({page::ReadingMark{
        .from = {t - 0.5, decades.low()},
        .to = {t + 0.5, decades.high()},
        .at = {real(t), decades.low()},
        .text = text.get("rnn.reading.t", {{"t", std::to_string(t)}}) + said[static_cast<std::size_t>(t)]}});
  return figure;
}

}  // namespace stride::labs::rnn
