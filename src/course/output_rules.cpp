#include <array>

#include "course/published.h"
#include "course/rules.h"

// Output sizes: o = floor((n + 2*p - f)/s) + 1, and the ways to miss it.

namespace stride::course {
namespace {

using math::Expr;

const Expr n = symbol("n"), f = symbol("f"), p = symbol("p"), s = symbol("s"), d = symbol("d");

/// From the first pixel of a window to the last, both included.
Expr extent(const Case& c) { return along(c.layer().dilation, c.vertical) == 1 ? f : d * (f - 1) + 1; }
/// What is left of `length` beside one window.
Expr less_window(const Case& c, const Expr& length) {
  return along(c.layer().dilation, c.vertical) == 1 ? length - f : length - d * (f - 1) - 1;
}
Expr room(const Case& c) { return less_window(c, n + Expr(2) * p); }

/// Rounded as the sheet says; under `exact` students round down.
Expr rounded(const Case& c, const Expr& quotient) {
  const bool up = c.values.rounding == nn::Rounding::ceil && c.layer().is_pool();
  return up ? math::ceil(quotient) : math::floor(quotient);
}

/// The altered principle with this row's own numbers.
Derivations here(const Case& c, const Expr& principle) {
  if (!c.here().input.value) return {};
  math::Bindings numbers = nn::output_bindings(c.layer(), along(*c.here().input.value, c.vertical), c.vertical);
  numbers.insert_or_assign("d", along(c.layer().dilation, c.vertical));
  return {derivation(principle, std::move(numbers))};
}

/// Whether the stride leaves a remainder, so that the quotient is no whole number.
bool leaves_remainder(const Case& c) {
  for (const Derivation& way : here(c, room(c) / s)) {
    const auto quotient = math::evaluate(math::substitute(way.principle, way.bindings));
    return quotient && !quotient->is_integer();
  }
  return false;
}

/// Under `exact` the quotient may be given as it is, without the 1.
Derivations no_plus_one(const Case& c) {
  Derivations ways = here(c, rounded(c, room(c) / s));
  if (c.values.rounding == nn::Rounding::exact && leaves_remainder(c))
    for (Derivation& way : here(c, room(c) / s)) ways.push_back(std::move(way));
  return ways;
}
Derivations plus_one_inside(const Case& c) { return here(c, rounded(c, (room(c) + 1) / s)); }
Derivations padding_forgotten(const Case& c) { return here(c, rounded(c, less_window(c, n) / s) + 1); }
Derivations padding_once(const Case& c) { return here(c, rounded(c, less_window(c, n + p) / s) + 1); }
Derivations stride_ignored(const Case& c) { return here(c, room(c) + 1); }
Derivations kernel_not_subtracted(const Case& c) { return here(c, rounded(c, (n + Expr(2) * p) / s) + 1); }
Derivations divided_by_stride(const Case& c) { return here(c, rounded(c, n / s)); }
Derivations rounded_up(const Case& c) { return here(c, math::ceil(room(c) / s) + 1); }
Derivations rounded_down(const Case& c) { return here(c, math::floor(room(c) / s) + 1); }
/// With the 1 or without it: that the quotient isn't whole shows first.
Derivations not_rounded(const Case& c) {
  Derivations ways = here(c, room(c) / s + 1);
  if (c.values.rounding != nn::Rounding::exact && leaves_remainder(c))
    for (Derivation& way : here(c, room(c) / s)) ways.push_back(std::move(way));
  return ways;
}
Derivations swapped(const Case& c) { return here(c, rounded(c, (n + Expr(2) * p - s) / extent(c)) + 1); }
Derivations input_unchanged(const Case& c) { return here(c, n); }

/// The right formula with the size two rows up, as if the row above were not there.
Derivations skipped_row(const Case& c) {
  if (c.row == 0) return {};
  const auto& two_up = c.values.rows[c.row - 1].input.value;
  if (!two_up) return {};
  RowValues row = c.here();
  row.input.value = *two_up;
  return {output_way(row, c.values.rounding, c.vertical)};
}

/// This layer's size in another network or at another size, worked out from its image down.
Derivations elsewhere(const nn::NetworkSpec& network, nn::Pair image, const Case& c) {
  std::int64_t side = along(image, c.vertical);
  for (const nn::LayerSpec& layer : network.layers) {
    if (!layer.is_spatial()) continue;
    if (layer.name == c.layer().name) {
      RowValues row;
      row.layer = &layer;
      row.input.value = {side, side};
      return {output_way(row, c.values.rounding, c.vertical)};
    }
    const auto output = nn::output_side(layer, side, c.vertical, c.values.rounding);
    if (!output) return {};
    side = *output;
  }
  return {};
}

/// The 2012 network at its own 227, at this student's size, and its layer at this row's input.
Derivations published(const Case& c) {
  if (!is_published_variant(*c.values.network)) return {};
  const nn::NetworkSpec& network = published_network();
  Derivations found = elsewhere(network, network.input_size, c);
  for (Derivation& way : elsewhere(network, c.values.image, c)) found.push_back(std::move(way));
  RowValues row = c.here();
  row.layer = network.find(c.layer().name);
  if (row.input.value) found.push_back(output_way(row, c.values.rounding, c.vertical));
  return found;
}

/// The sheet's own example is the ID 14-141-512, so 212.
Derivations example_size(const Case& c) {
  constexpr nn::Pair example{212, 212};
  return c.values.image == example ? Derivations{} : elsewhere(*c.values.network, example, c);
}

constexpr std::array kRules = std::to_array<Rule>({
    {"no-plus-one", no_plus_one},
    {"plus-one-inside", plus_one_inside},
    {"padding-forgotten", padding_forgotten},
    {"padding-once", padding_once},
    {"stride-ignored", stride_ignored},
    {"kernel-not-subtracted", kernel_not_subtracted},
    {"divided-by-stride", divided_by_stride},
    {"rounded-up", rounded_up},
    {"rounded-down", rounded_down},
    {"not-rounded", not_rounded},
    {"kernel-and-stride-swapped", swapped},
    {"input-unchanged", input_unchanged},
    {"skipped-row", skipped_row},
    {"published-network", published},
    {"example-size", example_size},
});

}  // namespace

std::span<const Rule> output_rules() { return kRules; }

}  // namespace stride::course
