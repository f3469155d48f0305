#include <algorithm>
#include <cstddef>
#include <ranges>
#include <vector>

#include "nn/axis.h"
#include "nn/facts.h"

namespace stride::nn {
namespace {

/// How many cells may be looked at, all layers together: VGG E at a side of 100,000 has a tenth.
constexpr std::int64_t kMostCells = 5'000'000;

std::vector<Interval> gaps(const std::vector<char>& seen) {
  std::vector<Interval> gaps;
  for (std::size_t cell = 0; cell < seen.size(); ++cell) {
    if (seen[cell]) continue;
    const auto index = static_cast<std::int64_t>(cell);
    if (!gaps.empty() && gaps.back().high == index - 1) {
      gaps.back().high = index;
    } else {
      gaps.push_back({index, index});
    }
  }
  return gaps;
}

}  // namespace

// Time grows with the sides, not with the kernel: a window adds one at its first tap and takes it away after its last,
// and a running sum over steps of the dilation does the rest.
std::vector<char> cells_read(Window window, std::int64_t input, const std::vector<char>& readers) {
  const std::int64_t d = window.dilation;
  std::vector<int> count(static_cast<std::size_t>(input), 0);
  for (std::size_t cell = 0; cell < readers.size(); ++cell) {
    if (!readers[cell]) continue;
    const std::int64_t base = static_cast<std::int64_t>(cell) * window.stride - window.pad;
    const std::int64_t first = base < 0 ? (-base + d - 1) / d : 0;
    const std::int64_t last = std::min(window.kernel - 1, base < input ? (input - 1 - base) / d : -1);
    if (first > last) continue;
    ++count[static_cast<std::size_t>(base + first * d)];
    if (const std::int64_t after = base + (last + 1) * d; after < input) --count[static_cast<std::size_t>(after)];
  }
  for (std::size_t cell = static_cast<std::size_t>(d); cell < count.size(); ++cell) {
    count[cell] += count[cell - static_cast<std::size_t>(d)];
  }
  std::vector<char> read(count.size());
  std::ranges::transform(count, read.begin(), [](int times) { return static_cast<char>(times > 0); });
  return read;
}

Result<std::vector<Interval>> unseen(const NetworkSpec& network, std::string_view layer, std::int64_t size,
                                     bool vertical, Rounding rounding) {
  const auto path = path_to(network, layer, true);
  if (!path) return std::unexpected(path.error());
  const auto sides = sides_along(*path, size, vertical, rounding);
  if (!sides) return std::unexpected(sides.error());
  std::int64_t cells = 0;
  for (const std::int64_t side : *sides) {
    if (side > kMostCells - cells) return fail("the maps up to " + std::string(layer) + " are too large to trace");
    cells += side;
  }
  std::vector<char> seen(static_cast<std::size_t>(sides->back()), 1);
  for (std::size_t index = path->size(); index-- > 0;) {
    seen = cells_read(window_of(*(*path)[index], vertical), (*sides)[index], seen);
  }
  return gaps(seen);
}

}  // namespace stride::nn
