// The value of an expression: exact, or the nearest double.

#include <bit>
#include <cmath>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "math/expr.h"
#include "math/expr_tokens.h"
#include "math/functions.h"
#include "math/index_formula.h"

namespace stride::math {
namespace {

Error unnamed_function(const Expr& expr) {
  return {.message = expr.name() + "() is not a known function", .where = ""};
}

Error no_value(const Expr& expr) {
  switch (expr.kind()) {
    case ExprKind::symbol:
      return {.message = expr.name() + " has no value here", .where = ""};
    case ExprKind::unknown:
      return {.message = "a value that is not known (?) is needed", .where = ""};
    case ExprKind::dims:
      return {.message = "a shape such as " + to_text(expr) + " is not one number", .where = ""};
    default:
      return {.message = "this has no value", .where = ""};
  }
}

/// The whole square root, if the number has one.
std::optional<std::int64_t> whole_root(std::int64_t number) {
  auto root = static_cast<std::int64_t>(std::sqrt(static_cast<double>(number)));
  // The double may be off by one at either end; the root of the greatest int64 is 3,037,000,499.
  for (std::int64_t guess = root > 0 ? root - 1 : 0; guess <= root + 1 && guess <= 3'037'000'499; ++guess) {
    if (guess * guess == number) return guess;
  }
  return std::nullopt;
}

Result<Rational> exact_root(Rational value) {
  if (value.numerator() < 0) return fail("the square root of a negative number is not real");
  const auto numerator = whole_root(value.numerator());
  const auto denominator = whole_root(value.denominator());
  if (!numerator || !denominator) return fail("the square root of " + value.to_text() + " is not a fraction");
  return Rational::fraction(*numerator, *denominator);
}

Result<Rational> exact_logarithm(Rational value) {
  if (value.numerator() <= 0) return fail("only positive numbers have a logarithm");
  const auto numerator = static_cast<std::uint64_t>(value.numerator());
  const auto denominator = static_cast<std::uint64_t>(value.denominator());
  if (!std::has_single_bit(numerator) || !std::has_single_bit(denominator)) {
    return fail("the binary logarithm of " + value.to_text() + " is not whole");
  }
  return Rational(std::countr_zero(numerator) - std::countr_zero(denominator));
}

Result<Rational> exact_call(const Expr& expr, std::span<const Rational> values) {
  if (expr.name() == "sqrt" && values.size() == 1) return exact_root(values[0]);
  if (expr.name() == "log2" && values.size() == 1) return exact_logarithm(values[0]);
  const int wanted = expr.name() == "max" ? 1 : -1;
  if (wanted < 0 && expr.name() != "min") return std::unexpected(unnamed_function(expr));
  Rational best = values[0];
  for (const Rational value : values) {
    if (compare(value, best) == wanted) best = value;
  }
  return best;
}

Result<Rational> folded(std::span<const Rational> values, Result<Rational> (*combine)(Rational, Rational)) {
  Result<Rational> result = values[0];
  for (const Rational value : values.subspan(1)) {
    result = combine(*result, value);
    if (!result) break;
  }
  return result;
}

Result<Rational> exact_node(const Expr& expr, std::span<const Rational> values) {
  switch (expr.kind()) {
    case ExprKind::add:
      return folded(values, add);
    case ExprKind::negate:
      return subtract(0, values[0]);
    case ExprKind::multiply:
      return folded(values, multiply);
    case ExprKind::divide:
      return divide(values[0], values[1]);
    case ExprKind::power:
      return power(values[0], values[1]);
    case ExprKind::floor:
      return floor(values[0]);
    case ExprKind::ceil:
      return ceil(values[0]);
    case ExprKind::call:
      return exact_call(expr, values);
    default:
      return std::unexpected(no_value(expr));
  }
}

double real_call(const Expr& expr, std::span<const double> values) {
  if (expr.name() != "min" && expr.name() != "max") return real_function(expr.name(), values[0]);
  double best = values[0];
  for (const double value : values) best = expr.name() == "max" ? std::fmax(best, value) : std::fmin(best, value);
  return best;
}

double real_node(const Expr& expr, std::span<const double> values) {
  double result = values[0];
  switch (expr.kind()) {
    case ExprKind::add:
      for (const double value : values.subspan(1)) result += value;
      return result;
    case ExprKind::multiply:
      for (const double value : values.subspan(1)) result *= value;
      return result;
    case ExprKind::negate:
      return -result;
    case ExprKind::divide:
      return result / values[1];
    case ExprKind::power:
      return std::pow(result, values[1]);
    case ExprKind::floor:
      return std::floor(result);
    case ExprKind::ceil:
      return std::ceil(result);
    default:
      return real_call(expr, values);
  }
}

bool is_known_call(const Expr& expr) {
  const std::string& name = expr.name();
  if (name == "min" || name == "max") return true;
  const bool known = !known_function(name).empty() || !formula_function(name).empty();
  return known && argument_count(name) == 1 && expr.children().size() == 1;
}

/// What only formulas have.
bool is_formula(const Expr& expr) {
  switch (expr.kind()) {
    case ExprKind::element:
    case ExprKind::sum:
    case ExprKind::condition:
    case ExprKind::transpose:
    case ExprKind::elementwise:
      return true;
    case ExprKind::call:
      return expr.name() == "delta" || expr.name() == "if";
    default:
      return false;
  }
}

Result<double> formula_number(const Expr& expr) {
  const Result<Matrix> value = evaluate_formula(expr, {}, 20'000);
  if (!value) return std::unexpected(value.error());
  if (!value->is_number()) return fail(to_text(expr) + " is not one number");
  return value->entries.front();
}

Result<double> inexact(const Expr& expr) {
  if (is_formula(expr)) return formula_number(expr);
  std::vector<double> values;
  for (const Expr& child : expr.children()) {
    const Result<double> value = evaluate_real(child);
    if (!value) return value;
    values.push_back(*value);
  }
  if (values.empty() || expr.kind() == ExprKind::dims) return std::unexpected(no_value(expr));
  if (expr.kind() == ExprKind::call && !is_known_call(expr)) return std::unexpected(unnamed_function(expr));
  const double result = real_node(expr, values);
  if (!std::isfinite(result)) return fail("this has no value among the real numbers");
  return result;
}

}  // namespace

Result<Rational> evaluate(const Expr& expr) {
  if (expr.kind() == ExprKind::number) return expr.number();
  if (expr.kind() == ExprKind::dims) return std::unexpected(no_value(expr));
  if (expr.kind() == ExprKind::equal) return evaluate(expr.children().back());
  std::vector<Rational> values;
  for (const Expr& child : expr.children()) {
    const Result<Rational> value = evaluate(child);
    if (!value) return value;
    values.push_back(*value);
  }
  return exact_node(expr, values);
}

Result<double> evaluate_real(const Expr& expr) {
  // Exact as far as it goes, so that floor(0.3*10) is 3.
  if (const Result<Rational> exact = evaluate(expr)) return exact->to_double();
  if (expr.kind() == ExprKind::equal) return evaluate_real(expr.children().back());
  return inexact(expr);
}

}  // namespace stride::math
