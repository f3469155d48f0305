#include "labs/worksheet/sheet.h"

#include <algorithm>

namespace stride::labs::worksheet {

Entry Sheet::entry(const course::CellId& cell) const {
  const auto found = entries.find(cell);
  return found == entries.end() ? Entry{} : found->second;
}

Verdict Sheet::verdict(const course::CellId& cell) const {
  const auto found = grades.find(cell);
  return found == grades.end() ? Verdict::none : found->second.verdict;
}

bool Sheet::is_open(const course::CellId& cell) const {
  return verdict(cell) == Verdict::correct || entry(cell).help >= 4;
}

course::CellId parse_cell_name(std::string_view name) {
  const auto dot = name.rfind('.');
  if (dot == std::string_view::npos) return {std::string(name), ""};
  return {std::string(name.substr(0, dot)), std::string(name.substr(dot + 1))};
}

Sheet read_sheet(const Content& content, const State& state, const Questions& questions) {
  const nn::NetworkSpec& network = chosen_network(content, state);
  const nn::Pair size = chosen_size(content, state);
  const nn::Rounding rounding = chosen_rounding(state);
  Sheet sheet{questions,
              {},
              &network,
              size,
              rounding,
              sheet_key(content, state),
              course::make_worksheet(network, size, rounding),
              {},
              {},
              {}};
  for (const AnswerColumn& column : questions.columns)
    if (column.field.empty() || value_of(state, flag_field(column.field)) == "on") sheet.columns.push_back(&column);
  if (!sheet.worksheet) return sheet;
  const std::string prefix = sheet.key + "/";
  for (auto at = state.entries.lower_bound(prefix); at != state.entries.end() && at->first.starts_with(prefix); ++at) {
    const auto cell = course::parse_cell(*sheet.worksheet, std::string_view(at->first).substr(prefix.size()));
    if (!cell) continue;
    sheet.entries.emplace(*cell, at->second);
    if (!at->second.checked.empty()) sheet.given.emplace(*cell, at->second.checked);
  }
  for (const auto& [cell, answer] : sheet.given)
    sheet.grades.emplace(cell, course::grade(*sheet.worksheet, cell, answer, sheet.given, content.text));
  return sheet;
}

std::string cell_label(const Content& content, const Sheet& sheet, const course::CellId& cell) {
  if (cell.layer == "largest") return content.text.get("worksheet.largest");
  for (const AnswerColumn& column : sheet.questions.columns)
    if (column.name == cell.column) return cell.layer + " " + content.text.get(column.label_key);
  return cell.text();
}

bool has_cell(const Sheet& sheet, std::string_view layer, std::string_view column) {
  if (!sheet.worksheet) return false;
  const nn::LayerSpec* spec = sheet.network->find(layer);
  const bool of_a_map = column == "output" || column == "receptive_field" || column == "jump";
  if (of_a_map && (spec == nullptr || !spec->is_spatial())) return false;
  return course::parse_cell(*sheet.worksheet, std::string(layer) + "." + std::string(column)).has_value();
}

std::vector<std::string> shown_rows(const Sheet& sheet) {
  std::vector<std::string> rows;
  const auto is_asked = [&](const nn::LayerSpec& layer) {
    return std::ranges::any_of(sheet.columns,
                               [&](const AnswerColumn* column) { return has_cell(sheet, layer.name, column->name); });
  };
  for (const nn::LayerSpec& layer : sheet.network->layers)
    if (layer.is_row() && (sheet.questions.whole_network || is_asked(layer))) rows.push_back(layer.name);
  if (sheet.questions.whole_network) rows.emplace_back("total");
  return rows;
}

std::vector<course::CellId> shown_cells(const Sheet& sheet) {
  std::vector<course::CellId> cells;
  if (!sheet.worksheet) return cells;
  for (const std::string& row : shown_rows(sheet))
    for (const AnswerColumn* column : sheet.columns)
      if (has_cell(sheet, row, column->name)) cells.push_back({row, std::string(column->name)});
  if (!sheet.questions.whole_network) return cells;
  if (auto largest = course::parse_cell(*sheet.worksheet, "largest.layer")) cells.push_back(*largest);
  return cells;
}

std::optional<course::CellId> current_cell(const State& state, const Sheet& sheet) {
  const course::CellId cell = parse_cell_name(state.current);
  return std::ranges::contains(shown_cells(sheet), cell) ? std::optional(cell) : std::nullopt;
}

double progress(const Sheet& sheet) {
  const auto cells = shown_cells(sheet);
  if (cells.empty()) return 0;
  const auto right =
      std::ranges::count_if(cells, [&](const auto& cell) { return sheet.verdict(cell) == Verdict::correct; });
  return static_cast<double>(right) / static_cast<double>(cells.size());
}

}  // namespace stride::labs::worksheet
