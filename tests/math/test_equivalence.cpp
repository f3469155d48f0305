#include <doctest/doctest.h>

#include "math/expr.h"

namespace stride::math::test {
namespace {

bool same(const char* left, const char* right, std::uint64_t seed = 1) {
  const Result<Expr> a = parse_expression(left);
  const Result<Expr> b = parse_expression(right);
  CHECK(a.has_value());
  CHECK(b.has_value());
  return a && b && equivalent(*a, *b, seed);
}

struct Case {
  const char* left;
  const char* right;
};

}  // namespace

TEST_CASE("formulas that agree everywhere are equivalent") {
  for (const auto& [left, right] :
       {Case{"K*(f*f*C + 1)", "K*f^2*C + K"}, Case{"floor((n + 2p - f)/s) + 1", "floor((n - f + s + 2p)/s)"},
        Case{"(a + b)^2", "a² + 2*a*b + b²"}, Case{"(a^2 - b^2)/(a - b)", "a + b"},
        Case{"max(0, y)", "(y + max(y, -y))/2"}, Case{"34944", "96*364"}, Case{"sqrt(n)*sqrt(n)", "n"},
        Case{"log2(4*n)", "log2(n) + 2"}, Case{"(N, 222, 64)", "(N, 224 - 2, 8*8)"},
        Case{"r + (f-1)*j", "r - j + f*j"}}) {
    CAPTURE(left);
    for (std::uint64_t seed = 0; seed < 20; ++seed) CHECK(same(left, right, seed));
  }
}

TEST_CASE("formulas that differ somewhere are not") {
  for (const auto& [left, right] :
       {Case{"K*(f*f*C + 1)", "K*f*f*C + 1"}, Case{"floor((n - f)/s) + 1", "(n - f)/s + 1"},
        Case{"floor((n - f)/s) + 1", "ceil((n - f)/s) + 1"}, Case{"floor((n - f)/s) + 1", "floor((n - f + 1)/s)"},
        Case{"max(0, y)", "y"}, Case{"n", "m"}, Case{"34944", "34943"}, Case{"f*f", "2*f"},
        Case{"(N, 222, 64)", "(N, 64, 222)"}, Case{"(N, 222)", "(N, 222, 222)"}, Case{"(N, 222)", "N*222"},
        Case{"1/(n - n)", "1/(n - n)"}, Case{"?", "?"}}) {
    CAPTURE(left);
    for (std::uint64_t seed = 0; seed < 20; ++seed) CHECK_FALSE(same(left, right, seed));
  }
}

}  // namespace stride::math::test
