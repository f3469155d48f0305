#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Tables as spreadsheets write them.
namespace stride::cli {

struct CsvRow {
  std::size_t line = 1;  // where it starts
  std::vector<std::string> fields;
  std::string problem;  // why it can't be read; empty if it can
};

struct CsvTable {
  char separator = ',';      // `,`, `;` or a tab: the first of them in the header, outside quotation marks
  std::vector<CsvRow> rows;  // blank lines left out
};

/// Fields may stand in quotation marks, with separators, line ends and doubled marks in them; lines end as they like; a
/// byte order mark at the start is skipped. A row that can't be read ends with its line, and the next one is read.
CsvTable read_csv(std::string_view text);

/// Adds a line, with quotation marks where a field needs them.
void write_csv_row(const std::vector<std::string>& fields, char separator, std::string& out);

}  // namespace stride::cli
