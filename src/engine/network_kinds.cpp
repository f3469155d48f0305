#include "engine/kinds.h"

#include "engine/recipe.h"

namespace stride::engine {

std::span<const Kind> network_kinds() {
  static const std::vector<Kind> kinds{
      {.name = "peak", .parameters = {"slices"}, .start = start_peak},
      {.name = "forward", .parameters = recipe_parameters({"side"}), .start = start_forward},
      {.name = "input", .parameters = recipe_parameters({"side"}), .start = start_input},
      {.name = "weights", .parameters = recipe_parameters({"bias", "channel"}), .start = start_weights},
      {.name = "gradient", .parameters = recipe_parameters({"channel", "y", "x"}), .start = start_gradient},
      {.name = "effective_field",
       .parameters = recipe_parameters({"seeds", "channel", "y", "x"}),
       .start = start_field},
      {.name = "effective_depths", .parameters = recipe_parameters({"seeds"}), .start = start_depths},
      {.name = "perturbation", .parameters = recipe_parameters({"touched", "side"}), .start = start_perturbation},
      {.name = "bench", .parameters = recipe_parameters({"runs", "backward"}), .start = start_bench},
  };
  return kinds;
}

}  // namespace stride::engine
