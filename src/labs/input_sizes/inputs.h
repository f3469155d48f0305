#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "course/input_sizes.h"
#include "labs/worksheet/sheet.h"

namespace stride::labs::input_sizes {

/// What the page shows: the student's sheet, the layer that is to stay as it is, and the size that is tried.
struct Inputs {
  worksheet::Sheet sheet;
  std::string kept;     // fc6, or any map
  std::string map;      // the conv or pool that decides: kept itself, or the last map before it; empty: there is none
  bool linear = false;  // whether the kept layer is fully connected
  bool found = false;   // whether the sizes that fit may be seen
  std::optional<course::InputSizes> fitting;  // once they are found
  nn::Interval shown;                         // the input sizes on the number line
  nn::Pair tried;

  [[nodiscard]] const nn::NetworkSpec& network() const { return *sheet.network; }
  [[nodiscard]] bool exact() const { return sheet.rounding == nn::Rounding::exact; }
  /// Whether the side that `layer` has at an input of this side may be seen: where the least sizes are still asked for,
  /// only from the sizes on that were found.
  [[nodiscard]] bool is_seen(std::string_view layer, std::int64_t side, bool vertical) const;
};
Inputs read_inputs(const Content& content, const State& state);

/// What is asked: the ends of the interval (under `exact` all sizes that fit), and every map's least size.
const worksheet::Questions& all_questions();
const worksheet::Questions& least_questions();
/// The cells about the kept layer, in reading order.
std::vector<course::CellId> kept_cells(const Inputs& inputs);
/// The layers that may be kept: every map, and the first fully-connected layer.
std::vector<std::string> keepable(const nn::NetworkSpec& network);

/// Whether all windows are square, so that what holds along one axis holds along the other.
bool is_symmetric(const nn::NetworkSpec& network);
/// The sides of all convs and pools at one size, in order; none from where nothing fits.
std::vector<std::optional<std::int64_t>> sides_at(const Inputs& inputs, std::int64_t size, bool vertical);
/// Whether the kept map stays as it is at this size.
bool keeps(const Inputs& inputs, std::int64_t size, bool vertical);

std::int64_t along(nn::Pair size, bool vertical);
nn::Pair total_stride(const Inputs& inputs);

inline constexpr std::string_view limit_question = "limit";
inline constexpr std::string_view limit_options = "abcd";
inline constexpr std::string_view limit_answer = "b";

}  // namespace stride::labs::input_sizes
