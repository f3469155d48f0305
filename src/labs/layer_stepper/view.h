#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "labs/layer_stepper/numbers.h"
#include "labs/prediction.h"
#include "labs/worksheet/view.h"

namespace stride::labs::layer_stepper {

inline constexpr std::string_view window_id = "figure.window";  // plays; the others play along
inline constexpr std::string_view patch_id = "figure.window.beside";
inline constexpr std::string_view output_id = "figure.window.beside-2";
inline constexpr std::string_view ledger_id = "figure.window.beside-3";
inline constexpr std::string_view channels_id = "figure.channels";
inline constexpr std::string_view network_id = "figure.network";

page::Page view(const Content& content, const State& state, const jobs::Results& results);
std::optional<page::Figure> figure(const Content& content, const State& state, const jobs::Results& results,
                                   std::string_view id, double t);

/// The maps as slabs to scale in perspective, each with its activations in front; the eye is before row `t`.
page::Figure network_figure(const Content& content, const State& state, const Opened& opened,
                            const jobs::Results& results, double t);
/// The same maps side by side, all equally large.
page::Figure schematic_figure(const Content& content, const State& state, const Opened& opened,
                              const jobs::Results& results);

/// The window over the padded input.
page::Figure window_figure(const Content& content, const State& state, const Opened& opened, double t);
/// What lies under the window: input, kernel and products of one channel, or a pool's values.
page::Figure patch_figure(const Content& content, const State& state, const Opened& opened, double t);
page::Figure output_figure(const Content& content, const State& state, const Opened& opened, double t);
/// One output value written out, term by term.
page::Figure ledger_figure(const Content& content, const State& state, const Opened& opened, double t);
/// The output's channels as small multiples, a page of them at a time (t counts pages).
page::Figure channels_figure(const Content& content, const State& state, const Opened& opened, double t);
inline constexpr std::int64_t strip_rows = 3, strip_columns = 8;

/// The rows of the drawn network from the image on: names, `input` first.
std::vector<std::string> drawn_rows(const Opened& opened);
/// Where a value's colour stands: a bar with its ends, under what it belongs to.
struct Scale {
  double low = 0, high = 0;
  bool is_signed = false;
  static Scale of(std::span<const float> values);
  [[nodiscard]] double largest() const { return std::max(std::abs(low), std::abs(high)); }
  void apply(page::CellsMark& cells) const;
};
void add_legend(const Scale& scale, page::Point from, page::Point to, page::Marks& marks);
/// Where the next window begins, for who wants to predict it; none after the last.
std::optional<Prediction> next_window(const Content& content, const State& state, const Opened& opened, double t);
double playback_of(const State& state, std::string_view figure);

}  // namespace stride::labs::layer_stepper
