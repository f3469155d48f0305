#include <array>

#include "course/rules.h"

// The least and the largest image side that a linear layer accepts, and the ways to miss them. Most have no formula but
// a walk back through all layers, so they are shown as the number that the student gave.

namespace stride::course {
namespace {

bool asks_least(const Case& c) { return c.column == "admissible_min"; }

Derivations number(std::int64_t value) { return {derivation(math::Expr(value))}; }

Derivations ends(const Case& c, const std::optional<nn::Interval>& sides) {
  return sides ? number(asks_least(c) ? sides->low : sides->high) : Derivations{};
}

Derivations only_the_training_size(const Case& c) { return {derivation(symbol("n"), {{"n", c.image()}})}; }

Derivations one_off(const Case& c) {
  const auto sides = admissible_sides(c.values, c.row, c.vertical);
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
    for (Derivation& way : ends(c, admissible_sides(other, c.row, c.vertical))) ways.push_back(std::move(way));
    Values same_map = c.values;
    same_map.rounding = rounding;
    if (rounding == nn::Rounding::exact)
      for (Derivation& way : ends(c, admissible_sides(same_map, c.row, c.vertical))) ways.push_back(std::move(way));
  }
  return ways;
}

/// The sides that leave the first layer's output as it is; and the least that the first layer can take at all.
Derivations first_layer_only(const Case& c) {
  if (c.values.rows.size() < 2 || !c.values.rows[0].layer->is_spatial()) return {};
  Derivations ways = ends(c, admissible_sides(c.values, 1, c.vertical));
  const nn::LayerSpec& first = *c.values.rows[0].layer;
  if (asks_least(c))
    ways.push_back(derivation(symbol("f") - math::Expr(2) * symbol("p"),
                              {{"f", along(first.kernel, c.vertical)}, {"p", along(first.pad, c.vertical)}}));
  return ways;
}

/// The training size as the low end, with no high end: a number only for the low one.
Derivations at_least_training_size(const Case& c) { return asks_least(c) ? only_the_training_size(c) : Derivations{}; }

/// Any whole multiple of the total stride in front of the layer.
Derivations multiples_of_stride(const Case& c) {
  std::optional<std::int64_t> jump;
  for (std::size_t i = 0; i < c.row; ++i)
    if (c.values.rows[i].layer->is_spatial() && c.values.rows[i].jump.value)
      jump = along(*c.values.rows[i].jump.value, c.vertical);
  const math::Rational typed = c.answer.along(c.vertical);
  if (!jump || *jump < 2 || !typed.is_integer() || typed.numerator() % *jump != 0) return {};
  return {derivation(symbol("k") * symbol("j"), {{"k", typed.numerator() / *jump}, {"j", *jump}})};
}

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

}  // namespace stride::course
