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

inline constexpr std::array<std::string_view, 4> speeds = {"0.5", "1", "2", "4"};

page::Page view(const Content& content, const State& state, const jobs::Results& results);
std::optional<page::Figure> figure(const Content& content, const State& state, const jobs::Results& results,
                                   std::string_view id, double t);

/// preset:NAME, another-seed, hint:STEP.
void press(const Content& content, State& state, const Event& event);
/// An answer of the derivation is kept; what is said about it depends on the running network.
void check(const Content& content, State& state, const Event& event);
/// The derivation as far as it is done, with its numbers, in Markdown.
std::string copy(const Content& content, const State& state, const jobs::Results& results, std::string_view format);

/// What is turned most, and the presets: above the figure. Then all the rest, below it.
page::Block main_settings(const Content& content, const State& state);
page::Block more_settings(const Content& content, const State& state);
/// Gradients before and after clipping.
page::Blocks clipping(const Content& content, const State& state, const jobs::RnnOutcome& outcome);

/// Bars of |dL/dh_t| under the unrolled network; the backward pass has done `t` steps.
page::Figure gradient_figure(const Content& content, const State& state, const Network& network, double t);
page::Figure saturation_figure(const Content& content, const Network& network);
/// The singular values of `network`, or of `before` while it has none yet.
page::Figure singular_figure(const Content& content, const Network& network,
                             const std::optional<jobs::RnnOutcome>& before);
page::Figure share_figure(const Content& content, const Network& network);
/// |dL/dh_t| of up to four networks, each in a panel of its own on one axis; empty where there is one alone.
std::optional<page::Figure> comparison_figure(const Content& content, const State& state, const Network& network,
                                              const jobs::Results& results);

/// The guided steps about a plain network, as far as they have been answered and one more; `written`: none that is
/// open, nothing to press.
page::Blocks derivation(const Content& content, const State& state, const Network& network, bool written);

}  // namespace stride::labs::rnn
