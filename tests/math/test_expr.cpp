// Building, printing and substituting.

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "math/expr.h"
#include "random_expr.h"

namespace stride::math::test {
namespace {

const Expr n = Expr::symbol("n");
const Expr a = Expr::symbol("a");
const Expr b = Expr::symbol("b");
const Expr c = Expr::symbol("c");

Rational fraction(std::int64_t numerator, std::int64_t denominator) {
  return Rational::fraction(numerator, denominator).value_or(Rational());
}

struct Case {
  Expr expr;
  const char* text;
};

}  // namespace

TEST_CASE("the coursework's formulas read as in the contract") {
  const Expr parameters = Expr::symbol("K") * (Expr::symbol("f") * Expr::symbol("f") * Expr::symbol("C") + 1);
  CHECK(to_text(parameters) == "K*(f*f*C + 1)");
  CHECK(to_text(substitute(parameters, {{"K", 384}, {"f", 3}, {"C", 384}})) == "384*(3*3*384 + 1)");
  CHECK(to_text(substitute(parameters, {{"f", 3}})) == "K*(3*3*C + 1)");
  const Expr output = floor((n + 2 * Expr::symbol("p") - Expr::symbol("f")) / Expr::symbol("s")) + 1;
  CHECK(to_text(output) == "floor((n + 2*p - f)/s) + 1");
  CHECK(to_text(substitute(output, {{"n", 212}, {"p", 0}, {"f", 11}, {"s", 4}})) == "floor((212 + 2*0 - 11)/4) + 1");
  const Expr linear = Expr::symbol("m") * (n + 1);
  CHECK(to_text(substitute(linear, {{"m", 4096}, {"n", Expr(256) * 4 * 4}})) == "4096*(256*4*4 + 1)");
  CHECK(to_text(equal(equal(Expr(96) * 364, 34944), 34944)) == "96*364 = 34944 = 34944");
  CHECK(to_text(Expr::make(ExprKind::dims, {96, 51, 51})) == "96 x 51 x 51");
}

TEST_CASE("parentheses stand only where precedence asks") {
  const Expr x = Expr::symbol("x");
  const std::vector<Case> cases = {
      {a + b + c, "a + b + c"},
      {a + (b + c), "a + (b + c)"},
      {a - (b - c), "a - (b - c)"},
      {a - b - c, "a - b - c"},
      {-a + b, "-a + b"},
      {-(a + b), "-(a + b)"},
      {-(-a), "-(-a)"},
      {a - (-b), "a - (-b)"},
      {a + Expr(-5), "a + (-5)"},
      {Expr(-5) + a, "-5 + a"},
      {a - Expr(-5), "a - (-5)"},
      {Expr(-5) * a, "(-5)*a"},
      {a * (-b), "a*(-b)"},
      {-(a * b), "-a*b"},
      {a * b * c, "a*b*c"},
      {a * (b * c), "a*(b*c)"},
      {a / (b * c), "a/(b*c)"},
      {a / b * c, "(a/b)*c"},
      {a * b / c, "a*b/c"},
      {a / b / c, "(a/b)/c"},
      {a / (b / c), "a/(b/c)"},
      {(a + b) / (a - b), "(a + b)/(a - b)"},
      {power(a + b, 2), "(a + b)^2"},
      {power(a, b + c), "a^(b + c)"},
      {power(-a, 2), "(-a)^2"},
      {-power(a, 2), "-a^2"},
      {power(power(a, b), c), "(a^b)^c"},
      {power(a, power(b, c)), "a^(b^c)"},
      {power(Expr(2), Expr(-3)), "2^(-3)"},
      {power(floor(a), 2), "floor(a)^2"},
      {a * power(b, 2), "a*b^2"},
      {Expr(fraction(10, 3)) * a, "(10/3)*a"},
      {Expr(fraction(201, 4)) * a, "50.25*a"},
      {Expr::unknown() * 4, "?*4"},
      {Expr::make(ExprKind::call, {a, b + 1}, "max"), "max(a, b + 1)"},
      {equal(a, b) + 1, "(a = b) + 1"},
      {Expr::make(ExprKind::dims, {Expr::symbol("N"), 222, 222, 64}), "(N, 222, 222, 64)"},
      {Expr::make(ExprKind::dims, {x, 3}), "(x, 3)"},
      {Expr::make(ExprKind::dims, {5}), "(5,)"},
      {Expr::make(ExprKind::dims, {2, 3}) + 1, "(2 x 3) + 1"},
      {Expr::make(ExprKind::dims, {Expr::make(ExprKind::dims, {2, 3}), a}), "((2 x 3), a)"},
  };
  for (const auto& [expr, text] : cases) {
    CHECK(to_text(expr) == text);
    CHECK(expr == expr);
  }
}

TEST_CASE("equality is by structure") {
  CHECK(a + b == a + b);
  CHECK_FALSE(a + b == b + a);
  CHECK_FALSE(a + b + c == a + (b + c));
  CHECK_FALSE(Expr(1) == Expr(2));
  CHECK_FALSE(floor(a) == ceil(a));
  CHECK_FALSE(Expr::make(ExprKind::call, {a}, "sqrt") == Expr::make(ExprKind::call, {a}, "log2"));
}

TEST_CASE("a tree that can't be is not built") {
  CHECK(Expr::make(ExprKind::add, {}) == Expr(0));
  CHECK(Expr::make(ExprKind::multiply, {}) == Expr(1));
  CHECK(Expr::make(ExprKind::multiply, {a}) == a);
  CHECK(Expr::make(ExprKind::divide, {a}) == Expr::unknown());
  CHECK(Expr::make(ExprKind::call, {}, "max") == Expr::unknown());
  CHECK((a + b * 2).height() == 3);
}

TEST_CASE("a symbol that is replaced leaves the rest as it was") {
  CHECK(to_text(substitute(n + a, {{"n", a + b}})) == "(a + b) + a");
  CHECK(to_text(substitute(a - n, {{"n", -b}})) == "a - (-b)");
  CHECK(to_text(substitute(power(n, 2), {{"n", -3}})) == "(-3)^2");
  CHECK(substitute(n * a, {}) == n * a);
}

TEST_CASE("what is printed is read back as the same tree") {
  Random random = Random::stream(31);
  for (int i = 0; i < 20'000; ++i) {
    const Expr expr = random_expr(random, 2 + static_cast<int>(random.below(6)));
    const std::string text = to_text(expr);
    const Result<Expr> read = parse_expression(text);
    CAPTURE(text);
    if (text.size() > 2000) continue;
    CHECK_MESSAGE(read.has_value(), read.error_or(Error{}).text());
    if (read) CHECK_MESSAGE(*read == expr, to_text(*read));
  }
}

TEST_CASE("what is printed has the value of the tree, negative numbers and fractions too") {
  Random random = Random::stream(32);
  for (int i = 0; i < 5000; ++i) {
    const Bindings bindings = {{"n", Rational(random.between(-9, 9))}, {"a", fraction(random.below(40), 7)}};
    const Expr shape = random_expr(random, 5, true);
    const Expr expr = substitute(power(n, 2) * shape - a / n + n, bindings);
    const Result<Expr> read = parse_expression(to_text(expr));
    CAPTURE(to_text(expr));
    CHECK(read.has_value());
    if (!read) continue;
    const Result<Rational> expected = evaluate(expr);
    const Result<Rational> value = evaluate(*read);
    CHECK(expected.has_value() == value.has_value());
    if (expected && value) CHECK(*expected == *value);
  }
}

}  // namespace stride::math::test
