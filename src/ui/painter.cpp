#include "ui/painter.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace stride::ui {

namespace {

ImU32 pack(Color color) { return IM_COL32(color.red, color.green, color.blue, color.alpha); }

constexpr double dash_length = 4, dash_gap = 3;

ImDrawFlags corner_flags(Panel::Corners corners) {
  switch (corners) {
    case Panel::none:
      return ImDrawFlags_RoundCornersNone;
    case Panel::top:
      return ImDrawFlags_RoundCornersTop;
    case Panel::bottom:
      return ImDrawFlags_RoundCornersBottom;
    case Panel::all:
      break;
  }
  return ImDrawFlags_RoundCornersAll;
}

}  // namespace

Painter::Painter(ImDrawList& list, const FontSet& fonts, const Theme& theme, double pixel_ratio, double top,
                 SlabQueue& slabs)
    : list_(list), fonts_(fonts), theme_(theme), ratio_(pixel_ratio), scale_(fonts.scale()), top_(top), slabs_(slabs) {
  // Soft edges are one pixel of the device wide, round ones as fine as it shows.
  list_._FringeScale = static_cast<float>(1 / ratio_);
  ImGui::GetDrawListSharedData()->SetCircleTessellationMaxError(static_cast<float>(0.15 / ratio_));
}

float Painter::x(double value) const { return static_cast<float>(value * scale_); }
float Painter::y(double value) const { return static_cast<float>(value * scale_ - top_); }
float Painter::snap_x(double value) const { return static_cast<float>(std::round(value * scale_ * ratio_) / ratio_); }
float Painter::snap_y(double value) const {
  return static_cast<float>(std::round((value * scale_ - top_) * ratio_) / ratio_);
}
float Painter::snap_width(double value) const {
  return static_cast<float>(std::max(1.0, std::round(value * scale_ * ratio_)) / ratio_);
}

void Painter::scene(const Scene& scene) const {
  for (const Shape& one : scene.shapes) shape(one);
}

void Painter::shape(const Shape& shape) const {
  if (const auto* filled = std::get_if<Panel>(&shape))
    panel(*filled);
  else if (const auto* run = std::get_if<TextRun>(&shape))
    text(*run);
  else if (const auto* lines = std::get_if<Path>(&shape))
    path(*lines);
  else if (const auto* ring = std::get_if<Arc>(&shape))
    arc(*ring);
}

void Painter::panel(const Panel& panel) const {
  ImVec2 from(snap_x(panel.rect.x), snap_y(panel.rect.y)), to(snap_x(panel.rect.right()), snap_y(panel.rect.bottom()));
  // Rules keep their thickness wherever they fall.
  if (panel.rect.height <= 3) from.y = to.y - snap_width(panel.rect.height);
  if (panel.rect.width <= 3) to.x = from.x + snap_width(panel.rect.width);
  const auto radius = static_cast<float>(panel.radius * scale_);
  const ImDrawFlags flags = corner_flags(panel.corners);
  const float width = panel.stroke ? snap_width(panel.stroke_width) : 0;
  if (panel.stroke && panel.fill && !panel.dashed) {  // the border is what a smaller fill leaves of a larger one
    list_.AddRectFilled(from, to, pack(color(*panel.stroke)), radius, flags);
    list_.AddRectFilled({from.x + width, from.y + width}, {to.x - width, to.y - width}, pack(color(*panel.fill)),
                        std::max(0.0F, radius - width), flags);
    return;
  }
  if (panel.fill) list_.AddRectFilled(from, to, pack(color(*panel.fill)), radius, flags);
  if (!panel.stroke) return;
  const float half = width / 2;
  if (!panel.dashed) {
    list_.AddRect({from.x + half, from.y + half}, {to.x - half, to.y - half}, pack(color(*panel.stroke)), radius, flags,
                  width);
    return;
  }
  const Rect rect = panel.rect;
  polyline({{rect.x, rect.y},
            {rect.right(), rect.y},
            {rect.right(), rect.bottom()},
            {rect.x, rect.bottom()},
            {rect.x, rect.y}},
           color(*panel.stroke), panel.stroke_width, true);
}

void Painter::text(const TextRun& run, std::optional<Color> own) const {
  const ImFont& font = *fonts_.font(run.face);
  const auto factor = static_cast<float>(run.factor);
  // Glyphs are rasterised so that their pixels fit the device's when the baseline is on one.
  const float baseline = snap_y(run.baseline);
  const float top = baseline - IM_ROUND(font.Ascent) * factor;
  float pen = x(run.x);
  std::string_view rest = run.text;
  const ImU32 ink = pack(own.value_or(color(run.token)));
  list_.PrimReserve(static_cast<int>(rest.size()) * 6, static_cast<int>(rest.size()) * 4);
  int unused = 0;
  while (!rest.empty()) {
    const std::size_t before = rest.size();
    const ImFontGlyph* glyph = font.FindGlyph(static_cast<ImWchar>(next_character(rest)));
    const bool visible = glyph != nullptr && glyph->Visible != 0;
    if (visible)
      list_.PrimRectUV({pen + glyph->X0 * factor, top + glyph->Y0 * factor},
                       {pen + glyph->X1 * factor, top + glyph->Y1 * factor}, {glyph->U0, glyph->V0},
                       {glyph->U1, glyph->V1}, ink);
    if (glyph != nullptr) pen += glyph->AdvanceX * factor;
    unused += static_cast<int>(before - rest.size()) - (visible ? 1 : 0);
  }
  list_.PrimUnreserve(unused * 6, unused * 4);
}

void Painter::path(const Path& path) const {
  if (path.filled) {
    for (const page::Point& point : path.points) list_.PathLineTo({x(point.x), y(point.y)});
    list_.PathFillConvex(pack(color(path.token)));
    return;
  }
  for (const page::Point& point : path.points) list_.PathLineTo({x(point.x), y(point.y)});
  list_.PathStroke(pack(color(path.token)), path.closed ? ImDrawFlags_Closed : ImDrawFlags_None,
                   std::max(static_cast<float>(path.width * scale_), static_cast<float>(1 / ratio_)));
}

void Painter::arc(const Arc& arc) const {
  const auto turn = [](double value) { return static_cast<float>((value - 0.25) * 2 * std::numbers::pi); };
  const ImVec2 center(x(arc.x), y(arc.y));
  const auto radius = static_cast<float>(arc.radius * scale_), width = static_cast<float>(arc.width * scale_);
  if (arc.to - arc.from >= 1) {
    list_.AddCircle(center, radius, pack(color(arc.token)), 0, width);
    return;
  }
  list_.PathArcTo(center, radius, turn(arc.from), turn(arc.to));
  list_.PathStroke(pack(color(arc.token)), ImDrawFlags_None, width);
}

void Painter::fill_rectangle(const Rect& rect, Color color, double radius) const {
  list_.AddRectFilled({snap_x(rect.x), snap_y(rect.y)}, {snap_x(rect.right()), snap_y(rect.bottom())}, pack(color),
                      static_cast<float>(radius * scale_));
}

void Painter::fill_quad(const page::Point (&corners)[4], Color color) const {
  list_.AddQuadFilled({x(corners[0].x), y(corners[0].y)}, {x(corners[1].x), y(corners[1].y)},
                      {x(corners[2].x), y(corners[2].y)}, {x(corners[3].x), y(corners[3].y)}, pack(color));
}

void Painter::fill_cell(const page::Point (&corners)[4], Color color) const {
  const ImDrawListFlags flags = list_.Flags;
  list_.Flags &= ~ImDrawListFlags_AntiAliasedFill;
  fill_quad(corners, color);
  list_.Flags = flags;
}

void Painter::fill_polygon(const std::vector<page::Point>& corners, Color color) const {
  for (const page::Point& point : corners) list_.PathLineTo({x(point.x), y(point.y)});
  list_.PathFillConvex(pack(color));
}

void Painter::grid(const Rect& rect, std::int64_t rows, std::int64_t columns,
                   const std::function<Color(std::size_t cell)>& color) const {
  std::vector<float> right, below;
  for (std::int64_t i = 0; i <= columns; ++i)
    right.push_back(snap_x(rect.x + rect.width * static_cast<double>(i) / static_cast<double>(columns)));
  for (std::int64_t i = 0; i <= rows; ++i)
    below.push_back(snap_y(rect.y + rect.height * static_cast<double>(i) / static_cast<double>(rows)));
  list_.PrimReserve(static_cast<int>(rows * columns) * 6, static_cast<int>(rows * columns) * 4);
  std::size_t cell = 0;
  for (std::size_t row = 0; row + 1 < below.size(); ++row)
    for (std::size_t column = 0; column + 1 < right.size(); ++column)
      list_.PrimRect({right[column], below[row]}, {right[column + 1], below[row + 1]}, pack(color(cell++)));
}

void Painter::line(const page::Point& a, const page::Point& b, Color color, double width) const {
  if (a.x == b.x || a.y == b.y) {  // as a rectangle of whole pixels
    const float thick = snap_width(width);
    const auto half = static_cast<float>(width * scale_ / 2);
    const auto snap = [&](float value) { return static_cast<float>(std::round(value * ratio_) / ratio_); };
    if (a.y == b.y) {
      const float upper = snap(y(a.y) - half);
      list_.AddRectFilled({snap(x(std::min(a.x, b.x))), upper}, {snap(x(std::max(a.x, b.x))), upper + thick},
                          pack(color));
    } else {
      const float left = snap(x(a.x) - half);
      list_.AddRectFilled({left, snap(y(std::min(a.y, b.y)))}, {left + thick, snap(y(std::max(a.y, b.y)))},
                          pack(color));
    }
    return;
  }
  list_.AddLine({x(a.x), y(a.y)}, {x(b.x), y(b.y)}, pack(color),
                std::max(static_cast<float>(width * scale_), static_cast<float>(1 / ratio_)));
}

void Painter::polyline(const std::vector<page::Point>& points, Color color, double width, bool dashed) const {
  if (!dashed) {
    if (points.size() == 2) return line(points[0], points[1], color, width);
    for (const page::Point& point : points) list_.PathLineTo({x(point.x), y(point.y)});
    list_.PathStroke(pack(color), ImDrawFlags_None,
                     std::max(static_cast<float>(width * scale_), static_cast<float>(1 / ratio_)));
    return;
  }
  double walked = 0;  // along the whole line, so that dashes run on around corners
  for (std::size_t i = 1; i < points.size(); ++i) {
    const page::Point a = points[i - 1], b = points[i];
    const double length = std::hypot(b.x - a.x, b.y - a.y);
    const auto at = [&](double t) {
      return page::Point{a.x + (b.x - a.x) * t / length, a.y + (b.y - a.y) * t / length};
    };
    const double period = dash_length + dash_gap;
    for (double start = -std::fmod(walked, period); length > 0 && start < length; start += period) {
      const double from = std::max(0.0, start), to = std::min(length, start + dash_length);
      if (to > from) line(at(from), at(to), color, width);
    }
    walked += length;
  }
}

void Painter::dot(const page::Point& center, double radius, Color color) const {
  list_.AddCircleFilled({x(center.x), y(center.y)}, static_cast<float>(radius * scale_), pack(color));
}

void Painter::hatch(const Rect& rect, Color color) const {
  constexpr double step = 6;
  clip(rect);
  for (double offset = step / 2; offset < rect.width + rect.height; offset += step)
    line({rect.x + offset, rect.y}, {rect.x + offset - rect.height, rect.bottom()}, color, 1);
  end_clip();
}

void Painter::slabs(gfx::SlabPass pass, const Rect& plot) const {
  const auto scale = static_cast<float>(scale_ * ratio_), top = static_cast<float>(top_ * ratio_);
  for (std::size_t i = 0; i < 4; ++i) {
    pass.rows[0][i] *= scale;
    pass.rows[1][i] = pass.rows[1][i] * scale - pass.rows[2][i] * top;
  }
  const auto pixel = [&](float value) { return static_cast<int>(std::lround(value * ratio_)); };
  const int left = pixel(snap_x(plot.x)), upper = pixel(snap_y(plot.y));
  pass.clip = {left, upper, pixel(snap_x(plot.right())) - left, pixel(snap_y(plot.bottom())) - upper};
  pass.line = static_cast<float>(snap_width(1) * ratio_);
  const auto run = [](const ImDrawList*, const ImDrawCmd* command) {
    const auto* item = static_cast<const SlabQueue::Item*>(command->UserCallbackData);
    (*item->draw)(item->pass);
  };
  list_.AddCallback(run, &slabs_.items.emplace_back(&slabs_.draw, std::move(pass)));
  list_.AddCallback(ImDrawCallback_ResetRenderState, nullptr);
}

void Painter::clip(const Rect& rect) const {
  list_.PushClipRect({snap_x(rect.x), snap_y(rect.y)}, {snap_x(rect.right()), snap_y(rect.bottom())}, true);
}

void Painter::end_clip() const { list_.PopClipRect(); }

}  // namespace stride::ui
