#include <algorithm>
#include <cmath>
#include <numbers>

#include "labs/receptive_field/view.h"
#include "labs/worksheet/view.h"

namespace stride::labs::receptive_field {

using page::Ink;

namespace {

constexpr std::int64_t most_cells = 72;  // along a side

// Twice the radius and the pixel in the middle: a side to hold against the theoretical one.
double side_of(double radius) { return 2 * radius + 1; }

page::LineMark circle(double x, double y, double radius, Ink ink, double width) {
  page::LineMark line{.points = {}, .stroke = ink, .stroke_width = width};
  for (int i = 0; i <= 72; ++i) {
    const double angle = i * std::numbers::pi / 36;
    line.points.push_back({x + radius * std::cos(angle), y + radius * std::sin(angle)});
  }
  return line;
}

page::TextMark label(double x, double y, std::string text, Ink ink, double align_x, double offset, int priority) {
  return {.at = {x, y},
          .text = std::move(text),
          .ink = ink,
          .align_x = align_x,
          .align_y = offset < 0 ? 1.0 : 0.0,
          .offset_y = offset,
          .priority = priority};
}

// Measured at this depth, in pixels: radius, row and column of the centre.
double measured_side(const jobs::JobResult& result, std::size_t layer) {
  return 3 * layer < result.tensor.size() ? side_of(static_cast<double>(result.tensor[3 * layer])) : 0;
}

}  // namespace

page::Mark heat_mark(const Content& content, const jobs::JobResult& measured) {
  const auto height = static_cast<std::int64_t>(number_in(measured, "height"));
  const auto width = static_cast<std::int64_t>(number_in(measured, "width"));
  const std::int64_t block = (std::max(height, width) + most_cells - 1) / most_cells;
  page::CellsMark cells{
      .from = {-0.5, -0.5},
      .to = {real((width + block - 1) / block * block) - 0.5, real((height + block - 1) / block * block) - 0.5},
      .rows = (height + block - 1) / block,
      .columns = (width + block - 1) / block,
      .values = {}};
  if (height * width == 0 || std::ssize(measured.tensor) < height * width) return {page::CellsMark{}};
  std::vector<double> sums(static_cast<std::size_t>(cells.rows * cells.columns));
  for (std::int64_t y = 0; y < height; ++y)
    for (std::int64_t x = 0; x < width; ++x)
      sums[static_cast<std::size_t>(y / block * cells.columns + x / block)] +=
          static_cast<double>(measured.tensor[static_cast<std::size_t>(y * width + x)]);
  // Amplitude, not energy: the eye would see only the peak.
  const double most = std::max(1e-300, *std::ranges::max_element(sums));
  for (const double sum : sums) cells.values.push_back(static_cast<float>(std::sqrt(sum / most)));
  const auto name = [&](std::string_view line, std::int64_t index, std::int64_t pixels) {
    const std::int64_t low = index * block, high = std::min(low + block, pixels) - 1;
    return content.text.get(line) + " " + whole(low) + (high > low ? "–" + whole(high) : "");
  };
  for (std::int64_t i = 0; i < cells.rows; ++i) cells.row_names.push_back(name("receptive_field.row", i, height));
  for (std::int64_t i = 0; i < cells.columns; ++i)
    cells.column_names.push_back(name("receptive_field.column", i, width));
  return {cells};
}

page::Figure heat_figure(const Content& content, const Walk& walk, const jobs::JobResult& measured) {
  const Text& text = content.text;
  const double height = number_in(measured, "height"), width = number_in(measured, "width");
  const double x = number_in(measured, "centre_x"), y = number_in(measured, "centre_y");
  const double radius = number_in(measured, "radius_95");
  const nn::Interval rows = walk.rows.front().whole, columns = walk.columns.front().whole;
  page::Figure figure;
  figure.title = text.get("receptive_field.heat.title", {{"layer", walk.name()}});
  figure.height = 380;
  figure.equal_aspect = true;
  const double margin = 0.04 * std::max(width, height);
  figure.x = {.label = "", .low = -margin - 0.5, .high = width + margin - 0.5};
  figure.y = {.label = "", .low = -margin - 0.5, .high = height + margin - 0.5};
  figure.marks.push_back(heat_mark(content, measured));
  // The theoretical square, as far as it lies on the image.
  const page::Point from{std::max(real(columns.low), 0.0) - 0.5, std::max(real(rows.low), 0.0) - 0.5};
  const page::Point to{std::min(real(columns.high), width - 1) + 0.5, std::min(real(rows.high), height - 1) + 0.5};
  figure.marks.push_back({page::RectangleMark{
      .from = from, .to = to, .fill = {}, .stroke = Ink::face_side, .stroke_width = 1.5, .dashed = true}});
  // Twice, so that one of the two stands out wherever they lie, in either theme.
  for (const auto& [ink, stroke] : {std::pair{Ink::ink, 4.0}, std::pair{Ink::panel, 2.0}}) {
    figure.marks.push_back({circle(x, y, radius, ink, stroke)});
    for (const double turn : {0.0, 1.0})
      figure.marks.push_back(
          {page::LineMark{.points = {{x - 4 * (1 - turn), y - 4 * turn}, {x + 4 * (1 - turn), y + 4 * turn}},
                          .stroke = ink,
                          .stroke_width = stroke}});
  }
  const std::string side = walk.field_text(walk.depth());
  figure.sentence = text.get("receptive_field.heat.sentence", {{"seeds", short_number(number_in(measured, "seeds"))},
                                                               {"radius", short_number(radius)},
                                                               {"row", short_number(y)},
                                                               {"column", short_number(x)}});
  if (walk.field_is_open(walk.depth()))
    figure.sentence +=
        " " + text.get("receptive_field.heat.ratio",
                       {{"field", side},
                        {"percent",
                         short_number(100 * side_of(radius) / real(walk.field(walk.depth(), false).receptive_field))}});
  figure.table.columns = {text.get("receptive_field.table.what"), text.get("receptive_field.table.pixels")};
  figure.table.rows = {{text.get("receptive_field.table.radius"), short_number(radius)},
                       {text.get("receptive_field.table.centre_row"), short_number(y)},
                       {text.get("receptive_field.table.centre_column"), short_number(x)},
                       {text.get("receptive_field.table.theoretical"), side}};
  return figure;
}

page::Figure depths_figure(const Content& content, const Walk& walk, const jobs::JobResult& measured) {
  const Text& text = content.text;
  page::Figure figure;
  figure.title = text.get("receptive_field.depths.title");
  figure.sentence =
      text.get("receptive_field.depths.sentence", {{"seeds", short_number(number_in(measured, "seeds"))}});
  figure.table.columns = {text.get("worksheet.table.layer"), text.get("receptive_field.table.theoretical"),
                          text.get("receptive_field.table.measured"), text.get("receptive_field.table.ratio")};
  double most = 1;
  for (std::size_t map = 1; map <= walk.depth(); ++map) {
    if (walk.field_is_open(map)) most = std::max(most, real(walk.field(map, false).receptive_field));
    most = std::max(most, measured_side(measured, map - 1));
  }
  const double depth = static_cast<double>(walk.depth());
  figure.height = 34 * depth + 10;
  figure.x = {.label = "", .low = -0.28 * most, .high = 1.72 * most};
  figure.y = {.label = "", .low = 0, .high = depth};
  for (std::size_t map = 1; map <= walk.depth(); ++map) {
    const double middle = static_cast<double>(map) - 0.5, side = measured_side(measured, map - 1);
    const double theory = real(walk.field(map, false).receptive_field);
    const bool open = walk.field_is_open(map);
    const std::string ratio = open ? short_number(100 * side / theory) + " %" : "?";
    if (open)
      figure.marks.push_back({page::RectangleMark{.from = {0, middle - 0.34},
                                                  .to = {theory, middle + 0.02},
                                                  .fill = Ink::face_front,
                                                  .stroke = {},
                                                  .corner_radius = 2}});
    figure.marks.push_back({page::RectangleMark{.from = {0, middle + 0.02},
                                                .to = {side, middle + 0.34},
                                                .fill = Ink::accent,
                                                .stroke = {},
                                                .corner_radius = 2}});
    page::TextMark name = label(-0.02 * most, middle, walk.layer(map).name, Ink::ink, 1, 0, 1);
    page::TextMark numbers =
        label((open ? std::max(theory, side) : side) + 0.02 * most, middle,
              short_number(side) + " / " + walk.field_text(map) + " · " + ratio, Ink::soft, 0, 0, 1);
    name.align_y = numbers.align_y = 0.5;
    figure.marks.push_back({name});
    figure.marks.push_back({numbers});
    figure.marks.push_back({page::ReadingMark{
        {0, middle - 0.4}, {most, middle + 0.4}, {side, middle}, walk.layer(map).name + ": " + numbers.text}});
    figure.table.rows.push_back({walk.layer(map).name, walk.field_text(map), short_number(side), ratio});
  }
  return figure;
}

page::Figure stack_figure(const Content& content, const State& state, const jobs::JobResult& measured) {
  const Text& text = content.text;
  const auto depth = static_cast<std::int64_t>(number_in(measured, "layers"));
  const std::int64_t kernel = whole_field(state, "stack_kernel", 3);
  // Independent weights: the energy's variance along an axis grows by (k^2 - 1)/12 per layer, and a Gaussian has 95 %
  // within sqrt(-2 ln 0.05) standard deviations of its centre (in the plane).
  const auto law = [&](double n) {
    return side_of(std::sqrt(-2 * std::log(0.05)) * std::sqrt(n * (real(kernel * kernel) - 1) / 12));
  };
  const double widest = real(depth * (kernel - 1) + 1);
  page::Figure figure;
  figure.title = text.get("receptive_field.stack.title", {{"depth", whole(depth)}, {"kernel", whole(kernel)}});
  figure.height = 280;
  figure.x = {.label = text.get("receptive_field.axis.depth"), .low = 0.5, .high = real(depth) + 0.5};
  figure.y = {.label = text.get("receptive_field.axis.side"), .low = 0, .high = widest * 1.08, .upwards = true};
  for (std::int64_t n = 1; n <= depth; n += depth > 12 ? 4 : depth > 6 ? 2 : 1)
    figure.x.ticks.emplace_back(real(n), whole(n));
  for (const double part : {0.0, 0.5, 1.0})
    figure.y.ticks.emplace_back(std::round(part * widest), short_number(std::round(part * widest)));
  figure.table.columns = {text.get("receptive_field.axis.depth"), text.get("receptive_field.table.theoretical"),
                          text.get("receptive_field.table.measured"), text.get("receptive_field.table.law")};
  page::LineMark theory{.points = {}, .stroke = Ink::soft},
      root{.points = {}, .stroke = Ink::consistent, .dashed = true},
      found{.points = {}, .stroke = Ink::accent, .stroke_width = 2};
  for (std::int64_t n = 1; n <= depth; ++n) {
    const double side = measured_side(measured, static_cast<std::size_t>(n - 1));
    theory.points.push_back({real(n), real(n * (kernel - 1) + 1)});
    root.points.push_back({real(n), law(real(n))});
    found.points.push_back({real(n), side});
    figure.table.rows.push_back(
        {whole(n), whole(n * (kernel - 1) + 1), short_number(side), short_number(law(real(n)))});
    std::string said;
    for (std::size_t i = 0; i < 4; ++i)
      said += (i == 0 ? "" : "\n") + figure.table.columns[i] + ": " + figure.table.rows.back()[i];
    figure.marks.push_back(
        {page::ReadingMark{{real(n) - 0.5, 0}, {real(n) + 0.5, figure.y.high}, {real(n), side}, std::move(said)}});
  }
  const auto end = [&](const page::LineMark& line, std::string_view key, double offset) {
    page::TextMark mark = label(line.points.back().x, line.points.back().y, text.get(key), line.stroke, 1, offset, 2);
    figure.marks.push_back({mark});
  };
  end(theory, "receptive_field.stack.theory", -4);
  end(found, "receptive_field.stack.measured", 6);
  end(root, "receptive_field.stack.law", -6);
  for (const page::Point& point : found.points) figure.marks.push_back({page::DotMark{point, 3, Ink::accent}});
  for (page::LineMark* line : {&theory, &root, &found}) figure.marks.push_back({std::move(*line)});
  figure.sentence = text.get("receptive_field.stack.sentence",
                             {{"depth", whole(depth)},
                              {"theory", whole(depth * (kernel - 1) + 1)},
                              {"measured", short_number(measured_side(measured, static_cast<std::size_t>(depth - 1)))},
                              {"law", short_number(law(real(depth)))},
                              {"seeds", short_number(number_in(measured, "seeds"))}});
  return figure;
}

}  // namespace stride::labs::receptive_field
