#include <algorithm>
#include <cmath>

#include "labs/receptive_field/view.h"

namespace stride::labs::receptive_field {

using page::Ink;
using page::Marks;
using page::Point;
using page::RectangleMark;

namespace {

constexpr std::int64_t most_windows = 12;

// One axis of the layer over the image.
struct Line {
  std::int64_t pixels = 0, neurons = 0, current = 0;
  nn::Field field;
  std::vector<nn::Interval> unseen;

  [[nodiscard]] double centre(std::int64_t neuron) const { return field.start + real(neuron * field.jump); }
  [[nodiscard]] double half() const { return real(field.receptive_field) / 2; }
};

Line line_of(const Walk& walk, bool vertical) {
  const auto along = [vertical](nn::Pair pair) { return vertical ? pair.height : pair.width; };
  const std::size_t map = walk.depth();
  Line line{along(walk.side(0)), along(walk.side(map)), along(walk.neuron), walk.field(map, vertical), {}};
  if (auto unseen = nn::unseen(*walk.sheet.network, walk.name(), line.pixels, vertical, walk.sheet.rounding))
    line.unseen = std::move(*unseen);
  return line;
}

// All of them, or where there are too many: those at both ends and around the chosen one.
std::vector<std::int64_t> shown_neurons(const Line& line) {
  std::vector<std::int64_t> shown;
  for (std::int64_t i = 0; i < line.neurons; ++i)
    if (line.neurons <= most_windows || i < 3 || i >= line.neurons - 3 || std::abs(i - line.current) <= 2)
      shown.push_back(i);
  return shown;
}

RectangleMark bar(double from, double to, double middle, Ink fill) {
  return {.from = {from, middle - 0.32}, .to = {to, middle + 0.32}, .fill = fill, .stroke = {}};
}

void add_window(const Line& line, std::int64_t neuron, double middle, Marks& marks) {
  const double low = line.centre(neuron) - line.half(), high = line.centre(neuron) + line.half();
  const double edge = real(line.pixels) - 0.5;
  if (low < -0.5) marks.emplace_back(bar(low, std::min(high, -0.5), middle, Ink::consistent_wash));
  if (high > edge) marks.emplace_back(bar(std::max(low, edge), high, middle, Ink::consistent_wash));
  if (high > -0.5 && low < edge)
    marks.emplace_back(bar(std::max(low, -0.5), std::min(high, edge), middle, Ink::accent_wash));
  RectangleMark outline = bar(low, high, middle, Ink::accent);
  outline.fill.reset();
  outline.stroke = neuron == line.current ? Ink::accent : Ink::line;
  outline.stroke_width = neuron == line.current ? 2 : 1;
  outline.corner_radius = 2;
  marks.emplace_back(outline);
  marks.push_back(
      {page::DotMark{{line.centre(neuron), middle}, 3.5, neuron == line.current ? Ink::accent : Ink::soft}});
}

std::string intervals_text(const std::vector<nn::Interval>& intervals) {
  std::string text;
  for (const nn::Interval& each : intervals) {
    text += text.empty() ? "" : ", ";
    text += each.low == each.high ? whole(each.low) : whole(each.low) + "…" + whole(each.high);
  }
  return text;
}

// How many of the window's pixels lie on the image.
std::int64_t on_image(const nn::Interval& window, std::int64_t pixels) {
  return std::max<std::int64_t>(0, std::min(window.high, pixels - 1) - std::max<std::int64_t>(window.low, 0) + 1);
}

std::string sentence_of(const Content& content, const Walk& walk, const Line& line, bool vertical) {
  const Text& text = content.text;
  const nn::Look look = vertical ? walk.rows.front() : walk.columns.front();
  const std::string lines = text.get(vertical ? "receptive_field.rows" : "receptive_field.columns");
  const std::int64_t inside = on_image(look.whole, line.pixels), all = line.field.receptive_field;
  std::string said = text.get(inside == all ? "receptive_field.overhang.inside" : "receptive_field.overhang.over",
                              {{"layer", walk.name()},
                               {"neuron", whole(line.current)},
                               {"low", whole(look.whole.low)},
                               {"high", whole(look.whole.high)},
                               {"field", whole(all)},
                               {"inside", whole(inside)},
                               {"over", whole(all - inside)},
                               {"lines", lines}});
  if (line.unseen.empty()) return said + " " + text.get("receptive_field.overhang.all_seen", {{"lines", lines}});
  const bool one = line.unseen.size() == 1 && line.unseen.front().low == line.unseen.front().high;
  return said + " " +
         text.get("receptive_field.overhang.unseen",
                  {{"lines", one ? text.get(vertical ? "receptive_field.row" : "receptive_field.column") : lines},
                   {"layer", walk.name()},
                   {"which", intervals_text(line.unseen)}});
}

void add_table(const Content& content, const Line& line, bool vertical, page::Figure& figure) {
  const Text& text = content.text;
  figure.table.columns = {
      text.get("receptive_field.table.neuron"), text.get("receptive_field.table.centre"),
      text.get("receptive_field.table.from"), text.get("receptive_field.table.to"),
      text.get(vertical ? "receptive_field.table.rows_inside" : "receptive_field.table.columns_inside")};
  const auto half_text = [](double value) {
    const std::string text_of = whole(static_cast<std::int64_t>(std::floor(value)));
    return value == std::floor(value) ? text_of : text_of + ".5";
  };
  for (const std::int64_t neuron : shown_neurons(line)) {
    const double low = line.centre(neuron) - line.half() + 0.5;
    const nn::Interval window{std::llround(low), std::llround(low) + line.field.receptive_field - 1};
    figure.table.rows.push_back({whole(neuron), half_text(line.centre(neuron)), whole(window.low), whole(window.high),
                                 whole(on_image(window, line.pixels))});
    const double top = real(std::ssize(figure.table.rows)) - 1;
    std::string said;
    for (std::size_t i = 0; i < figure.table.columns.size(); ++i)
      said += (i == 0 ? "" : "\n") + figure.table.columns[i] + ": " + figure.table.rows.back()[i];
    figure.marks.emplace_back(page::ReadingMark{{line.centre(neuron) - line.half(), top + 0.1},
                                                {line.centre(neuron) + line.half(), top + 0.9},
                                                {line.centre(neuron), top + 0.5},
                                                std::move(said)});
  }
}

}  // namespace

std::string padding_text(const Content& content, const Walk& walk) {
  std::string sum;
  std::int64_t total = 0;
  for (std::size_t map = 1; map <= walk.depth(); ++map) {
    const std::int64_t pad = walk.layer(map).pad.width;
    if (pad == 0) continue;
    sum += (sum.empty() ? "" : " + ") + whole(pad) + " · " +
           (walk.jump_is_open(map - 1) ? whole(walk.field(map - 1, false).jump) : "?");
    total += pad * walk.field(map - 1, false).jump;
  }
  return content.text.get(total > 0 ? "receptive_field.overhang.padding" : "receptive_field.overhang.no_padding",
                          {{"sum", sum}, {"total", whole(total)}, {"layer", walk.name()}});
}

page::Figure overhang_figure(const Content& content, const Walk& walk, bool vertical) {
  const Text& text = content.text;
  const Line line = line_of(walk, vertical);
  const std::vector<std::int64_t> shown = shown_neurons(line);
  const double count = real(std::ssize(shown)), edge = real(line.pixels) - 0.5;
  page::Figure figure;
  figure.title = text.get(vertical ? "receptive_field.overhang.title_rows" : "receptive_field.overhang.title",
                          {{"layer", walk.name()}});
  figure.height = 24 * count + 110;
  figure.x = {.label = text.get(vertical ? "receptive_field.axis.row" : "receptive_field.axis.column"),
              .low = std::min(-0.5, line.centre(0) - line.half()),
              .high = std::max(edge, line.centre(line.neurons - 1) + line.half())};
  const double margin = 0.02 * (figure.x.high - figure.x.low);
  figure.x.low -= margin;
  figure.x.high += margin;
  figure.y = {.label = "", .low = -1.6, .high = count};
  const std::int64_t step = line.pixels > 400 ? 100 : line.pixels > 120 ? 50 : 10;
  for (std::int64_t tick = 0; tick < line.pixels - step / 2; tick += step)
    figure.x.ticks.emplace_back(real(tick), whole(tick));
  figure.x.ticks.emplace_back(real(line.pixels - 1), whole(line.pixels - 1));
  if (line.centre(0) - line.half() < -real(step) / 2)
    figure.x.ticks.insert(figure.x.ticks.begin(), {line.centre(0) - line.half() + 0.5,
                                                   whole(std::llround(line.centre(0) - line.half() + 0.5))});

  figure.marks.emplace_back(RectangleMark{
      .from = {-0.5, -1.4}, .to = {edge, -0.75}, .fill = Ink::accent_wash, .stroke = Ink::soft, .corner_radius = 2});
  figure.marks.emplace_back(page::TextMark{
      .at = {edge / 2, -1.08},
      .text = text.get(vertical ? "receptive_field.overhang.image_rows" : "receptive_field.overhang.image_columns",
                       {{"count", whole(line.pixels)}}),
      .ink = Ink::ink,
      .priority = 3});
  for (const double x : {-0.5, edge})
    figure.marks.push_back(
        {page::LineMark{.points = {{x, -0.75}, {x, count}}, .stroke = Ink::soft, .stroke_width = 1, .dashed = true}});
  for (std::size_t i = 0; i < shown.size(); ++i) add_window(line, shown[i], static_cast<double>(i) + 0.5, figure.marks);
  for (const nn::Interval& gap : line.unseen)
    figure.marks.emplace_back(RectangleMark{.from = {real(gap.low) - 0.5, -1.4},
                                            .to = {real(gap.high) + 0.5, count},
                                            .fill = Ink::wrong_wash,
                                            .stroke = Ink::wrong,
                                            .hatched = true});
  if (!line.unseen.empty())
    figure.marks.emplace_back(page::TextMark{
        .at = {real(line.unseen.back().high) + 0.5, -1.08},
        .text = " " + text.get("receptive_field.overhang.unseen_label", {{"which", intervals_text(line.unseen)}}),
        .ink = Ink::wrong,
        .align_x = figure.x.high - edge > 0.2 * (figure.x.high - figure.x.low) ? 0.0 : 1.0,
        .offset_y = figure.x.high - edge > 0.2 * (figure.x.high - figure.x.low) ? 0.0 : -18.0,
        .priority = 2});
  // Start is the first centre, the jump the way from one to the next.
  if (shown.front() == 0)
    figure.marks.emplace_back(page::TextMark{
        .at = {line.centre(0), 0.5},
        .text = text.get("receptive_field.overhang.start", {{"start", short_number(line.centre(0))}}) + "  ",
        .align_x = 1,
        .priority = 2});
  if (shown.size() > 1) {
    const double from = line.centre(shown[0]), to = line.centre(shown[1]);
    figure.marks.push_back(
        {page::LineMark{.points = {{from, 0.5}, {to, 0.5}}, .stroke = Ink::ink, .stroke_width = 1.5, .arrow = true}});
    figure.marks.push_back(
        {page::LineMark{.points = {{to, 0.5}, {to, 1.5}}, .stroke = Ink::soft, .stroke_width = 1, .dashed = true}});
    figure.marks.push_back(
        {page::TextMark{.at = {to, 0.5},
                        .text = "  " + text.get("receptive_field.overhang.jump", {{"jump", whole(line.field.jump)}}),
                        .align_x = 0,
                        .priority = 2}});
  }
  figure.sentence = sentence_of(content, walk, line, vertical);
  add_table(content, line, vertical, figure);
  return figure;
}

}  // namespace stride::labs::receptive_field
