#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>

#include "math/expr.h"

namespace stride::math::test {
namespace {

std::string exact(const char* text) {
  const Result<Expr> expr = parse_expression(text);
  if (!expr) return expr.error().text();
  const Result<Rational> value = evaluate(*expr);
  return value ? value->to_text() : value.error().text();
}

double real(const char* text) {
  const Result<Expr> expr = parse_expression(text);
  return expr ? evaluate_real(*expr).value_or(NAN) : NAN;
}

struct Case {
  const char* text;
  const char* value;
};

}  // namespace

TEST_CASE("values are exact") {
  for (const auto& [text, value] : {Case{"96*(11*11*3+1)", "34944"},
                                    Case{"(212 + 2*0 - 11)/4 + 1", "51.25"},
                                    Case{"floor((212-11)/4)+1", "51"},
                                    Case{"ceil(-7/2)", "-3"},
                                    Case{"0.1 + 0.2", "0.3"},
                                    Case{"1/3 + 1/3 + 1/3", "1"},
                                    Case{"2^10 - 2^-1", "1023.5"},
                                    Case{"-2^2", "-4"},
                                    Case{"(-2)^2", "4"},
                                    Case{"2^3^2", "512"},
                                    Case{"7 - 2 - 1", "4"},
                                    Case{"24/4/2", "3"},
                                    Case{"24/4*2", "12"},
                                    Case{"min(3, 1/2, 4)", "0.5"},
                                    Case{"max(3, 1/2, -4)", "3"},
                                    Case{"sqrt(9/4)", "1.5"},
                                    Case{"sqrt(9223372030926249001)", "3037000499"},
                                    Case{"sqrt(0)", "0"},
                                    Case{"log2(1024)", "10"},
                                    Case{"log2(1/8)", "-3"},
                                    Case{"96*364 = 34944 = 34,945", "34945"},
                                    Case{"9223372036854775807 - 1", "9223372036854775806"}}) {
    CAPTURE(text);
    CHECK(exact(text) == value);
  }
}

TEST_CASE("what has no exact value says why") {
  for (const auto& [text, error] :
       {Case{"n + 1", "n has no value here"}, Case{"? + 1", "a value that is not known (?) is needed"},
        Case{"1/(2-2)", "a division by zero has no value"}, Case{"0^-1", "a division by zero has no value"},
        Case{"9223372036854775807 + 1", "this number is too large to be computed exactly (64 bits)"},
        Case{"10^19", "this number is too large to be computed exactly (64 bits)"},
        Case{"2^0.5", "only whole exponents are computed exactly"},
        Case{"sqrt(2)", "the square root of 2 is not a fraction"},
        Case{"sqrt(9223372036854775807)", "the square root of 9223372036854775807 is not a fraction"},
        Case{"sqrt(-4)", "the square root of a negative number is not real"},
        Case{"log2(6)", "the binary logarithm of 6 is not whole"},
        Case{"log2(0)", "only positive numbers have a logarithm"},
        Case{"(96 x 51) + 1", "a shape such as 96 x 51 is not one number"}}) {
    CAPTURE(text);
    CHECK(exact(text) == error);
  }
  const auto odd = evaluate(Expr::make(ExprKind::call, {1}, "sinh"));
  CHECK((!odd && odd.error().message == "sinh() is not a known function"));
}

TEST_CASE("real values are the nearest doubles") {
  CHECK(real("1/3") == 1.0 / 3);
  CHECK(real("sqrt(2)") == std::sqrt(2.0));
  CHECK(real("2*sqrt(2) - 1") == 2 * std::sqrt(2.0) - 1);
  CHECK(real("log2(6)") == doctest::Approx(2.584962500721156));
  CHECK(real("2^0.5") == doctest::Approx(std::sqrt(2.0)));
  CHECK(real("floor(0.3*10)") == 3);
  CHECK(real("10^30") == doctest::Approx(1e30));
  CHECK(real("max(sqrt(2), 1)") == std::sqrt(2.0));
  CHECK(real("(0.01*sqrt(4096/2))^22") == doctest::Approx(2.7e-8).epsilon(0.02));
  CHECK(real("1 = sqrt(2)") == std::sqrt(2.0));
  for (const char* text :
       {"n", "?", "1/0", "1/(sqrt(2) - sqrt(2))", "sqrt(-1)", "log2(0)", "(-2)^0.5", "10^999", "1 x 2"}) {
    CAPTURE(text);
    CHECK(std::isnan(real(text)));
  }
}

}  // namespace stride::math::test
