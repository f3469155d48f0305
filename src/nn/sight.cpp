#include "nn/sight.h"

#include <algorithm>
#include <string>

namespace stride::nn {
namespace {

/// All maps together: a page asks for this with every key.
constexpr std::int64_t kMostCells = 400'000;

/// Which of `cells` windows touch a marked cell: sums over steps of the dilation, so that time doesn't grow with the
/// kernel.
std::vector<char> cells_touching(Window window, const std::vector<char>& marked, std::int64_t cells) {
  const std::int64_t d = window.dilation;
  const auto side = std::ssize(marked);
  std::vector<int> before(marked.size());  // marked cells at i, i - d, i - 2d, ...
  for (std::int64_t i = 0; i < side; ++i)
    before[static_cast<std::size_t>(i)] =
        (i >= d ? before[static_cast<std::size_t>(i - d)] : 0) + (marked[static_cast<std::size_t>(i)] != 0 ? 1 : 0);
  std::vector<char> touching(static_cast<std::size_t>(cells), 0);
  for (std::int64_t cell = 0; cell < cells; ++cell) {
    const std::int64_t base = cell * window.stride - window.pad;
    const std::int64_t first = base < 0 ? (-base + d - 1) / d : 0;
    const std::int64_t last = std::min(window.kernel - 1, base < side ? (side - 1 - base) / d : -1);
    if (first > last) continue;
    const std::int64_t low = base + first * d, high = base + last * d;
    const int inside =
        before[static_cast<std::size_t>(high)] - (low >= d ? before[static_cast<std::size_t>(low - d)] : 0);
    touching[static_cast<std::size_t>(cell)] = static_cast<char>(inside > 0);
  }
  return touching;
}

}  // namespace

std::optional<Interval> ends(const std::vector<char>& flags) {
  const auto first = std::ranges::find_if(flags, [](char flag) { return flag != 0; });
  if (first == flags.end()) return std::nullopt;
  const auto last = std::ranges::find_if(flags.rbegin(), flags.rend(), [](char flag) { return flag != 0; });
  return Interval{first - flags.begin(), flags.rend() - last - 1};
}

Result<Sight> Sight::make(const NetworkSpec& network, std::string_view layer, std::int64_t size, bool vertical,
                          Rounding rounding) {
  const LayerSpec* spec = network.find(layer);
  if (spec == nullptr || !spec->is_spatial())
    return fail("expected a convolution or pooling layer", std::string(layer));
  const auto path = path_to(network, layer, true);
  if (!path) return std::unexpected(path.error());
  auto sides = sides_along(*path, size, vertical, rounding);
  if (!sides) return std::unexpected(sides.error());
  std::int64_t cells = 0;
  for (const std::int64_t side : *sides) {
    if (side > kMostCells - cells) return fail("the maps up to " + std::string(layer) + " are too large to trace");
    cells += side;
  }
  Sight sight;
  for (const LayerSpec* each : *path) sight.layers_.push_back(*each);
  sight.sides_ = std::move(*sides);
  sight.vertical_ = vertical;
  return sight;
}

std::vector<Look> Sight::back(std::int64_t cell) const {
  std::vector<Look> looks(sides_.size());
  std::vector<char> seen(static_cast<std::size_t>(sides_.back()), 0);
  seen[static_cast<std::size_t>(cell)] = 1;
  looks.back() = {{cell, cell}, Interval{cell, cell}};
  for (std::size_t map = layers_.size(); map-- > 0;) {
    const Window window = window_of(layers_[map], vertical_);
    const Interval above = looks[map + 1].whole;
    const std::int64_t reach = (window.kernel - 1) * window.dilation;
    seen = cells_read(window, sides_[map], seen);
    looks[map] = {{above.low * window.stride - window.pad, above.high * window.stride - window.pad + reach},
                  ends(seen)};
  }
  return looks;
}

std::vector<std::vector<char>> Sight::forward(Interval pixels) const {
  std::vector<char> image(static_cast<std::size_t>(sides_.front()), 0);
  for (std::int64_t i = std::max<std::int64_t>(0, pixels.low); i <= std::min(pixels.high, sides_.front() - 1); ++i)
    image[static_cast<std::size_t>(i)] = 1;
  std::vector<std::vector<char>> maps = {std::move(image)};
  for (std::size_t map = 0; map < layers_.size(); ++map)
    maps.push_back(cells_touching(window_of(layers_[map], vertical_), maps.back(), sides_[map + 1]));
  return maps;
}

}  // namespace stride::nn
