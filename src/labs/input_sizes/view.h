#pragma once

#include <optional>
#include <string_view>

#include "labs/input_sizes/inputs.h"

namespace stride::labs::input_sizes {

page::Page view(const Content& content, const State& state, const jobs::Results& results);
std::optional<page::Figure> figure(const Content& content, const State& state, const jobs::Results&,
                                   std::string_view id, double t);

/// Every map's side over the number line of input sizes along one axis, the sizes that fit lit; the bare number line
/// while they are asked for.
page::Figure staircase_figure(const Content& content, const Inputs& inputs, bool vertical);
/// The sizes that fit under floor, ceil and exact, one above the other.
page::Figure comparison_figure(const Content& content, const Inputs& inputs, bool vertical);
/// The maps at the tried size, and what arrives at the fully-connected layer beside what it has weights for.
page::Figure tried_figure(const Content& content, const Inputs& inputs);

/// What the tried size does to the kept layer, in one sentence; and whether it fits.
std::string tried_sentence(const Content& content, const Inputs& inputs);
bool tried_fits(const Inputs& inputs);

/// `211–242`, `211, 243, 275`.
std::string list_text(const std::vector<nn::Interval>& sizes);
/// An axis of input sizes over what is shown.
page::Axis size_axis(const Content& content, nn::Interval shown);

}  // namespace stride::labs::input_sizes
