#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "math/expr.h"

/// Arithmetic on numbers, vectors and matrices, for formulas.
namespace stride::math {

/// A matrix, without a vector of its own where it is one number.
struct Value {
  double number = 0;
  std::int64_t rows = 1, columns = 1;
  std::vector<double> entries;  // row after row; empty for a number

  [[nodiscard]] bool is_number() const { return entries.empty(); }
  [[nodiscard]] double at(std::int64_t i) const {
    return entries.empty() ? number : entries[static_cast<std::size_t>(i)];
  }
};

Value number(double value);
Value matrix(std::int64_t rows, std::int64_t columns, std::vector<double> entries);

/// As much of a formula as fits into a line about it.
std::string short_text(const Expr& expr);

// `expr` is what is evaluated, for messages.
Result<Value> added(const Expr& expr, const Value& left, const Value& right);
/// The matrix product; a number scales.
Result<Value> multiplied(const Expr& expr, const Value& left, const Value& right);
/// The value of `expr` from those of its children, for what reads no names: + - / ^ .* ^T, rounding, functions.
Result<Value> apply(const Expr& expr, std::vector<Value> values);

}  // namespace stride::math
