#include "engine/kinds.h"

namespace stride::engine {

std::span<const Kind> all_kinds() {
  static const std::vector<Kind> kinds{
      {.name = "peak", .parameters = {"slices"}, .start = start_peak},
  };
  return kinds;
}

}  // namespace stride::engine
