// An expression on one line, with parentheses only where parse_expression (parse_formula for what that alone reads)
// would otherwise read another tree.

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "math/binding.h"
#include "math/expr.h"

namespace stride::math {
namespace {

bool is_fraction(Rational number) { return number.to_text().contains('/'); }

std::string text_within(const Expr& expr, Binding least) {
  return binding(expr) < least ? "(" + to_text(expr) + ")" : to_text(expr);
}

std::string joined(const Expr& expr, std::string_view separator, Binding least) {
  std::string result;
  for (const Expr& child : expr.children()) {
    if (!result.empty()) result += separator;
    result += text_within(child, least);
  }
  return result;
}

/// A sum may start with a minus sign without parentheses; later negated terms are subtractions.
std::string sum_text(const Expr& sum) {
  std::string result;
  for (const Expr& term : sum.children()) {
    const bool negated = term.kind() == ExprKind::negate;
    const bool first = result.empty();
    if (!first) result += negated ? " - " : " + ";
    if (first && negated) result += "-";
    if (negated) {
      result += text_within(term.children().front(), Binding::elementwise);
    } else if (first && term.kind() == ExprKind::number) {
      result += to_text(term);
    } else {
      result += text_within(term, Binding::elementwise);
    }
  }
  return result;
}

std::string quotient_text(const Expr& quotient) {
  const Expr& numerator = quotient.children()[0];
  const bool bare = numerator.kind() == ExprKind::multiply;
  return (bare ? to_text(numerator) : text_within(numerator, Binding::power)) + "/" +
         text_within(quotient.children()[1], Binding::power);
}

/// x^T would be a transpose, so T^T and T[i] stand in parentheses there.
std::string power_text(const Expr& power) {
  const Expr& exponent = power.children()[1];
  const bool transposed =
      exponent.kind() == ExprKind::transpose || (exponent.kind() == ExprKind::element && exponent.name() == "T");
  return text_within(power.children()[0], Binding::atom) + "^" +
         (transposed ? "(" + to_text(exponent) + ")" : text_within(exponent, Binding::atom));
}

std::string range_sum_text(const Expr& sum) {
  std::string result = "sum(";
  for (std::size_t i = 1; i < sum.children().size(); i += 3) {
    result += to_text(sum.children()[i]) + "=" + text_within(sum.children()[i + 1], Binding::sum) + ".." +
              text_within(sum.children()[i + 2], Binding::sum) + ", ";
  }
  return result + to_text(sum.children().front()) + ")";
}

/// j < k <= n; the name has the relations, a space apart.
std::string condition_text(const Expr& condition) {
  std::string result = "[";
  std::string_view relations = condition.name();
  for (const Expr& operand : condition.children()) {
    if (result.size() > 1) {
      const std::string_view relation = relations.substr(0, relations.find(' '));
      relations.remove_prefix(std::min(relation.size() + 1, relations.size()));
      result.append(" ").append(relation).append(" ");
    }
    result += text_within(operand, Binding::sum);
  }
  return result + "]";
}

std::string shape_text(const Expr& shape) {
  if (is_plain_shape(shape)) return joined(shape, " x ", Binding::sum);
  return "(" + joined(shape, ", ", Binding::sum) + (shape.children().size() == 1 ? ",)" : ")");
}

}  // namespace

Binding binding(const Expr& expr) {
  switch (expr.kind()) {
    case ExprKind::equal:
      return Binding::equality;
    case ExprKind::dims:
      return is_plain_shape(expr) ? Binding::shape : Binding::atom;
    case ExprKind::add:
    case ExprKind::negate:
      return Binding::sum;
    case ExprKind::elementwise:
      return Binding::elementwise;
    case ExprKind::multiply:
    case ExprKind::divide:
      return Binding::product;
    case ExprKind::power:
      return Binding::power;
    case ExprKind::number:
      if (expr.number().numerator() < 0) return Binding::sum;
      return is_fraction(expr.number()) ? Binding::product : Binding::atom;
    default:
      return Binding::atom;
  }
}

bool is_plain_shape(const Expr& dims) {
  return dims.children().size() > 1 && std::ranges::all_of(dims.children(), [](const Expr& entry) {
           return entry.kind() == ExprKind::number && binding(entry) == Binding::atom;
         });
}

std::string to_text(const Expr& expr) {
  switch (expr.kind()) {
    case ExprKind::number:
      return expr.number().to_text();
    case ExprKind::symbol:
      return expr.name();
    case ExprKind::unknown:
      return "?";
    case ExprKind::add:
      return sum_text(expr);
    case ExprKind::negate:
      return "-" + text_within(expr.children().front(), Binding::elementwise);
    case ExprKind::multiply:
      return joined(expr, "*", Binding::power);
    case ExprKind::divide:
      return quotient_text(expr);
    case ExprKind::power:
      return power_text(expr);
    case ExprKind::floor:
      return "floor(" + to_text(expr.children().front()) + ")";
    case ExprKind::ceil:
      return "ceil(" + to_text(expr.children().front()) + ")";
    case ExprKind::call:
      return expr.name() + "(" + joined(expr, ", ", Binding::equality) + ")";
    case ExprKind::equal:
      return joined(expr, " = ", Binding::shape);
    case ExprKind::dims:
      return shape_text(expr);
    case ExprKind::element:
      return expr.name() + "[" + joined(expr, ", ", Binding::equality) + "]";
    case ExprKind::sum:
      return range_sum_text(expr);
    case ExprKind::condition:
      return condition_text(expr);
    case ExprKind::transpose:
      return text_within(expr.children().front(), Binding::atom) + "^T";
    case ExprKind::elementwise:
      return joined(expr, " .* ", Binding::product);
  }
  return "?";
}

}  // namespace stride::math
