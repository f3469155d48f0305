#include <algorithm>

#include "labs/layer_stepper/drawn.h"

namespace stride::labs::layer_stepper {

using page::Ink;
using page::Point;

page::Figure schematic_figure(const Content& content, const State& state, const Opened& o,
                              const jobs::Results& results) {
  const std::vector<Drawn> rows = drawn_rows(state, o, results);
  page::Figure figure;
  describe(content, o, rows, figure);
  // On a phone a map is as wide as its labels, which grow with the text.
  const auto percent = std::max<std::int64_t>(field_number(state, "font_scale"), 100);
  const std::int64_t per_line = std::max<std::int64_t>(2, 400 / percent);
  const auto lines = real((std::ssize(rows) + per_line - 1) / per_line);
  constexpr double line_height = 1.6;
  figure.height = 120 * lines * line_height;  // no larger where there is more room
  figure.equal_aspect = true;
  figure.x = {.label = "", .low = 0, .high = real(per_line)};
  figure.y = {.label = "", .low = 0, .high = lines * line_height};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Drawn& row = rows[i];
    const auto index = static_cast<std::int64_t>(i);
    const double x = real(index % per_line) + 0.1, y = real(index / per_line) * line_height + 0.08, side = 0.7;
    const bool current = row.name == o.row();
    if (row.outline) {
      page::CellsMark cells = picture_of(*row.outline);
      cells.from = {x, y};
      cells.to = {x + side, y + side};
      cells.unread = true;
      figure.marks.push_back({std::move(cells)});
    }
    figure.marks.push_back({page::RectangleMark{.from = {x, y},
                                                .to = {x + side, y + side},
                                                .fill = row.outline ? std::nullopt : std::optional(Ink::paper),
                                                .stroke = current ? Ink::accent : Ink::soft,
                                                .stroke_width = current ? 2.0 : 1.0,
                                                .dashed = !row.open}});
    if (i + 1 < rows.size())
      figure.marks.push_back({page::LineMark{
          .points = {{x + side + 0.06, y + side / 2}, {x + 0.94, y + side / 2}}, .stroke = Ink::soft, .arrow = true}});
    const Point under{x + side / 2, y + side};
    figure.marks.push_back({label(under, row.name, current, 4, current ? 4 : 3, false)});
    std::string size = row.size;
    std::erase(size, ' ');
    figure.marks.push_back({label(under, std::move(size), current, 20, 2, true)});
    const nn::LayerSpec* layer = o.sheet.network->find(row.name);
    if (layer != nullptr)
      figure.marks.push_back({label(under, worksheet::spec_text(content, *layer), current, 36, 1, true)});
    if (i > 0)
      figure.marks.push_back(
          {area_of(content.text, row, {x - 0.05, y - 0.05}, {x + side + 0.05, y + line_height - 0.12}, current)});
  }
  return figure;
}

}  // namespace stride::labs::layer_stepper
