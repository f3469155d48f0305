#include <algorithm>
#include <cmath>

#include "labs/layer_stepper/view.h"

namespace stride::labs::layer_stepper {

using page::Ink;
using page::Marks;
using page::Point;

namespace {

constexpr std::int64_t most_cells = 112;  // along a side: beyond it several pixels share a cell
constexpr double column_width = 334;      // px

std::vector<std::string> names(std::int64_t count, std::int64_t factor, std::int64_t size, const std::string& one) {
  std::vector<std::string> list;
  for (std::int64_t i = 0; i < count; ++i) {
    const std::int64_t first = i * factor, last = std::min(size, first + factor) - 1;
    list.push_back(one + " " + whole(first) + (last > first ? "–" + whole(last) : ""));
  }
  return list;
}

std::vector<std::string> names(std::int64_t first, std::int64_t count, const std::string& one) {
  std::vector<std::string> list;
  for (std::int64_t i = first; i < first + count; ++i) list.push_back(one + " " + whole(i));
  return list;
}

// A map drawn with its upper left pixel at `at`, one unit a pixel.
void add_map(const Text& text, const Values& values, std::int64_t channel, Point at, const Scale& scale, Marks& marks) {
  const nn::Pair size = values.shape.size;
  Small small = shrunk(values.map(channel), size, most_cells);
  page::CellsMark cells{
      .from = at,
      .to = {at.x + real(small.columns * small.factor), at.y + real(small.rows * small.factor)},
      .rows = small.rows,
      .columns = small.columns,
      .row_names = names(small.rows, small.factor, size.height, text.get("layer_stepper.row")),
      .column_names = names(small.columns, small.factor, size.width, text.get("layer_stepper.column"))};
  cells.values = std::move(small.values);
  scale.apply(cells);
  marks.push_back({std::move(cells)});
}

// The part of an output map that comes before a place, where every pixel has a cell.
void add_start(const Text& text, const Values& values, std::int64_t channel, const Place& place, const Scale& scale,
               Marks& marks) {
  const nn::Pair size = values.shape.size;
  if (std::max(size.height, size.width) > most_cells) return;
  const auto add = [&](std::int64_t first, std::int64_t rows, std::int64_t columns) {
    if (rows == 0 || columns == 0) return;
    const auto part = values.map(channel).subspan(static_cast<std::size_t>(first * size.width),
                                                  static_cast<std::size_t>(rows * columns));
    page::CellsMark cells{.from = {0, real(first)},
                          .to = {real(columns), real(first + rows)},
                          .rows = rows,
                          .columns = columns,
                          .values = {part.begin(), part.end()},
                          .row_names = names(first, rows, text.get("layer_stepper.row")),
                          .column_names = names(0, columns, text.get("layer_stepper.column"))};
    scale.apply(cells);
    marks.push_back({std::move(cells)});
  };
  add(0, place.row, size.width);
  add(place.row, 1, place.column);
}

page::RectangleMark rectangle(double x, double y, double width, double height) {
  return {.from = {x, y}, .to = {x + width, y + height}, .fill = {}, .stroke = {}};
}

page::RectangleMark frame(double x, double y, double width, double height) {
  page::RectangleMark mark = rectangle(x, y, width, height);
  mark.stroke = Ink::accent;
  mark.stroke_width = 2;
  return mark;
}

void hatch(page::RectangleMark mark, Marks& marks) {
  mark.stroke = Ink::consistent;
  mark.hatched = true;
  marks.push_back({mark});
}

page::Figure square_figure(double width, double height) {
  page::Figure figure;
  figure.width = column_width;
  figure.height = 1.25 * column_width;
  figure.equal_aspect = true;
  figure.x = {.label = "", .low = 0, .high = width};
  figure.y = {.label = "", .low = 0, .high = height};
  return figure;
}

// What the windows leave over at the right and below, and what they share with the one before.
void add_window(const Sweep& s, const Place& place, Marks& marks) {
  const auto width = real(s.padded.width), height = real(s.padded.height);
  const double used_width = std::min(real(s.used.width), width), used_height = std::min(real(s.used.height), height);
  if (used_width < width) hatch(rectangle(used_width, 0, width - used_width, height), marks);
  if (used_height < height) hatch(rectangle(0, used_height, used_width, height - used_height), marks);
  const double x = real(place.column * s.stride.width), y = real(place.row * s.stride.height);
  const auto shared = real(s.reach.width - s.stride.width);
  if (place.column > 0 && shared > 0) {
    page::RectangleMark overlap = rectangle(x, y, shared, real(s.reach.height));
    overlap.stroke = Ink::accent;
    overlap.dashed = true;
    marks.push_back({overlap});
  }
  marks.push_back({frame(x, y, real(s.reach.width), real(s.reach.height))});
}

std::string range(std::int64_t from, std::int64_t count) {
  const std::int64_t last = from + count - 1;
  if (from >= 0) return whole(from) + (count > 1 ? "–" + whole(last) : "");
  return decimal(real(from), 0) + " … " + decimal(real(last), 0);
}

std::string place_sentence(const Text& text, const Opened& o, const Sweep& s, const Place& place) {
  if (!o.slides())
    return text.get("layer_stepper.window.cell",
                    {{"row", whole(place.row)}, {"column", whole(place.column)}, {"layer", o.layer->name}});
  const std::int64_t top = place.row * s.stride.height - s.pad.height,
                     left = place.column * s.stride.width - s.pad.width;
  return text.get("layer_stepper.window.sentence", {{"rows", range(top, s.reach.height)},
                                                    {"columns", range(left, s.reach.width)},
                                                    {"row", whole(place.row)},
                                                    {"column", whole(place.column)},
                                                    {"layer", o.layer->name}});
}

std::string value_text(const Opened& o, const Place& place) {
  const double largest = Scale::of(o.output->map(o.channel)).largest();
  return decimal(o.output->at(o.channel, place.row, place.column), decimals_for(largest));
}

// Spoken with each step: so the value follows the place, where it may be seen.
std::string window_sentence(const Content& content, const State& state, const Opened& o, double t) {
  const Text& text = content.text;
  const Sweep s = Sweep::of(o);
  const Place place = place_at(state, o, t);
  std::string said = place_sentence(text, o, s, place);
  if (o.output && !withholds(content, state, o, t))
    said += " " + text.get("layer_stepper.window.value", {{"value", value_text(o, place)}});
  if (!o.slides()) return said;
  const auto left_over = [](std::int64_t padded, std::int64_t used) {
    return std::max<std::int64_t>(0, padded - used);
  };
  const std::int64_t columns = left_over(s.padded.width, s.used.width),
                     rows = left_over(s.padded.height, s.used.height);
  if (columns + rows > 0)
    said += " " + text.get("layer_stepper.window.unused", {{"columns", whole(columns)}, {"rows", whole(rows)}});
  if (o.layer->is_pool() && place.column > 0 && s.reach.width > s.stride.width)
    said += " " + text.get("layer_stepper.window.overlap", {{"shared", whole(s.reach.width - s.stride.width)}});
  return said;
}

}  // namespace

page::Figure window_figure(const Content& content, const State& state, const Opened& o, double t) {
  const Text& text = content.text;
  const Sweep s = Sweep::of(o);
  const Place place = place_at(state, o, t);
  const double width = real(std::max(s.padded.width, s.used.width)),
               height = real(std::max(s.padded.height, s.used.height));
  page::Figure figure = square_figure(width, 1.18 * height);
  figure.title = text.get("layer_stepper.window.title", {{"channel", whole(o.input_channel)}});
  figure.pending = !o.input;
  if (s.pad != nn::Pair{0, 0}) {
    page::RectangleMark padding = rectangle(0, 0, real(s.padded.width), real(s.padded.height));
    padding.stroke = Ink::soft;
    padding.dashed = true;
    figure.marks.push_back({padding});
  }
  const Point corner{real(s.pad.width), real(s.pad.height)};
  page::RectangleMark edge = rectangle(corner.x, corner.y, real(s.input.width), real(s.input.height));
  edge.stroke = Ink::line;
  figure.marks.push_back({edge});
  if (o.input) {
    const Scale scale = Scale::of(o.input->map(o.input_channel));
    add_map(text, *o.input, o.input_channel, corner, scale, figure.marks);
    add_legend(scale, {0, 1.04 * height}, {width, 1.075 * height}, figure.marks);
  }
  add_window(s, place, figure.marks);
  figure.sentence = window_sentence(content, state, o, t);
  figure.table.columns = {text.get("layer_stepper.table.what"), text.get("layer_stepper.table.value")};
  const auto row = [&](const char* key, std::string value) {
    figure.table.rows.push_back({text.get(std::string("layer_stepper.table.") + key), std::move(value)});
  };
  row("input", worksheet::size_text(s.input));
  row("padded", worksheet::size_text(s.padded));
  row("windows", worksheet::size_text(s.windows));
  row("cell", whole(place.row) + ", " + whole(place.column));
  row("rows", range(place.row * s.stride.height - s.pad.height, s.reach.height));
  row("columns", range(place.column * s.stride.width - s.pad.width, s.reach.width));
  const double steps = walk_steps(state, o), speed = std::max(0.1, real(field_number(state, "steps_per_second")));
  if (steps > 0)
    figure.playback = page::Playback{.t = std::clamp(t, 0.0, steps), .steps = steps, .steps_per_second = speed};
  return figure;
}

page::Figure output_figure(const Content& content, const State& state, const Opened& o, double t) {
  const Text& text = content.text;
  const Place place = place_at(state, o, t);
  const auto width = real(o.out.size.width), height = real(o.out.size.height);
  page::Figure figure = square_figure(width, 1.18 * height);
  figure.title = text.get("layer_stepper.output.title", {{"layer", o.layer->name}, {"channel", whole(o.channel)}});
  figure.pending = !o.output;
  page::RectangleMark edge = rectangle(0, 0, width, height);
  edge.stroke = Ink::line;
  figure.marks.push_back({edge});
  figure.table.columns = {text.get("layer_stepper.table.place"), text.get("layer_stepper.table.value")};
  figure.sentence = text.get("layer_stepper.output.waits", {{"size", worksheet::size_text(o.out.size)}});
  const bool hides = withholds(content, state, o, t);
  if (o.output) {
    const Scale scale = Scale::of(o.output->map(o.channel));
    if (hides)
      add_start(text, *o.output, o.channel, place, scale, figure.marks);
    else
      add_map(text, *o.output, o.channel, {0, 0}, scale, figure.marks);
    add_legend(scale, {0, 1.04 * height}, {width, 1.075 * height}, figure.marks);
    figure.sentence = text.get(hides ? "layer_stepper.output.asked" : "layer_stepper.output.sentence",
                               {{"size", worksheet::size_text(o.out.size)},
                                {"row", whole(place.row)},
                                {"column", whole(place.column)},
                                {"value", value_text(o, place)}});
    const int decimals = decimals_for(scale.largest());
    // The row that the window is in.
    for (std::int64_t x = 0; x < (hides ? place.column : o.out.size.width); ++x)
      figure.table.rows.push_back(
          {whole(place.row) + ", " + whole(x), decimal(o.output->at(o.channel, place.row, x), decimals)});
  }
  figure.marks.push_back({frame(real(place.column), real(place.row), 1, 1)});
  figure.marks.push_back({page::HotMark{
      .from = {0, 0},
      .to = {width, height},
      .id = "cell",
      .label = text.get("layer_stepper.output.go", {{"row", whole(place.row)}, {"column", whole(place.column)}}),
      .rows = o.out.size.height,
      .columns = o.out.size.width,
      .row = place.row,
      .column = place.column}});
  return figure;
}

}  // namespace stride::labs::layer_stepper
