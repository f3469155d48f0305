#include <nlohmann/json.hpp>

#include "cli/facts_format.h"

namespace stride::cli {
namespace {

using nlohmann::ordered_json;

template <class T>
ordered_json or_null(const std::optional<T>& value) {
  return value ? ordered_json(*value) : ordered_json(nullptr);
}

/// What is one along both axes stands once, else as (height, width).
template <class T>
ordered_json per_axis(const T& vertical, const T& horizontal) {
  return vertical == horizontal ? ordered_json(vertical) : ordered_json::array({vertical, horizontal});
}

ordered_json shape_json(const std::optional<nn::Shape>& shape) {
  if (!shape) return nullptr;
  return ordered_json::array({shape->channels, shape->size.height, shape->size.width});
}

ordered_json derivation_json(const Report& report, const nn::LayerFacts& row) {
  ordered_json derivation = ordered_json::object();
  const auto vertical = output_derivation(report, row, true), horizontal = output_derivation(report, row, false);
  if (vertical && horizontal) derivation["output"] = per_axis(math::to_text(*vertical), math::to_text(*horizontal));
  if (const auto parameters = parameter_derivation(report, row)) derivation["parameters"] = math::to_text(*parameters);
  return derivation;
}

ordered_json row_json(const Report& report, const nn::LayerFacts& row) {
  const nn::LayerSpec& spec = spec_of(report, row);
  ordered_json result;
  result["name"] = row.name;
  result["type"] = nn::to_string(row.type);
  result["output"] = shape_json(row.output);
  if (report.sheet.rounding == nn::Rounding::exact && spec.is_spatial())
    result["remainder"] =
        row.input ? ordered_json::array({row.remainder.height, row.remainder.width}) : ordered_json(nullptr);
  result["parameters"] = or_null(row.parameters);
  result["neurons"] = or_null(row.neurons);
  result["macs"] = or_null(row.macs);
  const bool seen = has_field(row);
  result["receptive_field"] =
      seen ? per_axis(row.vertical.receptive_field, row.horizontal.receptive_field) : ordered_json(nullptr);
  result["jump"] = per_axis(row.vertical.jump, row.horizontal.jump);
  result["start"] = seen ? per_axis(row.vertical.start, row.horizontal.start) : ordered_json(nullptr);
  result["derivation"] = derivation_json(report, row);
  return result;
}

ordered_json sides_json(const std::vector<nn::Interval>& intervals) {
  ordered_json sides = ordered_json::array();
  for (const nn::Interval interval : intervals) sides.push_back(ordered_json::array({interval.low, interval.high}));
  return sides;
}

std::string one_line(const ordered_json& value) {
  return value.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

/// One line per member, and one per layer.
std::string in_lines(const ordered_json& object) {
  std::string text;
  for (const auto& [name, value] : object.items()) {
    text += (text.empty() ? "{\n  \"" : ",\n  \"") + name + "\": ";
    if (name != "layers") {
      text += one_line(value);
      continue;
    }
    for (std::size_t i = 0; i < value.size(); ++i) text += (i == 0 ? "[\n    " : ",\n    ") + one_line(value[i]);
    text += value.empty() ? "[]" : "\n  ]";
  }
  return text + "\n}\n";
}

}  // namespace

std::string facts_json(const Report& report) {
  const nn::NetworkFacts& facts = report.facts;
  ordered_json result;
  result["network"] = report.sheet.network.name;
  result["input"] = shape_json(facts.input);
  result["rounding"] = nn::to_string(facts.rounding);
  result["layers"] = ordered_json::array();
  for (const nn::LayerFacts* row : rows_of(report)) result["layers"].push_back(row_json(report, *row));
  result["total"]["parameters"] = or_null(facts.parameters);
  result["total"]["neurons"] = or_null(facts.neurons);
  result["total"]["neurons_without_pooling"] = or_null(facts.neurons_without_pooling);
  result["total"]["macs"] = or_null(facts.macs);
  result["largest"] = facts.largest;
  result["admissible"] = nullptr;
  if (!report.accepting.empty()) {
    result["admissible"] = ordered_json::object();
    result["admissible"]["layer"] = report.accepting;
    result["admissible"]["sizes"] = per_axis(sides_json(report.heights), sides_json(report.widths));
  }
  result["smallest_input"] = or_null(report.smallest_input);
  return in_lines(result);
}

}  // namespace stride::cli
