#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

#include "base/random.h"
#include "math/rational.h"

namespace stride::math::test {
namespace {

constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t greatest = std::numeric_limits<std::int64_t>::max();

Rational fraction(std::int64_t numerator, std::int64_t denominator) {
  const auto result = Rational::fraction(numerator, denominator);
  CHECK(result.has_value());
  return result.value_or(Rational());
}

std::string text(const Result<Rational>& value) { return value ? value->to_text() : value.error().message; }

constexpr auto too_large = "this number is too large to be computed exactly (64 bits)";
constexpr auto no_division = "a division by zero has no value";

}  // namespace

TEST_CASE("fractions are in lowest terms with a positive denominator") {
  CHECK(fraction(6, -4).numerator() == -3);
  CHECK(fraction(6, -4).denominator() == 2);
  CHECK(fraction(0, -7) == Rational(0));
  CHECK(fraction(least, least) == Rational(1));
  CHECK(fraction(least, 2) == Rational(least / 2));
  CHECK(fraction(greatest, -greatest) == Rational(-1));
  CHECK(text(Rational::fraction(1, 0)) == no_division);
  CHECK(text(Rational::fraction(least, -1)) == too_large);
  CHECK(text(Rational::fraction(1, least)) == too_large);
}

TEST_CASE("numbers read as decimals where these are short") {
  struct Case {
    Rational value;
    const char* text;
  };
  for (const auto& [value, expected] :
       {Case{51, "51"}, Case{fraction(201, 4), "50.25"}, Case{fraction(-1, 2), "-0.5"}, Case{fraction(10, 3), "10/3"},
        Case{fraction(-10, 3), "-10/3"}, Case{fraction(1, 64), "0.015625"}, Case{fraction(1, 128), "1/128"},
        Case{fraction(1, 1'000'000'000), "0.000000001"}, Case{fraction(1234567, 10'000'000), "0.1234567"},
        Case{fraction(greatest, 2), "4611686018427387903.5"}, Case{fraction(1, greatest), "1/9223372036854775807"},
        Case{fraction(5, std::int64_t{1} << 40), "5/1099511627776"}, Case{least, "-9223372036854775808"}}) {
    CHECK(value.to_text() == expected);
  }
}

TEST_CASE("arithmetic is exact, or an error") {
  CHECK(text(add(fraction(1, 3), fraction(1, 6))) == "0.5");
  CHECK(text(subtract(fraction(1, 3), fraction(1, 3))) == "0");
  CHECK(text(multiply(fraction(greatest, 3), fraction(3, greatest))) == "1");
  CHECK(text(divide(fraction(2, 3), fraction(-4, 3))) == "-0.5");
  CHECK(text(add(greatest, 1)) == too_large);
  CHECK(text(add(least, least)) == too_large);
  CHECK(text(subtract(0, least)) == too_large);
  CHECK(text(multiply(least, -1)) == too_large);
  CHECK(text(divide(least, -1)) == too_large);
  CHECK(text(divide(least, least)) == "1");
  CHECK(text(divide(1, 0)) == no_division);
  CHECK(text(add(fraction(1, greatest), fraction(1, greatest - 1))) == too_large);
  CHECK(text(add(fraction(greatest, 2), fraction(least, 3))) == "9223372036854775805/6");
}

TEST_CASE("powers take whole exponents") {
  CHECK(text(power(2, 10)) == "1024");
  CHECK(text(power(fraction(2, 3), -2)) == "2.25");
  CHECK(text(power(0, 0)) == "1");
  CHECK(text(power(-1, greatest)) == "-1");
  CHECK(text(power(-1, least)) == "1");
  CHECK(text(power(-2, 63)) == "-9223372036854775808");
  CHECK(text(power(2, 63)) == too_large);
  CHECK(text(power(2, 1'000'000)) == too_large);
  CHECK(text(power(0, -1)) == no_division);
  CHECK(text(power(4, fraction(1, 2))) == "only whole exponents are computed exactly");
}

TEST_CASE("rounding goes down and up for both signs") {
  CHECK(floor(fraction(201, 4)) == 50);
  CHECK(ceil(fraction(201, 4)) == 51);
  CHECK(floor(fraction(-1, 2)) == -1);
  CHECK(ceil(fraction(-1, 2)) == 0);
  CHECK(floor(Rational(-3)) == -3);
  CHECK(ceil(Rational(least)) == least);
  CHECK(floor(fraction(least + 1, 2)) == least / 2);
}

TEST_CASE("comparison does not overflow") {
  CHECK(compare(fraction(greatest, 2), fraction(greatest - 1, 2)) == 1);
  CHECK(compare(fraction(1, greatest), fraction(1, greatest - 1)) == -1);
  CHECK(compare(least, greatest) == -1);
  CHECK(compare(fraction(2, 4), fraction(1, 2)) == 0);
}

TEST_CASE("doubles are rounded once") {
  CHECK(fraction(1, 3).to_double() == 1.0 / 3);
  CHECK(fraction(-201, 4).to_double() == -50.25);
  CHECK(Rational(greatest).to_double() == 0x1p63);
  CHECK(Rational(least).to_double() == -0x1p63);
  CHECK(fraction(1, greatest).to_double() == 0x1p-63);
  CHECK(Rational((std::int64_t{1} << 53) + 1).to_double() == 0x1p53);  // a tie goes to even
  CHECK(Rational((std::int64_t{1} << 53) + 3).to_double() == 0x1p53 + 4);
  CHECK(fraction((std::int64_t{1} << 62) + 257, 2).to_double() == 0x1p61);        // 2^61 + 128.5: below the tie at 256
  CHECK(fraction((std::int64_t{1} << 62) + 513, 2).to_double() == 0x1p61 + 512);  // 2^61 + 256.5: just above the tie
}

TEST_CASE("the laws of fractions hold for random ones") {
  Random random = Random::stream(21);
  for (int i = 0; i < 2000; ++i) {
    const auto any = [&random] {
      const std::int64_t numerator = random.between(-100'000, 100'000);
      return fraction(numerator, random.between(1, 1000));
    };
    const Rational a = any();
    const Rational b = any();
    const auto sum = add(a, b);
    const auto product = multiply(a, b);
    CHECK(sum.has_value());
    CHECK(product.has_value());
    if (!sum || !product) continue;
    CHECK(subtract(*sum, b) == a);
    if (b != Rational(0)) CHECK(divide(*product, b) == a);
    CHECK(compare(a, b) == (a.to_double() < b.to_double() ? -1 : (a.to_double() > b.to_double() ? 1 : 0)));
    CHECK(floor(a) == static_cast<std::int64_t>(std::floor(a.to_double())));
    CHECK(ceil(a) == static_cast<std::int64_t>(std::ceil(a.to_double())));
  }
}

}  // namespace stride::math::test
