#pragma once

#include <deque>
#include <functional>
#include <string_view>

#include "gfx/slabs.h"
#include "ui/scene.h"

struct ImDrawList;

namespace stride::ui {

/// Slabs that are drawn while ImGui's lists are rendered: they must live until then.
struct SlabQueue {
  struct Item {
    const gfx::DrawSlabs* draw = nullptr;
    gfx::SlabPass pass;
  };
  gfx::DrawSlabs draw;
  std::deque<Item> items;
};

/// Puts shapes into an ImGui draw list: scaled by the font scale, moved by the scroll, edges on whole device pixels.
class Painter {
 public:
  /// `top`: the document's y (in CSS px) that lies at the canvas' upper edge.
  Painter(ImDrawList& list, const FontSet& fonts, const Theme& theme, double pixel_ratio, double top, SlabQueue& slabs);

  /// All shapes but figures.
  void scene(const Scene& scene) const;
  void shape(const Shape& shape) const;
  void panel(const Panel& panel) const;
  void text(const TextRun& run, std::optional<Color> ink = {}) const;
  void path(const Path& path) const;
  void arc(const Arc& arc) const;

  // For figures: the same with any colour, in px at font scale 1.
  void fill_rectangle(const Rect& rect, Color color, double radius = 0) const;
  void fill_quad(const page::Point (&corners)[4], Color color) const;
  void fill_cell(const page::Point (&corners)[4], Color color) const;  // the same without soft edges: no seams
  void fill_polygon(const std::vector<page::Point>& corners, Color color) const;  // convex
  /// Equal cells beside each other, row by row.
  void grid(const Rect& rect, std::int64_t rows, std::int64_t columns,
            const std::function<Color(std::size_t cell)>& color) const;
  void line(const page::Point& a, const page::Point& b, Color color, double width) const;
  void polyline(const std::vector<page::Point>& points, Color color, double width, bool dashed) const;
  void dot(const page::Point& center, double radius, Color color) const;
  void hatch(const Rect& rect, Color color) const;
  [[nodiscard]] bool can_draw_slabs() const { return slabs_.draw != nullptr; }
  void slabs(gfx::SlabPass pass, const Rect& plot) const;
  void clip(const Rect& rect) const;
  void end_clip() const;

  [[nodiscard]] Color color(Token token) const { return theme_[token]; }
  [[nodiscard]] const FontSet& fonts() const { return fonts_; }
  [[nodiscard]] const Theme& theme() const { return theme_; }

 private:
  [[nodiscard]] float x(double value) const;
  [[nodiscard]] float y(double value) const;
  [[nodiscard]] float snap_x(double value) const;  // to the device's pixels
  [[nodiscard]] float snap_y(double value) const;
  [[nodiscard]] float snap_width(double value) const;  // at least one pixel

  ImDrawList& list_;
  const FontSet& fonts_;
  const Theme& theme_;
  double ratio_, scale_, top_;
  SlabQueue& slabs_;
};

}  // namespace stride::ui
