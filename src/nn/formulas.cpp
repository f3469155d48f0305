#include <utility>
#include <vector>

#include "nn/axis.h"
#include "nn/facts.h"

// The relations are those of Dumoulin & Visin 2016, "A guide to convolution arithmetic for deep learning": outputs in
// section 2.4 (relationship 6), dilation in section 5.1 (relationship 15).

namespace stride::nn {
namespace {

using math::Bindings;
using math::Expr;

bool dilated(const LayerSpec& layer) { return !(layer.dilation == Pair{1, 1}); }

/// f*f*C, with f_h*f_w where the kernel is not square and C/g for the channels of one group.
std::vector<Expr> filter_factors(const LayerSpec& layer) {
  const bool square = layer.kernel.square();
  const Expr c = Expr::symbol("C");
  return {Expr::symbol(square ? "f" : "f_h"), Expr::symbol(square ? "f" : "f_w"),
          layer.groups == 1 ? c : c / Expr::symbol("g")};
}

Expr convolution_parameters(const LayerSpec& layer) {
  std::vector<Expr> factors = filter_factors(layer);
  if (layer.bias) return Expr::symbol("K") * (Expr::make(math::ExprKind::multiply, std::move(factors)) + 1);
  factors.insert(factors.begin(), Expr::symbol("K"));
  return Expr::make(math::ExprKind::multiply, std::move(factors));
}

}  // namespace

Expr output_formula(const LayerSpec& layer, Rounding rounding, bool last_window_dropped) {
  const Expr f = Expr::symbol("f");
  const Expr padded = Expr::symbol("n") + Expr(2) * Expr::symbol("p");
  const Expr room = dilated(layer) ? padded - Expr::symbol("d") * (f - 1) - 1 : padded - f;
  const Expr quotient = room / Expr::symbol("s");
  if (rounding == Rounding::exact) return quotient + 1;
  if (rounding == Rounding::floor || !layer.is_pool()) return math::floor(quotient) + 1;
  const Expr windows = math::ceil(quotient) + 1;
  return last_window_dropped ? windows - 1 : windows;
}

Bindings output_bindings(const LayerSpec& layer, std::int64_t input, bool vertical) {
  const Window window = window_of(layer, vertical);
  Bindings bindings{{"n", input}, {"f", window.kernel}, {"p", window.pad}, {"s", window.stride}};
  if (dilated(layer)) bindings.insert_or_assign("d", window.dilation);
  return bindings;
}

Expr parameter_formula(const LayerSpec& layer) {
  switch (layer.type) {
    case LayerType::conv:
      return convolution_parameters(layer);
    case LayerType::linear:
      return Expr::symbol("m") * (layer.bias ? Expr::symbol("n") + 1 : Expr::symbol("n"));
    case LayerType::prelu:
      return Expr::symbol("a");
    default:
      return 0;
  }
}

Bindings parameter_bindings(const LayerSpec& layer, const Shape& input) {
  switch (layer.type) {
    case LayerType::conv: {
      Bindings bindings{{"K", layer.output_channels}, {"C", input.channels}};
      if (layer.kernel.square()) {
        bindings.insert_or_assign("f", layer.kernel.height);
      } else {
        bindings.insert_or_assign("f_h", layer.kernel.height);
        bindings.insert_or_assign("f_w", layer.kernel.width);
      }
      if (layer.groups != 1) bindings.insert_or_assign("g", layer.groups);
      return bindings;
    }
    case LayerType::linear: {
      const bool vector = input.size == Pair{1, 1};
      const Expr channels = input.channels;
      return {{"m", layer.output_channels},
              {"n", vector ? channels : channels * Expr(input.size.height) * Expr(input.size.width)}};
    }
    case LayerType::prelu:
      return {{"a", layer.prelu_parameters == 0 ? input.channels : layer.prelu_parameters}};
    default:
      return {};
  }
}

Expr neuron_formula(const LayerSpec& layer) {
  if (layer.type == LayerType::linear) return Expr::symbol("m");
  return Expr::symbol("K") * Expr::symbol("o_h") * Expr::symbol("o_w");
}

Bindings neuron_bindings(const LayerSpec& layer, const Shape& output) {
  if (layer.type == LayerType::linear) return {{"m", output.channels}};
  return {{"K", output.channels}, {"o_h", output.size.height}, {"o_w", output.size.width}};
}

Expr receptive_field_formula() { return Expr::symbol("r") + (Expr::symbol("f") - 1) * Expr::symbol("j"); }

Bindings receptive_field_bindings(const LayerSpec& layer, const Field& before, bool vertical) {
  const Window window = window_of(layer, vertical);
  const Expr kernel = window.kernel;
  const Expr f = window.dilation == 1 ? kernel : Expr(window.dilation) * (kernel - 1) + 1;
  return {{"r", before.receptive_field}, {"f", f}, {"j", before.jump}};
}

}  // namespace stride::nn
