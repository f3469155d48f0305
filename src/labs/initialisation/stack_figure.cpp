#include <cmath>

#include "labs/initialisation/stack.h"
#include "labs/rnn/scale.h"

namespace stride::labs::initialisation {

using page::Ink;
using rnn::power_text;

namespace {

constexpr double float32_end = -37.93;  // log10 of the least normal number, 2^-126

double real(std::int64_t value) { return static_cast<double>(value); }

struct Curve {
  std::string name;
  double factor = 0;             // log10, per layer
  std::vector<double> measured;  // log10, from layer 1 on, as far as it was computed
};

std::vector<Curve> open_curves(const Content& content, const State& state, const Stack& stack) {
  std::vector<Curve> curves;
  for (const std::string_view way : ways) {
    if (!is_open(content, state, stack, way)) continue;
    Curve curve{content.text.get("initialisation.way." + std::string(way)), log10_factor(stack, way), {}};
    if (stack.result != nullptr)
      for (const float each : stack.result->tensor)
        curve.measured.push_back(static_cast<double>(each) + curve.factor * real(std::ssize(curve.measured) + 1));
    curves.push_back(std::move(curve));
  }
  return curves;
}

void add_curve(const Curve& curve, const Stack& stack, const rnn::Decades& decades, page::Marks& marks) {
  const double end = curve.factor * real(stack.depth);
  marks.push_back({page::LineMark{.points = {{0, 0}, {real(stack.depth), end}}, .stroke = Ink::soft, .dashed = true}});
  for (std::size_t i = 0; i < curve.measured.size(); ++i)
    if (std::isfinite(curve.measured[i]))
      marks.push_back({page::DotMark{{static_cast<double>(i + 1), curve.measured[i]}, 3.5, Ink::accent}});
  marks.push_back({page::TextMark{.at = {real(stack.depth), std::max(end, decades.low())},
                                  .text = curve.name,
                                  .ink = Ink::ink,
                                  .strong = true,
                                  .align_x = 1,
                                  .align_y = 0,
                                  .offset_y = 6,
                                  .priority = 3}});
}

void add_limit(const Text& text, const Stack& stack, page::Marks& marks) {
  marks.push_back({page::LineMark{.points = {{0, float32_end}, {real(stack.depth), float32_end}},
                                  .stroke = Ink::wrong,
                                  .stroke_width = 1,
                                  .dashed = true}});
  marks.push_back({page::TextMark{.at = {0.2, float32_end},
                                  .text = text.get("initialisation.float32"),
                                  .ink = Ink::wrong,
                                  .align_x = 0,
                                  .align_y = 1,
                                  .offset_y = -4,
                                  .priority = 1}});
}

/// One row for each layer, and the same to be read where one points.
void add_layers(const Text& text, const Stack& stack, const std::vector<Curve>& curves, const rnn::Decades& decades,
                page::Figure& figure) {
  figure.table.columns = {text.get("initialisation.table.layer")};
  for (const Curve& curve : curves) {
    figure.table.columns.push_back(text.get("initialisation.table.measured", {{"way", curve.name}}));
    figure.table.columns.push_back(text.get("initialisation.table.theory", {{"way", curve.name}}));
  }
  for (std::int64_t layer = 1; layer <= stack.depth; ++layer) {
    std::vector<std::string> row = {std::to_string(layer)};
    std::string said = text.get("initialisation.reading", {{"layer", row[0]}});
    double place = decades.low();
    for (const Curve& curve : curves) {
      const bool known = layer <= std::ssize(curve.measured);
      const double measured = known ? curve.measured[static_cast<std::size_t>(layer - 1)] : NAN;
      row.push_back(power_text(measured));
      row.push_back(power_text(curve.factor * real(layer)));
      said += "\n" + text.get("initialisation.reading.way",
                              {{"way", curve.name}, {"measured", *(row.end() - 2)}, {"theory", row.back()}});
      if (std::isfinite(measured)) place = std::max(place, measured);
    }
    figure.marks.push_back({page::ReadingMark{.from = {real(layer) - 0.5, decades.low()},
                                              .to = {real(layer) + 0.5, decades.high()},
                                              .at = {real(layer), place},
                                              .text = std::move(said)}});
    figure.table.rows.push_back(std::move(row));
  }
}

}  // namespace

page::Figure stack_figure(const Content& content, const State& state, const Stack& stack) {
  const Text& text = content.text;
  const std::vector<Curve> curves = open_curves(content, state, stack);
  rnn::Decades decades;
  for (const Curve& curve : curves) {
    decades.cover(1.1 * curve.factor * real(stack.depth));  // with room for its name below its end
    for (const double each : curve.measured) decades.cover(each);
  }
  page::Figure figure;
  figure.title = text.get("initialisation.figure.title");
  figure.height = curves.empty() ? 150 : 320;
  figure.x = rnn::step_axis(text.get("initialisation.axis.layer"), 0, static_cast<int>(stack.depth));
  figure.y = decades.axis(text.get("initialisation.axis.deviation"));
  if (decades.low() < float32_end) add_limit(text, stack, figure.marks);
  for (const Curve& curve : curves) add_curve(curve, stack, decades, figure.marks);
  if (curves.empty()) {
    figure.sentence = text.get("initialisation.withheld");
    figure.table = {{text.get("initialisation.table.layer")}, {{"1–" + std::to_string(stack.depth)}}};
    return figure;
  }
  add_layers(text, stack, curves, decades, figure);
  for (const Curve& curve : curves) {
    const bool complete = std::ssize(curve.measured) == stack.depth;
    figure.sentence += (figure.sentence.empty() ? "" : " ") +
                       text.get(complete ? "initialisation.sentence" : "initialisation.sentence.pending",
                                {{"way", curve.name},
                                 {"layer", std::to_string(stack.depth)},
                                 {"measured", complete ? power_text(curve.measured.back()) : ""},
                                 {"theory", power_text(curve.factor * real(stack.depth))}});
  }
  return figure;
}

}  // namespace stride::labs::initialisation
