#include "course/telling.h"

#include <algorithm>

#include "course/rules.h"

namespace stride::course {

namespace {

/// Each is the value of one slip, as text: equal numbers have equal texts.
Telling telling(const std::vector<std::string>& numbers) {
  Telling telling{.slips = static_cast<int>(numbers.size())};
  for (const std::string& number : numbers) telling.collisions += std::ranges::count(numbers, number) > 1;
  return telling;
}

std::string text_of(const std::vector<math::Rational>& value) {
  std::string text;
  for (const math::Rational& number : value) text += number.to_text() + " ";
  return text;
}

/// The value of a number, or of each entry of a shape.
std::string value_of(const math::Expr& answer, const math::Bindings& numbers) {
  const math::Expr expr = math::substitute(answer, numbers);
  if (expr.kind() != math::ExprKind::dims) return number_text(expr);
  std::string text;
  for (const math::Expr& side : expr.children()) text += number_text(side) + " ";
  return text;
}

}  // namespace

Telling telling_slips(const Worksheet& sheet, const CellId& cell) {
  const Values values = right_values(sheet);
  const auto right = way_to(values, cell);
  const std::size_t row = values.find(cell.layer).value_or(values.rows.size());
  const Answer none{.channels = {}, .values = {0}};
  std::vector<std::string> numbers;
  if (!right) return {};
  for (const Rule& rule : rules_of(values, cell))
    for (const Derivation& derivation : rule.derive({values, row, cell.column, true, none}))
      if (const auto route = make_route(std::string(rule.id), derivation);
          route && text_of(route->value) != text_of(right->value))
        numbers.push_back(text_of(route->value));
  return telling(numbers);
}

Telling telling_slips(const Question& question) {
  if (!question.spec.answer) return {};
  const std::string right = value_of(*question.spec.answer, question.numbers);
  std::vector<std::string> numbers;
  for (const SlipSpec& slip : question.spec.slips)
    if (std::string number = value_of(slip.answer, question.numbers); number != right)
      numbers.push_back(std::move(number));
  return telling(numbers);
}

}  // namespace stride::course
