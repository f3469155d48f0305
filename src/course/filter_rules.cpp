#include <array>

#include "course/rules.h"

// Weights of one filter and its bias, f*f*C + 1, and the ways to miss them: a sheet's column before the parameters.

namespace stride::course {
namespace {

using math::Expr;

const Expr C = symbol("C");

Expr area(const Case& c) {
  return c.layer().kernel.square() ? symbol("f") * symbol("f") : symbol("f_h") * symbol("f_w");
}
Expr channels(const Case& c) { return c.layer().groups == 1 ? C : C / symbol("g"); }
Expr with_bias(const Case& c, const Expr& weights) { return c.layer().bias ? weights + 1 : weights; }

Derivations convolution(const Case& c, const Expr& principle) {
  if (c.layer().type != nn::LayerType::conv) return {};
  return {derivation(principle, parameter_bindings(c.here()))};
}

Derivations no_bias(const Case& c) {
  if (c.layer().type == nn::LayerType::conv) return convolution(c, area(c) * channels(c));
  if (!c.here().input.value) return {};
  return {derivation(symbol("n"), parameter_bindings(c.here()))};
}
Derivations bias_per_slice(const Case& c) { return convolution(c, channels(c) * (area(c) + 1)); }
Derivations one_input_channel(const Case& c) { return convolution(c, with_bias(c, area(c))); }
Derivations kernel_not_squared(const Case& c) {
  return c.layer().kernel.square() ? convolution(c, with_bias(c, symbol("f") * channels(c))) : Derivations{};
}
Derivations own_output_channels(const Case& c) { return convolution(c, with_bias(c, area(c) * symbol("K"))); }

/// C of the weighted layer above.
Derivations earlier_input_channels(const Case& c) {
  const RowValues* above = nullptr;
  for (std::size_t i = 0; i < c.row; ++i)
    if (!c.values.rows[i].layer->is_pool()) above = &c.values.rows[i];
  if (above == nullptr) return {};
  Derivations ways = convolution(c, with_bias(c, area(c) * channels(c)));
  for (Derivation& way : ways) way.bindings.insert_or_assign("C", above->channels_in);
  return ways;
}

constexpr std::array kRules = std::to_array<Rule>({
    {"no-bias", no_bias},
    {"bias-per-slice", bias_per_slice},
    {"one-input-channel", one_input_channel},
    {"kernel-not-squared", kernel_not_squared},
    {"earlier-input-channels", earlier_input_channels},
    {"own-output-channels", own_output_channels},
});

}  // namespace

std::span<const Rule> filter_rules() { return kRules; }

}  // namespace stride::course
