#include <algorithm>

#include "gfx/slabs.h"

namespace stride::gfx {

Tiles::Plan Tiles::place(std::span<const std::uint64_t> pictures) {
  constexpr int most_lines = 28;  // 2048 pixels, which every texture may have
  Plan plan;
  std::size_t missing = 0;
  for (const std::uint64_t picture : pictures) missing += picture != 0 && !known_.contains(picture) ? 1 : 0;
  if (known_.size() + missing > static_cast<std::size_t>(lines_ * tiles_across)) {
    plan.anew = true;
    known_.clear();
    const auto wanted = static_cast<int>(std::min<std::size_t>(pictures.size(), most_lines * tiles_across));
    lines_ = (wanted + tiles_across - 1) / tiles_across;
  }
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    const auto known = known_.find(pictures[i]);
    const auto next = static_cast<int>(known_.size());
    if (pictures[i] == 0 || (known == known_.end() && next >= lines_ * tiles_across)) {
      plan.tiles.push_back(-1);
    } else if (known != known_.end()) {
      plan.tiles.push_back(known->second);
    } else {
      known_.emplace(pictures[i], next);
      plan.tiles.push_back(next);
      plan.fresh.push_back(i);
    }
  }
  return plan;
}

}  // namespace stride::gfx
