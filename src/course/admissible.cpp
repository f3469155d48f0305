#include "course/admissible.h"

#include <algorithm>
#include <ranges>
#include <vector>

#include "base/checked.h"
#include "nn/axis.h"

namespace stride::course {
namespace {

using math::Expr;

Expr symbol(const char* name) { return Expr::symbol(name); }

}  // namespace

std::size_t kept_from(const Values& values, std::size_t row) {
  return values.rows[row].layer->is_spatial() ? row + 1 : row;
}

std::optional<std::int64_t> smallest_side(const Values& values, std::size_t row, nn::Rounding rounding) {
  const auto side = nn::smallest_input(*values.network, values.rows[row].layer->name, rounding);
  return side ? std::optional(*side) : std::nullopt;
}

bool decides_vertically(const Values& values, std::size_t row, nn::Rounding rounding) {
  const auto least = [&](bool vertical) {
    std::int64_t side = 1;
    for (std::size_t i = kept_from(values, row); i-- > 0;)
      if (values.rows[i].layer->is_spatial())
        side = nn::least_input_for(*values.rows[i].layer, side, vertical, rounding).value_or(side);
    return side;
  };
  return least(true) >= least(false);
}

std::optional<Overhang> overhang_before(const Values& values, std::size_t kept, bool vertical) {
  Overhang overhang;
  const auto add = [](std::int64_t& sum, std::int64_t pixels, std::int64_t jump) {
    const auto product = checked_multiply(pixels, jump);
    const auto total = product ? checked_add(sum, *product) : std::nullopt;
    sum = total.value_or(sum);
    return total.has_value();
  };
  for (std::size_t i = 0; i < kept; ++i) {
    const RowValues& upstream = values.rows[i];
    if (!upstream.layer->is_spatial() || !upstream.jump_before.value) continue;
    const std::int64_t jump = along(*upstream.jump_before.value, vertical);
    const bool ceil_pool = values.rounding == nn::Rounding::ceil && upstream.layer->is_pool();
    const std::int64_t uncovered = ceil_pool ? along(upstream.layer->stride, vertical) - 1 : 0;
    if (!add(overhang.padding, along(upstream.layer->pad, vertical), jump)) return std::nullopt;
    if (!add(overhang.beyond, uncovered, jump)) return std::nullopt;
  }
  return overhang;
}

std::optional<nn::Interval> admissible_sides(const Values& values, std::size_t kept, bool vertical) {
  std::vector<const nn::LayerSpec*> path;
  std::optional<std::int64_t> wanted = along(values.image, vertical);
  for (std::size_t i = 0; i < kept; ++i) {
    if (!values.rows[i].layer->is_spatial()) continue;
    path.push_back(values.rows[i].layer);
    const auto& output = values.rows[i].output.value;
    wanted = output ? std::optional(along(*output, vertical)) : std::nullopt;
  }
  if (!wanted) return std::nullopt;
  const bool exact = values.rounding == nn::Rounding::exact;
  nn::Interval sides{*wanted, *wanted};
  for (const nn::LayerSpec* layer : path | std::views::reverse) {
    // Without rounding a side fits alone; else all up to just below the least that would give one cell more do.
    const auto low = nn::least_input_for(*layer, sides.low, vertical, values.rounding);
    const auto beyond = nn::least_input_for(*layer, sides.high + 1, vertical, values.rounding);
    if (!low || !beyond) return std::nullopt;
    sides = {*low, exact ? *low : *beyond - 1};
  }
  return sides;
}

/// The least side is where the last of o fields just fits: (o - 1)*j + r - 2*p, p being all padding as seen at the
/// image; ceil pooling lets q pixels less do. The largest is one jump further, less a pixel. Where that isn't so (a
/// side cannot be below 1, a last window is dropped), the number stands alone.
std::optional<Derivation> admissible_way(const Values& values, std::size_t kept, bool vertical, bool least) {
  const auto sides = admissible_sides(values, kept, vertical);
  if (!sides) return std::nullopt;
  const Derivation alone{Expr(least ? sides->low : sides->high), {}, "", false};
  if (kept == 0 || !values.rows[kept - 1].layer->is_spatial()) return alone;
  const RowValues& last = values.rows[kept - 1];
  const auto overhang = overhang_before(values, kept, vertical);
  if (!last.field.value || !last.jump.value || !overhang) return alone;
  const bool one_size = values.rounding == nn::Rounding::exact;
  Expr side = (least || one_size ? (symbol("o") - 1) * symbol("j") : symbol("o") * symbol("j")) + symbol("r") -
              Expr(2) * symbol("p");
  if (overhang->beyond != 0) side = side - symbol("q");
  if (!least && !one_size) side = side - 1;
  const Derivation way{side,
                       {{"o", along(*last.output.value, vertical)},
                        {"j", along(*last.jump.value, vertical)},
                        {"r", along(*last.field.value, vertical)},
                        {"p", overhang->padding},
                        {"q", overhang->beyond}},
                       "",
                       false};
  const auto value = math::evaluate(math::substitute(way.principle, way.bindings));
  return value && *value == math::evaluate(alone.principle) ? way : alone;
}

/// One window just fits where the whole field does, less the padding on both sides (and what ceil pooling lets hang
/// over). Where that isn't so, the number stands alone.
std::optional<Derivation> smallest_way(const Values& values, std::size_t row) {
  const auto side = smallest_side(values, row, values.rounding);
  if (!side) return std::nullopt;
  const Derivation alone{Expr(*side), {}, "", false};
  const std::size_t kept = kept_from(values, row);
  const bool vertical = decides_vertically(values, row, values.rounding);
  const auto overhang = overhang_before(values, kept, vertical);
  if (kept == 0 || !values.rows[kept - 1].layer->is_spatial() || !values.rows[kept - 1].field.value || !overhang)
    return alone;
  Expr way = symbol("r") - Expr(2) * symbol("p");
  if (overhang->beyond != 0) way = way - symbol("q");
  const math::Bindings numbers = {
      {"r", along(*values.rows[kept - 1].field.value, vertical)}, {"p", overhang->padding}, {"q", overhang->beyond}};
  const auto value = math::evaluate(math::substitute(way, numbers));
  return value && *value == math::Rational(*side) ? Derivation{way, numbers, "", false} : alone;
}

}  // namespace stride::course
