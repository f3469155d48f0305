// Whatever a student types into whichever cell, beside whatever else, gets one verdict with a reason.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "course/student_id.h"
#include "course/worksheet.h"

namespace {

using namespace stride;
using namespace stride::course;

void require(bool holds) {
  if (!holds) std::abort();
}

std::string read(const std::string& path) {
  std::ifstream file(std::string(STRIDE_SOURCE_DIR) + "/web/content/" + path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

const Text& text() {
  static const Text words = Text::parse(read("text/en.course.json")).value();
  return words;
}

std::vector<Worksheet> make_sheets() {
  std::vector<Worksheet> sheets;
  for (const char* name : {"alexnet-bern", "alexnet-2012-grouped", "lenet-5"})
    for (const nn::Rounding rounding : {nn::Rounding::floor, nn::Rounding::ceil, nn::Rounding::exact})
      for (const nn::Pair size : {nn::Pair{212, 212}, nn::Pair{211, 211}, nn::Pair{230, 301}}) {
        const auto network = nn::parse_network(read("networks/" + std::string(name) + ".json"));
        require(network.has_value());
        if (auto sheet = make_worksheet(*network, size, rounding)) sheets.push_back(std::move(*sheet));
      }
  return sheets;
}

std::vector<CellId> cells_of(const Worksheet& sheet) {
  std::vector<CellId> cells;
  for (const char* column : {"output", "parameters", "receptive_field", "jump", "neurons", "macs",
                             "neurons_without_pooling", "admissible_min", "admissible_max", "layer"})
    for (const CellId& cell : cells_of_column(sheet, column)) cells.push_back(cell);
  return cells;
}

void check(const Grade& grade) {
  require(grade.verdict != Verdict::none);
  require(!grade.message.empty() && !grade.brief.empty() && !grade.expected.empty());
  const bool slipped = !grade.misconception.empty();
  require(!slipped || grade.verdict == Verdict::wrong);
  require(slipped || grade.also.empty());
  require((grade.verdict == Verdict::consistent) == grade.root.has_value());
  for (const Route& route : grade.routes) require(!route.id.empty() && !route.label.empty());
}

}  // namespace

/// Two bytes choose sheet and cell; then lines: the answer, and the answers to the cells around it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<Worksheet> sheets = make_sheets();
  if (size < 2) return 0;
  const Worksheet& sheet = sheets[data[0] % sheets.size()];
  const std::vector<CellId> cells = cells_of(sheet);
  std::string_view rest(reinterpret_cast<const char*>(data) + 2, size - 2);
  std::vector<std::string> lines;
  while (!rest.empty() && lines.size() < 12) {
    const std::size_t end = rest.find('\n');
    lines.emplace_back(rest.substr(0, end));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  if (lines.empty()) lines.emplace_back();
  Given given;
  for (std::size_t i = 1; i < lines.size(); ++i)
    given.emplace(cells[(data[1] + cells.size() - i) % cells.size()], lines[i]);
  check(grade(sheet, cells[data[1] % cells.size()], lines[0], given, text()));
  if (const auto id = parse_student_id(lines[0])) require(id->side >= 200 && id->side <= 299);
  return 0;
}
