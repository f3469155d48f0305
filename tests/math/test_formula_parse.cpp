// The notation of formulas: what is read, printed again, and refused.

#include <doctest/doctest.h>

#include <string>

#include "math/index_formula.h"
#include "random_expr.h"

namespace stride::math::test {
namespace {

std::string read(const std::string& typed) {
  const Result<Expr> expr = parse_formula(typed);
  return expr ? to_text(*expr) : expr.error().text();
}

struct Case {
  const char* typed;
  const char* read;
};

}  // namespace

TEST_CASE("LaTeX is read as what it means") {
  for (const auto& [typed, expected] : {
           Case{R"(\sum_{c=1}^{C} \sum_{n=1}^N\sum\limits_{m=1}^{M} I_{c,(i-1)s+n,(j-1)s+m} \cdot K_{cnm})",
                "sum(c=1..C, sum(n=1..N, sum(m=1..M, I[c, (i - 1)*s + n, (j - 1)*s + m]*K[c, n, m])))"},
           Case{R"($s_j \left( \delta_{jk} - s_k \right)$)", "s_j*(δ[j, k] - s_k)"},
           Case{R"(\frac{e^{x}}{\sum_{k=0}^{K-1} \exp(x_k)})", "e^x/sum(k=0..K - 1, exp(x_k))"},
           Case{R"(\sigma'(o_2) \odot (W^{\top} d))", "sigma'(o_2) .* W^T*d"},
           Case{R"(W^{T}x + W^\top\,y)", "W^T*x + W^T*y"},
           Case{R"(\max(0, x)\times2\alpha\beta)", "max(0, x)*2*α*β"},
           Case{R"(\dfrac12 a\mathrm{out}\;b)", "(1/2)*a*out*b"},
           Case{R"(o_{\mathrm{out}} + i_{\text{in}} + K_{\alpha,j})", "o_out + i_in + K[α, j]"},
           Case{R"(x^{2} + \sqrt{y})", "x^2 + sqrt(y)"},
           Case{R"(\left\lfloor \frac{n-k}{s} \right\rfloor + 1 \leq N)", "[floor((n - k)/s) + 1 <= N]"},
           Case{R"(\sum_{n=1} x_n)", R"(9: the range of a sum is written as in \sum_{n=1}^{N})"},
           Case{R"(\sum x_n)", R"(0: the range of a sum is written as in \sum_{n=1}^{N})"},
           Case{R"(a + \Xi)", R"(4: the command \Xi is not understood here)"},
           Case{R"(\frac{a}{b)", "8: the closing } of this brace is missing"},
           Case{R"(\frac{a})", "8: something in braces is missing here"},
           Case{R"(\cdot x \cdot )", "0: a number, a name or an opening parenthesis is expected here"},
           Case{R"(a \times )", "9: a number is missing at the end"},
           Case{R"(a \)", "2: a command is expected after this \\"},
       }) {
    CAPTURE(typed);
    CHECK(read(typed) == expected);
  }
  const std::string deep = "\\frac" + std::string(500, '{');
  CHECK(read(deep).ends_with("this is nested too deeply to be read"));
}

TEST_CASE("sums, elements and conditions are read as students write them") {
  for (const auto& [typed, expected] :
       {Case{"sum(c=1..C, n=1..N, m=1..M, I[c, (i-1)*s+n, (j-1)*s+m] * K[c,n,m])",
             "sum(c=1..C, n=1..N, m=1..M, I[c, (i - 1)*s + n, (j - 1)*s + m]*K[c, n, m])"},
        Case{"Σ(c=0…C-1) I[c] K[c] + b", "sum(c=0..C - 1, I[c]*K[c]) + b"},
        Case{"∑ (I[c]*K[c], c=1:C)", "sum(c=1..C, I[c]*K[c])"},
        Case{"sum(c=1..C) sum(n=1...N) K[c][n]", "sum(c=1..C, sum(n=1..N, K[c, n]))"},
        Case{"I(c, i s + n, j)", "I[c, i*s + n, j]"},
        Case{"K_{cnm} + Z_{i, j-1} + Z_(l-1)", "K[c, n, m] + Z[i, j - 1] + Z[l - 1]"},
        Case{"s_j*(delta(j,k)-s_k)", "s_j*(delta(j, k) - s_k)"},
        Case{"δ(j,k) a_k", "delta(j, k)*a_k"},
        Case{"sigma'(x)", "sigma'(x)"},
        Case{"σ′(o2) ⊙ (W2ᵀ do5)", "sigma'(o2) .* W2^T*do5"},
        Case{"sigmoid'(o2) .* (W2.T @ do5)", "sigma'(o2) .* W2^T*do5"},
        Case{"(a .* b) c^T", "(a .* b)*c^T"},
        Case{"W^(T)", "W^T"},
        Case{"x^T_(i)", "x^(T[i])"},
        Case{"2.*x", "2 .* x"},
        Case{"max(0,x)", "max(0, x)"},
        Case{"max(1,000)", "max(1, 0)"},
        Case{"ReLU(x)", "relu(x)"},
        Case{"ln(x) + EXP(x)", "log(x) + exp(x)"},
        Case{"[y[i] <= 0] y[i]", "[y[i] <= 0]*y[i]"},
        Case{"(x ≥ 0)", "[x >= 0]"},
        Case{"[j = k]", "[j == k]"},
        Case{"[0 < x <= 1]", "[0 < x <= 1]"},
        Case{"if(x > 0, 1, a)", "if([x > 0], 1, a)"},
        Case{"if(j = k, 1, 0)", "if([j == k], 1, 0)"},
        Case{"Z_ij = 2x", "Z_ij = 2*x"},
        Case{"x [y > 0]", "x*[y > 0]"},
        Case{"sum(c=1..?, I[?])", "sum(c=1..?, I[?])"}}) {
    CAPTURE(typed);
    CHECK(read(typed) == expected);
  }
}

TEST_CASE("an error in a formula says what is expected and where") {
  for (const auto& [typed, expected] :
       {Case{"sum(I[c])", "4: a sum needs a range, as in sum(n=1..N, ...)"},
        Case{"sum(c=1, I[c])", "7: a range is written with two dots, as in n=1..N"},
        Case{"sum(c=1..C)", "11: a number is missing at the end"},
        Case{"sum(c=1..C, I[c], K[c])", "18: this sum has two bodies; a range is written n=1..N"},
        Case{"I[c, i", "6: a closing ] is missing"}, Case{"I[c)", "3: a closing ] is expected here"},
        Case{"I[]", "2: a number, a name or an opening parenthesis is expected here"},
        Case{"]", "0: this closing bracket has no opening one"}, Case{"K_{c", "4: a closing ] is missing"},
        Case{"{a}", "0: braces stand in a subscript only, as in K_{c,n}; use ( ) here"},
        Case{"K_", "1: a subscript is a letter, a number or in braces, as in K_{c,n}"},
        Case{"(a, b)", "0: a comma is not expected between these parentheses"},
        Case{"delta(j)", "5: delta() takes two values"},
        Case{"1..3", "1: two dots stand in a range only, as in sum(n=1..N, ...)"},
        Case{"a, b", "1: a comma is not expected here"}, Case{"a $ b", "2: the character $ is not understood here"},
        Case{"*2", "0: a number, a name or an opening parenthesis is expected here"},
        Case{"", "0: nothing has been entered"}}) {
    CAPTURE(typed);
    CHECK(read(typed) == expected);
  }
  CHECK(read(std::string(1999, '(') + "1").ends_with("this is nested too deeply to be read"));
  std::string nested;
  for (int i = 0; i < 150; ++i) nested += "sum(c=1..C) ";
  CHECK(read(nested + "1").ends_with("this is nested too deeply to be read"));
}

TEST_CASE("what is read is printed so that it is read as the same tree") {
  Random random = Random::stream(77);
  int read_back = 0;
  for (int i = 0; i < 6000; ++i) {
    const Expr expr = random_formula(random, 5);
    const std::string text = to_text(expr);
    if (text.size() > 1900) continue;
    CAPTURE(text);
    const Result<Expr> again = parse_formula(text);
    REQUIRE(again.has_value());
    CHECK(to_text(*again) == text);
    read_back += *again == expr ? 1 : 0;
    CHECK(*again == expr);
  }
  CHECK(read_back > 5000);
}

TEST_CASE("gaps are filled in the order in which they are written") {
  const Expr gaps = parse_formula("sum(c=1..?, I[?, c]) + ?").value();
  CHECK(count_unknowns(gaps) == 3);
  CHECK(to_text(fill_unknowns(gaps, {Expr::symbol("C"), Expr::symbol("i")})) == "sum(c=1..C, I[i, c]) + ?");
}

TEST_CASE("the index of a sum is a name of its own") {
  const Expr sum = parse_formula("c + sum(c=1..c, K[c]*s)").value();
  CHECK(to_text(substitute(sum, {{"c", 5}, {"s", 2}})) == "5 + sum(c=1..5, K[c]*2)");
}

}  // namespace stride::math::test
