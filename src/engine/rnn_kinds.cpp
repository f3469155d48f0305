#include "engine/kinds.h"

namespace stride::engine {

std::span<const Kind> rnn_kinds() {
  static const std::vector<Kind> kinds{
      {.name = "rnn",
       .parameters = {"cell", "hidden", "steps", "seed", "init", "scale", "scale_to", "input", "text", "input_scale",
                      "bias", "forget_bias", "truncate", "runs", "jacobians"},
       .start = start_rnn},
      {.name = "stack", .parameters = {"width", "depth", "slope_percent", "seed"}, .start = start_stack},
  };
  return kinds;
}

}  // namespace stride::engine
