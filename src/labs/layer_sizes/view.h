#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "labs/layer_sizes/sheet.h"

namespace stride::labs::layer_sizes {

page::Page view(const Content& content, const State& state, const jobs::Results& results);
std::optional<page::Figure> figure(const Content& content, const State& state, const jobs::Results&,
                                   std::string_view id, double t);

/// Who is at work on what: student ID, input size, network, rounding.
page::Block setup(const Content& content, const State& state, const Sheet& sheet);
page::Table worksheet_table(const Content& content, const State& state, const Sheet& sheet);
page::Block answer_box(const Content& content, const State& state, const Sheet& sheet, const course::CellId& cell);

/// What is said about the current cell: feedback, the slips it may have been, help as far as asked for.
page::Blocks inspector(const Content& content, const State& state, const Sheet& sheet);

/// The maps as boxes to scale; those still asked for are withheld.
page::Figure network_figure(const Content& content, const State& state, const Sheet& sheet);
/// The window over the padded input of one layer, at window t counted row by row. Before the answer only the first few
/// windows move, so that nothing can be counted off. Empty where there is nothing to slide over.
std::optional<page::Figure> window_figure(const Content& content, const Sheet& sheet, const course::CellId& cell,
                                          double t);
/// Bars for the parameters that are already right.
std::optional<page::Figure> parameters_figure(const Content& content, const Sheet& sheet);

/// A map's size as the student may see it: `51 × 51`, `?`.
std::string size_text(nn::Pair size);

}  // namespace stride::labs::layer_sizes
