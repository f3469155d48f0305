#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "math/expr.h"
#include "math/index_formula.h"
#include "random_expr.h"

namespace stride::math::test {
namespace {

/// The MathML of an expression without the outer element and the attributes of fences.
std::string markup(const char* text) {
  const Result<Expr> expr = parse_expression(text);
  std::string result = expr ? to_mathml(*expr) : expr.error().text();
  for (const std::string_view noise : {R"( fence="true" stretchy="true")", "<math>", "</math>"}) {
    for (auto at = result.find(noise); at != std::string::npos; at = result.find(noise)) result.erase(at, noise.size());
  }
  return result;
}

/// What is wrong with a piece of MathML: elements must nest, be known, and have the children that they need.
class Checker {
 public:
  static std::string fault(std::string_view xml) {
    Checker checker;
    while (!xml.empty() && checker.fault_.empty()) xml = checker.step(xml);
    if (checker.fault_.empty() && !checker.open_.empty()) return "unclosed " + checker.open_.back().name;
    return checker.fault_;
  }

 private:
  struct Element {
    std::string name;
    int children = 0;
    bool text = false;
  };

  std::string_view step(std::string_view xml) {
    if (!xml.starts_with('<')) {
      const std::string_view text = xml.substr(0, xml.find('<'));
      if (open_.empty() || text.contains('>')) fault_ = "stray text " + std::string(text);
      if (!open_.empty()) open_.back().text = true;
      return xml.substr(text.size());
    }
    const std::size_t end = xml.find('>');
    if (end == std::string_view::npos) {
      fault_ = "unfinished tag";
      return {};
    }
    const std::string_view tag = xml.substr(1, end - 1);
    tag.starts_with('/') ? close(std::string(tag.substr(1))) : open(std::string(tag.substr(0, tag.find(' '))));
    return xml.substr(end + 1);
  }

  void open(const std::string& name) {
    constexpr std::array known = {"math",  "mrow", "mi",   "mn",    "mo",        "mtext",
                                  "mfrac", "msup", "msub", "msqrt", "munderover"};
    if (std::ranges::find(known, name) == known.end()) fault_ = "unknown element " + name;
    if (!open_.empty()) ++open_.back().children;
    open_.push_back({.name = name});
  }

  void close(const std::string& name) {
    if (open_.empty() || open_.back().name != name) {
      fault_ = "misplaced </" + name + ">";
      return;
    }
    const Element element = open_.back();
    open_.pop_back();
    const bool token = name == "mi" || name == "mn" || name == "mo" || name == "mtext";
    const bool pair = name == "mfrac" || name == "msup" || name == "msub";
    if (token != element.text) fault_ = "text in the wrong place: " + name;
    if (token && element.children != 0) fault_ = "elements within " + name;
    if (pair && element.children != 2) fault_ = name + " needs two children";
    if (name == "munderover" && element.children != 3) fault_ = name + " needs three children";
    if ((name == "math" || name == "msqrt") && element.children != 1) fault_ = name + " needs one child";
  }

  std::vector<Element> open_;
  std::string fault_;
};

struct Case {
  const char* text;
  const char* markup;
};

}  // namespace

TEST_CASE("formulas are drawn as formulas") {
  for (const auto& [text, expected] :
       {Case{"51", "<mn>51</mn>"},
        Case{"n", "<mi>n</mi>"},
        Case{"?", "<mtext>?</mtext>"},
        Case{"r_1", "<msub><mi>r</mi><mn>1</mn></msub>"},
        Case{"f_h", "<msub><mi>f</mi><mi>h</mi></msub>"},
        Case{"a - b + c", "<mrow><mi>a</mi><mo>−</mo><mi>b</mi><mo>+</mo><mi>c</mi></mrow>"},
        Case{"-a", "<mrow><mo>−</mo><mi>a</mi></mrow>"},
        Case{"2p", "<mrow><mn>2</mn><mo>&#x2062;</mo><mi>p</mi></mrow>"},
        Case{"2*3", "<mrow><mn>2</mn><mo>×</mo><mn>3</mn></mrow>"},
        Case{"p*3", "<mrow><mi>p</mi><mo>×</mo><mn>3</mn></mrow>"},
        Case{"?*n", "<mrow><mtext>?</mtext><mo>×</mo><mi>n</mi></mrow>"},
        Case{"a/b", "<mfrac><mi>a</mi><mi>b</mi></mfrac>"},
        Case{"(a/b)^2", "<msup><mrow><mo>(</mo><mfrac><mi>a</mi><mi>b</mi></mfrac><mo>)</mo></mrow><mn>2</mn></msup>"},
        Case{"a^2", "<msup><mi>a</mi><mn>2</mn></msup>"},
        Case{"2*(-3)",
             "<mrow><mn>2</mn><mo>×</mo><mrow><mo>(</mo><mrow><mo>−</mo><mn>3</mn></mrow><mo>)</mo></mrow></mrow>"},
        Case{"floor(n/2)", "<mrow><mo>⌊</mo><mfrac><mi>n</mi><mn>2</mn></mfrac><mo>⌋</mo></mrow>"},
        Case{"ceil(n)", "<mrow><mo>⌈</mo><mi>n</mi><mo>⌉</mo></mrow>"},
        Case{"sqrt(n)", "<msqrt><mrow><mi>n</mi></mrow></msqrt>"},
        Case{"a = 1", "<mrow><mi>a</mi><mo>=</mo><mn>1</mn></mrow>"},
        Case{"96 x 51", "<mrow><mn>96</mn><mo>×</mo><mn>51</mn></mrow>"},
        Case{"max(a, 1)",
             "<mrow><mi>max</mi><mo>&#x2061;</mo><mrow><mo>(</mo><mrow><mi>a</mi><mo>,</mo><mn>1</mn></mrow><mo>)</"
             "mo></mrow></mrow>"}}) {
    CAPTURE(text);
    CHECK(markup(text) == expected);
  }
  const std::string expected =
      "<mrow><mi>K</mi><mo>&#x2062;</mo><mrow><mo>(</mo><mrow><mrow><mi>f</mi><mo>&#x2062;</mo><mi>C</mi>"
      "</mrow><mo>+</mo><mn>1</mn></mrow><mo>)</mo></mrow></mrow>";
  CHECK(markup("K*(f*C + 1)") == expected);
}

TEST_CASE("numbers that are built, not typed, are drawn with their sign and bar") {
  const Expr n = Expr::symbol("n");
  CHECK(to_mathml(Expr(-5)) == "<math><mrow><mo>−</mo><mn>5</mn></mrow></math>");
  CHECK(to_mathml(Rational::fraction(-10, 3).value_or(Rational())) ==
        "<math><mrow><mo>−</mo><mfrac><mn>10</mn><mn>3</mn></mfrac></mrow></math>");
  CHECK(to_mathml(n - Expr(-5)).contains(R"(<mo>−</mo><mrow><mo fence="true" stretchy="true">(</mo>)"));
  CHECK(to_mathml(Expr::symbol("a<b")) == "<math><mi>a&lt;b</mi></math>");
  CHECK(to_mathml(n, true) == R"(<math display="block"><mi>n</mi></math>)");
}

TEST_CASE("formulas with indexes are drawn as in print") {
  const auto drawn = [](const char* text) {
    const Result<Expr> expr = parse_formula(text);
    return expr ? to_mathml(*expr) : expr.error().text();
  };
  CHECK(drawn("K[c,n-1]") ==
        "<math><msub><mi>K</mi><mrow><mi>c</mi><mo>,</mo><mrow><mi>n</mi><mo>−</mo><mn>1</mn></mrow></mrow></msub></"
        "math>");
  CHECK(
      drawn("sum(n=1..N, a_n b_n)") ==
      R"(<math><mrow><munderover><mo largeop="true" movablelimits="false">∑</mo><mrow><mi>n</mi><mo>=</mo><mn>1</mn></mrow><mi>N</mi></munderover>)"
      "<mrow><msub><mi>a</mi><mi>n</mi></msub><mo>&#x2062;</mo><msub><mi>b</mi><mi>n</mi></msub></mrow></mrow></math>");
  CHECK(drawn("delta(j,k)") == "<math><msub><mi>δ</mi><mrow><mi>j</mi><mi>k</mi></mrow></msub></math>");
  CHECK(drawn("W2^T") == "<math><msup><mi>W2</mi><mo>⊤</mo></msup></math>");
  CHECK(drawn("sigma'(x)").starts_with("<math><mrow><msup><mi>σ</mi><mo>′</mo></msup><mo>&#x2061;</mo>"));
  CHECK(drawn("[y <= 0]").contains("<mi>y</mi><mo>≤</mo><mn>0</mn>"));
  CHECK(drawn("a .* b") == "<math><mrow><mi>a</mi><mo>⊙</mo><mi>b</mi></mrow></math>");
}

TEST_CASE("MathML is well-formed for any tree") {
  Random random = Random::stream(41);
  CHECK(Checker::fault("<math><mi>n</mi></math>").empty());
  CHECK(Checker::fault("<math><mfrac><mi>n</mi></mfrac></math>") == "mfrac needs two children");
  CHECK(Checker::fault("<math><mrow></math>") == "misplaced </math>");
  for (int i = 0; i < 3000; ++i) {
    const Expr expr = i % 3 == 0 ? random_formula(random, 6) : random_expr(random, 6);
    CAPTURE(to_text(expr));
    CHECK(Checker::fault(to_mathml(expr, i % 2 == 0)).empty());
  }
}

}  // namespace stride::math::test
