#include <algorithm>
#include <ranges>
#include <string>
#include <vector>

#include "base/checked.h"
#include "nn/axis.h"
#include "nn/facts.h"

namespace stride::nn {
namespace {

using Path = std::vector<const LayerSpec*>;

/// The largest side that a network file may have, with room to spare, is far below this; above it a list under `exact`
/// would be too long to hold.
constexpr std::int64_t kLargestLimit = 1'000'000;

Error too_large(const LayerSpec& layer) { return {"the sizes before " + layer.name + " do not fit 64 bits", ""}; }

/// The image sides that end in `side`: every layer's output grows with its input, so the inputs that give an interval
/// of outputs are an interval, from the least for its low end to just below the least for one more than its high end.
Result<Interval> preimage(const Path& path, std::int64_t side, bool vertical, Rounding rounding) {
  Interval sides{side, side};
  for (const LayerSpec* layer : path | std::views::reverse) {
    const auto low = least_input_for(*layer, sides.low, vertical, rounding);
    const auto one_more = checked_add(sides.high, 1);
    const auto beyond = one_more ? least_input_for(*layer, *one_more, vertical, rounding) : std::nullopt;
    if (!low || !beyond) return std::unexpected(too_large(*layer));
    sides = {*low, *beyond - 1};
  }
  return sides;
}

std::vector<Interval> members(Progression inputs, std::int64_t limit) {
  std::vector<Interval> sizes;
  const auto scaled = checked_multiply(inputs.step, inputs.least);
  const auto first = scaled ? checked_add(*scaled, inputs.offset) : std::nullopt;
  if (!first || *first > limit) return sizes;
  if (inputs.step == 1) return {{*first, limit}};
  for (std::int64_t size = *first; size <= limit; size += std::min(inputs.step, limit - size + 1)) {
    sizes.push_back({size, size});
  }
  return sizes;
}

Result<std::int64_t> smallest_rounded(const Path& path, bool vertical, Rounding rounding) {
  std::int64_t side = 1;
  for (const LayerSpec* layer : path | std::views::reverse) {
    const auto least = least_input_for(*layer, side, vertical, rounding);
    if (!least) return std::unexpected(too_large(*layer));
    side = *least;
  }
  return side;
}

/// The first member of both progressions. Residues of one modulo the other's step come round again after that many
/// members, so that a common one shows by then or never.
Result<std::int64_t> smallest_common(Progression a, Progression b) {
  constexpr std::int64_t kMostSteps = 1'000'000;
  const auto first = [](Progression inputs) -> std::optional<std::int64_t> {
    const auto scaled = checked_multiply(inputs.step, inputs.least);
    return scaled ? checked_add(*scaled, inputs.offset) : std::nullopt;
  };
  const auto from = first(a);
  const auto other = first(b);
  if (!from || !other) return fail("the least input does not fit 64 bits");
  if (*other > *from) {
    // Skip the members of `a` below the first of `b`.
    const std::int64_t distance = *other - *from;
    const auto least = checked_add(a.least, distance / a.step + (distance % a.step > 0 ? 1 : 0));
    if (!least) return fail("the least input does not fit 64 bits");
    a.least = *least;
  }
  const auto start = first(a);
  if (!start) return fail("the least input does not fit 64 bits");
  std::int64_t size = *start;
  for (std::int64_t tries = 0; tries < std::min(b.step, kMostSteps); ++tries) {
    if ((size - *other) % b.step == 0) return size;
    const auto next = checked_add(size, a.step);
    if (!next) break;
    size = *next;
  }
  return fail("no input with equal sides divides without a remainder along both axes");
}

}  // namespace

Result<std::vector<Interval>> admissible(const NetworkSpec& network, std::string_view layer, std::int64_t size,
                                         bool vertical, Rounding rounding, std::int64_t limit) {
  const Result<Path> path = path_to(network, layer, false);
  if (!path) return std::unexpected(path.error());
  if (rounding == Rounding::exact) {
    if (limit > kLargestLimit) return fail("expected a limit of at most " + std::to_string(kLargestLimit));
    const Result<Progression> inputs = exact_inputs(*path, vertical);
    if (!inputs) return std::unexpected(inputs.error());
    return members(*inputs, limit);
  }
  const auto sides = sides_along(*path, size, vertical, rounding);
  if (!sides) return std::unexpected(sides.error());
  const Result<Interval> sizes = preimage(*path, sides->back(), vertical, rounding);
  if (!sizes) return std::unexpected(sizes.error());
  return std::vector{*sizes};
}

Result<std::int64_t> smallest_input(const NetworkSpec& network, std::string_view layer, Rounding rounding) {
  const Result<Path> path = path_to(network, layer, true);
  if (!path) return std::unexpected(path.error());
  if (rounding == Rounding::exact) {
    const Result<Progression> vertical = exact_inputs(*path, true);
    if (!vertical) return std::unexpected(vertical.error());
    const Result<Progression> horizontal = exact_inputs(*path, false);
    if (!horizontal) return std::unexpected(horizontal.error());
    return smallest_common(*vertical, *horizontal);
  }
  const auto vertical = smallest_rounded(*path, true, rounding);
  if (!vertical) return vertical;
  const auto horizontal = smallest_rounded(*path, false, rounding);
  if (!horizontal) return horizontal;
  return std::max(*vertical, *horizontal);
}

}  // namespace stride::nn
