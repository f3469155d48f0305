#include "math/formula_matrix.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "math/functions.h"

namespace stride::math {
namespace {

using Combine = double (*)(double, double);

double sum_of(double a, double b) { return a + b; }
double product_of(double a, double b) { return a * b; }
double lesser(double a, double b) { return std::min(a, b); }
double greater(double a, double b) { return std::max(a, b); }
double same(double a, double b) { return a == b ? 1 : 0; }

std::string size_text(const Value& value) {
  return value.is_number() ? "a number" : std::to_string(value.rows) + " x " + std::to_string(value.columns);
}

Result<Value> finite(const Expr& expr, Value value) {
  const bool all = std::isfinite(value.number) &&
                   std::ranges::all_of(value.entries, [](double entry) { return std::isfinite(entry); });
  if (!all) return fail(short_text(expr) + " has no value among the real numbers");
  return value;
}

/// A number goes with every entry of a matrix.
Result<Value> entrywise(const Expr& expr, const Value& left, const Value& right, Combine combine) {
  if (left.is_number() && right.is_number()) return finite(expr, number(combine(left.number, right.number)));
  if (!left.is_number() && !right.is_number() && (left.rows != right.rows || left.columns != right.columns))
    return fail(short_text(expr) + ": " + size_text(left) + " and " + size_text(right) + " do not fit entry by entry");
  Value result = left.is_number() ? right : left;
  for (std::size_t i = 0; i < result.entries.size(); ++i) {
    const auto place = static_cast<std::int64_t>(i);
    result.entries[i] = combine(left.at(place), right.at(place));
  }
  return finite(expr, std::move(result));
}

Result<Value> folded(const Expr& expr, std::vector<Value>& values, Combine combine) {
  Result<Value> result = std::move(values.front());
  for (std::size_t i = 1; i < values.size() && result; ++i) result = entrywise(expr, *result, values[i], combine);
  return result;
}

template <class Change>
Result<Value> changed(const Expr& expr, Value value, Change change) {
  if (value.is_number()) value.number = change(value.number);
  for (double& entry : value.entries) entry = change(entry);
  return finite(expr, std::move(value));
}

Result<Value> quotient(const Expr& expr, Value above, const Value& below) {
  if (!below.is_number()) return fail(short_text(expr) + ": only a number can stand under a fraction bar");
  if (below.number == 0) return fail(short_text(expr) + ": the denominator is 0");
  return changed(expr, std::move(above), [&](double x) { return x / below.number; });
}

Result<Value> powered(const Expr& expr, Value base, const Value& exponent) {
  if (!exponent.is_number()) return fail(short_text(expr) + ": an exponent is one number");
  if (base.columns > 1 && base.rows > 1) return fail(short_text(expr) + ": a power of a matrix is not taken here");
  return changed(expr, std::move(base), [&](double x) { return std::pow(x, exponent.number); });
}

Value transposed(Value value) {
  if (value.is_number()) return value;
  std::vector<double> entries;
  for (std::int64_t j = 0; j < value.columns; ++j) {
    for (std::int64_t i = 0; i < value.rows; ++i) entries.push_back(value.at(i * value.columns + j));
  }
  return matrix(value.columns, value.rows, std::move(entries));
}

Result<Value> called(const Expr& expr, std::vector<Value>& values) {
  const std::string& name = expr.name();
  if (name == "min") return folded(expr, values, lesser);
  if (name == "max") return folded(expr, values, greater);
  if (name == "delta") return entrywise(expr, values[0], values[1], same);
  return changed(expr, std::move(values.front()), [&](double x) { return real_function(name, x); });
}

// Rounded first to what a double can tell apart, so that floor(0.3*10) is 3.
double rounded_down(double x) { return std::floor(x + 1e-12); }
double rounded_up(double x) { return std::ceil(x - 1e-12); }

}  // namespace

Value number(double value) { return {.number = value, .rows = 1, .columns = 1, .entries = {}}; }

Value matrix(std::int64_t rows, std::int64_t columns, std::vector<double> entries) {
  if (entries.size() == 1) return number(entries.front());
  return {.number = 0, .rows = rows, .columns = columns, .entries = std::move(entries)};
}

std::string short_text(const Expr& expr) {
  std::string text = to_text(expr);
  return text.size() <= 60 ? text : "this part";
}

Result<Value> added(const Expr& expr, const Value& left, const Value& right) {
  return entrywise(expr, left, right, sum_of);
}

Result<Value> multiplied(const Expr& expr, const Value& left, const Value& right) {
  if (left.is_number() || right.is_number()) return entrywise(expr, left, right, product_of);
  if (left.columns != right.rows)
    return fail(short_text(expr) + ": a matrix product of " + size_text(left) + " and " + size_text(right) +
                " does not exist; .* multiplies entry by entry, ^T transposes, parentheses say what comes first");
  std::vector<double> entries;
  for (std::int64_t i = 0; i < left.rows; ++i) {
    for (std::int64_t j = 0; j < right.columns; ++j) {
      double total = 0;
      for (std::int64_t k = 0; k < left.columns; ++k)
        total += left.at(i * left.columns + k) * right.at(k * right.columns + j);
      entries.push_back(total);
    }
  }
  return finite(expr, matrix(left.rows, right.columns, std::move(entries)));
}

Result<Value> apply(const Expr& expr, std::vector<Value> values) {
  Value& first = values.front();
  switch (expr.kind()) {
    case ExprKind::add:
      return folded(expr, values, sum_of);
    case ExprKind::elementwise:
      return folded(expr, values, product_of);
    case ExprKind::negate:
      return changed(expr, std::move(first), [](double x) { return -x; });
    case ExprKind::divide:
      return quotient(expr, std::move(first), values[1]);
    case ExprKind::power:
      return powered(expr, std::move(first), values[1]);
    case ExprKind::floor:
      return changed(expr, std::move(first), rounded_down);
    case ExprKind::ceil:
      return changed(expr, std::move(first), rounded_up);
    case ExprKind::transpose:
      return transposed(std::move(first));
    default:
      return called(expr, values);
  }
}

}  // namespace stride::math
