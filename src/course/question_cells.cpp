#include "course/question_cells.h"

#include <algorithm>

#include "course/feedback.h"
#include "course/question_kinds.h"
#include "course/question_value.h"
#include "course/values.h"

namespace stride::course {
namespace {

/// `neurons` of a total leaves pools out where the course doesn't count them.
std::string total_column(const Question& question, const std::string& column) {
  return column == "neurons" && !question.exercise->options.count_pools ? "neurons_without_pooling" : column;
}

Result<std::vector<CellId>> table_cells(const Question& question) {
  const Worksheet& sheet = *question.sheet;
  const QuestionSpec& spec = question.spec;
  std::vector<CellId> cells;
  for (const std::string& layer : spec.layers)
    if (sheet.network.find(layer) == nullptr) return fail("there is no layer \"" + layer + "\"", "layers");
  for (const std::string& column : spec.columns)
    if (cells_of_column(sheet, column).empty()) return fail("there is no column \"" + column + "\"", "columns");
  for (const nn::LayerSpec& layer : sheet.network.layers) {
    if (!layer.is_row() || (!spec.layers.empty() && !std::ranges::contains(spec.layers, layer.name))) continue;
    for (const std::string& column : spec.columns)
      if (const auto cell = parse_cell(sheet, layer.name + "." + column)) cells.push_back(*cell);
  }
  for (const std::string& column : spec.totals) {
    const auto cell = parse_cell(sheet, "total." + total_column(question, column));
    if (!cell) return fail("there is no total of \"" + column + "\"", "totals");
    cells.push_back(*cell);
  }
  return cells;
}

/// What a layer has in the sheet itself, without any working.
std::string given_text(const RowValues& row, std::string_view column) {
  const nn::LayerSpec& layer = *row.layer;
  if (column == "type") return std::string(nn::to_string(layer.type));
  if (column == "channels") return grouped(row.channels_in);
  if (column == "filters") return grouped(row.channels_out);
  if (!layer.is_spatial()) return "";
  return column == "kernel"   ? nn::to_text(layer.kernel)
         : column == "stride" ? nn::to_text(layer.stride)
         : column == "pad"    ? nn::to_text(layer.pad)
                              : "";
}

}  // namespace

Result<std::vector<CellId>> cells_of(const Question& question) {
  const QuestionSpec& spec = question.spec;
  const bool about_cells = spec.kind == QuestionKind::cell || spec.kind == QuestionKind::table ||
                           spec.kind == QuestionKind::largest || spec.kind == QuestionKind::interval;
  if (!about_cells) return std::vector<CellId>{};
  if (!question.sheet) return fail("this kind of question needs an exercise with a network");
  if (spec.kind == QuestionKind::table) return table_cells(question);
  if (spec.kind == QuestionKind::largest) return std::vector<CellId>{{"largest", "layer"}};
  const bool interval = spec.kind == QuestionKind::interval;
  const auto cell = parse_cell(*question.sheet, interval ? spec.cell + ".admissible" : spec.cell);
  if (!cell) return fail(cell.error().message, interval ? "layer" : "cell");
  return std::vector<CellId>{*cell};
}

std::string shown_text(const Question& question, std::string_view layer, std::string_view column) {
  const Values values = right_values(*question.sheet);
  const auto row = values.find(layer);
  if (!row) return "";
  if (std::string given = given_text(values.rows[*row], column); !given.empty()) return given;
  const auto cell = parse_cell(*question.sheet, std::string(layer) + "." + std::string(column));
  const auto route = cell ? way_to(values, *cell) : std::nullopt;
  return route ? value_text(route->value) : "";
}

QuestionGrade grade_cell(const Attempted& attempted) {
  const auto& [question, part, reply, replies, words] = attempted;
  const std::string name = part.empty() ? question.cells.front().text() : std::string(part);
  const auto cell = parse_cell(*question.sheet, name);
  if (!cell) return verdict(Verdict::none, "");
  Given given = given_of(question, replies);
  given.erase(*cell);
  QuestionGrade result;
  static_cast<Grade&>(result) = grade(*question.sheet, *cell, reply, given, words);
  if (result.root) result.root_key = question.sheet_key + "/" + result.root->text();
  return result;
}

}  // namespace stride::course
