#include <algorithm>
#include <cmath>

#include "ui/figure.h"

namespace stride::ui {

namespace {

// Where the back of a box of depth 1 lies: to the right and up.
constexpr double depth_right = 0.36, depth_up = 0.23;

double along(const page::Axis& axis, double value) {
  if (!axis.logarithmic) return value - axis.low;
  return std::log10(std::max(value, 1e-300)) - std::log10(std::max(axis.low, 1e-300));
}

double span(const page::Axis& axis) {
  const double whole = along(axis, axis.high);
  return whole > 0 && std::isfinite(whole) ? whole : 1;
}

bool has_axis(const page::Axis& axis) { return !axis.label.empty() || !axis.ticks.empty(); }

// Boxes reach back as far as leaves them apart from the next one.
double share_of_depth(const page::Figure& figure, const AxisMap& axes) {
  std::vector<const page::BoxMark*> boxes;
  for (const page::Mark& mark : figure.marks)
    if (const auto* box = std::get_if<page::BoxMark>(&mark.shape)) boxes.push_back(box);
  std::ranges::sort(boxes, {}, [](const auto* box) { return box->at.x; });
  double share = 1;
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    const double right = axes.at(figure, {boxes[i]->at.x + boxes[i]->width, boxes[i]->at.y}).x;
    const double next = i + 1 < boxes.size() ? axes.at(figure, boxes[i + 1]->at).x - 4 : axes.inner.right();
    const double reach = boxes[i]->depth * axes.y_unit * depth_right;
    if (reach > 0) share = std::min(share, std::max(0.15, (next - right) / reach));
  }
  return share;
}

}  // namespace

page::Point AxisMap::at(const page::Figure& figure, const page::Point& point) const {
  const double down = along(figure.y, point.y) * y_unit;
  return {inner.x + along(figure.x, point.x) * x_unit, figure.y.upwards ? inner.bottom() - down : inner.y + down};
}

AxisMap map_axes(const FontSet& fonts, const page::Figure& figure, const Rect& plot) {
  AxisMap axes;
  Rect inner = plot;
  inner.height -= figure.below;
  if (has_axis(figure.y)) {
    double widest = 0;
    for (const auto& [value, text] : figure.y.ticks) widest = std::max(widest, fonts.width(Face::label, text));
    const double above = figure.y.label.empty() ? 8 : 28;
    inner = {plot.x + widest + 10, plot.y + above, plot.width - widest - 10, inner.height - above};
  }
  if (has_axis(figure.x)) {
    const double below = (figure.x.ticks.empty() ? 4 : 22) + (figure.x.label.empty() ? 0 : 20);
    inner.height -= below;
    if (!figure.x.ticks.empty()) inner.width -= fonts.width(Face::label, figure.x.ticks.back().second) / 2;
  }
  inner.width = std::max(inner.width, 1.0);
  inner.height = std::max(inner.height, 1.0);
  axes.x_unit = inner.width / span(figure.x);
  axes.y_unit = inner.height / span(figure.y);
  if (figure.equal_aspect) {
    axes.x_unit = axes.y_unit = std::min(axes.x_unit, axes.y_unit);
    const double width = axes.x_unit * span(figure.x), height = axes.y_unit * span(figure.y);
    inner = {inner.x + (inner.width - width) / 2, inner.y, width, height};
  }
  axes.inner = inner;
  axes.drawn = has_axis(figure.x) || has_axis(figure.y);
  axes.depth_share = share_of_depth(figure, axes);
  return axes;
}

std::vector<page::Point> box_corners(const page::Figure& figure, const AxisMap& axes, const page::BoxMark& box) {
  const page::Point at = axes.at(figure, box.at);
  const double width = std::max(3.0, box.width * axes.x_unit), height = std::max(2.0, box.height * axes.y_unit);
  const double depth = box.depth * axes.y_unit * axes.depth_share;
  const double right = std::max(2.0, depth * depth_right), up = std::max(1.5, depth * depth_up);
  return {at,
          {at.x, at.y - height},
          {at.x + width, at.y - height},
          {at.x + width, at.y},
          {at.x + right, at.y - height - up},
          {at.x + width + right, at.y - height - up},
          {at.x + width + right, at.y - up}};
}

}  // namespace stride::ui
