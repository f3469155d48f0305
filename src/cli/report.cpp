#include <algorithm>

#include "cli/facts_format.h"

namespace stride::cli {
namespace {

using math::Expr;

/// Under `exact` every layer's output grows with each step of its input, so no other side leaves the layer the map that
/// comes out here; where none does, all sides that divide are told.
std::vector<nn::Interval> accepted(const Report& report, bool vertical) {
  const Sheet& sheet = report.sheet;
  const std::int64_t side = vertical ? sheet.size.height : sheet.size.width;
  if (sheet.rounding == nn::Rounding::exact && report.facts.find(report.accepting)->input) return {{side, side}};
  return nn::admissible(sheet.network, report.accepting, side, vertical, sheet.rounding)
      .value_or(std::vector<nn::Interval>{});
}

}  // namespace

Result<Report> make_report(const Sheet& sheet) {
  auto facts = nn::facts(sheet.network, sheet.size, sheet.rounding);
  if (!facts) return std::unexpected(facts.error());
  Report report{sheet, std::move(*facts), "", {}, {}, std::nullopt};
  const auto linear = std::ranges::find(sheet.network.layers, nn::LayerType::linear, &nn::LayerSpec::type);
  if (linear != sheet.network.layers.end()) {
    report.accepting = linear->name;
    report.heights = accepted(report, true);
    report.widths = accepted(report, false);
  }
  if (const auto smallest = nn::smallest_input(sheet.network, "", sheet.rounding)) report.smallest_input = *smallest;
  return report;
}

std::vector<const nn::LayerFacts*> rows_of(const Report& report) {
  std::vector<const nn::LayerFacts*> rows;
  for (const nn::LayerFacts& layer : report.facts.layers)
    if (spec_of(report, layer).is_row()) rows.push_back(&layer);
  return rows;
}

const nn::LayerSpec& spec_of(const Report& report, const nn::LayerFacts& row) {
  return report.sheet.network.layers[row.index];
}

bool has_field(const nn::LayerFacts& row) { return row.output || !row.sees_whole_input; }

std::optional<Expr> output_derivation(const Report& report, const nn::LayerFacts& row, bool vertical) {
  const nn::LayerSpec& spec = spec_of(report, row);
  if (!spec.is_spatial() || !row.input) return std::nullopt;
  const std::int64_t input = vertical ? row.input->size.height : row.input->size.width;
  const nn::Rounding rounding = report.sheet.rounding;
  const Expr formula = nn::output_formula(spec, rounding, nn::drops_last_window(spec, input, vertical, rounding));
  const Expr numbers = math::substitute(formula, nn::output_bindings(spec, input, vertical));
  const auto value = math::evaluate(numbers);
  return value ? std::optional(math::equal(numbers, *value)) : std::nullopt;
}

std::optional<Expr> parameter_derivation(const Report& report, const nn::LayerFacts& row) {
  const nn::LayerSpec& spec = spec_of(report, row);
  if (spec.is_pool() || !row.parameters) return std::nullopt;
  // The channels that go in are known without the size: a convolution's own kernel says all else.
  const nn::Shape input = row.input.value_or(nn::Shape{input_channels(report, row), {1, 1}});
  const Expr numbers = math::substitute(nn::parameter_formula(spec), nn::parameter_bindings(spec, input));
  return math::equal(numbers, *row.parameters);
}

std::int64_t input_channels(const Report& report, const nn::LayerFacts& row) {
  std::int64_t channels = report.sheet.network.input_channels;
  for (std::size_t i = 0; i < row.index; ++i) {
    const nn::LayerSpec& layer = report.sheet.network.layers[i];
    if (layer.output_channels != 0) channels = layer.output_channels;
  }
  return channels;
}

}  // namespace stride::cli
