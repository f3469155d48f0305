#pragma once

#include <utility>

#include "page/page.h"

namespace stride::ui::test {

template <class Shape>
void put(page::Figure& figure, Shape shape) {
  figure.marks.emplace_back().shape = std::move(shape);
}

/// A worksheet like the product's own: every kind of block, verdicts, a current row, two slips to choose from.
page::Page worksheet_page(int answer_columns = 2);
/// A figure with axes, curves, cells and labels.
page::Figure plot_figure();
page::Dialog reset_dialog();

}  // namespace stride::ui::test
