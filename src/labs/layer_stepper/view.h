#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "labs/layer_stepper/numbers.h"
#include "labs/prediction.h"
#include "labs/worksheet/view.h"

namespace stride::labs::layer_stepper {

inline constexpr std::string_view window_id = "figure.walk";  // plays; the others play along
inline constexpr std::string_view patch_id = "figure.walk.beside";
inline constexpr std::string_view output_id = "figure.walk.beside-2";
inline constexpr std::string_view ledger_id = "figure.walk.beside-3";
inline constexpr std::string_view channels_id = "figure.channels";
inline constexpr std::string_view weights_id = "figure.weights";
inline constexpr std::string_view network_id = "figure.network";

page::Page view(const Content& content, const State& state, const jobs::Results& results);
std::optional<page::Figure> figure(const Content& content, const State& state, const jobs::Results& results,
                                   std::string_view id, double t);

/// The maps as slabs to scale in perspective, each with its activations in front: all of them, or the open layer and
/// what is around it.
page::Figure network_figure(const Content& content, const State& state, const Opened& opened,
                            const jobs::Results& results);
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
/// The weights of one neuron over the map that it reads, channel by channel (t counts pages of them).
page::Figure weights_figure(const Content& content, const Opened& opened, double t);
bool has_weight_map(const Opened& opened);
/// The output's channels as small multiples, a page of them at a time (t counts pages).
page::Figure channels_figure(const Content& content, const State& state, const Opened& opened, double t);
inline constexpr std::int64_t strip_rows = 3, strip_columns = 8;

/// Where a value's colour stands: a bar with its ends, under what it belongs to.
struct Scale {
  double low = 0, high = 0;
  bool is_signed = false;
  static Scale of(std::span<const float> values);
  [[nodiscard]] double largest() const { return std::max(std::abs(low), std::abs(high)); }
  void apply(page::CellsMark& cells) const;
};
void add_legend(const Scale& scale, page::Point from, page::Point to, page::Marks& marks);
/// What is asked of who wants to predict: the value under the window, where it can be worked out by hand, and where the
/// next window begins.
std::vector<Prediction> predictions(const Content& content, const State& state, const Opened& opened, double t);
/// Whether that value isn't to be seen yet.
bool withholds(const Content& content, const State& state, const Opened& opened, double t);
inline constexpr int patch_decimals = 3;
const nn::LayerSpec* activation_after(const Opened& opened);  // the ReLU that follows; may be null
double playback_of(const State& state, std::string_view figure);

}  // namespace stride::labs::layer_stepper
