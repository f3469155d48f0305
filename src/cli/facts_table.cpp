#include <algorithm>
#include <cmath>
#include <span>

#include "cli/facts_format.h"
#include "cli/printable.h"

// The same rows as a table for eyes, for Markdown and for spreadsheets.

namespace stride::cli {
namespace {

using Line = std::vector<std::string>;

std::string number(const std::optional<std::int64_t>& value) { return value ? std::to_string(*value) : ""; }

std::string pair(std::int64_t vertical, std::int64_t horizontal) { return nn::to_text(nn::Pair{vertical, horizontal}); }

/// A multiple of 1/2: `5`, `5.5`.
std::string half(double value) {
  const auto whole = static_cast<std::int64_t>(std::floor(value));
  return std::to_string(whole) + (value == std::floor(value) ? "" : ".5");
}

std::string starts(const nn::LayerFacts& row) {
  const std::string vertical = half(row.vertical.start), horizontal = half(row.horizontal.start);
  return vertical == horizontal ? vertical : vertical + "x" + horizontal;
}

std::string output_text(const nn::LayerFacts& row) {
  if (!row.output) return "";
  return std::to_string(row.output->channels) + "x" + std::to_string(row.output->size.height) + "x" +
         std::to_string(row.output->size.width);
}

std::string derivation_text(const std::optional<math::Expr>& a, const std::optional<math::Expr>& b) {
  if (!a || !b) return "";
  const std::string first = math::to_text(*a), second = math::to_text(*b);
  return first == second ? first : first + "; " + second;
}

Line row_line(const Report& report, const nn::LayerFacts& row) {
  const auto parameters = parameter_derivation(report, row);
  return {row.name,
          std::string(nn::to_string(row.type)),
          output_text(row),
          number(row.parameters),
          number(row.neurons),
          number(row.macs),
          has_field(row) ? pair(row.vertical.receptive_field, row.horizontal.receptive_field) : "",
          pair(row.vertical.jump, row.horizontal.jump),
          has_field(row) ? starts(row) : "",
          derivation_text(output_derivation(report, row, true), output_derivation(report, row, false)),
          parameters ? math::to_text(*parameters) : ""};
}

const Line kHeader = {"layer",
                      "type",
                      "output",
                      "parameters",
                      "neurons",
                      "macs",
                      "receptive_field",
                      "jump",
                      "start",
                      "output_derivation",
                      "parameter_derivation"};

std::vector<Line> lines_of(const Report& report) {
  std::vector<Line> lines;
  for (const nn::LayerFacts* row : rows_of(report)) lines.push_back(row_line(report, *row));
  const nn::NetworkFacts& facts = report.facts;
  lines.push_back(
      {"total", "", "", number(facts.parameters), number(facts.neurons), number(facts.macs), "", "", "", "", ""});
  return lines;
}

std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

std::string csv_line(const Line& line) {
  std::string text;
  for (const std::string& field : line) text += (text.empty() ? "" : ",") + csv_field(field);
  return text + "\r\n";
}

std::string markdown_line(std::span<const std::string> line) {
  std::string text = "|";
  for (const std::string& field : line) {
    text += " ";
    for (const char c : field) text += c == '|' ? "\\|" : c == '*' ? "\\*" : std::string(1, c);
    text += " |";
  }
  return text + "\n";
}

/// Numbers to the right, names to the left.
bool aligns_left(std::size_t column) { return column < 2 || column > 8; }

std::string aligned(const std::vector<Line>& lines, std::size_t columns) {
  std::vector<std::size_t> widths(columns, 0);
  for (const Line& line : lines)
    for (std::size_t i = 0; i < columns; ++i) widths[i] = std::max(widths[i], line[i].size());
  std::string text;
  for (const Line& line : lines) {
    std::string row;
    for (std::size_t i = 0; i < columns; ++i) {
      const std::string gap(widths[i] - line[i].size(), ' ');
      row += (i == 0 ? "" : "  ") + (aligns_left(i) ? line[i] + gap : gap + line[i]);
    }
    text += row.substr(0, row.find_last_not_of(' ') + 1) + "\n";
  }
  return text;
}

std::string interval_text(const std::vector<nn::Interval>& intervals) {
  constexpr std::size_t kMost = 8;
  std::string text;
  for (std::size_t i = 0; i < std::min(intervals.size(), kMost); ++i) {
    const nn::Interval interval = intervals[i];
    text += (i == 0 ? "" : ", ") + std::to_string(interval.low);
    if (interval.high != interval.low) text += ".." + std::to_string(interval.high);
  }
  return intervals.size() > kMost ? text + ", ..." : text.empty() ? "none" : text;
}

/// Rows or columns of the image that the last map does not see.
std::string unseen_text(const Report& report, bool vertical) {
  const auto rows = rows_of(report);
  const auto last = std::ranges::find_if(rows.rbegin(), rows.rend(),
                                         [&](const nn::LayerFacts* row) { return spec_of(report, *row).is_spatial(); });
  if (last == rows.rend() || !(*last)->output) return "";
  const std::int64_t side = vertical ? report.sheet.size.height : report.sheet.size.width;
  const auto unseen = nn::unseen(report.sheet.network, (*last)->name, side, vertical, report.sheet.rounding);
  if (!unseen || unseen->empty()) return "";
  return "no cell of " + (*last)->name + " sees the image's " + (vertical ? "rows " : "columns ") +
         interval_text(*unseen) + " (counted from 0)\n";
}

/// The lines below a table.
std::string notes(const Report& report) {
  const nn::NetworkFacts& facts = report.facts;
  std::string text;
  if (facts.neurons_without_pooling)
    text += "neurons without pooling: " + std::to_string(*facts.neurons_without_pooling) + "\n";
  if (!facts.largest.empty()) {
    text += "most parameters: ";
    for (const std::string& name : facts.largest) text += (&name == &facts.largest.front() ? "" : ", ") + name;
    text += "\n";
  }
  if (!report.accepting.empty()) {
    const std::string heights = interval_text(report.heights), widths = interval_text(report.widths);
    text += report.accepting +
            " accepts image sides: " + (heights == widths ? heights : heights + " high, " + widths + " wide") + "\n";
  }
  if (report.smallest_input) text += "smallest input: " + std::to_string(*report.smallest_input) + "\n";
  return text + unseen_text(report, true) + unseen_text(report, false);
}

std::string title(const Report& report) {
  return printable(report.sheet.network.title) + ", input " + std::to_string(report.facts.input.channels) + "x" +
         std::to_string(report.facts.input.size.height) + "x" + std::to_string(report.facts.input.size.width) +
         ", rounding " + std::string(nn::to_string(report.facts.rounding));
}

}  // namespace

std::string facts_csv(const Report& report) {
  std::string text = csv_line(kHeader);
  for (const Line& line : lines_of(report)) text += csv_line(line);
  return text;
}

std::string facts_markdown(const Report& report) {
  std::string text = "# " + title(report) + "\n\n" + markdown_line(kHeader) + "|";
  for (std::size_t i = 0; i < kHeader.size(); ++i) text += aligns_left(i) ? " --- |" : " ---: |";
  text += "\n";
  for (const Line& line : lines_of(report)) text += markdown_line(line);
  std::string list = notes(report);
  for (std::size_t start = 0; start < list.size(); start = list.find('\n', start) + 1) list.insert(start, "- ");
  return text + "\n" + list;
}

std::string facts_text(const Report& report) {
  constexpr std::size_t kColumnsWithoutDerivations = 9;
  std::vector<Line> lines = lines_of(report);
  lines.insert(lines.begin(), kHeader);
  std::string text = title(report) + "\n\n" + aligned(lines, kColumnsWithoutDerivations) + "\n";
  std::vector<Line> derivations;
  for (const nn::LayerFacts* row : rows_of(report)) {
    const Line line = row_line(report, *row);
    for (const std::size_t column : {std::size_t{9}, std::size_t{10}})
      if (!line[column].empty())
        derivations.push_back({line[0] + (column == 9 ? " output" : " parameters"), line[column]});
  }
  return text + aligned(derivations, 2) + "\n" + notes(report);
}

}  // namespace stride::cli
