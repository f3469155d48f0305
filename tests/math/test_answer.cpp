#include <doctest/doctest.h>

#include <string>

#include "math/expr.h"

namespace stride::math::test {
namespace {

std::string read(const std::string& typed) {
  const Result<Expr> expr = parse_answer(typed);
  return expr ? to_text(*expr) : expr.error().text();
}

struct Case {
  const char* typed;
  const char* read;
};

}  // namespace

TEST_CASE("sizes are shapes") {
  for (const auto& [typed, expected] : {Case{"51x51", "51 x 51"},
                                        Case{"51 x 51", "51 x 51"},
                                        Case{"51X51", "51 x 51"},
                                        Case{"51×51", "51 x 51"},
                                        Case{"96 × 51 × 51", "96 x 51 x 51"},
                                        Case{"96x51x51", "96 x 51 x 51"},
                                        Case{"(96 x 51 x 51)", "96 x 51 x 51"},
                                        Case{"(96, 51, 51)", "96 x 51 x 51"},
                                        Case{"(96,51,51)", "96 x 51 x 51"},
                                        Case{"(34,944)", "34 x 944"},
                                        Case{"(222,222,222)", "222 x 222 x 222"},
                                        Case{"[96, 51, 51]", "96 x 51 x 51"},
                                        Case{" (N, 222, 222, 64) ", "(N, 222, 222, 64)"},
                                        Case{"(N,222,222,64)", "(N, 222, 222, 64)"},
                                        Case{"(10,2,2,10)", "10 x 2 x 2 x 10"},
                                        Case{"(N, W/k, k, H/k, k, C)", "(N, W/k, k, H/k, k, C)"},
                                        Case{R"(96\times 51\times51)", "96 x 51 x 51"},
                                        Case{R"($51\times51$)", "51 x 51"},
                                        Case{"51px x 51 px", "51 x 51"},
                                        Case{"51 x 51 pixels", "51 x 51"},
                                        Case{"o = 51x51", "51 x 51"}}) {
    CAPTURE(typed);
    const Result<Expr> expr = parse_answer(typed);
    CHECK(read(typed) == expected);
    CHECK((expr && expr->kind() == ExprKind::dims));
  }
}

TEST_CASE("anything else is an expression") {
  for (const auto& [typed, expected] : {Case{"51", "51"},
                                        Case{"34 944", "34944"},
                                        Case{R"(\lfloor\frac{224-11}{4}\rfloor + 1)", "floor((224 - 11)/4) + 1"},
                                        Case{R"(3 \cdot 2^{10})", "3*2^10"},
                                        Case{"34,944", "34944"},
                                        Case{"51*51", "51*51"},
                                        Case{"51*51x3", "51*51*3"},
                                        Case{"96x(11x11x3+1)", "96*(11*11*3 + 1)"},
                                        Case{"96×(11×11×3+1)", "96*(11*11*3 + 1)"},
                                        Case{"(11,664 + 1)", "11664 + 1"},
                                        Case{"51 px", "51"},
                                        Case{"51px", "51"},
                                        Case{"51 Pixels", "51"},
                                        Case{"34,944 parameters", "34944"},
                                        Case{"floor((212-11)/4)+1", "floor((212 - 11)/4) + 1"},
                                        Case{"201/4", "201/4"},
                                        Case{"= 51", "51"},
                                        Case{"=96*364", "96*364"},
                                        Case{"o = 51", "51"},
                                        Case{"96*364 = 34,944", "96*364"},
                                        Case{"96*364 = 34,944 parameters", "96*364"},
                                        Case{"o = (212-11)/4 + 1 = 50.25 + 1 = 51.25", "(212 - 11)/4 + 1"},
                                        Case{"K*(f+1) = K*f + K", "K*(f + 1)"},
                                        Case{"fc6", "fc6"},
                                        Case{"px", "px"}}) {
    CAPTURE(typed);
    CHECK(read(typed) == expected);
  }
}

TEST_CASE("an answer that can't be read says why") {
  for (const auto& [typed, expected] :
       {Case{"", "0: nothing has been entered"}, Case{"   ", "0: nothing has been entered"},
        Case{"\t", "0: nothing has been entered"}, Case{"=", "0: nothing has been entered"},
        Case{"$ $", "0: nothing has been entered"},
        Case{"201/4 = 50", "6: the two sides of this = are not equal; enter one of them"},
        Case{"51 = o", "3: the two sides of this = are not equal; enter one of them"},
        Case{"12 34", "3: a sign such as * is missing before this number"}, Case{"51x", "51*x"},
        Case{"3*(4+", "5: a closing parenthesis is missing"}, Case{"(96, 51", "7: a closing parenthesis is missing"},
        Case{"96;51", "2: use a comma to separate sizes"},
        Case{"34,94",
             "2: this number is unclear: write decimals with a point (34.5) and thousands in groups of three "
             "(34,944)"}}) {
    CAPTURE(typed);
    CHECK(read(typed) == expected);
  }
}

}  // namespace stride::math::test
