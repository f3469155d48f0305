#include <algorithm>

#include "labs/worksheet/actions.h"

namespace stride::labs::worksheet {

namespace {

std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\n;") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

std::string line_of(const std::vector<std::string>& cells, bool markdown) {
  std::string line = markdown ? "|" : "";
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (markdown)
      line += " " + cells[i] + " |";
    else
      line += (i > 0 ? "," : "") + csv_field(cells[i]);
  }
  return line + "\n";
}

}  // namespace

std::string copy(const Content& content, const State& state, const Questions& questions, std::string_view format) {
  const bool markdown = format == "markdown";
  const Sheet sheet = read_sheet(content, state, questions);
  if (!sheet.worksheet) return "";
  std::vector<std::string> head = {content.text.get("worksheet.table.layer")};
  for (const AnswerColumn* column : sheet.columns)
    head.push_back(content.text.get(std::string(column->label_key) + ".title"));
  std::string text = line_of(head, markdown);
  if (markdown) text += line_of(std::vector<std::string>(head.size(), "---"), true);
  for (const std::string& row : shown_rows(sheet)) {
    std::vector<std::string> cells = {row};
    for (const AnswerColumn* column : sheet.columns)
      cells.push_back(sheet.entry({row, std::string(column->name)}).draft);
    text += line_of(cells, markdown);
  }
  return text;
}

}  // namespace stride::labs::worksheet
