#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "course/worksheet.h"
#include "labs/worksheet/fields.h"

namespace stride::labs::worksheet {

/// A column of the worksheet that a student fills in.
struct AnswerColumn {
  std::string_view name;       // of its cells: `output`
  std::string_view label_key;  // text key of `output size`
  std::string_view field;      // the flag that switches it on; empty: always there
};

inline constexpr AnswerColumn output_column = {"output", "worksheet.column.output", ""};
inline constexpr AnswerColumn parameters_column = {"parameters", "worksheet.column.parameters", ""};
inline constexpr AnswerColumn field_column = {"receptive_field", "worksheet.column.receptive_field", ""};
inline constexpr AnswerColumn jump_column = {"jump", "worksheet.column.jump", ""};
inline constexpr AnswerColumn neurons_column = {"neurons", "worksheet.column.neurons", ""};
constexpr AnswerColumn if_on(AnswerColumn column, std::string_view field) {
  column.field = field;
  return column;
}

/// What a lab asks about a network, layer by layer.
struct Questions {
  std::span<const AnswerColumn> columns;
  /// Each layer with its channels and its input size as far as the student has it, then totals and the largest layer.
  /// Else only the layers that something is asked about.
  bool whole_network = true;
};

/// What the student works at: the chosen network, size and rounding, and everything that was answered there.
struct Sheet {
  Questions questions;
  std::vector<const AnswerColumn*> columns;  // those shown
  const nn::NetworkSpec* network = nullptr;
  nn::Pair size;
  nn::Rounding rounding = nn::Rounding::floor;
  std::string key;                                 // alexnet-bern/212/floor
  Result<course::Worksheet> worksheet;             // fails where the size is too small
  course::Given given;                             // what was checked, as typed
  std::map<course::CellId, course::Grade> grades;  // of what was checked
  std::map<course::CellId, Entry> entries;

  [[nodiscard]] Entry entry(const course::CellId& cell) const;
  [[nodiscard]] Verdict verdict(const course::CellId& cell) const;
  /// Whether the number may be seen: answered rightly, or all of its working was shown.
  [[nodiscard]] bool is_open(const course::CellId& cell) const;
};
/// `questions.columns` must outlive the sheet.
Sheet read_sheet(const Content& content, const State& state, const Questions& questions);

/// `conv2 output size`, as the textbox is named; `total parameters`, `largest layer`.
std::string cell_label(const Content& content, const Sheet& sheet, const course::CellId& cell);
/// `conv2.output` back to the cell.
course::CellId parse_cell_name(std::string_view name);
/// Whether the worksheet asks for this: sizes and fields of maps only, the rest of every row.
bool has_cell(const Sheet& sheet, std::string_view layer, std::string_view column);
/// The names of the rows shown, `total` last where there are totals.
std::vector<std::string> shown_rows(const Sheet& sheet);
/// The cells that the worksheet shows, in reading order (row by row), totals and the largest layer last.
std::vector<course::CellId> shown_cells(const Sheet& sheet);
/// The current cell, where it is one of those shown: the labs share it, and each asks for other columns.
std::optional<course::CellId> current_cell(const State& state, const Sheet& sheet);
/// How many of the shown cells are right, from 0 to 1.
double progress(const Sheet& sheet);

}  // namespace stride::labs::worksheet
