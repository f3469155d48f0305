#include "course/telling.h"

#include <algorithm>

#include "course/rules.h"

namespace stride::course {

namespace {

bool same(const std::vector<math::Rational>& a, const std::vector<math::Rational>& b) {
  return std::ranges::equal(a, b, [](math::Rational x, math::Rational y) { return math::compare(x, y) == 0; });
}

}  // namespace

Telling telling_slips(const Worksheet& sheet, const CellId& cell) {
  const Values values = right_values(sheet);
  const auto right = way_to(values, cell);
  const std::size_t row = values.find(cell.layer).value_or(values.rows.size());
  const Answer none{.channels = {}, .values = {0}};
  std::vector<std::vector<math::Rational>> numbers;
  if (!right) return {};
  for (const Rule& rule : rules_of(values, cell))
    for (const Derivation& derivation : rule.derive({values, row, cell.column, true, none}))
      if (const auto route = make_route(std::string(rule.id), derivation); route && !same(route->value, right->value))
        numbers.push_back(route->value);
  Telling telling{.slips = static_cast<int>(numbers.size())};
  for (std::size_t i = 0; i < numbers.size(); ++i)
    for (std::size_t j = 0; j < numbers.size(); ++j)
      if (i != j && same(numbers[i], numbers[j])) {
        ++telling.collisions;
        break;
      }
  return telling;
}

}  // namespace stride::course
