#include "nn/counts.h"

#include <algorithm>
#include <initializer_list>
#include <string>

#include "base/checked.h"

namespace stride::nn {
namespace {

using Count = std::optional<std::int64_t>;

constexpr std::int64_t kFloatBytes = 4;

Count product(std::initializer_list<std::int64_t> factors) {
  Count result = 1;
  for (const std::int64_t factor : factors) result = result ? checked_multiply(*result, factor) : std::nullopt;
  return result;
}

Result<std::int64_t> value_of(const math::Expr& formula, const math::Bindings& bindings, const std::string& what) {
  const Result<math::Rational> value = math::evaluate(math::substitute(formula, bindings));
  if (!value || !value->is_integer()) return fail("the " + what + " do not fit 64 bits");
  return value->numerator();
}

/// Multiply-adds: one for each weight that a cell reads, cells in the padding included (as every tool counts them);
/// adding the bias is not a multiplication.
Result<std::int64_t> multiply_adds(const LayerSpec& layer, const LayerFacts& facts) {
  const Shape& input = *facts.input;
  const Shape& output = *facts.output;
  Count result = 0;
  if (layer.type == LayerType::conv) {
    result = product({output.channels, output.size.height, output.size.width, layer.kernel.height, layer.kernel.width,
                      input.channels / layer.groups});
  } else if (layer.type == LayerType::linear) {
    result = product({layer.output_channels, input.channels, input.size.height, input.size.width});
  }
  if (!result) return fail("the multiply-adds of " + layer.name + " do not fit 64 bits");
  return *result;
}

/// Adds up, and is empty for good once a part is; `fits` says whether 64 bits held it.
struct Sum {
  Count value = 0;
  bool fits = true;

  void add(Count part) {
    if (!value) return;
    const Count next = part ? checked_add(*value, *part) : std::nullopt;
    fits = fits && (next || !part);
    value = next;
  }
};

std::vector<std::string> largest_rows(const NetworkSpec& network, const NetworkFacts& all) {
  std::int64_t most = 1;
  std::vector<std::string> names;
  for (const LayerFacts& layer : all.layers) {
    if (!network.layers[layer.index].is_row()) continue;
    if (!layer.parameters) return {};
    if (*layer.parameters > most) names.clear();
    most = std::max(most, *layer.parameters);
    if (*layer.parameters == most) names.push_back(layer.name);
  }
  return names;
}

}  // namespace

Result<void> count(const LayerSpec& layer, const std::optional<Shape>& weights_input, LayerFacts& facts) {
  if (weights_input) {
    const auto value =
        value_of(parameter_formula(layer), parameter_bindings(layer, *weights_input), "parameters of " + layer.name);
    if (!value) return std::unexpected(value.error());
    facts.parameters = *value;
  }
  if (!facts.input || !facts.output) return {};

  const auto neurons =
      value_of(neuron_formula(layer), neuron_bindings(layer, *facts.output), "neurons of " + layer.name);
  if (!neurons) return std::unexpected(neurons.error());
  facts.neurons = *neurons;
  const auto macs = multiply_adds(layer, facts);
  if (!macs) return std::unexpected(macs.error());
  facts.macs = *macs;
  return {};
}

Result<void> sum_up(const NetworkSpec& network, NetworkFacts& all) {
  Sum parameters, neurons, neurons_without_pooling, macs, cells;
  cells.add(product({all.input.channels, all.input.size.height, all.input.size.width}));
  if (!cells.value) return fail("the pixels of the input do not fit 64 bits");
  for (const LayerFacts& facts : all.layers) {
    const LayerSpec& layer = network.layers[facts.index];
    parameters.add(facts.parameters);  // PReLU's slopes are learned as well
    cells.add(facts.neurons);
    if (!layer.is_row()) continue;
    neurons.add(facts.neurons);
    if (!layer.is_pool()) neurons_without_pooling.add(facts.neurons);
    macs.add(facts.macs);
  }
  Count weight_bytes = parameters.value ? checked_multiply(*parameters.value, kFloatBytes) : std::nullopt;
  Count activation_bytes = cells.value ? checked_multiply(*cells.value, kFloatBytes) : std::nullopt;
  const bool bytes_fit = weight_bytes.has_value() == parameters.value.has_value() &&
                         activation_bytes.has_value() == cells.value.has_value();
  if (!parameters.fits || !neurons.fits || !macs.fits || !cells.fits || !bytes_fit) {
    return fail("the totals of " + network.name + " do not fit 64 bits");
  }
  all.parameters = parameters.value;
  all.neurons = neurons.value;
  all.neurons_without_pooling = neurons_without_pooling.value;
  all.macs = macs.value;
  all.weight_bytes = weight_bytes;
  all.activation_bytes = activation_bytes;
  all.largest = largest_rows(network, all);
  return {};
}

}  // namespace stride::nn
