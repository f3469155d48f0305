#include <array>

#include "course/admissible.h"
#include "course/rules.h"

// The least and the largest image side that leave a layer its map, the least that gives it one, and the ways to miss
// them. Most have no formula but a walk back through all layers, so they are shown as the number that the student gave.

namespace stride::course {
namespace {

bool asks_least(const Case& c) { return c.column == "admissible_min"; }

std::size_t kept(const Case& c) { return kept_from(c.values, c.row); }

Derivations number(std::int64_t value) { return {derivation(math::Expr(value))}; }

Derivations ends(const Case& c, const std::optional<nn::Interval>& sides) {
  return sides ? number(asks_least(c) ? sides->low : sides->high) : Derivations{};
}

Derivations only_the_training_size(const Case& c) { return {derivation(symbol("n"), {{"n", c.image()}})}; }

Derivations one_off(const Case& c) {
  const auto sides = admissible_sides(c.values, kept(c), c.vertical);
  if (!sides) return {};
  const std::int64_t end = asks_least(c) ? sides->low : sides->high;
  Derivations ways = number(end - 1);
  ways.push_back(derivation(math::Expr(end + 1)));
  return ways;
}
Derivations low_end_off_by_one(const Case& c) { return asks_least(c) ? one_off(c) : Derivations{}; }
Derivations high_end_off_by_one(const Case& c) { return asks_least(c) ? Derivations{} : one_off(c); }

/// The sides that fit this student's network under another convention; and, without rounding, the one side that leaves
/// the same map.
Derivations other_rounding(const Case& c) {
  Derivations ways;
  for (const nn::Rounding rounding : {nn::Rounding::floor, nn::Rounding::ceil, nn::Rounding::exact}) {
    if (rounding == c.values.rounding) continue;
    const Values other = right_values_under(c.values, rounding);
    for (Derivation& way : ends(c, admissible_sides(other, kept(c), c.vertical))) ways.push_back(std::move(way));
    Values same_map = c.values;
    same_map.rounding = rounding;
    if (rounding == nn::Rounding::exact)
      for (Derivation& way : ends(c, admissible_sides(same_map, kept(c), c.vertical))) ways.push_back(std::move(way));
  }
  return ways;
}

/// The least side that one layer's own window needs: from its first pixel to its last, less the padding.
Derivation window_of(const nn::LayerSpec& layer, bool vertical) {
  const std::int64_t dilation = along(layer.dilation, vertical);
  const math::Expr f = symbol("f"), extent = dilation == 1 ? f : symbol("d") * (f - 1) + 1;
  return derivation(extent - math::Expr(2) * symbol("p"),
                    {{"f", along(layer.kernel, vertical)}, {"d", dilation}, {"p", along(layer.pad, vertical)}});
}

/// The sides that leave the first layer's output as it is; and the least that the first layer can take at all.
Derivations first_layer_only(const Case& c) {
  if (c.values.rows.size() < 2 || !c.values.rows[0].layer->is_spatial()) return {};
  Derivations ways = ends(c, admissible_sides(c.values, 1, c.vertical));
  if (asks_least(c)) ways.push_back(window_of(*c.values.rows[0].layer, c.vertical));
  return ways;
}

/// The training size as the low end, with no high end: a number only for the low one.
Derivations at_least_training_size(const Case& c) { return asks_least(c) ? only_the_training_size(c) : Derivations{}; }

/// Any whole multiple of the total stride in front of the layer.
Derivations multiples_of_stride(const Case& c) {
  std::optional<std::int64_t> jump;
  for (std::size_t i = 0; i < kept(c); ++i)
    if (c.values.rows[i].layer->is_spatial() && c.values.rows[i].jump.value)
      jump = along(*c.values.rows[i].jump.value, c.vertical);
  const math::Rational typed = c.answer.along(c.vertical);
  if (!jump || *jump < 2 || !typed.is_integer() || typed.numerator() % *jump != 0) return {};
  return {derivation(symbol("k") * symbol("j"), {{"k", typed.numerator() / *jump}, {"j", *jump}})};
}

// The least side that gives an output: nothing above the row's geometry has a say in it.

/// The row whose windows decide, and the axis along which they do.
const RowValues* deciding(const Case& c) {
  const std::size_t end = kept(c);
  return end > 0 && c.values.rows[end - 1].layer->is_spatial() ? &c.values.rows[end - 1] : nullptr;
}
bool deciding_axis(const Case& c) { return decides_vertically(c.values, c.row, c.values.rounding); }

/// The whole field, less `times` the padding as seen at the image.
Derivations field_less(const Case& c, std::int64_t times) {
  const RowValues* row = deciding(c);
  const bool vertical = deciding_axis(c);
  const auto overhang = overhang_before(c.values, kept(c), vertical);
  if (row == nullptr || !row->field.value || !overhang || overhang->padding == 0) return {};
  math::Bindings numbers = {{"r", along(*row->field.value, vertical)}};
  if (times == 0) return {derivation(symbol("r"), numbers)};
  numbers.insert_or_assign("p", overhang->padding);
  return {derivation(symbol("r") - symbol("p"), numbers)};
}
Derivations field_without_padding(const Case& c) { return field_less(c, 0); }
Derivations field_less_padding_once(const Case& c) { return field_less(c, 1); }

Derivations own_window(const Case& c) {
  const RowValues* row = deciding(c);
  return row == nullptr ? Derivations{} : Derivations{window_of(*row->layer, deciding_axis(c))};
}
Derivations first_window(const Case& c) {
  return deciding(c) == nullptr ? Derivations{} : Derivations{window_of(*c.values.rows[0].layer, deciding_axis(c))};
}

Derivations smallest_other_rounding(const Case& c) {
  Derivations ways;
  for (const nn::Rounding rounding : {nn::Rounding::floor, nn::Rounding::ceil, nn::Rounding::exact})
    if (const auto side = smallest_side(c.values, c.row, rounding); side && rounding != c.values.rounding)
      ways.push_back(derivation(math::Expr(*side)));
  return ways;
}

Derivations smallest_one_off(const Case& c) {
  const auto side = smallest_side(c.values, c.row, c.values.rounding);
  if (!side) return {};
  return {derivation(math::Expr(*side - 1)), derivation(math::Expr(*side + 1))};
}

/// The least side that leaves the map as it is, where any map would do.
Derivations kept_map(const Case& c) {
  const auto sides = admissible_sides(c.values, kept(c), deciding_axis(c));
  return sides ? number(sides->low) : Derivations{};
}

constexpr std::array kSmallestRules = std::to_array<Rule>({
    {"padding-forgotten", field_without_padding},
    {"padding-once", field_less_padding_once},
    {"own-kernel", own_window},
    {"first-layer-only", first_window},
    {"other-rounding", smallest_other_rounding},
    {"low-end-off-by-one", smallest_one_off},
    {"map-kept", kept_map},
});

constexpr std::array kRules = std::to_array<Rule>({
    {"only-the-training-size", only_the_training_size},
    {"low-end-off-by-one", low_end_off_by_one},
    {"high-end-off-by-one", high_end_off_by_one},
    {"other-rounding", other_rounding},
    {"first-layer-only", first_layer_only},
    {"at-least-training-size", at_least_training_size},
    {"multiples-of-stride", multiples_of_stride},
});

}  // namespace

std::span<const Rule> admissible_rules() { return kRules; }
std::span<const Rule> smallest_rules() { return kSmallestRules; }

}  // namespace stride::course
