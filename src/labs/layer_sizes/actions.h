#pragma once

#include <string>
#include <string_view>

#include "labs/lab.h"

namespace stride::labs::layer_sizes {

/// A new ID sets the size; another network brings its own, or the ID's where the course says so.
void field_changed(const Content& content, State& state, std::string_view field);
/// Checks one cell: keeps the text, logs the attempt, says the verdict.
void check(const Content& content, State& state, const Event& event);
/// hint, working, slip:ID, try-example, reset, reset-confirmed, layer:NAME.
void press(const Content& content, State& state, const Event& event);
/// Fills cells downwards and to the right from tab- and line-separated text, and checks them.
void paste(const Content& content, State& state, const Event& event);
std::string copy(const Content& content, const State& state, std::string_view format);

}  // namespace stride::labs::layer_sizes
