#pragma once

#include <string>
#include <string_view>

#include "labs/lab.h"

namespace stride::labs::input_sizes {

/// Another exercise starts at its own size; the two sides that are tried move together unless they are set apart.
void field_changed(const Content& content, State& state, std::string_view field);
/// Checks a cell. A whole interval typed into one of its ends fills both; `limit` is the choice.
void check(const Content& content, State& state, const Event& event);
/// pick:size:N tries a size; the rest is the worksheet's.
void press(const Content& content, State& state, const Event& event);
void paste(const Content& content, State& state, const Event& event);
std::string copy(const Content& content, const State& state, std::string_view format);

}  // namespace stride::labs::input_sizes
