#pragma once

#include <string>
#include <vector>

#include "page/page.h"
#include "ui/painter.h"

/// Draws a figure's marks in its axes. Nothing here is laid out anew while a figure plays.
namespace stride::ui {

/// `control`: the height of its buttons.
FigurePlan plan_figure(const FontSet& fonts, const page::Figure& figure, const page::Words& words, double control,
                       double x, double y, double width);

/// From a figure's axes to px: the plot less the room for ticks and labels.
struct AxisMap {
  Rect inner;
  double x_unit = 1, y_unit = 1;  // px per unit; per power of ten where the axis is logarithmic
  double depth_share = 1;         // how far boxes reach back: less where they would run into each other
  bool drawn = false;             // whether there are axes to see

  [[nodiscard]] page::Point at(const page::Figure& figure, const page::Point& point) const;
};
AxisMap map_axes(const FontSet& fonts, const page::Figure& figure, const Rect& plot);

/// The hot areas of a figure, at least `least` px high, and the controls of its playback.
std::vector<Item> figure_items(const FontSet& fonts, const std::string& id, const page::Figure& figure,
                               const page::Words& words, const FigurePlan& plan, double least);

void draw_figure(const Painter& painter, const page::Figure& figure, const page::Words& words, const FigurePlan& plan,
                 Token ground);
void draw_marks(const Painter& painter, const page::Figure& figure, const Rect& plot);
void draw_labels(const Painter& painter, const page::Figure& figure, const AxisMap& axes, const Rect& plot);

/// What a label shouldn't lie on; on areas rather than on lines or other labels.
struct Obstacles {
  std::vector<std::vector<page::Point>> lines;
  std::vector<Rect> labels, areas;
};
/// Where a label of a size stands beside a line, within `room`: as near to its middle as it lies on the fewest of them.
Rect place_along(const std::vector<page::Point>& line, const Size& size, const Rect& room, const Obstacles& obstacles);

/// Hands slabs to what draws them, or draws them as polygons where there is nothing that does.
void draw_slabs(const Painter& painter, const page::Figure& figure, const AxisMap& axes, const page::SlabsMark& mark,
                const Rect& plot);
/// The colour of one of its values.
Color cell_color(const page::CellsMark& mark, std::size_t index);

struct LabelBox {
  const page::TextMark* mark = nullptr;
  Rect rect;
  bool visible = false;
  double sunk = 0;    // px further down than where it belongs
  double thread = 0;  // px: the thin line above it, from there or from the label that it follows
};
/// Which labels are drawn, and where: one that would overlap another of higher priority (then the earlier one) goes
/// further down, if it may, or is left out. One that follows another goes down with it, and then as far as it may. What
/// has gone down doesn't reach below `bottom`.
void choose_labels(std::vector<LabelBox>& labels, double bottom);
/// The places of a figure's labels, in the order of its marks. Those that are out of sight aren't visible.
std::vector<LabelBox> place_labels(const FontSet& fonts, const page::Figure& figure, const AxisMap& axes,
                                   const Rect& plot);

/// A box's corners: front lower left, front upper left, front upper right, front lower right, then the back's upper
/// left, upper right and lower right.
std::vector<page::Point> box_corners(const page::Figure& figure, const AxisMap& axes, const page::BoxMark& box);

}  // namespace stride::ui
