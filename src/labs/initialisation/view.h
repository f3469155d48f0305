#pragma once

#include <optional>
#include <string_view>

#include "labs/initialisation/stack.h"

namespace stride::labs::initialisation {

inline constexpr std::array<std::string_view, 3> slopes = {"0", "0.25", "1"};

page::Page view(const Content& content, const State& state, const jobs::Results& results);
std::optional<page::Figure> figure(const Content& content, const State& state, const jobs::Results& results,
                                   std::string_view id, double t);

}  // namespace stride::labs::initialisation
