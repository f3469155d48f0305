#include "engine/engine.h"

namespace stride::engine {

std::span<const Kind> all_kinds() {
  static const std::vector<Kind> kinds = [] {
    std::vector<Kind> all;
    for (const auto list : {network_kinds(), rnn_kinds()}) all.insert(all.end(), list.begin(), list.end());
    return all;
  }();
  return kinds;
}

}  // namespace stride::engine
