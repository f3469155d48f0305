#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "ui/figure.h"

namespace stride::ui {

using page::Point;

namespace {

Face label_face(const page::TextMark& mark) {
  if (mark.size >= 16.5) return Face::heading;
  if (mark.size >= 14.5) return mark.strong ? Face::body_strong : Face::body;
  if (mark.size >= 13.5) return mark.strong ? Face::table_strong : Face::table;
  return mark.strong ? Face::label_strong : Face::label;
}

// Whether a straight line between two points meets a rectangle: it is cut at the sides.
bool meets(const Rect& rect, const Point& a, const Point& b) {
  double from = 0, to = 1;
  const auto cut = [&](double start, double way, double low, double high) {
    if (way == 0) return start > low && start < high;
    from = std::max(from, std::min((low - start) / way, (high - start) / way));
    to = std::min(to, std::max((low - start) / way, (high - start) / way));
    return from < to;
  };
  return cut(a.x, b.x - a.x, rect.x, rect.right()) && cut(a.y, b.y - a.y, rect.y, rect.bottom());
}

constexpr int on_area = 1, on_line = 20, on_label = 1000;

int badness(const Rect& rect, const Obstacles& obstacles) {
  int sum = 0;
  for (const auto& line : obstacles.lines)
    for (std::size_t i = 0; i + 1 < line.size(); ++i) sum += meets(rect, line[i], line[i + 1]) ? on_line : 0;
  const auto add = [&](const std::vector<Rect>& others, int each) {
    for (const Rect& other : others)
      if (rect.x < other.right() && other.x < rect.right() && rect.y < other.bottom() && other.y < rect.bottom())
        sum += each;
  };
  add(obstacles.areas, on_area);
  add(obstacles.labels, on_label);
  return sum;
}

struct Place {
  Rect rect;
  int badness = std::numeric_limits<int>::max();
};

Place best_beside(const std::vector<Point>& line, const Size& size, const Rect& room, const Obstacles& obstacles,
                  double air) {
  constexpr int places = 16;
  Place best;
  for (int place = 0; place <= places && best.badness > 0; ++place) {
    // From the middle outwards, by turns to the left and to the right.
    const int way = (place % 2 == 0 ? 1 : -1) * ((place + 1) / 2);
    const double at = (0.5 + static_cast<double>(way) / (places + 2)) * static_cast<double>(line.size() - 1);
    const auto index = static_cast<std::size_t>(at);
    const Point &a = line[index], &b = line[std::min(index + 1, line.size() - 1)];
    const double part = at - std::floor(at), x = std::lerp(a.x, b.x, part), y = std::lerp(a.y, b.y, part);
    for (const double left : {x + air, x - air - size.width, x - size.width / 2})
      for (const double top : {y - air - size.height, y + air}) {
        const Rect rect{std::clamp(left, room.x, std::max(room.x, room.right() - size.width)),
                        std::clamp(top, room.y, std::max(room.y, room.bottom() - size.height)), size.width,
                        size.height};
        const int bad = badness(rect, obstacles);
        if (bad < best.badness) best = {rect, bad};
      }
  }
  return best;
}

}  // namespace

Rect place_along(const std::vector<Point>& line, const Size& size, const Rect& room, const Obstacles& obstacles) {
  constexpr double near_by = 3, farther = 24;
  const Place near = best_beside(line, size, room, obstacles, near_by);
  if (near.badness < on_line) return near.rect;
  const Place far = best_beside(line, size, room, obstacles, farther);
  return far.badness < near.badness ? far.rect : near.rect;
}

namespace {

bool apart(const Rect& a, const Rect& b) {
  constexpr double air = 3;  // between two labels of one line
  return a.right() + air <= b.x || b.right() + air <= a.x || a.bottom() <= b.y + 1 || b.bottom() <= a.y + 1;
}

// The thin line that a label hangs on, above it.
Rect thread(const LabelBox& label) {
  return {label.rect.center_x() - 0.5, label.rect.y - label.thread, 1, label.thread};
}

bool is_free(const LabelBox& mine, const std::vector<const LabelBox*>& others) {
  return std::ranges::all_of(others, [&](const LabelBox* other) {
    return apart(mine.rect, other->rect) && (mine.thread == 0 || apart(thread(mine), other->rect)) &&
           (other->thread == 0 || apart(mine.rect, thread(*other)));
  });
}

// As high as it has room, on a thread of `lower` lines at most; what is sunk doesn't go below `bottom`.
bool find_room(LabelBox& label, const std::vector<const LabelBox*>& others, double bottom) {
  const double line = label.rect.height / (label.mark->second.empty() ? 1 : 2) + 1;
  for (int down = 0; !is_free(label, others); ++down) {
    if (down == label.mark->lower) return false;
    for (double* each : {&label.rect.y, &label.sunk, &label.thread}) *each += line;
  }
  return label.sunk == 0 || label.rect.bottom() <= bottom;
}

}  // namespace

void choose_labels(std::vector<LabelBox>& labels, double bottom) {
  std::vector<std::size_t> order(labels.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::stable_sort(order, std::greater(), [&](std::size_t index) { return labels[index].mark->priority; });
  std::vector<const LabelBox*> placed;
  for (const std::size_t index : order) {
    LabelBox& label = labels[index];
    const LabelBox* before = label.mark->follows && index > 0 ? &labels[index - 1] : nullptr;
    if (before != nullptr) {
      if (!before->visible) continue;
      label.rect.y += label.sunk = before->sunk;
    }
    label.visible = find_room(label, placed, bottom);
    if (label.visible) placed.push_back(&label);
  }
}

namespace {

// Those that name a line, one after the other, since each must keep clear of the others.
void move_beside_lines(const page::Figure& figure, const AxisMap& axes, std::vector<LabelBox>& labels) {
  const auto all_at = [&](const std::vector<Point>& points) {
    std::vector<Point> mapped;
    for (const Point& point : points) mapped.push_back(axes.at(figure, point));
    return mapped;
  };
  Obstacles obstacles;
  for (const LabelBox& label : labels)
    if (label.mark->along.empty()) obstacles.labels.push_back(label.rect);
  if (obstacles.labels.size() == labels.size()) return;
  for (const page::Mark& any : figure.marks) {
    if (const auto* line = std::get_if<page::LineMark>(&any.shape)) obstacles.lines.push_back(all_at(line->points));
    if (const auto* area = std::get_if<page::RectangleMark>(&any.shape)) {
      const Point a = axes.at(figure, area->from), b = axes.at(figure, area->to);
      obstacles.areas.push_back({std::min(a.x, b.x), std::min(a.y, b.y), std::abs(a.x - b.x), std::abs(a.y - b.y)});
    }
  }
  for (LabelBox& label : labels) {
    if (label.mark->along.empty()) continue;
    label.rect = place_along(all_at(label.mark->along), {label.rect.width, label.rect.height}, axes.inner, obstacles);
    obstacles.labels.push_back(label.rect);
  }
}

void draw_label(const Painter& painter, const page::TextMark& mark, const LabelBox& box) {
  const Face face = label_face(mark);
  const Rect& rect = box.rect;
  if (box.thread > 0)
    painter.line({rect.center_x(), rect.y - box.thread}, {rect.center_x(), rect.y + 2}, painter.color(Token::soft), 1);
  TextRun run{rect.x, rect.y + (rect.height + FontSet::cap_height(face)) / 2, face, token(mark.ink), mark.text};
  // On bars it is read on a ground of its own.
  if (!mark.along.empty())
    painter.fill_rectangle({rect.x - 2, rect.y, rect.width + 4, rect.height}, painter.color(Token::panel), 3);
  if (!mark.second.empty()) {
    const double line = rect.height / 2;
    run.baseline -= line / 2;
    run.x = rect.center_x() - painter.fonts().width(face, run.text) / 2;
    painter.text({rect.center_x() - painter.fonts().width(face, mark.second) / 2, run.baseline + line, face, run.token,
                  mark.second});
  }
  painter.text(run);
  for (const auto& [piece, ink] : mark.more) {
    run.x += painter.fonts().width(face, run.text);
    run.text = piece;
    run.token = token(ink);
    painter.text(run);
  }
}

}  // namespace

std::vector<LabelBox> place_labels(const FontSet& fonts, const page::Figure& figure, const AxisMap& axes,
                                   const Rect& plot) {
  std::vector<LabelBox> labels;
  for (const page::Mark& any : figure.marks) {
    const auto* text = std::get_if<page::TextMark>(&any.shape);
    if (text == nullptr) continue;
    const Point point = axes.at(figure, text->at);
    if (figure.clip && (point.x < plot.x || point.x > plot.right())) continue;
    const Face face = label_face(*text);
    double width = fonts.width(face, text->text), height = FontSet::size(face) * 1.25;
    for (const auto& [piece, ink] : text->more) width += fonts.width(face, piece);
    if (!text->second.empty()) {
      width = std::max(width, fonts.width(face, text->second));
      height *= 2;
    }
    // A label never leaves the figure.
    const double x = std::clamp(point.x - text->align_x * width, plot.x, std::max(plot.x, plot.right() - width));
    labels.push_back({text, {x, point.y - text->align_y * height + text->offset_y, width, height}});
  }
  move_beside_lines(figure, axes, labels);
  choose_labels(labels, plot.bottom());
  return labels;
}

void draw_labels(const Painter& painter, const page::Figure& figure, const AxisMap& axes, const Rect& plot) {
  for (const LabelBox& box : place_labels(painter.fonts(), figure, axes, plot))
    if (box.visible) draw_label(painter, *box.mark, box);
}

}  // namespace stride::ui
