#include <array>

#include "course/rules.h"

// Neurons of a row, K*o*o, and the totals.

namespace stride::course {
namespace {

using math::Expr;

math::Bindings sides(const Case& c) {
  const nn::Pair output = *c.here().output.value;
  return {{"K", c.here().channels_out}, {"o", output.height}, {"o_h", output.height}, {"o_w", output.width}};
}

bool has_map(const Case& c) { return c.layer().is_spatial() && c.here().output.value.has_value(); }

Derivations one_channel(const Case& c) {
  if (!has_map(c)) return {};
  const bool square = c.here().output.value->square();
  return {derivation(square ? symbol("o") * symbol("o") : symbol("o_h") * symbol("o_w"), sides(c))};
}

Derivations side_not_squared(const Case& c) {
  if (!has_map(c)) return {};
  if (c.here().output.value->square()) return {derivation(symbol("K") * symbol("o"), sides(c))};
  return {derivation(symbol("K") * symbol("o_h"), sides(c)), derivation(symbol("K") * symbol("o_w"), sides(c))};
}

/// The sum of what some rows hold. In symbols only: the parts are answers too.
template <class Keep, class Part>
Derivations sum(const Case& c, Keep keep, Part part) {
  auto total = sum_of_rows(c.values, c.column, keep, part);
  if (!total) return {};
  total->symbols_only = true;
  return {std::move(*total)};
}

auto column_count(const Case& c) {
  return [&c](const RowValues& row) { return count_of(row, c.column).value; };
}

/// Each row left out in turn.
Derivations layer_missing(const Case& c) {
  Derivations ways;
  for (const RowValues& missing : c.values.rows) {
    if (!counts_towards(missing, c.column) || count_of(missing, c.column).value.value_or(0) == 0) continue;
    const auto kept = [&](const RowValues& row) { return counts_towards(row, c.column) && row.layer != missing.layer; };
    for (Derivation& way : sum(c, kept, column_count(c))) {
      way.where = missing.layer->name;
      ways.push_back(std::move(way));
    }
  }
  return ways;
}

Derivations fully_connected_missing(const Case& c) {
  const auto kept = [&](const RowValues& row) {
    return counts_towards(row, c.column) && row.layer->type != nn::LayerType::linear;
  };
  return sum(c, kept, column_count(c));
}

/// Parameters only: one bias less for every output channel.
Derivations biases_missing(const Case& c) {
  if (c.column != "parameters") return {};
  const auto without_bias = [](const RowValues& row) -> std::optional<std::int64_t> {
    if (!row.parameters.value || row.layer->is_pool() || !row.layer->bias) return row.parameters.value;
    return *row.parameters.value - row.channels_out;
  };
  Derivations ways = sum(c, [](const RowValues&) { return true; }, without_bias);
  return ways;
}

Derivations pooling_outputs_counted(const Case& c) {
  if (c.column != "neurons_without_pooling") return {};
  return sum(c, [](const RowValues&) { return true; }, column_count(c));
}

Derivations pooling_outputs_not_counted(const Case& c) {
  if (c.column != "neurons") return {};
  return sum(c, [](const RowValues& row) { return !row.layer->is_pool(); }, column_count(c));
}

constexpr std::array kNeuronRules = std::to_array<Rule>({
    {"one-channel", one_channel},
    {"side-not-squared", side_not_squared},
});

constexpr std::array kTotalRules = std::to_array<Rule>({
    {"layer-missing", layer_missing},
    {"fully-connected-missing", fully_connected_missing},
    {"biases-missing", biases_missing},
    {"pooling-outputs-counted", pooling_outputs_counted},
    {"pooling-outputs-not-counted", pooling_outputs_not_counted},
});

}  // namespace

std::span<const Rule> neuron_rules() { return kNeuronRules; }
std::span<const Rule> total_rules() { return kTotalRules; }

}  // namespace stride::course
