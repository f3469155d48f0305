#include <algorithm>
#include <array>

#include "course/published.h"
#include "course/rules.h"

// Parameters: K*(f*f*C + 1) for a convolution, m*(n + 1) for a linear layer, and the ways to miss them. A linear layer
// after a map sees n = C*H*W numbers.

namespace stride::course {
namespace {

using math::Expr;

const Expr K = symbol("K"), C = symbol("C"), g = symbol("g"), m = symbol("m"), n = symbol("n"), H = symbol("H"),
           W = symbol("W");

bool is_conv(const Case& c) { return c.layer().type == nn::LayerType::conv; }
bool is_linear(const Case& c) { return c.layer().type == nn::LayerType::linear; }
/// A linear layer that takes in a map rather than a vector.
bool flattens(const Case& c) {
  return is_linear(c) && c.here().input.value && c.row > 0 && c.values.rows[c.row - 1].layer->is_spatial();
}

/// Outputs and weights of one output, by the names that the right formula uses.
Expr outputs(const Case& c) { return is_conv(c) ? K : m; }
Expr kernel_area(const Case& c) {
  return c.layer().kernel.square() ? symbol("f") * symbol("f") : symbol("f_h") * symbol("f_w");
}
Expr channels_seen(const Case& c) { return c.layer().groups == 1 ? C : C / g; }
Expr weights(const Case& c) { return is_conv(c) ? kernel_area(c) * channels_seen(c) : n; }
Expr with_bias(const Case& c, const Expr& sum) { return c.layer().bias ? sum + 1 : sum; }

math::Bindings numbers(const Case& c) {
  const RowValues& row = c.here();
  math::Bindings bindings = parameter_bindings(row);
  if (row.input.value) {
    bindings.insert_or_assign("C", row.channels_in);
    bindings.insert_or_assign("H", row.input.value->height);
    bindings.insert_or_assign("W", row.input.value->width);
  }
  if (row.output.value) {
    bindings.insert_or_assign("o", row.output.value->height);
    bindings.insert_or_assign("o_h", row.output.value->height);
    bindings.insert_or_assign("o_w", row.output.value->width);
  }
  return bindings;
}

/// Positions of the window; has no value where the output is unknown.
Expr output_area(const Case& c) {
  const auto& size = c.here().output.value;
  return size && size->square() ? symbol("o") * symbol("o") : symbol("o_h") * symbol("o_w");
}

Derivations weighted(const Case& c, const Expr& principle) {
  const bool known = is_conv(c) || (is_linear(c) && c.here().input.value);
  return known ? Derivations{derivation(principle, numbers(c))} : Derivations{};
}
Derivations convolution(const Case& c, const Expr& principle) {
  return is_conv(c) ? Derivations{derivation(principle, numbers(c))} : Derivations{};
}
Derivations flattened(const Case& c, const Expr& principle) {
  return flattens(c) ? Derivations{derivation(principle, numbers(c))} : Derivations{};
}
void append(Derivations& all, Derivations more) {
  for (Derivation& way : more) all.push_back(std::move(way));
}

Derivations no_bias(const Case& c) { return weighted(c, outputs(c) * weights(c)); }
Derivations one_bias(const Case& c) { return weighted(c, outputs(c) * weights(c) + 1); }

Derivations bias_per_slice(const Case& c) {
  Derivations ways = convolution(c, K * channels_seen(c) * (kernel_area(c) + 1));
  append(ways, flattened(c, m * C * (H * W + 1)));
  return ways;
}

Derivations bias_per_position(const Case& c) { return convolution(c, K * (weights(c) + output_area(c))); }

Derivations one_input_channel(const Case& c) {
  Derivations ways = convolution(c, K * with_bias(c, kernel_area(c)));
  append(ways, flattened(c, m * with_bias(c, H * W)));
  return ways;
}

Derivations one_filter(const Case& c) { return weighted(c, with_bias(c, weights(c))); }

Derivations kernel_not_squared(const Case& c) {
  if (c.layer().kernel.square()) return convolution(c, K * with_bias(c, symbol("f") * channels_seen(c)));
  Derivations ways = convolution(c, K * with_bias(c, symbol("f_h") * channels_seen(c)));
  append(ways, convolution(c, K * with_bias(c, symbol("f_w") * channels_seen(c))));
  return ways;
}

Derivations output_area_multiplied(const Case& c) {
  return convolution(c, K * with_bias(c, weights(c)) * output_area(c));
}

/// Two groups where the 2012 network had them.
Derivations grouped(const Case& c) {
  const bool had = is_published_variant(*c.values.network) && is_grouped_in_published(c.layer().name);
  return had && c.layer().groups == 1 ? convolution(c, K * with_bias(c, kernel_area(c) * (C / 2))) : Derivations{};
}
Derivations not_grouped(const Case& c) {
  return c.layer().groups == 1 ? Derivations{} : convolution(c, K * with_bias(c, kernel_area(c) * C));
}

/// All numbers that a row takes in.
Expr inputs_of(const RowValues& row) {
  const Expr channels = row.channels_in;
  if (*row.input.value == nn::Pair{1, 1}) return channels;
  return channels * Expr(row.input.value->height) * Expr(row.input.value->width);
}

/// The layer's own formula with the input of the weighted layer above.
Derivations earlier_input_channels(const Case& c) {
  const RowValues* above = nullptr;
  for (std::size_t i = 0; i < c.row; ++i)
    if (!c.values.rows[i].layer->is_pool()) above = &c.values.rows[i];
  if (above == nullptr || c.layer().is_pool()) return {};
  const Expr map = symbol("C") * symbol("H") * symbol("W");
  Derivations ways = weighted(c, outputs(c) * with_bias(c, flattens(c) ? map : weights(c)));
  for (Derivation& way : ways) {
    way.bindings.insert_or_assign("C", above->channels_in);
    if (!flattens(c) && above->input.value) way.bindings.insert_or_assign("n", inputs_of(*above));
  }
  return ways;
}

Derivations own_output_channels(const Case& c) {
  Derivations ways =
      convolution(c, K * with_bias(c, c.layer().groups == 1 ? kernel_area(c) * K : kernel_area(c) * (K / g)));
  if (is_linear(c)) append(ways, weighted(c, m * with_bias(c, m)));
  append(ways, flattened(c, m * with_bias(c, m * H * W)));
  return ways;
}

Derivations neurons_counted(const Case& c) {
  return is_linear(c) ? weighted(c, m) : convolution(c, K * output_area(c));
}

/// Any number but 0 for a pool; the ways that students give where they fit, else the number as it is.
Derivations pooling_has_parameters(const Case& c) {
  if (!c.layer().is_pool()) return {};
  math::Bindings bindings = numbers(c);
  bindings.insert_or_assign("K", c.here().channels_out);
  bindings.insert_or_assign("C", c.here().channels_in);
  bindings.insert_or_assign("f", c.layer().kernel.height);
  bindings.insert_or_assign("f_h", c.layer().kernel.height);
  bindings.insert_or_assign("f_w", c.layer().kernel.width);
  const Expr area = kernel_area(c);
  Derivations ways;
  for (const Expr& principle :
       {K * (area * C + 1), K * (area + 1), K * area * C, K * area, area * C, area + 1, area, K})
    ways.push_back(derivation(principle, bindings));
  ways.push_back(derivation(Expr(c.answer.values.front())));
  return ways;
}

Derivations flatten_channels_only(const Case& c) { return flattened(c, m * with_bias(c, C)); }
Derivations flatten_one_side(const Case& c) {
  Derivations ways = flattened(c, m * with_bias(c, C * H));
  append(ways, flattened(c, m * with_bias(c, C * W)));
  return ways;
}

/// The map as it is before the pool that comes before this layer.
Derivations flatten_before_pooling(const Case& c) {
  if (!flattens(c) || !c.values.rows[c.row - 1].layer->is_pool()) return {};
  const auto& before = c.values.rows[c.row - 1].input.value;
  Derivations ways = before ? flattened(c, m * with_bias(c, C * H * W)) : Derivations{};
  for (Derivation& way : ways) {
    way.bindings.insert_or_assign("H", before->height);
    way.bindings.insert_or_assign("W", before->width);
  }
  return ways;
}

Derivations bias_per_input(const Case& c) { return is_linear(c) ? weighted(c, m * n + n) : Derivations{}; }

/// Whether a dropout stands beside this layer, before or after it, with no other row between.
bool beside_dropout(const Case& c) {
  bool before = false, passed = false;
  for (const nn::LayerSpec& layer : c.values.network->layers) {
    if (layer.type == nn::LayerType::dropout && passed) return true;
    if (layer.type == nn::LayerType::dropout) before = true;
    if (!layer.is_row()) continue;
    if (passed) return false;
    passed = layer.name == c.layer().name;
    if (passed && before) return true;
    before = false;
  }
  return false;
}

/// Half of the inputs, of the outputs, or of both.
Derivations dropout_halves(const Case& c) {
  if (!is_linear(c) || !beside_dropout(c)) return {};
  Derivations ways;
  append(ways, weighted(c, m * with_bias(c, n / 2)));
  append(ways, weighted(c, m / 2 * with_bias(c, n)));
  append(ways, weighted(c, m / 2 * with_bias(c, n / 2)));
  return ways;
}

constexpr std::array kRules = std::to_array<Rule>({
    {"no-bias", no_bias},
    {"one-bias", one_bias},
    {"bias-per-slice", bias_per_slice},
    {"bias-per-position", bias_per_position},
    {"one-input-channel", one_input_channel},
    {"one-filter", one_filter},
    {"kernel-not-squared", kernel_not_squared},
    {"output-area-multiplied", output_area_multiplied},
    {"grouped", grouped},
    {"not-grouped", not_grouped},
    {"earlier-input-channels", earlier_input_channels},
    {"own-output-channels", own_output_channels},
    {"neurons-counted", neurons_counted},
    {"pooling-has-parameters", pooling_has_parameters},
    {"flatten-channels-only", flatten_channels_only},
    {"flatten-one-side", flatten_one_side},
    {"flatten-before-pooling", flatten_before_pooling},
    {"bias-per-input", bias_per_input},
    {"dropout-halves", dropout_halves},
});

}  // namespace

std::span<const Rule> parameter_rules() { return kRules; }

}  // namespace stride::course
