#include "course/values.h"

#include <algorithm>
#include <limits>

#include "base/checked.h"
#include "course/admissible.h"
#include "course/answer.h"
#include "course/route.h"

namespace stride::course {
namespace {

using nn::Pair;

std::optional<std::int64_t> times(std::optional<std::int64_t> a, std::int64_t b) {
  return a ? checked_multiply(*a, b) : std::nullopt;
}

/// The number that a formula of nn gives; empty on overflow.
std::optional<std::int64_t> number_of(const math::Expr& formula, const math::Bindings& bindings) {
  const auto value = math::evaluate(math::substitute(formula, bindings));
  return value && value->is_integer() ? std::optional(value->numerator()) : std::nullopt;
}

std::optional<Pair> output_of(const nn::LayerSpec& layer, Pair input, nn::Rounding rounding) {
  const auto height = nn::output_side(layer, input.height, true, rounding);
  const auto width = nn::output_side(layer, input.width, false, rounding);
  return height && width ? std::optional(Pair{*height, *width}) : std::nullopt;
}

std::optional<std::int64_t> field_along(const RowValues& row, bool vertical) {
  const std::int64_t extent =
      along(row.layer->dilation, vertical) * (along(row.layer->kernel, vertical) - 1);  // of the window, less one
  const auto growth = checked_multiply(extent, along(*row.jump_before.value, vertical));
  return growth ? checked_add(along(*row.field_before.value, vertical), *growth) : std::nullopt;
}

std::optional<Pair> field_of(const RowValues& row) {
  if (!row.field_before.value || !row.jump_before.value) return std::nullopt;
  const auto height = field_along(row, true);
  const auto width = field_along(row, false);
  return height && width ? std::optional(Pair{*height, *width}) : std::nullopt;
}

std::optional<Pair> jump_of(const RowValues& row) {
  if (!row.jump_before.value) return std::nullopt;
  const auto height = checked_multiply(row.jump_before.value->height, row.layer->stride.height);
  const auto width = checked_multiply(row.jump_before.value->width, row.layer->stride.width);
  return height && width ? std::optional(Pair{*height, *width}) : std::nullopt;
}

std::optional<std::int64_t> parameters_of(const RowValues& row) {
  if (row.layer->is_pool()) return 0;
  const bool needs_size = row.layer->type == nn::LayerType::linear;
  if (needs_size && !row.input.value) return std::nullopt;
  const nn::Shape input{row.channels_in, needs_size ? *row.input.value : Pair{1, 1}};
  return number_of(nn::parameter_formula(*row.layer), nn::parameter_bindings(*row.layer, input));
}

std::optional<std::int64_t> neurons_of(const RowValues& row) {
  if (!row.output.value) return std::nullopt;
  return number_of(nn::neuron_formula(*row.layer), nn::neuron_bindings(*row.layer, row.output_shape()));
}

/// Multiply-adds: one per weight and output cell.
std::optional<std::int64_t> macs_of(const RowValues& row) {
  if (row.layer->is_pool()) return 0;
  if (row.layer->type == nn::LayerType::linear) {
    if (!row.input.value) return std::nullopt;
    const auto inputs = times(times(row.channels_in, row.input.value->height), row.input.value->width);
    return times(inputs, row.channels_out);
  }
  const auto area = checked_multiply(row.layer->kernel.height, row.layer->kernel.width);
  return times(times(neurons_of(row), row.channels_in / row.layer->groups), area.value_or(0));
}

/// Where a cell stands in the sheet.
std::size_t place_of(const Values& values, const CellId& cell) {
  return values.find(cell.layer).value_or(values.rows.size());
}

std::optional<CellId> earlier(const Values& values, const std::optional<CellId>& a, const std::optional<CellId>& b) {
  if (!a || !b) return a ? a : b;
  return place_of(values, *b) < place_of(values, *a) ? b : a;
}

/// What the student wrote, as far as it may stand in for the right number.
class Typed {
 public:
  Typed(const Worksheet& sheet, const Given& given, const CellId& except) : given_(given), except_(except) {
    const Pair image = sheet.facts.input.size;
    image_side_ = std::max(image.height, image.width);
  }

  template <class T, class Read>
  void put_in(Traced<T>& place, const std::optional<T>& right, const CellId& cell, Read read) const {
    const auto found = given_.find(cell);
    if (found == given_.end() || cell == except_) return;
    const auto answer = read_answer(found->second, kind_of(cell.column));
    const std::optional<T> typed = answer ? read(*answer) : std::nullopt;
    if (!typed || typed == place.value) return;
    place = typed == right ? Traced<T>{typed, std::nullopt} : Traced<T>{typed, cell};
  }

  /// An output size: no side may be larger than what goes in, padding included.
  std::optional<Pair> size(const Answer& answer, const RowValues& row) const {
    const Pair input = row.input.value.value_or(Pair{image_side_, image_side_});
    const Pair most{std::max(input.height, image_side_) + 2 * row.layer->pad.height,
                    std::max(input.width, image_side_) + 2 * row.layer->pad.width};
    return pair(answer, most);
  }
  /// A receptive field or a jump.
  static std::optional<Pair> field(const Answer& answer, const Pair& right) {
    const std::int64_t most = std::max({right.height, right.width, std::int64_t{1}}) * 1000;
    return pair(answer, {most, most});
  }
  /// A count; 0 only where that is right.
  static std::optional<std::int64_t> count(const Answer& answer, const std::optional<std::int64_t>& right) {
    const math::Rational number = answer.values.front();
    if (answer.values.size() != 1 || !number.is_integer()) return std::nullopt;
    const std::int64_t typed = number.numerator();
    const auto most = checked_multiply(std::max<std::int64_t>(right.value_or(1000), 1000), 1'000'000);
    const bool plausible = typed > 0 && typed <= most.value_or(std::numeric_limits<std::int64_t>::max());
    return plausible || typed == right ? std::optional(typed) : std::nullopt;
  }

 private:
  static std::optional<Pair> pair(const Answer& answer, Pair most) {
    const math::Rational height = answer.along(true), width = answer.along(false);
    if (!height.is_integer() || !width.is_integer()) return std::nullopt;
    const Pair typed{height.numerator(), width.numerator()};
    const bool plausible =
        typed.height > 0 && typed.width > 0 && typed.height <= most.height && typed.width <= most.width;
    return plausible ? std::optional(typed) : std::nullopt;
  }

  const Given& given_;
  const CellId& except_;
  std::int64_t image_side_ = 0;
};

/// A row below `above` (the image, if null) with what flows into it.
RowValues below(const Values& values, const nn::LayerSpec& layer, const RowValues* above) {
  const Traced<Pair> one{Pair{1, 1}, std::nullopt};
  RowValues row;
  row.layer = &layer;
  row.channels_in = above == nullptr ? values.network->input_channels : above->channels_out;
  row.channels_out = layer.output_channels == 0 ? row.channels_in : layer.output_channels;
  row.input = above == nullptr ? Traced<Pair>{values.image, std::nullopt} : above->output;
  row.field_before = above == nullptr ? one : above->field;
  row.jump_before = above == nullptr ? one : above->jump;
  if (!layer.is_spatial()) row.output = one;
  return row;
}

/// A map's size and field from what flows in; the numbers of `truth` stand where the same flows in.
void derive_map(RowValues& row, const Values& values, const RowValues* truth) {
  if (!row.layer->is_spatial()) return;
  const bool same_size = truth != nullptr && row.input.value == truth->input.value;
  const bool same_field = truth != nullptr && row.field_before.value == truth->field_before.value &&
                          row.jump_before.value == truth->jump_before.value;
  row.output.value = same_size         ? truth->output.value
                     : row.input.value ? output_of(*row.layer, *row.input.value, values.rounding)
                                       : std::nullopt;
  row.output.root = row.input.root;
  row.field = {same_field ? truth->field.value : field_of(row),
               earlier(values, row.field_before.root, row.jump_before.root)};
  row.jump = {same_field ? truth->jump.value : jump_of(row), row.jump_before.root};
}

/// A row's counts, once its input and output are known.
void derive_counts(RowValues& row, const RowValues* truth) {
  const bool linear = row.layer->type == nn::LayerType::linear;
  const bool same =
      truth != nullptr && row.input.value == truth->input.value && row.output.value == truth->output.value;
  row.parameters = {same ? truth->parameters.value : parameters_of(row), linear ? row.input.root : std::nullopt};
  row.neurons = {same ? truth->neurons.value : neurons_of(row), linear ? std::nullopt : row.output.root};
  row.macs = {same ? truth->macs.value : macs_of(row), linear ? row.input.root : row.output.root};
  // Each of them has as many as the layer has outputs times.
  row.filter = {row.parameters.value && !row.layer->is_pool() ? std::optional(*row.parameters.value / row.channels_out)
                                                              : std::nullopt,
                row.parameters.root};
}

const RowValues* last_of(const Values& values) { return values.rows.empty() ? nullptr : &values.rows.back(); }

void put_in_input(const Typed& typed, const RowValues& truth, RowValues& row) {
  typed.put_in(row.input, truth.input.value, {row.layer->name, "input"},
               [&](const Answer& answer) { return typed.size(answer, row); });
}

/// The typed answers of a row's map, in place of what was derived.
void put_in_map(const Typed& typed, const RowValues& truth, RowValues& row) {
  const std::string& name = row.layer->name;
  typed.put_in(row.output, truth.output.value, {name, "output"},
               [&](const Answer& answer) { return typed.size(answer, row); });
  for (auto [place, right, column] :
       {std::tuple{&row.field, truth.field.value, "receptive_field"}, std::tuple{&row.jump, truth.jump.value, "jump"}})
    typed.put_in(*place, right, {name, column},
                 [&](const Answer& answer) { return Typed::field(answer, right.value_or(Pair{1, 1})); });
}

void put_in_counts(const Typed& typed, const RowValues& truth, RowValues& row) {
  typed.put_in(row.filter, truth.filter.value, {row.layer->name, "filter"},
               [&](const Answer& answer) { return Typed::count(answer, truth.filter.value); });
  if (row.filter.root && row.filter.root->column == "filter")
    row.parameters = {times(row.filter.value, row.channels_out), row.filter.root};
  for (auto [place, right, column] :
       {std::tuple{&row.parameters, truth.parameters.value, "parameters"},
        std::tuple{&row.neurons, truth.neurons.value, "neurons"}, std::tuple{&row.macs, truth.macs.value, "macs"}})
    typed.put_in(*place, right, {row.layer->name, column},
                 [&](const Answer& answer) { return Typed::count(answer, right); });
}

}  // namespace

std::optional<std::size_t> Values::find(std::string_view layer) const {
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (rows[i].layer->name == layer) return i;
  return std::nullopt;
}

Values right_values(const nn::NetworkSpec& network, Pair image, nn::Rounding rounding) {
  Values values{&network, image, rounding, {}, 0};
  for (const nn::LayerSpec& layer : network.layers) {
    if (!layer.is_row()) continue;
    RowValues row = below(values, layer, last_of(values));
    derive_map(row, values, nullptr);
    derive_counts(row, nullptr);
    values.rows.push_back(std::move(row));
  }
  return values;
}

Values right_values(const Worksheet& sheet) {
  Values values{&sheet.network, sheet.facts.input.size, sheet.facts.rounding, {}, 0};
  for (const nn::LayerFacts& facts : sheet.facts.layers) {
    const nn::LayerSpec& layer = sheet.network.layers[facts.index];
    if (!layer.is_row()) {
      values.slopes += facts.parameters.value_or(0);
      continue;
    }
    RowValues row = below(values, layer, last_of(values));
    if (layer.is_spatial()) {
      row.output.value = facts.output ? std::optional(facts.output->size) : std::nullopt;
      row.field.value = Pair{facts.vertical.receptive_field, facts.horizontal.receptive_field};
      row.jump.value = Pair{facts.vertical.jump, facts.horizontal.jump};
    }
    row.parameters.value = facts.parameters;
    // A linear layer's outputs are known even where `exact` gives no map before it.
    row.neurons.value = facts.neurons ? facts.neurons : neurons_of(row);
    row.macs.value = facts.macs ? facts.macs : macs_of(row);
    if (row.parameters.value && !layer.is_pool()) row.filter.value = *row.parameters.value / row.channels_out;
    values.rows.push_back(std::move(row));
  }
  return values;
}

Values right_values_under(const Values& values, nn::Rounding rounding) {
  Values other = right_values(*values.network, values.image, rounding);
  other.slopes = values.slopes;
  return other;
}

Values own_values(const Worksheet& sheet, const Given& given, const CellId& except) {
  const Values right = right_values(sheet);
  if (given.empty()) return right;
  const Typed typed(sheet, given, except);
  Values values{right.network, right.image, right.rounding, {}, right.slopes};
  for (const RowValues& truth : right.rows) {
    RowValues row = below(values, *truth.layer, last_of(values));
    if (truth.layer->is_spatial()) put_in_input(typed, truth, row);
    derive_map(row, values, &truth);
    if (truth.layer->is_spatial()) put_in_map(typed, truth, row);
    derive_counts(row, &truth);
    put_in_counts(typed, truth, row);
    values.rows.push_back(std::move(row));
  }
  return values;
}

Traced<math::Rational> own_value(const Values& values, const CellId& cell) {
  const auto place = values.find(cell.layer);
  const RowValues* row = place ? &values.rows[*place] : nullptr;
  const bool is_pair = cell.column == "output" || cell.column == "receptive_field" || cell.column == "jump";
  if (row != nullptr && is_pair && row->layer->is_spatial()) {
    const Traced<Pair>& pair = cell.column == "output" ? row->output : cell.column == "jump" ? row->jump : row->field;
    if (!pair.value || !pair.value->square()) return {};
    return {math::Rational(pair.value->height), pair.root};
  }
  if (row != nullptr && (cell.column == "parameters" || cell.column == "neurons" || cell.column == "macs")) {
    const Traced<std::int64_t>& count = count_of(*row, cell.column);
    return {count.value ? std::optional(math::Rational(*count.value)) : std::nullopt, count.root};
  }
  const auto route = way_to(values, cell);
  if (!route || route->value.size() != 1) return {};
  return {route->value.front(), root_of(values, cell)};
}

const Traced<std::int64_t>& count_of(const RowValues& row, std::string_view column) {
  return column == "parameters" ? row.parameters : column == "macs" ? row.macs : row.neurons;
}

bool counts_towards(const RowValues& row, std::string_view column) {
  return column != "neurons_without_pooling" || !row.layer->is_pool();
}

std::optional<CellId> root_of(const Values& values, const CellId& cell) {
  const auto place = values.find(cell.layer);
  std::optional<CellId> root;
  if (!place) {  // a total, or the largest layer
    const std::string_view column = cell.column == "layer" ? "parameters" : std::string_view(cell.column);
    for (const RowValues& row : values.rows)
      if (!root && counts_towards(row, column)) root = count_of(row, column).root;
    return root;
  }
  const RowValues& row = values.rows[*place];
  if (cell.column == "output") return row.layer->is_spatial() ? row.input.root : root;
  if (cell.column == "input") return *place == 0 ? root : values.rows[*place - 1].output.root;
  if (cell.column == "filter") return row.layer->type == nn::LayerType::linear ? row.input.root : root;
  if (cell.column == "jump") return row.jump_before.root;
  if (cell.column == "receptive_field") return earlier(values, row.field_before.root, row.jump_before.root);
  if (cell.column == "smallest_input") return root;  // follows from kernels, strides and pads alone
  if (cell.column.starts_with("admissible")) {
    for (std::size_t i = 0; i < kept_from(values, *place); ++i)
      if (values.rows[i].layer->is_spatial()) root = values.rows[i].output.root;
    return root;
  }
  return count_of(row, cell.column).root;
}

}  // namespace stride::course
