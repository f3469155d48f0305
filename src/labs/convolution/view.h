#pragma once

#include <optional>
#include <string_view>

#include "labs/convolution/exercise.h"
#include "labs/prediction.h"

namespace stride::labs::convolution {

inline constexpr std::string_view input_id = "figure.convolve";  // plays; the others play along
inline constexpr std::string_view kernel_id = "figure.convolve.beside";
inline constexpr std::string_view output_id = "figure.convolve.beside-2";
inline constexpr std::string_view formula_id = "figure.convolve.beside-3";
inline constexpr std::string_view own_id = "figure.own";
inline constexpr std::string_view sheet_key = "convolution";

page::Page view(const Content& content, const State& state, const jobs::Results& results);
std::optional<page::Figure> figure(const Content& content, const State& state, const jobs::Results& results,
                                   std::string_view id, double t);

page::Figure input_figure(const Content& content, const Exercise& exercise, double t);
page::Figure kernel_figure(const Content& content, const Exercise& exercise, double t);
/// The cells that are done by t; `hide`: the one under way isn't given away.
page::Figure output_figure(const Content& content, const Exercise& exercise, double t, bool hide);
/// The formula with the present i, j, c, n, m, and the sum so far; `hide`: not the whole sum.
page::Figure formula_figure(const Content& content, const Exercise& exercise, double t, bool hide);
/// What the student's own formula gives, cell by cell; those that differ are framed.
page::Figure own_figure(const Content& content, const Exercise& exercise, const std::vector<double>& values);

std::int64_t index_at(const Exercise& exercise, double t);
/// Whether the product at t is the last of its output value.
bool is_last(const Exercise& exercise, double t);
/// The output value under way, for who wants to predict it.
Prediction prediction(const Content& content, const Exercise& exercise, double t);
/// Whether that value is asked for and not found yet.
bool hides(const Content& content, const State& state, const Exercise& exercise, double t);

}  // namespace stride::labs::convolution
