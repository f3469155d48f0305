#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "math/rational.h"

/// What a student typed, read.
namespace stride::course {

enum class AnswerKind : std::uint8_t { sizes, number, layers, inputs };
AnswerKind kind_of(std::string_view column);

struct Answer {
  std::optional<std::int64_t> channels;  // of CxHxW, or HxWxC where only that fits the layer
  std::vector<math::Rational> values;    // one, or (H, W)

  [[nodiscard]] math::Rational along(bool vertical) const { return vertical ? values.front() : values.back(); }
};

/// Why it could not be read: a text key under `course.unreadable`, and what the parser said, at which character.
struct ReadProblem {
  std::string key;
  std::string detail;
  std::string where;
};

/// Sizes are N, HxW or CxHxW, each side a number or (N only) a formula; numbers are numbers or formulas. `channels` are
/// the layer's own, to tell CxHxW from HxWxC.
std::expected<Answer, ReadProblem> read_answer(std::string_view typed, AnswerKind kind, std::int64_t channels = 0);

/// Whether `typed`, with so many decimals, is `exact` rounded or cut there: 3.33 for 10/3. It needs two digits at
/// least.
bool is_shortened(double typed, int decimals, double exact);

/// Equal or, where neither is a whole number, shortened.
bool agrees(math::Rational typed, math::Rational exact);

/// Whether a text key's list (`none|no|does not divide`) names what was typed, spaces, capitals and a final full stop
/// aside.
bool is_one_of(std::string_view typed, std::string_view list);
/// Without spaces around, in lower case, without a final full stop.
std::string plain_words(std::string_view typed);

}  // namespace stride::course
