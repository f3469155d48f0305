#include <algorithm>
#include <cmath>

#include "labs/receptive_field/view.h"

namespace stride::labs::receptive_field {

using page::Ink;
using page::Point;

namespace {

// A place on a map, in pixels of the image, seen from the left: rows keep their direction, columns lean back. Maps
// stand one behind the other, the image first.
struct Eye {
  double gap = 1;
  [[nodiscard]] Point at(std::size_t map, double x, double y) const {
    return {static_cast<double>(map) * gap + 0.34 * x, y - 0.24 * x};
  }
};

struct Square {
  double left = 0, top = 0, right = 0, bottom = 0;
};

std::vector<Point> corners(const Eye& view, std::size_t map, const Square& s) {
  return {view.at(map, s.left, s.top), view.at(map, s.right, s.top), view.at(map, s.right, s.bottom),
          view.at(map, s.left, s.bottom)};
}

// The cells of a map as they lie over the image, each as wide as the jump: the last row of cells ends half a jump on.
Square cells_square(const Walk& walk, std::size_t map, nn::Interval rows, nn::Interval columns) {
  const nn::Field down = walk.field(map, true), across = walk.field(map, false);
  const double half_x = real(across.jump) / 2, half_y = real(down.jump) / 2;
  return {across.start + real(columns.low * across.jump) - half_x, down.start + real(rows.low * down.jump) - half_y,
          across.start + real(columns.high * across.jump) + half_x, down.start + real(rows.high * down.jump) + half_y};
}

Square map_square(const Walk& walk, std::size_t map) {
  const nn::Pair side = walk.side(map);
  return cells_square(walk, map, {0, side.height - 1}, {0, side.width - 1});
}

// The four sides of what lies between two squares on neighbouring maps, `part` of the way.
void add_frustum(const Eye& view, std::size_t from, const Square& a, std::size_t to, const Square& b, double part,
                 page::Marks& marks) {
  const std::vector<Point> start = corners(view, from, a), whole_end = corners(view, to, b);
  std::vector<Point> end;
  for (std::size_t i = 0; i < 4; ++i)
    end.push_back({std::lerp(start[i].x, whole_end[i].x, part), std::lerp(start[i].y, whole_end[i].y, part)});
  for (std::size_t i = 0; i < 4; ++i) {
    const std::size_t next = (i + 1) % 4;
    marks.push_back({page::PolygonMark{
        .points = {start[i], start[next], end[next], end[i]}, .fill = Ink::accent, .stroke = {}, .opacity = 0.12}});
  }
  for (std::size_t i = 0; i < 4; ++i)
    marks.push_back({page::LineMark{.points = {start[i], end[i]}, .stroke = Ink::accent, .stroke_width = 1}});
}

}  // namespace

page::Figure perspective_figure(const Content& content, const Walk& walk, double t) {
  const std::vector<Reached> steps = reached(walk);
  const double last = static_cast<double>(steps.size() - 1), at = std::clamp(t, 0.0, last);
  const auto done = static_cast<std::size_t>(at);
  const double part = at - static_cast<double>(done);
  page::Figure figure;
  describe_walk(content, walk, t, figure);
  figure.height = 420;
  figure.equal_aspect = true;

  std::vector<std::optional<Square>> squares;
  for (const Reached& step : steps)
    squares.push_back(step.rows && step.columns ? std::optional(cells_square(walk, step.map, *step.rows, *step.columns))
                                                : std::nullopt);
  double tallest = real(walk.side(0).height);
  for (const auto& square : squares)
    if (square) tallest = std::max(tallest, square->bottom - square->top);
  const Eye view{1.4 * tallest / static_cast<double>(walk.depth())};
  double left = 1e9, right = -1e9, top = 1e9, bottom = -1e9;
  const auto cover = [&](std::size_t map, const Square& s) {
    for (const Point& corner : corners(view, map, s)) {
      left = std::min(left, corner.x);
      right = std::max(right, corner.x);
      top = std::min(top, corner.y);
      bottom = std::max(bottom, corner.y);
    }
  };
  for (std::size_t map = 0; map <= walk.depth(); ++map) cover(map, map_square(walk, map));
  for (std::size_t i = 0; i < steps.size(); ++i)
    if (squares[i]) cover(steps[i].map, *squares[i]);
  const double margin = 0.05 * (right - left);
  figure.x = {.label = "", .low = left - margin, .high = right + margin};
  figure.y = {.label = "", .low = top - margin, .high = bottom + 2 * margin};

  // From the back to the front; what is reached on each map lies on its slab, the frustum in front of it.
  for (std::size_t map = walk.depth() + 1; map-- > 0;) {
    const Square slab = map_square(walk, map);
    figure.marks.push_back({page::PolygonMark{.points = corners(view, map, slab),
                                              .fill = map == 0 ? Ink::accent_wash : Ink::panel,
                                              .stroke = Ink::soft,
                                              .opacity = 0.75}});
    const std::size_t step = walk.forward ? map : walk.depth() - map;
    if (step <= done && squares[step])
      figure.marks.push_back({page::PolygonMark{.points = corners(view, map, *squares[step]),
                                                .fill = Ink::accent,
                                                .stroke = Ink::accent,
                                                .stroke_width = step == done ? 2.0 : 1.0,
                                                .opacity = 0.3}});
    // The frustum between this map and the next towards the image.
    const std::size_t below = walk.forward ? step - 1 : step + 1;
    const std::size_t first = std::min(step, below), second = std::max(step, below);
    const bool there = map > 0 && second < squares.size() && squares[first] && squares[second];
    if (there && first <= done && (first < done || part > 0))
      add_frustum(view, steps[first].map, *squares[first], steps[second].map, *squares[second],
                  first < done ? 1.0 : part, figure.marks);
    // All on one line under the drawing, where nothing lies over them.
    figure.marks.push_back({page::TextMark{.at = {view.at(map, slab.left, slab.bottom).x, bottom},
                                           .text = walk.map_name(content, map),
                                           .ink = step == done ? Ink::accent : Ink::soft,
                                           .strong = step == done,
                                           .align_x = 0.2,
                                           .align_y = 0,
                                           .offset_y = 6,
                                           .priority = step == done                      ? 3
                                                       : map == 0 || map == walk.depth() ? 2
                                                                                         : 1}});
  }
  return figure;
}

}  // namespace stride::labs::receptive_field
