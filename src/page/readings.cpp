#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "page/page.h"

namespace stride::page {

namespace {

std::int64_t cells_of(const CellsMark& mark) {
  const std::int64_t cells = mark.rows * mark.columns;
  return !mark.unread && mark.rows > 0 && mark.columns > 0 && std::ssize(mark.values) >= cells ? cells : 0;
}

// Row 0 is the one drawn on top.
Reading cell_of(const CellsMark& mark, const Axis& y, std::int64_t index) {
  const double width = (mark.to.x - mark.from.x) / static_cast<double>(mark.columns);
  const auto row = static_cast<double>(index / mark.columns), column = static_cast<double>(index % mark.columns);
  const double top = y.upwards ? std::max(mark.from.y, mark.to.y) : std::min(mark.from.y, mark.to.y);
  const double height = (y.upwards ? -1 : 1) * std::abs(mark.to.y - mark.from.y) / static_cast<double>(mark.rows);
  const Point from{mark.from.x + column * width, top + row * height};
  return {from, {from.x + width, from.y + height}, {from.x + width / 2, from.y + height / 2}};
}

std::string name_of(const std::vector<std::string>& names, std::int64_t index) {
  return index < std::ssize(names) ? names[static_cast<std::size_t>(index)] : std::to_string(index);
}

std::string cell_text(const CellsMark& mark, std::int64_t index) {
  std::array<char, 40> value{};
  std::snprintf(value.data(), value.size(), "%.3g", static_cast<double>(mark.values[static_cast<std::size_t>(index)]));
  return name_of(mark.column_names, index % mark.columns) + ", " + name_of(mark.row_names, index / mark.columns) +
         ": " + value.data();
}

}  // namespace

std::vector<Reading> readings(const Figure& figure) {
  std::vector<Reading> list;
  for (const Mark& mark : figure.marks) {
    if (const auto* reading = std::get_if<ReadingMark>(&mark.shape))
      list.push_back({reading->from, reading->to, reading->at});
    if (const auto* cells = std::get_if<CellsMark>(&mark.shape))
      for (std::int64_t i = 0; i < cells_of(*cells); ++i) list.push_back(cell_of(*cells, figure.y, i));
  }
  return list;
}

std::string reading_text(const Figure& figure, std::size_t index) {
  auto left = static_cast<std::int64_t>(index);
  for (const Mark& mark : figure.marks) {
    if (const auto* reading = std::get_if<ReadingMark>(&mark.shape); reading != nullptr && left-- == 0)
      return reading->text;
    if (const auto* cells = std::get_if<CellsMark>(&mark.shape)) {
      if (left < cells_of(*cells)) return cell_text(*cells, left);
      left -= cells_of(*cells);
    }
  }
  return "";
}

}  // namespace stride::page
