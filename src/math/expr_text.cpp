// An expression on one line, with parentheses only where parse_expression would otherwise read another tree.

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
      result += text_within(term.children().front(), Binding::product);
    } else if (first && term.kind() == ExprKind::number) {
      result += to_text(term);
    } else {
      result += text_within(term, Binding::product);
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
      return "-" + text_within(expr.children().front(), Binding::product);
    case ExprKind::multiply:
      return joined(expr, "*", Binding::power);
    case ExprKind::divide:
      return quotient_text(expr);
    case ExprKind::power:
      return joined(expr, "^", Binding::atom);
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
  }
  return "?";
}

}  // namespace stride::math
