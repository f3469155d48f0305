#include "cli/csv.h"

#include <algorithm>

namespace stride::cli {
namespace {

/// The first `,`, `;` or tab that separates in the first line that isn't blank; a comma where there is none.
char separator_of(std::string_view text) {
  bool quoted = false;
  for (const char c : text.substr(std::min(text.find_first_not_of("\r\n"), text.size()))) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == ',' || c == ';' || c == '\t') return c;
    if (c == '\n' || c == '\r') break;
  }
  return ',';
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    table_.separator = separator_of(text_.substr(at_));
  }

  CsvTable read() {
    while (at_ < text_.size()) {
      const std::size_t start = at_;
      CsvRow row{line_, {}, ""};
      if (!read_row(row)) {
        at_ = start;
        line_ = row.line;
        skip_line();
      }
      const bool blank = row.problem.empty() && row.fields.size() == 1 && row.fields.front().empty();
      if (!blank) table_.rows.push_back(std::move(row));
    }
    return std::move(table_);
  }

 private:
  [[nodiscard]] bool at_line_end() const { return at_ == text_.size() || text_[at_] == '\n' || text_[at_] == '\r'; }

  /// CR, LF or both.
  void end_line() {
    if (at_ == text_.size()) return;
    const bool both = text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n';
    at_ += both ? 2 : 1;
    ++line_;
  }

  void skip_line() {
    while (!at_line_end()) ++at_;
    end_line();
  }

  bool read_row(CsvRow& row) {
    while (true) {
      if (!read_field(row)) return false;
      if (at_line_end()) break;
      ++at_;  // the separator
    }
    end_line();
    return true;
  }

  bool read_field(CsvRow& row) {
    std::string& field = row.fields.emplace_back();
    if (at_ < text_.size() && text_[at_] == '"') return read_quoted(row, field);
    while (!at_line_end() && text_[at_] != table_.separator) field += text_[at_++];
    return true;
  }

  bool read_quoted(CsvRow& row, std::string& field) {
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '"') {
        if (at_ + 1 == text_.size() || text_[at_ + 1] != '"') break;
        ++at_;
      } else if (text_[at_] == '\n' || (text_[at_] == '\r' && !text_.substr(at_).starts_with("\r\n"))) {
        ++line_;
      }
      field += text_[at_];
    }
    if (at_ == text_.size())
      row.problem = "a quotation mark is not closed";
    else if (++at_; !at_line_end() && text_[at_] != table_.separator)
      row.problem = "a field goes on behind its closing quotation mark";
    return row.problem.empty();
  }

  std::string_view text_;
  std::size_t at_ = 0, line_ = 1;
  CsvTable table_;
};

}  // namespace

CsvTable read_csv(std::string_view text) { return Reader(text).read(); }

void write_csv_row(const std::vector<std::string>& fields, char separator, std::string& out) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) out += separator;
    const std::string& field = fields[i];
    const bool plain = field.find_first_of("\"\r\n") == std::string::npos && !field.contains(separator) &&
                       !field.starts_with(' ') && !field.ends_with(' ');
    if (plain) {
      out += field;
      continue;
    }
    out += '"';
    for (const char c : field) out += c == '"' ? "\"\"" : std::string(1, c);
    out += '"';
  }
  out += '\n';
}

}  // namespace stride::cli
