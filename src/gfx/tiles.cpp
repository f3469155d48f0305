#include <algorithm>

#include "gfx/slabs.h"

namespace stride::gfx {

Tiles::Plan Tiles::place(std::span<const std::uint64_t> pictures) {
  constexpr std::size_t most = 28 * tiles_across;  // 2048 pixels each way, which every texture may have
  const auto placed = pictures.first(std::min(pictures.size(), most));
  Plan plan;
  std::size_t missing = 0;
  for (const std::uint64_t picture : placed) missing += picture != 0 && !known_.contains(picture) ? 1 : 0;
  if (known_.size() + missing > static_cast<std::size_t>(lines_ * tiles_across)) {
    plan.anew = true;
    known_.clear();
    lines_ = (static_cast<int>(placed.size()) + tiles_across - 1) / tiles_across;
  }
  plan.tiles.assign(pictures.size(), -1);
  for (std::size_t i = 0; i < placed.size(); ++i) {
    if (placed[i] == 0) continue;
    const auto [known, is_new] = known_.emplace(placed[i], static_cast<int>(known_.size()));
    plan.tiles[i] = known->second;
    if (is_new) plan.fresh.push_back(i);
  }
  return plan;
}

}  // namespace stride::gfx
