// Values of formulas on tensors.

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "math/index_formula.h"

namespace stride::math::test {
namespace {

Scope scope() {
  Scope result;
  result.numbers = {{"i", 2}, {"N", 3}, {"s", 2}, {"n_in", 50}};
  result.tensors["x"] = {.sizes = {3}, .entries = {1, -2, 3}, .axes = {}};
  result.tensors["W"] = {.sizes = {2, 3}, .entries = {1, 2, 3, 4, 5, 6}, .axes = {"rows", "columns"}};
  result.tensors["P"] = {.sizes = {3}, .entries = {7, 8, 9}, .axes = {}, .first = 0, .zero_outside = true};
  result.tensors["Q"] = {.sizes = {1, 1, 2}, .entries = {5, 6}, .axes = {}};
  return result;
}

/// The entries with spaces between, rows with semicolons; or the error.
std::string value(const std::string& typed) {
  const Result<Expr> formula = parse_formula(typed);
  if (!formula) return formula.error().text();
  const Result<Matrix> found = evaluate_formula(*formula, scope());
  if (!found) return found.error().text();
  std::string text;
  for (std::size_t i = 0; i < found->entries.size(); ++i) {
    if (i > 0) text += i % static_cast<std::size_t>(found->columns) == 0 ? "; " : " ";
    text += std::to_string(std::lround(found->entries[i] * 1000));
  }
  return text;
}

struct Case {
  const char* typed;
  const char* value;  // in thousandths
};

}  // namespace

TEST_CASE("formulas have the values that their signs say") {
  for (const auto& [typed, expected] : {Case{"sum(n=1..N, x[n])", "2000"},
                                        Case{"sum(n=1..0, x[n])", "0"},
                                        Case{"sum(n=1..N, m=1..n, m)", "10000"},
                                        Case{"sum(k=1..N, x_k W_2k)", "12000"},
                                        Case{"Z_i = x_i + n_in", "48000"},
                                        Case{"W*x", "6000; 12000"},
                                        Case{"W x", "6000; 12000"},
                                        Case{"(W x)^T", "6000 12000"},
                                        Case{"x^T x", "14000"},
                                        Case{"x x^T", "1000 -2000 3000; -2000 4000 -6000; 3000 -6000 9000"},
                                        Case{"x .* x - 1", "0; 3000; 8000"},
                                        Case{"x^2", "1000; 4000; 9000"},
                                        Case{"2 relu(x)", "2000; 0; 6000"},
                                        Case{"max(0, x)", "1000; 0; 3000"},
                                        Case{"delta(i,2) + delta(i,3) + δ_i2", "2000"},
                                        Case{"[i = 2]*5 + [x_2 > 0]", "5000"},
                                        Case{"[0 < i < 2]", "0"},
                                        Case{"if(x[2] > 0, 1, -1)", "-1000"},
                                        Case{"if(i = 2, 5, 7)", "5000"},
                                        Case{"if(i = 3, 5, 7)", "7000"},
                                        Case{"P[0] + P[2] + P[3] + P[-1]", "16000"},
                                        Case{"[i > 5]*x[9]", "0"},
                                        Case{"e^0 + exp(0) + ln(1) + tanh(0) + sigma(0)", "2500"},
                                        Case{"sigma'(0)", "250"},
                                        Case{"relu'(x)", "1000; 0; 1000"},
                                        Case{"floor(7/2) + sqrt(4)", "5000"}}) {
    CAPTURE(typed);
    CHECK(value(typed) == expected);
  }
}

TEST_CASE("what has no value says why in the student's own words") {
  for (const auto& [typed, expected] :
       {Case{"x[0]", "x[0]: index 1 goes from 1 to 3"}, Case{"W[3, 1]", "W[3, 1]: rows go from 1 to 2"},
        Case{"W[1, i + 2]", "W[1, 4]: columns go from 1 to 3"}, Case{"x[1/2]", "x[1/2]: 1/2 is not a whole number"},
        Case{"W[1]", "W[1]: W takes 2 indexes, here is 1"}, Case{"x_1 + y", "y has no value here"},
        Case{"y[1]", "y has no value here"}, Case{"s[1]", "s is a number and takes no index"},
        Case{"Q + 1", "Q needs its 3 indexes, as in Q[...]"},
        Case{"sum(n=1..10^9, n)", "the sum over n has 1,000,000,000 terms; at most 10,000 are added here"},
        Case{"sum(n=1..10^30, n)", "10^30: 10^30 is not a whole number"},
        Case{"sum(n=1..5000, m=1..5000, 1)", "this formula takes too many steps to be evaluated here"},
        Case{"1/(i-2)", "1/(i - 2): the denominator is 0"},
        Case{"log(0-1)", "log(0 - 1) has no value among the real numbers"},
        Case{"1 + ?", "a value is missing here (?)"}, Case{"W + x", "W + x: 2 x 3 and 3 x 1 do not fit entry by entry"},
        Case{"x W",
             "x*W: a matrix product of 3 x 1 and 2 x 3 does not exist; .* multiplies entry by entry, ^T "
             "transposes, parentheses say what comes first"},
        Case{"1/x", "1/x: only a number can stand under a fraction bar"}}) {
    CAPTURE(typed);
    CHECK(value(typed) == expected);
  }
}

TEST_CASE("names without a meaning are told apart from those that a sum binds") {
  const Expr formula = parse_formula("sum(n=1..N, x[n]*K[c,n]) + x_k + q").value();
  CHECK(free_names(formula, scope()) == std::vector<std::string>{"K", "c", "k", "q"});
}

TEST_CASE("numbers alone have a value everywhere") {
  CHECK(evaluate_real(parse_formula("exp(1) + sigma(0)").value()).value() == doctest::Approx(3.218281828));
  CHECK(evaluate_real(parse_formula("sum(n=1..3, n^2)").value()).value() == doctest::Approx(14));
}

}  // namespace stride::math::test
