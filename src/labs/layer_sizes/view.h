#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "labs/worksheet/view.h"

namespace stride::labs::layer_sizes {

using worksheet::has_cell;
using worksheet::parse_cell_name;
using worksheet::Sheet;
using worksheet::size_text;

const worksheet::Questions& questions();
Sheet read_sheet(const Content& content, const State& state);

page::Page view(const Content& content, const State& state, const jobs::Results& results);
std::optional<page::Figure> figure(const Content& content, const State& state, const jobs::Results&,
                                   std::string_view id, double t);

/// The maps as boxes to scale; those still asked for are withheld.
page::Figure network_figure(const Content& content, const State& state, const Sheet& sheet);
/// The window over the padded input of one layer, at window t counted row by row. Before the answer only the first few
/// windows move, so that nothing can be counted off. Empty where there is nothing to slide over.
std::optional<page::Figure> window_figure(const Content& content, const Sheet& sheet, const course::CellId& cell,
                                          double t);
/// Bars for the parameters that are already right.
std::optional<page::Figure> parameters_figure(const Content& content, const Sheet& sheet);

}  // namespace stride::labs::layer_sizes
