#include <algorithm>

#include "page/ids.h"
#include "ui/table_plan.h"

namespace stride::ui {

namespace {

constexpr double cell_padding = 6;

struct TablePlacer {
  Builder& builder;
  const Block& block;
  const page::Table& table;
  TablePlan plan;
  double x, y, width;
  double used = 0;

  void line(double at, double thickness = 1) const {
    builder.scene.shapes.emplace_back(
        Panel{.rect = {x + 1, at, width - 2, thickness}, .fill = Token::line, .stroke = {}});
  }

  void header() {
    double height = 0;
    std::vector<double> heights;
    std::vector<Scene::Mark> marks;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      marks.push_back(builder.scene.mark());
      TextStyle style = label_style();
      style.line_height = 16;
      const Size size =
          flow_text(builder.fonts, builder.scene, table.columns[i].label, style, x + plan.x[i], y, plan.width[i] + 0.5);
      builder.report(page::column_id(block.id, i), {x + plan.x[i], y, plan.width[i], size.height});
      heights.push_back(size.height);
      height = std::max(height, size.height);
    }
    const double row = std::max(37.0, height + 20);
    double moved = 0;
    for (std::size_t i = 0; i < marks.size(); ++i) {
      const double wanted = (row - heights[i]) / 2;
      builder.scene.shift(marks[i], 0, wanted - moved);
      moved = wanted;
    }
    used = row;
  }

  double cells(const page::Row& row, double top, double least) {
    double height = least;
    std::vector<std::pair<Scene::Mark, double>> placed;
    for (std::size_t i = 0; i < row.cells.size() && i < plan.x.size(); ++i) {
      const auto mark = builder.scene.mark();
      const Size size = place_cell(builder, row.cells[i], x + plan.x[i], top, plan.width[i]);
      placed.emplace_back(mark, size.height);
      height = std::max(height, size.height);
    }
    height += 2 * cell_padding;
    double moved = 0;
    for (const auto& [mark, cell] : placed) {
      const double wanted = (height - cell) / 2;
      builder.scene.shift(mark, 0, wanted - moved);
      moved = wanted;
    }
    return height;
  }

  void row(const page::Row& row, bool last) {
    const double thickness = row.total ? 2 : 1, top = y + used + thickness;
    line(y + used, thickness);
    builder.scene.shapes.emplace_back(Panel{});
    const std::size_t wash = builder.scene.shapes.size() - 1;
    double height = 0;
    {
      const Inside inside(builder, Region::table, row.current ? Token::accent_wash : Token::panel);
      height = cells(row, top, builder.control);
    }
    const bool opens = builder.inspector_in_table && row.id == builder.page.inspector_row;
    if (row.current)
      builder.scene.panel(wash) = {.rect = {x + 1, top, width - 2, height},
                                   .fill = Token::accent_wash,
                                   .stroke = {},
                                   .radius = 11,
                                   .corners = last && !opens ? Panel::bottom : Panel::none};
    builder.report(row.id, {x + 1, top, width - 2, height});
    used = top + height - y;
    if (opens) used += inspector(y + used);
  }

  // The inspector under its row, tied to it by a bar at the left.
  double inspector(double top) {
    const double margin = 20;
    line(top);
    builder.scene.shapes.emplace_back(Panel{});
    const std::size_t bar = builder.scene.shapes.size() - 1;
    const double height = place_inspector_panel(builder, x + margin, top + 18, width - 2 * margin) + 38;
    builder.scene.panel(bar) = {.rect = {x, top, 3, height}, .fill = Token::accent, .stroke = {}};
    return height;
  }
};

}  // namespace

double natural_table(const Builder&, const Block&) { return 960; }

Size place_table(Builder& builder, const Block& block, double x, double y, double width) {
  const auto& table = std::get<page::Table>(block.body);
  TablePlan plan = plan_table(builder, table, width);
  const bool has_answers = std::ranges::contains(table.columns, page::Column::Role::answer, &page::Column::role);
  if (!plan.fits || (builder.narrow() && has_answers)) return place_table_as_cards(builder, block, x, y, width);
  builder.scene.shapes.emplace_back(Panel{});
  const std::size_t panel = builder.scene.shapes.size() - 1;
  TablePlacer placer{builder, block, table, std::move(plan), x, y, width};
  {
    const Inside inside(builder, Region::table, Token::panel);
    placer.header();
  }
  for (const page::Row& row : table.rows) placer.row(row, &row == &table.rows.back());
  const Rect rect{x, y, width, placer.used + 1};
  builder.scene.panel(panel) = {.rect = rect, .fill = Token::panel, .stroke = Token::line, .radius = 12};
  builder.report(block.id, rect);
  return {width, rect.height};
}

double least_table_width(const Builder& builder, const Blocks& blocks) {
  double width = 0;
  for (const Block& block : blocks) {
    if (const auto* table = std::get_if<page::Table>(&block.body))
      width = std::max(width, least_width(builder, *table));
    if (const auto* card = std::get_if<page::Card>(&block.body))
      width = std::max(width, least_table_width(builder, card->blocks) + 40);
    if (const auto* part = std::get_if<page::Disclosure>(&block.body))
      width = std::max(width, least_table_width(builder, part->blocks));
  }
  return width;
}

}  // namespace stride::ui
