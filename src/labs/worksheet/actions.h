#pragma once

#include <string>
#include <string_view>

#include "labs/worksheet/sheet.h"

namespace stride::labs::worksheet {

/// Checks one cell: keeps the text, logs the attempt, says the verdict.
void check(const Content& content, State& state, const Questions& questions, const Event& event);
/// hint, working, slip:ID, try-example, reset, reset-confirmed, go:CELL, walk:LAYER (to the layer stepper).
void press(const Content& content, State& state, const Questions& questions, const Event& event);
/// Fills cells downwards and to the right from tab- and line-separated text, and checks them.
void paste(const Content& content, State& state, const Questions& questions, const Event& event);
/// The answers as CSV or Markdown.
std::string copy(const Content& content, const State& state, const Questions& questions, std::string_view format);

}  // namespace stride::labs::worksheet
