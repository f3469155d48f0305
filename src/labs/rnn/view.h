#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "labs/rnn/network.h"

namespace stride::labs::rnn {

inline constexpr std::array<std::string_view, 6> cells = {"tanh", "sigmoid", "relu", "identity", "lstm", "gru"};
inline constexpr std::array<std::string_view, 3> scales = {"sigma", "radius", "gain"};
inline constexpr std::array<std::string_view, 4> inits = {"gaussian", "uniform", "orthogonal", "identity"};
inline constexpr std::array<std::string_view, 4> sequences = {"noise", "pulse", "constant", "text"};
inline constexpr std::array<std::string_view, 11> comparisons = {
    "none", "tanh", "sigmoid", "relu", "identity", "lstm", "gru", "scale:0.5", "scale:0.9", "scale:1.1", "scale:1.5"};
inline constexpr std::array<std::string_view, 8> presets = {"vanish", "edge",       "explode", "saturated",
                                                            "dying",  "orthogonal", "lstm",    "beside"};

page::Page view(const Content& content, const State& state, const jobs::Results& results);
std::optional<page::Figure> figure(const Content& content, const State& state, const jobs::Results& results,
                                   std::string_view id, double t);

/// preset:NAME, pick:STEP:OPTION, less, more.
void press(const Content& content, State& state, const Event& event);
/// An answer of the derivation is kept; what is said about it depends on the running network.
void check(const Content& content, State& state, const Event& event);
/// The derivation as far as it is done, with its numbers.
std::string copy(const Content& content, const State& state, std::string_view format);

/// Bars of |dL/dh_t| under the unrolled network; the backward pass has done `t` steps.
page::Figure gradient_figure(const Content& content, const State& state, const Network& network, double t);
page::Figure saturation_figure(const Content& content, const Network& network);
std::optional<page::Figure> singular_figure(const Content& content, const Network& network);
page::Figure share_figure(const Content& content, const Network& network);
/// Lines of |dL/dh_t| of several networks; empty where there is nothing to compare with.
std::optional<page::Figure> comparison_figure(const Content& content, const State& state, const Network& network,
                                              const jobs::Results& results);

/// The guided steps, as far as they have been answered and one more.
page::Blocks derivation(const Content& content, const State& state, const Network& network);

}  // namespace stride::labs::rnn
