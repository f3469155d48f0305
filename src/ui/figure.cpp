#include "ui/figure.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <numbers>

namespace stride::ui {

using page::Point;

namespace {

template <class... Cases>
struct Overload : Cases... {
  using Cases::operator()...;
};

Rect between(const Point& a, const Point& b) {
  return {std::min(a.x, b.x), std::min(a.y, b.y), std::abs(a.x - b.x), std::abs(a.y - b.y)};
}

struct Drawer {
  const Painter& painter;
  const page::Figure& figure;
  AxisMap axes;
  Rect plot;

  [[nodiscard]] Point at(const Point& point) const { return axes.at(figure, point); }

  void rectangle(const page::RectangleMark& mark) const {
    const Rect rect = between(at(mark.from), at(mark.to));
    painter.panel({.rect = rect,
                   .fill = mark.fill ? std::optional(token(*mark.fill)) : std::nullopt,
                   .stroke = mark.stroke && !mark.hatched ? std::optional(token(*mark.stroke)) : std::nullopt,
                   .radius = mark.corner_radius,
                   .stroke_width = mark.stroke_width,
                   .dashed = mark.dashed});
    if (!mark.hatched) return;
    const Token ink = token(mark.stroke.value_or(page::Ink::consistent));
    painter.hatch(rect, painter.color(ink));
    painter.panel(
        {.rect = rect, .fill = {}, .stroke = ink, .radius = mark.corner_radius, .stroke_width = mark.stroke_width});
  }

  void line(const page::LineMark& mark) const {
    const std::vector<Point> points = all_at(mark.points);
    if (points.size() < 2) return;
    const Color color = painter.color(token(mark.stroke));
    painter.polyline(points, color, mark.stroke_width, mark.dashed);
    if (!mark.arrow) return;
    const Point tip = points.back(), before = points[points.size() - 2];
    const double angle = std::atan2(tip.y - before.y, tip.x - before.x), length = 5 + 1.5 * mark.stroke_width;
    for (const double side : {0.85, -0.85})
      painter.line(tip, {tip.x - length * std::cos(angle + side * 0.6), tip.y - length * std::sin(angle + side * 0.6)},
                   color, mark.stroke_width);
  }

  void cells(const page::CellsMark& mark) const {
    const Rect rect = between(at(mark.from), at(mark.to));
    if (mark.rows <= 0 || mark.columns <= 0 || std::ssize(mark.values) < mark.rows * mark.columns) return;
    painter.grid(rect, mark.rows, mark.columns, [&](std::size_t cell) { return cell_color(mark, cell); });
    if (mark.decimals >= 0) write_cells(mark, rect);
  }

  // Every cell's number in black or white, whichever is easier to read on it; none where one of them has no room.
  void write_cells(const page::CellsMark& mark, const Rect& rect) const {
    constexpr Color black{0, 0, 0, 255}, white{255, 255, 255, 255};
    const double width = rect.width / static_cast<double>(mark.columns),
                 height = rect.height / static_cast<double>(mark.rows);
    std::vector<std::string> texts;
    for (std::int64_t i = 0; i < mark.rows * mark.columns; ++i) {
      std::array<char, 48> text{};
      const double value = mark.values[static_cast<std::size_t>(i)];
      std::snprintf(text.data(), text.size(), "%.*f", mark.decimals, std::abs(value));
      texts.push_back((value < 0 ? "−" : "") + std::string(text.data()));
      if (painter.fonts().width(Face::label, texts.back()) > width - 4 || height < 18) return;
    }
    for (std::int64_t i = 0; i < mark.rows * mark.columns; ++i) {
      const std::string& text = texts[static_cast<std::size_t>(i)];
      const std::int64_t row = i / mark.columns, column = i % mark.columns;
      const Color ground = cell_color(mark, static_cast<std::size_t>(i));
      const double left = rect.x + (static_cast<double>(column) + 0.5) * width,
                   middle = rect.y + (static_cast<double>(row) + 0.5) * height;
      painter.text({left - painter.fonts().width(Face::label, text) / 2, middle + FontSet::cap_height(Face::label) / 2,
                    Face::label, Token::ink, text},
                   contrast(ground, black) > contrast(ground, white) ? black : white);
    }
  }

  void box(const page::BoxMark& mark) const {
    const auto c = box_corners(figure, axes, mark);
    const Color edge = painter.color(mark.current ? Token::accent : mark.withheld ? Token::soft : Token::face_edge);
    const auto face = [&](Token token) { return painter.color(mark.withheld ? Token::accent_wash : token); };
    if (!mark.withheld || mark.current) {
      painter.fill_quad({c[1], c[4], c[5], c[2]}, face(Token::face_top));
      painter.fill_quad({c[3], c[2], c[5], c[6]}, face(Token::face_side));
      painter.fill_quad({c[0], c[1], c[2], c[3]}, face(Token::face_front));
    }
    const double width = mark.current ? 2 : 1;
    const auto edges = [&](std::vector<Point> points) { painter.polyline(points, edge, width, mark.withheld); };
    if (mark.withheld) return edges({c[0], c[1], c[4], c[5], c[6], c[3], c[0]});
    edges({c[0], c[1], c[2], c[3], c[0]});
    edges({c[1], c[4], c[5], c[6], c[3]});
    edges({c[2], c[5]});
  }

  void polygon(const page::PolygonMark& mark) const {
    std::vector<Point> points = all_at(mark.points);
    if (points.size() < 3) return;
    if (mark.fill) {
      Color color = painter.color(token(*mark.fill));
      color.alpha = static_cast<std::uint8_t>(std::lround(std::clamp(mark.opacity, 0.0, 1.0) * color.alpha));
      painter.fill_polygon(points, color);
    }
    if (!mark.stroke) return;
    points.push_back(points.front());
    painter.polyline(points, painter.color(token(*mark.stroke)), mark.stroke_width, false);
  }

  void mark(const page::Mark& mark) const {
    std::visit(
        Overload{[&](const page::RectangleMark& shape) { rectangle(shape); },
                 [&](const page::LineMark& shape) { line(shape); }, [&](const page::CellsMark& shape) { cells(shape); },
                 [&](const page::BoxMark& shape) { box(shape); },
                 [&](const page::DotMark& shape) {
                   painter.dot(at(shape.at), shape.radius, painter.color(token(shape.fill)));
                 },
                 [&](const page::PolygonMark& shape) { polygon(shape); },
                 [&](const page::SlabsMark& shape) { draw_slabs(painter, figure, axes, shape, plot); },
                 [](const page::TextMark&) {},  // all together, after the rest
                 [](const page::HotMark&) {}, [](const page::ReadingMark&) {}},
        mark.shape);
  }

  [[nodiscard]] std::vector<Point> all_at(const std::vector<Point>& points) const {
    std::vector<Point> mapped;
    for (const Point& point : points) mapped.push_back(at(point));
    return mapped;
  }

  void axis_text(const std::string& text, double x, double y, double align) const {
    const double width = painter.fonts().width(Face::label, text);
    painter.text({x - align * width, y + FontSet::cap_height(Face::label) / 2, Face::label, Token::soft, text});
  }

  // Gridlines across, names and units at the ends: the y axis' above it, the x axis' under it.
  void grid() const {
    const Rect& inner = axes.inner;
    for (const auto& [value, text] : figure.y.ticks) {
      const double y = at({figure.x.low, value}).y;
      painter.line({inner.x, y}, {inner.right(), y}, painter.color(Token::line), 1);
      axis_text(text, inner.x - 8, y, 1);
    }
    double free = -1e9;
    for (const auto& [value, text] : figure.x.ticks) {
      const double x = at({value, figure.y.low}).x, half = painter.fonts().width(Face::label, text) / 2;
      painter.line({x, inner.bottom()}, {x, inner.bottom() + 4}, painter.color(Token::soft), 1);
      if (x - half < free) continue;
      axis_text(text, x, inner.bottom() + 14, 0.5);
      free = x + half + 8;
    }
    if (!figure.x.ticks.empty())
      painter.line({inner.x, inner.bottom()}, {inner.right(), inner.bottom()}, painter.color(Token::soft), 1);
    if (!figure.x.label.empty()) axis_text(figure.x.label, inner.right(), plot.bottom() - 8, 1);
    if (!figure.y.label.empty()) axis_text(figure.y.label, plot.x, plot.y + 8, 0);
  }
};

}  // namespace

void draw_marks(const Painter& painter, const page::Figure& figure, const Rect& plot) {
  const Drawer drawer{painter, figure, map_axes(painter.fonts(), figure, plot), plot};
  if (drawer.axes.drawn) drawer.grid();
  if (figure.clip) painter.clip(plot);
  for (const page::Mark& mark : figure.marks) drawer.mark(mark);
  draw_labels(painter, figure, drawer.axes, plot);
  if (figure.clip) painter.end_clip();
}

}  // namespace stride::ui
