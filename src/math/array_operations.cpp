#include "math/array_operations.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <optional>
#include <utility>

#include "base/checked.h"

namespace stride::math {
namespace {

/// Negative axes count from the end; each may stand once.
Result<void> settle_axes(std::vector<std::int64_t>& axes, std::size_t dimensions) {
  const auto count = static_cast<std::int64_t>(dimensions);
  for (std::int64_t& axis : axes) {
    if (axis < -count || axis >= count)
      return fail("axis " + std::to_string(axis) + " does not exist: the array has " + std::to_string(count) +
                  " axes, 0 to " + std::to_string(count - 1));
    if (axis < 0) axis += count;
  }
  std::vector<std::int64_t> sorted = axes;
  std::ranges::sort(sorted);
  if (std::ranges::adjacent_find(sorted) != sorted.end()) return fail("an axis is named twice");
  return {};
}

std::vector<std::int64_t> strides(const std::vector<std::int64_t>& shape) {
  std::vector<std::int64_t> result(shape.size(), 1);
  for (std::size_t i = shape.size(); i-- > 1;) result[i - 1] = result[i] * shape[i];
  return result;
}

}  // namespace

std::string tuple_text(const std::vector<std::int64_t>& tuple) {
  std::string result = "(";
  for (const std::int64_t entry : tuple) result += (result.size() > 1 ? ", " : "") + std::to_string(entry);
  return result + (tuple.size() == 1 ? ",)" : ")");
}

Result<NumberArray> reshaped(const NumberArray& array, std::vector<std::int64_t> shape) {
  const auto size = static_cast<std::int64_t>(array.entries.size());
  if (shape.size() > 16) return fail("an array has at most 16 axes here");
  const auto refuse = [&] {
    return fail("cannot reshape an array of " + std::to_string(size) + " numbers, " + tuple_text(array.shape) +
                ", into " + tuple_text(shape));
  };
  std::optional<std::int64_t> known = 1;
  for (const std::int64_t side : shape) {
    if (side < -1) return fail("a size of " + std::to_string(side) + " is negative");
    if (side >= 0 && known) known = checked_multiply(*known, side);
  }
  const auto open = std::ranges::count(shape, -1);
  if (open > 1) return fail("only one size can be -1");
  if (!known || (open == 0 && *known != size)) return refuse();
  if (open == 1) {
    if (*known == 0 || size % *known != 0) return refuse();
    *std::ranges::find(shape, -1) = size / *known;
  }
  return NumberArray{.shape = std::move(shape), .entries = array.entries};
}

Result<NumberArray> transposed_axes(const NumberArray& array, std::vector<std::int64_t> axes) {
  const std::size_t count = array.shape.size();
  if (axes.empty()) {
    axes.resize(count);
    std::iota(axes.rbegin(), axes.rend(), 0);
  }
  if (axes.size() != count)
    return fail("transpose needs all " + std::to_string(count) + " axes of the array, " + tuple_text(axes) + " has " +
                std::to_string(axes.size()));
  if (Result<void> settled = settle_axes(axes, count); !settled) return std::unexpected(settled.error());
  NumberArray result;
  const std::vector<std::int64_t> from = strides(array.shape);
  std::vector<std::int64_t> step;
  for (const std::int64_t axis : axes) {
    result.shape.push_back(array.shape[static_cast<std::size_t>(axis)]);
    step.push_back(from[static_cast<std::size_t>(axis)]);
  }
  std::vector<std::int64_t> at(count, 0);
  for (std::size_t written = 0; written < array.entries.size(); ++written) {
    const std::int64_t place = std::inner_product(at.begin(), at.end(), step.begin(), std::int64_t{0});
    result.entries.push_back(array.entries[static_cast<std::size_t>(place)]);
    for (std::size_t i = count; i-- > 0;) {
      if (++at[i] < result.shape[i]) break;
      at[i] = 0;
    }
  }
  return result;
}

Result<NumberArray> reduced(const NumberArray& array, std::string_view how, std::vector<std::int64_t> axes,
                            bool keep_axes) {
  const std::size_t count = array.shape.size();
  if (axes.empty()) {
    axes.resize(count);
    std::iota(axes.begin(), axes.end(), 0);
  }
  if (Result<void> settled = settle_axes(axes, count); !settled) return std::unexpected(settled.error());
  if (array.entries.empty()) return fail("there is nothing to take the " + std::string(how) + " of");
  NumberArray kept = {.shape = array.shape, .entries = {}};
  for (const std::int64_t axis : axes) kept.shape[static_cast<std::size_t>(axis)] = 1;
  const std::vector<std::int64_t> to = strides(kept.shape);
  const auto size = std::accumulate(kept.shape.begin(), kept.shape.end(), std::int64_t{1}, std::multiplies<>());
  kept.entries.assign(static_cast<std::size_t>(size), 0);
  std::vector<bool> begun(kept.entries.size(), false);
  std::vector<std::int64_t> at(count, 0);
  for (const double entry : array.entries) {
    std::int64_t place = 0;
    for (std::size_t i = 0; i < count; ++i) place += kept.shape[i] == 1 ? 0 : at[i] * to[i];
    const auto here = static_cast<std::size_t>(place);
    double& best = kept.entries[here];
    if (!begun[here]) {
      best = entry;
    } else {
      best = how == "max" ? std::max(best, entry) : how == "min" ? std::min(best, entry) : best + entry;
    }
    begun[here] = true;
    for (std::size_t i = count; i-- > 0;) {
      if (++at[i] < array.shape[i]) break;
      at[i] = 0;
    }
  }
  if (how == "mean") {
    for (double& entry : kept.entries) entry *= static_cast<double>(size) / static_cast<double>(array.entries.size());
  }
  if (!keep_axes) {
    std::vector<std::int64_t> shape;
    for (std::size_t i = 0; i < count; ++i) {
      if (std::ranges::find(axes, static_cast<std::int64_t>(i)) == axes.end()) shape.push_back(kept.shape[i]);
    }
    kept.shape = std::move(shape);
  }
  return kept;
}

}  // namespace stride::math
