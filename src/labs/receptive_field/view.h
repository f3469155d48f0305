#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "labs/receptive_field/walk.h"

namespace stride::labs::receptive_field {

inline constexpr std::array<std::string_view, 2> walks = {"back", "forward"};
inline constexpr std::array<std::string_view, 3> seed_counts = {"1", "10", "100"};
inline constexpr std::array<std::string_view, 5> activations = {"own", "none", "relu", "tanh", "sigmoid"};
inline constexpr std::array<std::string_view, 4> stack_activations = {"none", "relu", "tanh", "sigmoid"};
inline constexpr std::array<std::string_view, 4> inits = {"he", "glorot", "alexnet", "orthogonal"};
inline constexpr std::array<std::string_view, 5> images = {"gratings", "shapes", "patches", "text", "noise"};
inline constexpr std::array<std::string_view, 5> sides = {"1", "4", "8", "16", "32"};

page::Page view(const Content& content, const State& state, const jobs::Results& results);
std::optional<page::Figure> figure(const Content& content, const State& state, const jobs::Results& results,
                                   std::string_view id, double t);
std::vector<jobs::Job> wants(const Content& content, const State& state);

// The figures, each at its step t where it has steps.

/// Squares on the image, seen straight on: what is reached after t steps, and all before it.
page::Figure grow_figure(const Content& content, const Walk& walk, const jobs::JobResult* measured, double t);
/// The same with the maps behind each other.
page::Figure perspective_figure(const Content& content, const Walk& walk, double t);
/// The recursion's numbers, those of step t lit.
page::Figure recursion_figure(const Content& content, const Walk& walk, double t);
/// The windows of a row (or column) of neurons over the image's edge to edge.
page::Figure overhang_figure(const Content& content, const Walk& walk, bool vertical);
/// Where the columns that hang over on the left come from: each layer's padding times the jump of the map it pads.
std::string padding_text(const Content& content, const Walk& walk);
/// The gradient's energy on the image.
page::Figure heat_figure(const Content& content, const Walk& walk, const jobs::JobResult& measured);
/// Measured beside theoretical size, layer by layer.
page::Figure depths_figure(const Content& content, const Walk& walk, const jobs::JobResult& measured);
/// What is painted, and which neurons changed.
page::Figure touch_figure(const Content& content, const Walk& walk, const jobs::JobResult* result);
/// The measured field of a stack against the square root of its depth.
page::Figure stack_figure(const Content& content, const State& state, const jobs::JobResult& measured);

/// The sentence, the table and the playback that the drawing of the walk has, whichever way it's drawn.
void describe_walk(const Content& content, const Walk& walk, double t, page::Figure& figure);
/// Energy as colours over its part of the image, not finer than can be told apart.
page::Mark heat_mark(const Content& content, const jobs::JobResult& measured);

/// The measurements that the student has opened; empty where their part of the page is closed.
std::optional<jobs::Job> field_job(const State& state, const Walk& walk);
std::optional<jobs::Job> depths_job(const State& state, const Walk& walk);
std::optional<jobs::Job> touch_job(const State& state, const Walk& walk);
std::optional<jobs::Job> stack_job(const State& state);
const jobs::JobResult* find_result(const jobs::Results& results, const std::optional<jobs::Job>& job);
std::int64_t whole_field(const State& state, std::string_view field, std::int64_t fallback);
/// A number in a result; 0 where it isn't there yet.
double number_in(const jobs::JobResult& result, std::string_view name);
/// Some three digits: 41.3, 0.25, 128.
std::string short_number(double value);

}  // namespace stride::labs::receptive_field
