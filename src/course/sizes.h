#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "nn/facts.h"

namespace stride::course {

/// Above every size that a network accepts: `from 211 on`.
inline constexpr std::int64_t kNoLimit = 1'000'000'000;

/// Input sizes as people write them: `211..242`, `211 to 242`, `[211, 242]`, `211 <= W <= 242`, `between 211 and 242`,
/// `211, 243, 275`, `211`, `from 211`, `at least 211`, `any`. Squares may be written 211x211. In rising order, joined
/// where they touch; empty where this is none of them.
std::optional<std::vector<nn::Interval>> read_sizes(std::string_view typed);

/// `211..242`, `211, 243, 275`.
std::string sizes_text(const std::vector<nn::Interval>& sizes);

/// In rising order, joined where they touch, within `low` to `high`.
std::vector<nn::Interval> normalised(std::vector<nn::Interval> sizes, std::int64_t low, std::int64_t high);

}  // namespace stride::course
