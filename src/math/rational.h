#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.h"

namespace stride::math {

/// An exact fraction of checked 64-bit integers, always in lowest terms with a positive denominator.
class Rational {
 public:
  constexpr Rational() = default;
  constexpr Rational(std::int64_t integer) : numerator_(integer) {}  // NOLINT: an integer is a rational
  /// Fails on a zero denominator or where lowest terms do not fit 64 bits.
  static Result<Rational> fraction(std::int64_t numerator, std::int64_t denominator);

  [[nodiscard]] constexpr std::int64_t numerator() const { return numerator_; }
  [[nodiscard]] constexpr std::int64_t denominator() const { return denominator_; }
  [[nodiscard]] constexpr bool is_integer() const { return denominator_ == 1; }
  [[nodiscard]] double to_double() const;
  /// `51`, `50.25` where the decimal ends within six digits or is no longer than the fraction, else `10/3`.
  [[nodiscard]] std::string to_text() const;

  friend constexpr bool operator==(const Rational&, const Rational&) = default;

 private:
  std::int64_t numerator_ = 0;
  std::int64_t denominator_ = 1;
};

Result<Rational> add(Rational a, Rational b);
Result<Rational> subtract(Rational a, Rational b);
Result<Rational> multiply(Rational a, Rational b);
Result<Rational> divide(Rational a, Rational b);
/// Whole exponents only (negative ones invert).
Result<Rational> power(Rational base, Rational exponent);
std::int64_t floor(Rational value);
std::int64_t ceil(Rational value);
/// How many decimals it ends after; none where it goes on for ever.
std::optional<int> decimals_of(Rational value);
/// -1, 0, 1.
int compare(Rational a, Rational b);

}  // namespace stride::math
