#pragma once

#include <vector>

#include "ui/blocks.h"

namespace stride::ui {

/// How wide the columns of a table are.
struct TablePlan {
  std::vector<double> x, width;  // x from the table's left edge
  bool fits = true;              // false: the rows are better drawn as cards
};
TablePlan plan_table(const Builder& builder, const page::Table& table, double width);
/// What its columns need at the very least, gaps and padding included.
double least_width(const Builder& builder, const page::Table& table);

/// One cell's blocks beside each other.
Size place_cell(Builder& builder, const Blocks& blocks, double x, double y, double width);

}  // namespace stride::ui
