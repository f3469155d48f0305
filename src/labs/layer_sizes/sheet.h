#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "course/student_id.h"
#include "course/worksheet.h"
#include "labs/lab.h"

namespace stride::labs::layer_sizes {

/// The network whose exercise takes its input size from the student ID (document A, Table 1).
inline constexpr std::string_view id_network = "alexnet-bern";

/// A column of the worksheet that a student fills in.
struct AnswerColumn {
  std::string_view name;       // of its cells: `output`
  std::string_view label_key;  // text key of `output size`
  std::string_view field;      // the flag that switches it on; empty: always there
};
std::span<const AnswerColumn> answer_columns();
bool is_shown(const AnswerColumn& column, const State& state);

/// What the student works at: the chosen network, size and rounding, and everything that was answered there.
struct Sheet {
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
Sheet read_sheet(const Content& content, const State& state);

std::string sheet_key(const Content& content, const State& state);
const nn::NetworkSpec& chosen_network(const Content& content, const State& state);
nn::Pair chosen_size(const Content& content, const State& state);
nn::Rounding chosen_rounding(const State& state);
/// The side that the student ID gives; empty without a whole one.
std::optional<std::int64_t> side_of_id(const State& state);

/// The size at which a network opens when it is chosen: the student ID's where the course says so, else its own.
nn::Pair size_on_choice(const State& state, const nn::NetworkSpec& network);
/// `conv2 output size`, as the textbox is named; `total parameters`, `largest layer`.
std::string cell_label(const Content& content, const course::CellId& cell);
/// `conv2.output` back to the cell.
course::CellId parse_cell_name(std::string_view name);
/// Whether the worksheet asks for this: sizes and fields of maps only, the rest of every row.
bool has_cell(const Sheet& sheet, std::string_view layer, std::string_view column);
/// The cells that the worksheet shows, in reading order (row by row), totals and the largest layer last.
std::vector<course::CellId> shown_cells(const Sheet& sheet, const State& state);

}  // namespace stride::labs::layer_sizes
