#include <array>

#include "course/rules.h"

// Receptive fields: r := r + (f - 1)*j, j := j*s from the image up, and the ways to miss them. A wrong recursion shows
// in two ways: in this row alone, on the right r and j of the row above, or in all rows up to this one.

namespace stride::course {
namespace {

using math::Bindings;
using math::Expr;

const Expr r = symbol("r"), f = symbol("f"), j = symbol("j"), s = symbol("s");
const Expr previous_s = symbol("s_prev");

struct Reach {
  Expr r = 1, j = 1;
};

/// Window and stride of a row, and the stride of the row above it (1 for the image).
Bindings window(const Case& c, std::size_t row) {
  const nn::LayerSpec& layer = *c.values.rows[row].layer;
  const std::int64_t dilation = along(layer.dilation, c.vertical);
  const Expr kernel = along(layer.kernel, c.vertical);
  return {{"f", dilation == 1 ? kernel : Expr(dilation) * (kernel - 1) + 1},
          {"s", along(layer.stride, c.vertical)},
          {"s_prev", row == 0 ? 1 : along(c.values.rows[row - 1].layer->stride, c.vertical)}};
}

Bindings with_reach(Bindings bindings, const Reach& reach) {
  bindings.insert_or_assign("r", reach.r);
  bindings.insert_or_assign("j", reach.j);
  return bindings;
}

std::optional<Expr> number(const Expr& principle, const Bindings& bindings) {
  const auto value = math::evaluate(math::substitute(principle, bindings));
  return value ? std::optional(Expr(*value)) : std::nullopt;
}

/// One row further with an altered rule for r.
std::optional<Reach> step(const Case& c, std::size_t row, const Expr& principle, const Reach& before) {
  const Bindings bindings = with_reach(window(c, row), before);
  const auto field = number(principle, bindings);
  const auto jump = number(j * s, bindings);
  return field && jump ? std::optional(Reach{*field, *jump}) : std::nullopt;
}

/// Rows `from` to `to`, the last of them as a derivation.
Derivations recursion(const Case& c, const Expr& principle, std::size_t from, Reach reach) {
  for (std::size_t row = from; row < c.row; ++row) {
    const auto next = step(c, row, principle, reach);
    if (!next) return {};
    reach = *next;
  }
  return {derivation(principle, with_reach(window(c, c.row), reach))};
}

void append(Derivations& all, Derivations more) {
  for (Derivation& way : more) all.push_back(std::move(way));
}

/// In this row alone; in all rows from the image; in all rows but the first, which sees its own kernel.
Derivations everywhere(const Case& c, const Expr& principle) {
  Derivations ways;
  const RowValues& row = c.here();
  if (row.field_before.value && row.jump_before.value) {
    const Reach before{along(*row.field_before.value, c.vertical), along(*row.jump_before.value, c.vertical)};
    ways.push_back(derivation(principle, with_reach(window(c, c.row), before)));
  }
  append(ways, recursion(c, principle, 0, {}));
  const auto first = step(c, 0, f, {});
  if (c.row > 0 && first) append(ways, recursion(c, principle, 1, *first));
  return ways;
}

Derivations kernel_not_minus_one(const Case& c) { return everywhere(c, r + f * j); }
Derivations strides_ignored(const Case& c) { return everywhere(c, r + (f - 1)); }
Derivations previous_stride_only(const Case& c) { return everywhere(c, r + (f - 1) * previous_s); }
Derivations stride_included(const Case& c) { return everywhere(c, r + (f - 1) * j * s); }

/// f_1 + f_2 + ... up to this row.
Derivations kernels_summed(const Case& c) {
  std::optional<Derivation> sum;
  for (std::size_t row = 0; row <= c.row; ++row) {
    const std::string name = "f_" + c.values.rows[row].layer->name;
    if (sum)
      sum->principle = sum->principle + symbol(name);
    else
      sum = derivation(symbol(name));
    sum->bindings.insert_or_assign(name, window(c, row).at("f"));
  }
  return {*sum};
}

Derivations own_kernel(const Case& c) { return {derivation(f, window(c, c.row))}; }

/// From this row down to the image with r := s*r + f; the right walk has r := s*r + f - s. It may start from one cell
/// of this row's output (r = 1) or from its kernel (r = 0 gives that).
Derivations top_down_no_minus_one(const Case& c) {
  Derivations ways;
  for (const std::int64_t start : {0, 1}) {
    std::optional<Expr> field = start;
    for (std::size_t row = c.row; row > 0 && field; --row)
      field = number(s * r + f, with_reach(window(c, row), {*field, 1}));
    if (field) ways.push_back(derivation(s * r + f, with_reach(window(c, 0), {*field, 1})));
  }
  return ways;
}

/// The recursion with every pool's window replaced; `own_kept`: this row's own window stays.
std::optional<Derivation> altered_pools(const Case& c, bool stride_too, bool own_kept) {
  Reach reach;
  for (std::size_t row = 0; row <= c.row; ++row) {
    Bindings bindings = with_reach(window(c, row), reach);
    const bool left_out = c.values.rows[row].layer->is_pool() && !(own_kept && row == c.row);
    if (left_out) bindings.insert_or_assign("f", 1);
    if (left_out && stride_too) bindings.insert_or_assign("s", 1);
    if (row == c.row) return derivation(r + (f - 1) * j, bindings);
    const auto field = number(r + (f - 1) * j, bindings);
    const auto jump = number(j * s, bindings);
    if (!field || !jump) return std::nullopt;
    reach = {*field, *jump};
  }
  return std::nullopt;
}

Derivations altered_pools_both_ways(const Case& c, bool stride_too) {
  Derivations ways;
  for (const bool own_kept : {false, true})
    if (auto way = altered_pools(c, stride_too, own_kept)) ways.push_back(std::move(*way));
  return ways;
}

Derivations pooling_skipped(const Case& c) { return altered_pools_both_ways(c, true); }
Derivations pooling_kernel_skipped(const Case& c) { return altered_pools_both_ways(c, false); }

/// The image's own side where the field is wider.
Derivations clipped_to_input(const Case& c) {
  const auto right = way_to(c.values, {c.layer().name, "receptive_field"});
  if (!right) return {};
  const math::Rational field = c.vertical ? right->value.front() : right->value.back();
  if (math::compare(field, c.image()) <= 0) return {derivation(Expr(field))};
  return {derivation(symbol("n"), {{"n", c.image()}})};
}

/// Its number would give the side away, so it stays in symbols.
Derivations area_given(const Case& c) {
  const auto right = way_to(c.values, {c.layer().name, "receptive_field"});
  if (!right) return {};
  Derivation area =
      derivation(right->value.size() == 1 ? r * r : symbol("r_h") * symbol("r_w"),
                 {{"r", right->value.front()}, {"r_h", right->value.front()}, {"r_w", right->value.back()}});
  area.symbols_only = true;
  return {area};
}

constexpr std::array kRules = std::to_array<Rule>({
    {"kernel-not-minus-one", kernel_not_minus_one},
    {"strides-ignored", strides_ignored},
    {"previous-stride-only", previous_stride_only},
    {"stride-of-this-layer-included", stride_included},
    {"kernels-summed", kernels_summed},
    {"own-kernel", own_kernel},
    {"top-down-no-minus-one", top_down_no_minus_one},
    {"pooling-skipped", pooling_skipped},
    {"pooling-kernel-skipped", pooling_kernel_skipped},
    {"clipped-to-input", clipped_to_input},
    {"area-given", area_given},
});

}  // namespace

std::span<const Rule> field_rules() { return kRules; }

}  // namespace stride::course
