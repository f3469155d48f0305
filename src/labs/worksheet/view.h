#pragma once

#include <optional>

#include "labs/worksheet/sheet.h"

namespace stride::labs::worksheet {

/// Who is at work on what: student ID, input size, network, rounding.
page::Block setup(const Content& content, const State& state, const Sheet& sheet);
page::Table worksheet_table(const Content& content, const State& state, const Sheet& sheet);
/// Wrong cells with what follows from each: its cells by name.
using Carried = std::vector<std::pair<std::string, std::string>>;
void add_carried(const std::string& root, const std::string& cell, Carried& carried);
/// That these cells follow from a wrong one, with the way back to it: a press of root:KEY.
page::Block carried(const Content& content, const std::string& cells, const std::string& root, const std::string& key);
page::Block answer_box(const Content& content, const State& state, const Sheet& sheet, const course::CellId& cell);
/// Copy, print, reset.
page::Block sheet_buttons(const Content& content);
/// What is said about the current cell: feedback, the slips it may have been, help as far as asked for. Empty where no
/// cell is current.
page::Blocks inspector(const Content& content, const State& state, const Sheet& sheet);
/// What is wrong with a sheet that has no worksheet.
page::Block problem(const Content& content, const Sheet& sheet);
/// The question before all answers are cleared, where it is open.
std::optional<page::Dialog> dialog(const Content& content, const State& state, const Sheet& sheet);

/// A map's size as the student may see it: `51 × 51`, `?`.
std::string size_text(nn::Pair size);
/// Kernel, stride and pad as in Table 1 of document A: 11 / 4 / 0.
std::string spec_text(const Content& content, const nn::LayerSpec& layer);

}  // namespace stride::labs::worksheet
