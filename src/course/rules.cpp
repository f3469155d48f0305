#include "course/rules.h"

namespace stride::course {
namespace {

using math::Rational;

Rational along(const std::vector<Rational>& value, bool vertical) { return vertical ? value.front() : value.back(); }

/// Whether the answer is what a way gives. Where height and width differ and both were typed, a slip may show along one
/// of them only.
bool fits(const Answer& answer, const std::vector<Rational>& value, const std::optional<Route>& right) {
  const bool differ = value.size() > 1 || (right && right->value.size() > 1);
  const bool two_sides = differ && answer.values.size() > 1;
  bool slipped = false;
  for (const bool vertical : {true, false}) {
    const Rational typed = answer.along(vertical);
    if (agrees(typed, along(value, vertical))) {
      slipped = slipped || !right || !agrees(typed, along(right->value, vertical));
    } else if (!two_sides || !right || !agrees(typed, along(right->value, vertical))) {
      return false;
    }
  }
  return slipped;
}

bool is_positive(const Route& route) {
  for (const Rational& value : route.value)
    if (math::compare(value, 0) <= 0) return false;
  return true;
}

/// One rule's ways that give the answer, joined into one route.
std::optional<Route> matching(const Rule& rule, Case c, bool both_axes, const std::optional<Route>& right) {
  c.vertical = true;
  const Derivations vertical = rule.derive(c);
  c.vertical = false;
  const Derivations horizontal = both_axes ? rule.derive(c) : vertical;
  if (vertical.size() != horizontal.size()) return std::nullopt;
  std::optional<Route> found;
  for (std::size_t i = 0; i < vertical.size(); ++i) {
    auto route = both_axes ? make_route(std::string(rule.id), vertical[i], horizontal[i])
                           : make_route(std::string(rule.id), vertical[i]);
    if (!route || !is_positive(*route) || !fits(c.answer, route->value, right)) continue;
    const std::string& where = vertical[i].where;
    if (!found) {
      found = std::move(route);
      found->where = where;
    } else if (!where.empty()) {
      found->where += "|" + where;
    }
  }
  return found;
}

}  // namespace

std::span<const Rule> rules_of(const Values& values, const CellId& cell) {
  const auto row = values.find(cell.layer);
  if (!row) return total_rules();
  if (cell.column == "output" && !values.rows[*row].layer->is_spatial()) return {};
  if (cell.column == "output") return output_rules();
  if (cell.column == "parameters") return parameter_rules();
  if (cell.column == "filter") return filter_rules();
  if (cell.column == "receptive_field") return field_rules();
  if (cell.column == "neurons") return neuron_rules();
  if (cell.column.starts_with("admissible")) return admissible_rules();
  if (cell.column == "smallest_input") return smallest_rules();
  return {};
}

std::vector<Route> matching_routes(const Values& values, const CellId& cell, const Answer& answer,
                                   const std::optional<Route>& right) {
  const std::size_t row = values.find(cell.layer).value_or(values.rows.size());
  const bool both_axes = kind_of(cell.column) == AnswerKind::sizes && !is_square(values);
  std::vector<Route> routes;
  for (const Rule& rule : rules_of(values, cell))
    if (auto route = matching(rule, {values, row, cell.column, true, answer}, both_axes, right))
      routes.push_back(std::move(*route));
  return routes;
}

}  // namespace stride::course
