#pragma once

#include <expected>
#include <string_view>
#include <vector>

#include "course/answer.h"
#include "course/worksheet.h"

/// Answers that are sets of input sizes: `211-242`, `211, 243, 275`, with both axes `211-242 x 275-306`.
namespace stride::course {

struct InputSizes {
  std::vector<nn::Interval> height, width;  // in order, apart from each other
  friend bool operator==(const InputSizes&, const InputSizes&) = default;
};

/// The high end of sizes without one: `from 211`, `any`.
inline constexpr std::int64_t kMostSide = 100'000;

/// Sizes with commas, spaces, `and` between them; ranges as 211-242, 211..242, 211 to 242, 211 <= n <= 242, [211, 242].
/// One list holds for both axes; two, with an x between them, are height and width.
std::expected<InputSizes, ReadProblem> read_input_sizes(std::string_view typed);
/// `211-242`, `211, 243, 275`, `211-242 x 275-306`; empty where there are none.
std::string to_text(const InputSizes& sizes);

/// The sizes among which an answer under `exact` is sought along an axis: the hundred in which the sheet's own stands.
nn::Interval asked_hundred(std::int64_t side);
/// What a row admits: one interval along each axis; under `exact` all sizes of those hundreds that fit. Empty where the
/// sheet's own size does not come out (never under `exact`).
std::optional<InputSizes> admissible_inputs(const Worksheet& sheet, std::string_view layer);

Grade grade_admissible(const Worksheet& sheet, const CellId& cell, std::string_view typed, const Given& given,
                       const Text& text);

}  // namespace stride::course
