#include "math/rational.h"

#include <cmath>
#include <limits>
#include <optional>

namespace stride::math {
namespace {

// Products of two 64-bit integers, and sums of two such products, fit 128 bits.
__extension__ using Wide = __int128;
__extension__ using Magnitude = unsigned __int128;

Magnitude magnitude(Wide value) { return value < 0 ? -static_cast<Magnitude>(value) : static_cast<Magnitude>(value); }

Magnitude greatest_common_divisor(Magnitude a, Magnitude b) {
  while (b != 0) {
    const Magnitude rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

struct Terms {
  std::int64_t numerator = 0;
  std::int64_t denominator = 1;
};

Result<Terms> lowest_terms(Wide numerator, Wide denominator) {
  if (denominator == 0) return fail("a division by zero has no value");
  if (denominator < 0) {
    numerator = -numerator;
    denominator = -denominator;
  }
  const auto divisor = static_cast<Wide>(greatest_common_divisor(magnitude(numerator), magnitude(denominator)));
  numerator /= divisor;
  denominator /= divisor;
  constexpr Wide least = std::numeric_limits<std::int64_t>::min();
  constexpr Wide greatest = std::numeric_limits<std::int64_t>::max();
  if (numerator < least || numerator > greatest || denominator > greatest) {
    return fail("this number is too large to be computed exactly (64 bits)");
  }
  return Terms{.numerator = static_cast<std::int64_t>(numerator),
               .denominator = static_cast<std::int64_t>(denominator)};
}

std::string decimal_text(std::int64_t numerator, std::int64_t denominator, int count) {
  Wide unit = 1;
  for (int i = 0; i < count; ++i) unit *= 10;
  const Wide scaled = static_cast<Wide>(magnitude(numerator)) * unit / denominator;
  const std::string rest = std::to_string(static_cast<std::uint64_t>(scaled % unit));
  const std::string whole = std::to_string(static_cast<std::uint64_t>(scaled / unit));
  const std::string zeros(static_cast<std::size_t>(count) - rest.size(), '0');
  return (numerator < 0 ? "-" : "") + whole + "." + zeros + rest;
}

Result<Rational> ratio(Wide numerator, Wide denominator) {
  const Result<Terms> terms = lowest_terms(numerator, denominator);
  if (!terms) return std::unexpected(terms.error());
  return Rational::fraction(terms->numerator, terms->denominator);
}

Wide wide_numerator(Rational value) { return value.numerator(); }
Wide wide_denominator(Rational value) { return value.denominator(); }

}  // namespace

Result<Rational> Rational::fraction(std::int64_t numerator, std::int64_t denominator) {
  const Result<Terms> terms = lowest_terms(numerator, denominator);
  if (!terms) return std::unexpected(terms.error());
  Rational result(terms->numerator);
  result.denominator_ = terms->denominator;
  return result;
}

double Rational::to_double() const {
  constexpr std::int64_t exact = std::int64_t{1} << 53;
  if (numerator_ >= -exact && numerator_ <= exact && denominator_ <= exact) {
    return static_cast<double>(numerator_) / static_cast<double>(denominator_);
  }
  // One rounding only: an integer quotient of 64 bits or more, its last bit set when something was cut off.
  const auto divisor = static_cast<Magnitude>(denominator_);
  Magnitude dividend = magnitude(numerator_);
  int shift = 0;
  for (; (dividend >> 126) == 0; ++shift) dividend <<= 1;
  Magnitude quotient = dividend / divisor;
  bool cut = dividend % divisor != 0;
  for (; (quotient >> 64) != 0; --shift) {
    cut = cut || (quotient & 1) != 0;
    quotient >>= 1;
  }
  const double size = std::ldexp(static_cast<double>(static_cast<std::uint64_t>(quotient | (cut ? 1 : 0))), -shift);
  return numerator_ < 0 ? -size : size;
}

std::optional<int> decimals_of(Rational value) {
  int twos = 0;
  int fives = 0;
  std::int64_t rest = value.denominator();
  for (; rest % 2 == 0; rest /= 2) ++twos;
  for (; rest % 5 == 0; rest /= 5) ++fives;
  return rest == 1 ? std::optional(twos > fives ? twos : fives) : std::nullopt;
}

std::string Rational::to_text() const {
  if (is_integer()) return std::to_string(numerator_);
  std::string fraction = std::to_string(numerator_) + "/" + std::to_string(denominator_);
  const std::optional<int> count = decimals_of(*this);
  if (!count || *count > 18) return fraction;
  std::string decimal = decimal_text(numerator_, denominator_, *count);
  return *count <= 6 || decimal.size() <= fraction.size() ? decimal : fraction;
}

Result<Rational> add(Rational a, Rational b) {
  return ratio(wide_numerator(a) * b.denominator() + wide_numerator(b) * a.denominator(),
               wide_denominator(a) * b.denominator());
}

Result<Rational> subtract(Rational a, Rational b) {
  return ratio(wide_numerator(a) * b.denominator() - wide_numerator(b) * a.denominator(),
               wide_denominator(a) * b.denominator());
}

Result<Rational> multiply(Rational a, Rational b) {
  return ratio(wide_numerator(a) * b.numerator(), wide_denominator(a) * b.denominator());
}

Result<Rational> divide(Rational a, Rational b) {
  return ratio(wide_numerator(a) * b.denominator(), wide_denominator(a) * b.numerator());
}

Result<Rational> power(Rational base, Rational exponent) {
  if (!exponent.is_integer()) return fail("only whole exponents are computed exactly");
  if (exponent.numerator() < 0) {
    const Result<Rational> inverse = divide(1, base);
    if (!inverse) return inverse;
    base = *inverse;
  }
  Result<Rational> square = base;
  Result<Rational> result = Rational(1);
  for (auto rest = static_cast<std::uint64_t>(magnitude(exponent.numerator())); rest != 0;) {
    if ((rest & 1) != 0) result = multiply(*result, *square);
    if (!result) return result;
    rest >>= 1;
    if (rest != 0) square = multiply(*square, *square);
    if (!square) return square;
  }
  return result;
}

std::int64_t floor(Rational value) {
  const std::int64_t quotient = value.numerator() / value.denominator();
  return value.numerator() % value.denominator() < 0 ? quotient - 1 : quotient;
}

std::int64_t ceil(Rational value) {
  const std::int64_t quotient = value.numerator() / value.denominator();
  return value.numerator() % value.denominator() > 0 ? quotient + 1 : quotient;
}

int compare(Rational a, Rational b) {
  const Wide left = wide_numerator(a) * b.denominator();
  const Wide right = wide_numerator(b) * a.denominator();
  return left < right ? -1 : (left > right ? 1 : 0);
}

}  // namespace stride::math
