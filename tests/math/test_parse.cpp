#include <doctest/doctest.h>

#include <string>

#include "math/expr.h"

namespace stride::math::test {
namespace {

/// The tree as text, or `where: message`.
std::string read(const std::string& typed) {
  const Result<Expr> expr = parse_expression(typed);
  return expr ? to_text(*expr) : expr.error().text();
}

struct Case {
  const char* typed;
  const char* read;
};

constexpr auto unclear =
    "this number is unclear: write decimals with a point (34.5) and thousands in groups of three (34,944)";

}  // namespace

TEST_CASE("numbers are read as people write them") {
  for (const auto& [typed, expected] : {Case{"34944", "34944"},
                                        Case{"34 944", "34944"},
                                        Case{"34,944", "34944"},
                                        Case{"34'944", "34944"},
                                        Case{"34’944", "34944"},
                                        Case{"34\u00A0944", "34944"},
                                        Case{"34\u202F944", "34944"},
                                        Case{"34\u2009944", "34944"},
                                        Case{"62,378,344", "62378344"},
                                        Case{"62 378 344", "62378344"},
                                        Case{"1,234.5", "1234.5"},
                                        Case{"1 234.5 + 1", "1234.5 + 1"},
                                        Case{"34.944", "34.944"},
                                        Case{".5", "0.5"},
                                        Case{"007", "7"},
                                        Case{"54.250", "54.25"},
                                        Case{"0.1234567", "0.1234567"},
                                        Case{"0.0078125", "1/128"},
                                        Case{"2.7e-8", "0.000000027"},
                                        Case{"1E3", "1000"},
                                        Case{"2e+1", "20"},
                                        Case{"2e", "2*e"},
                                        Case{"2e + 1", "2*e + 1"},
                                        Case{"9223372036854775807", "9223372036854775807"},
                                        Case{"4611686018427387903.5", "4611686018427387903.5"},
                                        Case{"96*(1,089+1)", "96*(1089 + 1)"}}) {
    CAPTURE(typed);
    CHECK(read(typed) == expected);
  }
}

TEST_CASE("a number that could be another is refused") {
  CHECK(read("34,94") == std::string("2: ") + unclear);
  CHECK(read("3,5") == std::string("1: ") + unclear);
  CHECK(read("0,944") == std::string("1: ") + unclear);
  CHECK(read("2012,227") == std::string("4: ") + unclear);
  CHECK(read("1,234,5") == std::string("5: ") + unclear);
  CHECK(read("1.234,5") == std::string("5: ") + unclear);
  CHECK(read("1'234,567") == std::string("5: ") + unclear);
  CHECK(read("12'34") == std::string("2: ") + unclear);
  CHECK(read("12 34") == "3: a sign such as * is missing before this number");
  CHECK(read("34  944") == "4: a sign such as * is missing before this number");
  CHECK(read("1 234 56") == "6: a sign such as * is missing before this number");
  CHECK(read("1.234.567") == "5: a number has one decimal point; thousands are separated by a comma or a space");
  CHECK(read("5.") == "2: a digit is missing after the decimal point");
  CHECK(read("2 * 9223372036854775808") == "4: this number is too large");
  CHECK(read("1e19") == "0: this number is too large");
  CHECK(read("1e999") == "0: this number is too large");
  CHECK(read("0.1234567890123456789") == "0: a number may have at most 18 decimals");
  CHECK(read("1e-30") == "0: a number may have at most 18 decimals");
}

TEST_CASE("every form of sign is read") {
  for (const auto& [typed, expected] : {Case{"96*(11*11*3+1)", "96*(11*11*3 + 1)"},
                                        Case{"96·(11·11·3+1)", "96*(11*11*3 + 1)"},
                                        Case{"3 × 4 ∗ 5 ⋅ 6", "3*4*5*6"},
                                        Case{"201 ÷ 4", "201/4"},
                                        Case{"212 − 11", "212 - 11"},
                                        Case{"212 – 11", "212 - 11"},
                                        Case{"floor((212-11)/4)+1", "floor((212 - 11)/4) + 1"},
                                        Case{"FLOOR((212-11)/4)", "floor((212 - 11)/4)"},
                                        Case{"⌊(212−11)/4⌋+1", "floor((212 - 11)/4) + 1"},
                                        Case{"⌈55/2⌉", "ceil(55/2)"},
                                        Case{"ceiling(55/2)", "ceil(55/2)"},
                                        Case{"(212-11)//4 + 1", "floor((212 - 11)/4) + 1"},
                                        Case{"11² + 2³", "11^2 + 2^3"},
                                        Case{"2¹⁰", "2^10"},
                                        Case{"11**2", "11^2"},
                                        Case{"max(34,944)", "max(34, 944)"},
                                        Case{"min(3 400, 5)", "min(3400, 5)"},
                                        Case{"sqrt(2/n_in)", "sqrt(2/n_in)"},
                                        Case{"log2(1000)", "log2(1000)"},
                                        Case{"σ_max*γ", "σ_max*γ"},
                                        Case{"+5", "5"},
                                        Case{"a + -b", "a - b"},
                                        Case{"2*-3", "2*(-3)"},
                                        Case{"2^-3", "2^(-3)"},
                                        Case{"-a^2", "-a^2"},
                                        Case{"? + 1 = 51", "? + 1 = 51"},
                                        Case{"\t( n )\n", "n"}}) {
    CAPTURE(typed);
    CHECK(read(typed) == expected);
  }
}

TEST_CASE("the sign of a product may be left out") {
  for (const auto& [typed, expected] :
       {Case{"2p", "2*p"}, Case{"96(121+1)", "96*(121 + 1)"}, Case{"(n + 2p - f)/s", "(n + 2*p - f)/s"},
        Case{"K(f f C + 1)", "K*(f*f*C + 1)"}, Case{"(a+b)(a-b)", "(a + b)*(a - b)"}, Case{"2⌊n/2⌋", "2*floor(n/2)"},
        Case{"2n²", "2*n^2"}, Case{"1/2n", "(1/2)*n"}, Case{"2x", "2*x"}, Case{"2x + x", "2*x + x"},
        Case{"2x(x + 1)", "2*x*(x + 1)"}, Case{"x51", "x51"}}) {
    CAPTURE(typed);
    CHECK(read(typed) == expected);
  }
}

TEST_CASE("shapes are read as shapes") {
  for (const auto& [typed, expected] :
       {Case{"96 x 51 x 51", "96 x 51 x 51"}, Case{"96x51X51", "96 x 51 x 51"}, Case{"C x 51", "(C, 51)"},
        Case{"(N, 222, 222, 64)", "(N, 222, 222, 64)"}, Case{"(N, W/k, k)", "(N, W/k, k)"}, Case{"(96, 51)", "96 x 51"},
        Case{"(5,)", "(5,)"}, Case{"(3, 4,)", "3 x 4"}, Case{"51×51", "51*51"}}) {
    CAPTURE(typed);
    CHECK(read(typed) == expected);
  }
}

TEST_CASE("an error says what is expected and where") {
  for (const auto& [typed, expected] :
       {Case{"", "0: nothing has been entered"},
        Case{" \t\u00A0", "0: nothing has been entered"},
        Case{"3*(4+", "5: a closing parenthesis is missing"},
        Case{"3*(4+1", "6: a closing parenthesis is missing"},
        Case{"3*(4+)", "5: a number, a name or an opening parenthesis is expected here"},
        Case{"3*", "2: a number is missing at the end"},
        Case{"3*-", "3: a number is missing at the end"},
        Case{"2^", "2: a number is missing at the end"},
        Case{"*3", "0: a number, a name or an opening parenthesis is expected here"},
        Case{"3)", "1: this closing parenthesis has no opening one"},
        Case{")", "0: this closing parenthesis has no opening one"},
        Case{"()", "1: there is nothing between these parentheses"},
        Case{"floor()", "6: there is nothing between these parentheses"},
        Case{"⌊3)", "2: a closing ⌋ is expected here"},
        Case{"⌊3", "2: a closing ⌋ is missing"},
        Case{"(3⌋", "2: a closing ) is expected here"},
        Case{"3⌋", "1: this closing bracket has no opening one"},
        Case{"(3)4", "3: a sign such as * is missing before this number"},
        Case{"(3 4)", "3: a sign such as * is missing before this number"},
        Case{"96, 51",
             "2: a comma separates sizes in parentheses, (96, 51, 51), or thousands, 34,944; decimals take a point"},
        Case{"floor(1, 2)", "5: floor() takes one value"},
        Case{"round(3.5)", "0: round() is not known here; floor, ceil, min, max, sqrt and log2 are"},
        Case{"[3 + 4]*2", "0: use round parentheses ( ) here, and floor() to round down"},
        Case{"3 % 2", "2: the character % is not understood here"},
        Case{"größe", "2: the character ö is not understood here"},
        Case{"3 \xFF", "2: this character is not readable text (UTF-8)"}}) {
    CAPTURE(typed);
    CHECK(read(typed) == expected);
  }
  CHECK(read(std::string("3\0004", 3)) == "1: an invisible character is not understood here");
}

TEST_CASE("very long and very deep input is refused, not crashed on") {
  const std::string too_long = "2000: this is longer than 2,000 characters";
  const std::string too_deep = "this is nested too deeply to be read";
  CHECK(read(std::string(100'000, '(')) == too_long);
  CHECK(read(std::string(2001, '1')) == too_long);
  CHECK(read(std::string(1999, '(') + "1").ends_with(too_deep));
  CHECK(read(std::string(1999, '-') + "1").ends_with(too_deep));
  std::string quotients = "1";
  std::string powers = "1";
  std::string exponents = "1";
  std::string sum = "1";
  for (int i = 0; i < 500; ++i) {
    quotients += "/1";
    powers += "^1";
    exponents += "^(1";
    sum += "+1";
  }
  CHECK(read(quotients).ends_with(too_deep));
  CHECK(read(powers).ends_with(too_deep));
  CHECK(read(exponents).ends_with(too_deep));
  CHECK(parse_expression(sum).has_value());
  CHECK(read(std::string(90, '(') + "1" + std::string(90, ')')) == "1");
}

}  // namespace stride::math::test
