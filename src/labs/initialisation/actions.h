#pragma once

#include <string>
#include <string_view>

#include "labs/lab.h"

namespace stride::labs::initialisation {

void check(const Content& content, State& state, const Event& event);
/// hint, working, another (weights), preset:NAME.
void press(const Content& content, State& state, const Event& event);
/// The answers, their help and the table of deviations, as Markdown.
std::string copy(const Content& content, const State& state, std::string_view format);

}  // namespace stride::labs::initialisation
