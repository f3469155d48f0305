#include <algorithm>
#include <array>

#include "labs/input_sizes/view.h"

namespace stride::labs::input_sizes {

using page::Ink;

namespace {

double real(std::int64_t value) { return static_cast<double>(value); }

/// The sizes that fit under one rounding, along one axis: all that divide, under `exact`.
std::vector<nn::Interval> fitting(const Inputs& inputs, nn::Rounding rounding, bool vertical) {
  const std::int64_t size = along(inputs.sheet.size, vertical);
  // A map keeps its output where the layer after it keeps its input.
  std::vector<nn::Interval> sizes;
  const auto all = nn::staircases(inputs.network(), inputs.shown, vertical, rounding);
  const auto trained = nn::staircases(inputs.network(), {size, size}, vertical, rounding);
  if (!all || !trained) return sizes;
  const auto map = std::ranges::find(*all, inputs.map, &nn::Staircase::layer);
  const auto own = std::ranges::find(*trained, inputs.map, &nn::Staircase::layer);
  for (const nn::SizeStep& step : map->steps) {
    const bool fits = rounding == nn::Rounding::exact ? step.side.has_value() : step.side == own->steps.front().side;
    if (!fits || !step.side) continue;
    if (!sizes.empty() && sizes.back().high + 1 == step.inputs.low)
      sizes.back().high = step.inputs.high;
    else
      sizes.push_back(step.inputs);
  }
  return sizes;
}

void add_sizes(const std::string& rounding, const std::vector<nn::Interval>& sizes, double row, bool current,
               page::Marks& marks) {
  for (const nn::Interval& each : sizes) {
    const double low = real(each.low) - 0.5, high = real(each.high) + 0.5, middle = (low + high) / 2;
    if (each.low == each.high)
      marks.push_back({page::DotMark{{middle, row + 0.4}, 4, current ? Ink::accent : Ink::soft}});
    else
      marks.push_back({page::RectangleMark{.from = {low, row + 0.22},
                                           .to = {high, row + 0.58},
                                           .fill = current ? Ink::accent : Ink::face_side,
                                           .stroke = {},
                                           .corner_radius = 3}});
    marks.push_back({page::TextMark{.at = {middle, row + 0.62},
                                    .text = list_text({each}),
                                    .ink = current ? Ink::accent : Ink::soft,
                                    .strong = current,
                                    .align_y = 0,
                                    .priority = current ? 2 : 1}});
    marks.push_back({page::ReadingMark{.from = {low, row + 0.22},
                                       .to = {high, row + 0.58},
                                       .at = {middle, row + 0.4},
                                       .text = rounding + "\n" + list_text({each})}});
  }
}

}  // namespace

page::Figure comparison_figure(const Content& content, const Inputs& inputs, bool vertical) {
  const Text& text = content.text;
  page::Figure figure;
  const std::string axis = is_symmetric(inputs.network()) && inputs.sheet.size.square() ? ""
                           : vertical                                                   ? ".height"
                                                                                        : ".width";
  figure.title = text.get("input_sizes.comparison.title" + axis, {{"layer", inputs.kept}});
  figure.height = 210;
  figure.x = size_axis(content, inputs.shown);
  figure.y = {.label = "", .low = 0, .high = 3};
  figure.table.columns = {text.get("input_sizes.table.rounding"), text.get("input_sizes.table.fitting")};
  constexpr std::array roundings = {nn::Rounding::floor, nn::Rounding::ceil, nn::Rounding::exact};
  std::array<std::string, 3> lists;
  for (std::size_t i = 0; i < roundings.size(); ++i) {
    const auto sizes = fitting(inputs, roundings[i], vertical);
    const std::string name(nn::to_string(roundings[i]));
    lists[i] = sizes.empty() ? text.get("input_sizes.none") : list_text(sizes);
    const double row = static_cast<double>(i);
    figure.y.ticks.emplace_back(row + 0.4, name);
    add_sizes(name, sizes, row, roundings[i] == inputs.sheet.rounding, figure.marks);
    figure.table.rows.push_back({name, lists[i]});
  }
  const std::int64_t size = along(inputs.sheet.size, vertical);
  for (const double row : {0.0, 1.0, 2.0})  // not through the labels
    figure.marks.push_back({page::LineMark{.points = {{real(size), row + 0.05}, {real(size), row + 0.58}},
                                           .stroke = Ink::ink,
                                           .stroke_width = 1,
                                           .dashed = true}});
  figure.sentence = text.get("input_sizes.comparison.sentence", {{"layer", inputs.kept},
                                                                 {"size", std::to_string(size)},
                                                                 {"floor", lists[0]},
                                                                 {"ceil", lists[1]},
                                                                 {"exact", lists[2]},
                                                                 {"shown", list_text({inputs.shown})}});
  return figure;
}

}  // namespace stride::labs::input_sizes
