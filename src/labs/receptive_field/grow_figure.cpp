#include <algorithm>
#include <cmath>

#include "labs/receptive_field/view.h"
#include "labs/worksheet/view.h"

namespace stride::labs::receptive_field {

using page::Ink;
using page::Marks;
using page::Point;
using page::RectangleMark;
using worksheet::size_text;

namespace {

constexpr std::int64_t most_dots = 450;

// From edge to edge, in pixels of the image, pixel 0 from -0.5 to 0.5.
struct Square {
  double left = 0, top = 0, right = 0, bottom = 0;
};

double centre(const nn::Field& field, std::int64_t cell) { return field.start + real(cell * field.jump); }

// Where the cells' centres lie on the image: the grid that start and jump mean.
std::optional<Square> square_of(const Walk& walk, const Reached& at) {
  if (!at.rows || !at.columns) return std::nullopt;
  const nn::Field down = walk.field(at.map, true), across = walk.field(at.map, false);
  return Square{centre(across, at.columns->low) - 0.5, centre(down, at.rows->low) - 0.5,
                centre(across, at.columns->high) + 0.5, centre(down, at.rows->high) + 0.5};
}

Square between(const Square& a, const Square& b, double part) {
  return {std::lerp(a.left, b.left, part), std::lerp(a.top, b.top, part), std::lerp(a.right, b.right, part),
          std::lerp(a.bottom, b.bottom, part)};
}

RectangleMark rectangle(const Square& s, std::optional<Ink> fill, std::optional<Ink> stroke, double width = 1) {
  return {.from = {s.left, s.top}, .to = {s.right, s.bottom}, .fill = fill, .stroke = stroke, .stroke_width = width};
}

Square image_of(const Walk& walk) {
  return {-0.5, -0.5, real(walk.side(0).width) - 0.5, real(walk.side(0).height) - 0.5};
}

bool hangs_over(const Square& s, const Square& image) {
  return s.left < image.left || s.top < image.top || s.right > image.right || s.bottom > image.bottom;
}

void add_dots(const Walk& walk, const Reached& at, double radius, Ink ink, Marks& marks) {
  const nn::Pair count = extent_of(at);
  if (at.map == 0 || count.height * count.width > most_dots || count.height == 0) return;
  const nn::Field down = walk.field(at.map, true), across = walk.field(at.map, false);
  for (std::int64_t row = at.rows->low; row <= at.rows->high; ++row)
    for (std::int64_t column = at.columns->low; column <= at.columns->high; ++column)
      marks.emplace_back(page::DotMark{{centre(across, column), centre(down, row)}, radius, ink});
}

// Everything that any step may need, so that nothing moves while it plays.
void set_axes(const Walk& walk, const std::vector<Reached>& steps, page::Figure& figure) {
  Square all = image_of(walk);
  for (const Reached& step : steps) {
    const auto s = square_of(walk, step);
    if (!s) continue;
    all = {std::min(all.left, s->left), std::min(all.top, s->top), std::max(all.right, s->right),
           std::max(all.bottom, s->bottom)};
  }
  // Above and below labels have room.
  const double margin = 0.03 * std::max(all.right - all.left, all.bottom - all.top);
  figure.x = {.label = "", .low = all.left - margin, .high = all.right + margin};
  figure.y = {.label = "", .low = all.top - 2 * margin, .high = all.bottom + 2 * margin};
  figure.equal_aspect = true;
  figure.height = 420;
}

// The neurons of the layer as they lie over the image, to choose one by pointer or arrow keys.
void add_neuron_pad(const Content& content, const Walk& walk, Marks& marks) {
  const std::size_t map = walk.depth();
  const nn::Pair side = walk.side(map);
  const nn::Field down = walk.field(map, true), across = walk.field(map, false);
  add_dots(walk, {map, nn::Interval{0, side.height - 1}, nn::Interval{0, side.width - 1}}, 2, Ink::soft, marks);
  marks.push_back(
      {page::HotMark{.from = {centre(across, 0) - real(across.jump) / 2, centre(down, 0) - real(down.jump) / 2},
                     .to = {centre(across, side.width - 1) + real(across.jump) / 2,
                            centre(down, side.height - 1) + real(down.jump) / 2},
                     .id = "neuron",
                     .label = content.text.get("receptive_field.grow.pad", {{"layer", walk.name()},
                                                                            {"row", whole(walk.neuron.height)},
                                                                            {"column", whole(walk.neuron.width)},
                                                                            {"size", size_text(side)}}),
                     .current = true,
                     .rows = side.height,
                     .columns = side.width,
                     .row = walk.neuron.height,
                     .column = walk.neuron.width,
                     .drag = false}});
}

void add_patch_pad(const Content& content, const Walk& walk, Marks& marks) {
  const std::int64_t side = walk.paint.side;
  const nn::Pair size = walk.side(0), count{(size.height + side - 1) / side, (size.width + side - 1) / side};
  const Patch patch = patch_of(walk);
  marks.push_back(
      {page::HotMark{.from = {-0.5, -0.5},
                     .to = {real(count.width * side) - 0.5, real(count.height * side) - 0.5},
                     .id = "patch",
                     .label = content.text.get(
                         "receptive_field.grow.patch_pad",
                         {{"row", whole(patch.rows.low)}, {"column", whole(patch.columns.low)}, {"side", whole(side)}}),
                     .current = true,
                     .rows = count.height,
                     .columns = count.width,
                     .row = patch.rows.low / side,
                     .column = patch.columns.low / side,
                     .drag = false}});
}

std::string label_of(const Content& content, const Walk& walk, const Reached& at) {
  if (at.map > 0 || walk.forward)
    return content.text.get("receptive_field.grow.label",
                            {{"map", walk.map_name(content, at.map)}, {"cells", size_text(extent_of(at))}});
  if (!walk.field_is_open(walk.depth())) return content.text.get("receptive_field.grow.label_withheld");
  return content.text.get("receptive_field.grow.label_image", {{"pixels", size_text(extent_of(at))}});
}

}  // namespace

page::Figure grow_figure(const Content& content, const Walk& walk, const jobs::JobResult* measured, double t) {
  const std::vector<Reached> steps = reached(walk);
  const double last = real(std::ssize(steps) - 1), at = std::clamp(t, 0.0, last);
  const auto done = static_cast<std::size_t>(at);
  page::Figure figure;
  describe_walk(content, walk, t, figure);
  set_axes(walk, steps, figure);
  const Square image = image_of(walk);

  const auto from = square_of(walk, steps[done]);
  const auto next = done + 1 < steps.size() ? square_of(walk, steps[done + 1]) : from;
  const std::optional<Square> now =
      from && next ? std::optional(between(*from, *next, at - static_cast<double>(done))) : from;
  if (now && hangs_over(*now, image)) figure.marks.push_back({rectangle(*now, Ink::consistent_wash, std::nullopt)});
  figure.marks.push_back({rectangle(image, Ink::accent_wash, Ink::soft)});
  const bool covered = measured != nullptr && !measured->tensor.empty() && !walk.forward;
  if (covered) figure.marks.push_back(heat_mark(content, *measured));
  for (std::size_t step = 0; step < done; ++step)
    if (const auto s = square_of(walk, steps[step])) figure.marks.push_back({rectangle(*s, {}, Ink::face_side)});
  if (walk.forward) {
    add_patch_pad(content, walk, figure.marks);
    if (const auto s = square_of(walk, steps[0])) figure.marks.push_back({rectangle(*s, Ink::accent, {})});
  } else {
    add_neuron_pad(content, walk, figure.marks);
  }
  add_dots(walk, steps[done], 2.5, Ink::accent, figure.marks);
  if (now) {
    RectangleMark edge = rectangle(*now, {}, Ink::accent, 2);
    edge.dashed = hangs_over(*now, image);
    edge.corner_radius = 2;
    figure.marks.push_back({edge});
    // Above it: the squares of the steps before lie within.
    figure.marks.push_back({page::TextMark{.at = {(now->left + now->right) / 2, now->top},
                                           .text = label_of(content, walk, steps[done]),
                                           .ink = Ink::accent,
                                           .size = 13,
                                           .strong = true,
                                           .align_y = 1,
                                           .offset_y = -4,
                                           .priority = 3}});
  }
  figure.marks.push_back(
      {page::TextMark{.at = {image.left, image.bottom},
                      .text = content.text.get("receptive_field.grow.image", {{"size", size_text(walk.side(0))}}),
                      .ink = Ink::soft,
                      .align_x = 0,
                      .align_y = 0,
                      .offset_y = 3,
                      .priority = 2}});
  return figure;
}

}  // namespace stride::labs::receptive_field
