#include "course/route.h"

#include <algorithm>

#include "course/admissible.h"
#include "course/answer.h"

namespace stride::course {
namespace {

using math::Expr;

Expr symbol(const char* name) { return Expr::symbol(name); }

Derivation neuron_way(const RowValues& row) {
  return {nn::neuron_formula(*row.layer), nn::neuron_bindings(*row.layer, row.output_shape()), "", false};
}

/// K*o_h*o_w cells, each of f_h*f_w*C/g products; m*n for a linear layer.
std::optional<Derivation> macs_way(const RowValues& row) {
  if (row.layer->is_pool()) return Derivation{Expr(0), {}, "", false};
  math::Bindings bindings = parameter_bindings(row);
  if (row.layer->type == nn::LayerType::linear) {
    if (!row.input.value) return std::nullopt;
    return Derivation{symbol("m") * symbol("n"), bindings, "", false};
  }
  if (!row.output.value) return std::nullopt;
  nn::LayerSpec without_bias = *row.layer;
  without_bias.bias = false;
  bindings.insert_or_assign("o_h", row.output.value->height);
  bindings.insert_or_assign("o_w", row.output.value->width);
  return Derivation{nn::parameter_formula(without_bias) * symbol("o_h") * symbol("o_w"), bindings, "", false};
}

std::optional<Route> total_way(const Values& values, const std::string& column) {
  const auto keep = [&](const RowValues& row) { return counts_towards(row, column); };
  const auto total =
      sum_of_rows(values, column, keep, [&](const RowValues& row) { return count_of(row, column).value; });
  return total ? make_route("", *total) : std::nullopt;
}

/// f*f*C/g + 1 of a convolution, n + 1 of a linear layer, without the 1 where there is no bias.
Derivation filter_way(const RowValues& row) {
  const nn::LayerSpec& layer = *row.layer;
  Expr weights = symbol("n");
  if (layer.type == nn::LayerType::conv) {
    const Expr area = layer.kernel.square() ? symbol("f") * symbol("f") : symbol("f_h") * symbol("f_w");
    weights = layer.groups == 1 ? area * symbol("C") : area * (symbol("C") / symbol("g"));
  }
  return {layer.bias ? weights + 1 : weights, parameter_bindings(row), "", false};
}

/// What goes in: a side, or all numbers of the map that a linear layer flattens.
Derivation input_way(const RowValues& row, bool vertical) {
  if (row.layer->is_spatial()) return {symbol("n"), {{"n", along(*row.input.value, vertical)}}, "", false};
  const nn::Pair map = *row.input.value;
  if (map == nn::Pair{1, 1}) return {symbol("C"), {{"C", row.channels_in}}, "", false};
  return {symbol("C") * symbol("H") * symbol("W"),
          {{"C", row.channels_in}, {"H", map.height}, {"W", map.width}},
          "",
          false};
}

Derivation field_way(const RowValues& row, bool vertical) {
  const nn::Field before{along(*row.field_before.value, vertical), along(*row.jump_before.value, vertical), 0};
  return {nn::receptive_field_formula(), nn::receptive_field_bindings(*row.layer, before, vertical), "", false};
}

Derivation jump_way(const RowValues& row, bool vertical) {
  return {symbol("j") * symbol("s"),
          {{"j", along(*row.jump_before.value, vertical)}, {"s", along(row.layer->stride, vertical)}},
          "",
          false};
}

std::optional<Derivation> along_axis(const Values& values, std::size_t place, std::string_view column, bool vertical) {
  const RowValues& row = values.rows[place];
  const bool spatial = row.layer->is_spatial();
  if (column == "output") {
    if (!spatial) return Derivation{symbol("m"), {{"m", row.channels_out}}, "", false};
    if (!row.input.value || !nn::output_side(*row.layer, along(*row.input.value, vertical), vertical, values.rounding))
      return std::nullopt;
    return output_way(row, values.rounding, vertical);
  }
  if (column == "input") return row.input.value ? std::optional(input_way(row, vertical)) : std::nullopt;
  if (column == "channels") return Derivation{symbol("C"), {{"C", row.channels_in}}, "", false};
  if (column == "filter") {
    if (row.layer->type == nn::LayerType::linear && !row.input.value) return std::nullopt;
    return filter_way(row);
  }
  if (column == "receptive_field" || column == "jump") {
    if (!spatial || !row.field_before.value || !row.jump_before.value) return std::nullopt;
    return column == "jump" ? jump_way(row, vertical) : field_way(row, vertical);
  }
  if (column == "admissible_min" || column == "admissible_max")
    return admissible_way(values, kept_from(values, place), vertical, column == "admissible_min");
  if (column == "smallest_input") return smallest_way(values, place);
  if (column == "macs") return macs_way(row);
  if (column == "neurons") return row.output.value ? std::optional(neuron_way(row)) : std::nullopt;
  if (row.layer->type == nn::LayerType::linear && !row.input.value) return std::nullopt;
  if (row.filter.root && row.filter.root->column == "filter")  // the student's own
    return Derivation{symbol("K") * symbol("F"), {{"K", row.channels_out}, {"F", *row.filter.value}}, "", false};
  return Derivation{nn::parameter_formula(*row.layer), parameter_bindings(row), "", false};
}

}  // namespace

std::optional<Derivation> sum_of_rows(const Values& values, std::string_view column,
                                      const std::function<bool(const RowValues&)>& keep,
                                      const std::function<std::optional<std::int64_t>(const RowValues&)>& part) {
  const std::string letter = column == "parameters" ? "P_" : column == "macs" ? "M_" : "N_";
  Derivation sum{Expr(0), {}, "", false};
  const auto add = [&](const std::string& name, std::int64_t count) {
    if (count == 0) return;
    const Expr term = Expr::symbol(letter + name);
    sum.principle = sum.bindings.empty() ? term : sum.principle + term;
    sum.bindings.insert_or_assign(letter + name, count);
  };
  for (const RowValues& row : values.rows) {
    if (!keep(row)) continue;
    const auto count = part(row);
    if (!count) return std::nullopt;
    add(row.layer->name, *count);
  }
  if (column == "parameters") add("prelu", values.slopes);
  return sum;
}

math::Bindings parameter_bindings(const RowValues& row) {
  const nn::Pair size = row.input.value.value_or(nn::Pair{1, 1});
  return nn::parameter_bindings(*row.layer, {row.channels_in, size});
}

Derivation output_way(const RowValues& row, nn::Rounding rounding, bool vertical) {
  const std::int64_t input = along(*row.input.value, vertical);
  const bool dropped = nn::drops_last_window(*row.layer, input, vertical, rounding);
  return {nn::output_formula(*row.layer, rounding, dropped), nn::output_bindings(*row.layer, input, vertical), "",
          false};
}

bool is_square(const Values& values) {
  return values.image.square() && std::ranges::all_of(values.rows, [](const RowValues& row) {
           const nn::LayerSpec& layer = *row.layer;
           const auto square = [](const Traced<nn::Pair>& pair) { return !pair.value || pair.value->square(); };
           return layer.kernel.square() && layer.stride.square() && layer.pad.square() && layer.dilation.square() &&
                  square(row.output) && square(row.field) && square(row.jump);
         });
}

std::optional<Route> make_route(std::string id, const Derivation& derivation) {
  Expr numbers = math::substitute(derivation.principle, derivation.bindings);
  const auto value = math::evaluate(numbers);
  if (!value) return std::nullopt;
  return Route{std::move(id), derivation.principle, derivation.symbols_only ? derivation.principle : numbers, {*value}};
}

std::optional<Route> make_route(std::string id, const Derivation& vertical, const Derivation& horizontal) {
  auto route = make_route(std::move(id), vertical);
  const auto other = make_route("", horizontal);
  if (!route || !other) return std::nullopt;
  if (route->numbers == other->numbers && route->value == other->value) return route;
  route->numbers = Expr::make(math::ExprKind::dims, {route->numbers, other->numbers});
  if (route->value != other->value) route->value.push_back(other->value.front());
  return route;
}

std::optional<Route> way_to(const Values& values, const CellId& cell) {
  if (cell.column == "layer" || cell.column == "admissible") return std::nullopt;
  const auto place = values.find(cell.layer);
  if (!place) return total_way(values, cell.column);
  const auto vertical = along_axis(values, *place, cell.column, true);
  if (!vertical) return std::nullopt;
  if (kind_of(cell.column) == AnswerKind::number || is_square(values)) return make_route("", *vertical);
  const auto horizontal = along_axis(values, *place, cell.column, false);
  return horizontal ? make_route("", *vertical, *horizontal) : std::nullopt;
}

}  // namespace stride::course
