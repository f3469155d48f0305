#include "nn/receptive_field.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "base/checked.h"
#include "nn/axis.h"

// Araujo, Norris & Sim 2019, "Computing Receptive Fields of Convolutional Neural Networks" (Distill), with the extent
// of a window in place of its kernel where it is dilated: r_l = r + (f - 1) j, j_l = j s, and the centre of cell 0
// moves by
// ((f - 1)/2 - p) j.

namespace stride::nn {
namespace {

/// Halves up to here are exact in a double.
constexpr double kExact = 4503599627370496.0;  // 2^52

Error too_wide(const std::string& layer) { return {"the receptive field at " + layer + " does not fit 64 bits", ""}; }

}  // namespace

Result<Field> advance(const LayerSpec& layer, const Field& before, bool vertical) {
  const Window window = window_of(layer, vertical);
  const auto width = extent(window);
  if (!width) return std::unexpected(too_wide(layer.name));
  const auto value =
      math::evaluate(math::substitute(receptive_field_formula(), receptive_field_bindings(layer, before, vertical)));
  const auto jump = checked_multiply(before.jump, window.stride);
  const auto twice_pad = checked_multiply(2, window.pad);
  const auto twice_shift = twice_pad ? checked_subtract(*width - 1, *twice_pad) : std::nullopt;
  const auto shift = twice_shift ? checked_multiply(*twice_shift, before.jump) : std::nullopt;
  if (!value || !jump || !shift) return std::unexpected(too_wide(layer.name));
  const double start = before.start + static_cast<double>(*shift) / 2;
  if (std::abs(start) > kExact) return std::unexpected(too_wide(layer.name));
  return Field{.receptive_field = value->numerator(), .jump = *jump, .start = start};
}

Result<Field> unite(const Field& field, std::int64_t cells) {
  const auto shift = checked_multiply(cells - 1, field.jump);
  const auto width = shift ? checked_add(field.receptive_field, *shift) : std::nullopt;
  const double start = shift ? field.start + static_cast<double>(*shift) / 2 : 0;
  if (!width || std::abs(start) > kExact) return std::unexpected(too_wide("a linear layer"));
  return Field{.receptive_field = *width, .jump = field.jump, .start = start};
}

}  // namespace stride::nn
