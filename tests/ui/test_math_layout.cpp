#include <doctest/doctest.h>

#include <algorithm>

#include "fixture.h"
#include "harness.h"
#include "math/index_formula.h"
#include "ui/math_layout.h"

namespace stride::ui::test {

using math::Expr;

namespace {

struct Typesetter {
  Context context;
  FontSet fonts = make_fonts(2);
  MathBox set(const Expr& expr, MathLevel level = MathLevel::display) const { return set_math(fonts, expr, level); }
};

std::vector<TextRun> runs(const MathBox& box) {
  std::vector<TextRun> found;
  for (const Shape& shape : box.shapes)
    if (const auto* run = std::get_if<TextRun>(&shape)) found.push_back(*run);
  return found;
}
std::vector<Panel> rules(const MathBox& box) {
  std::vector<Panel> found;
  for (const Shape& shape : box.shapes)
    if (const auto* panel = std::get_if<Panel>(&shape)) found.push_back(*panel);
  return found;
}
const Expr n = Expr::symbol("n"), p = Expr::symbol("p"), f = Expr::symbol("f"), s = Expr::symbol("s");

}  // namespace

TEST_CASE("a fraction is wider than its parts, its rule lies on the axis between them") {
  const Typesetter set;
  const MathBox above = set.set(n + p), below = set.set(s), whole = set.set((n + p) / s);
  CHECK(whole.width > std::max(above.width, below.width));
  CHECK(whole.ascent > above.ascent);
  CHECK(whole.descent > below.descent);
  const auto rule = rules(whole);
  REQUIRE(rule.size() == 1);
  CHECK(rule[0].rect.width > above.width);
  CHECK(rule[0].rect.center_y() == doctest::Approx(-0.25 * 19).epsilon(0.05));
  const auto text = runs(whole);
  CHECK(text.front().baseline < rule[0].rect.y);
  CHECK(text.back().baseline - 0.4 * 19 > rule[0].rect.bottom());
}

TEST_CASE("floor and ceil brackets cover what they hold") {
  const Typesetter set;
  const MathBox inner = set.set((n + p - f) / s);
  for (const Expr& expr : {math::floor((n + p - f) / s), math::ceil((n + p - f) / s)}) {
    const MathBox whole = set.set(expr);
    CHECK(whole.ascent >= inner.ascent);
    CHECK(whole.descent >= inner.descent);
    CHECK(whole.width > inner.width);
    const auto bars = rules(whole);
    REQUIRE(bars.size() == 5);  // the fraction's, two bars, two feet
    const double tallest = std::ranges::max(bars, {}, [](const Panel& bar) { return bar.rect.height; }).rect.height;
    CHECK(tallest >= inner.ascent + inner.descent);
  }
}

TEST_CASE("variables are italic, digits and words upright, Greek letters drawn") {
  const Typesetter set;
  CHECK(runs(set.set(n))[0].face == Face::math_italic);
  CHECK(runs(set.set(Expr(12)))[0].face == Face::math);
  CHECK(runs(set.set(Expr::symbol("max")))[0].face == Face::math);
  const auto gamma = runs(set.set(Expr::symbol("gamma")));
  CHECK(gamma[0].text == "γ");
  CHECK(gamma[0].face == Face::math_italic);
  CHECK(set.fonts.has(Face::math_italic, U'γ'));
  for (const char32_t sign : U"×−+=∂≤") {
    if (sign != 0) CHECK(set.fonts.has(Face::math, sign));
  }
}

TEST_CASE("a subscript hangs, a superscript stands, both smaller") {
  const Typesetter set;
  const auto sub = runs(set.set(Expr::symbol("r_1")));
  REQUIRE(sub.size() == 2);
  CHECK(sub[1].baseline > sub[0].baseline);
  CHECK(sub[1].face == Face::script_math);
  CHECK(sub[1].x >= sub[0].x + set.fonts.width(sub[0].face, sub[0].text));
  const auto sup = runs(set.set(math::power(n, Expr(2))));
  REQUIRE(sup.size() == 2);
  CHECK(sup[1].baseline < sup[0].baseline - 4);
  const auto negative = runs(set.set(math::power(n + p, Expr(2))));
  CHECK(negative.front().text == "(");
}

TEST_CASE("a sign between numbers, none between a number and a letter") {
  const Typesetter set;
  const auto texts = [&](const Expr& expr) {
    std::string all;
    for (const TextRun& run : runs(set.set(expr))) all += run.text;
    return all;
  };
  CHECK(texts(Expr(11) * Expr(11)) == "11×11");
  CHECK(texts(Expr(2) * p) == "2p");
  CHECK(texts(n * p) == "np");
  CHECK(texts(Expr(96) * (Expr(11) * Expr(11) * Expr(3) + Expr(1))) == "96×(11×11×3+1)");
  CHECK(texts(n - p) == "n−p");
  CHECK(texts(-n) == "−n");
  CHECK(texts(Expr::make(math::ExprKind::dims, {Expr(96), Expr(51), Expr(51)})) == "96×51×51");
  CHECK(texts(Expr(34944)) == "34,944");
  CHECK(texts(Expr::unknown()) == "?");
}

TEST_CASE("runs never lie on each other, and the box holds them all") {
  const Typesetter set;
  const Expr half = math::floor((n + Expr(2) * p - f) / Expr::symbol("s_l")) + Expr(1);
  for (const Expr& expr :
       {half, math::power(half, Expr(2)), math::equal(Expr::symbol("o"), half), (half / (n + half)) * math::power(p, n),
        Expr::make(math::ExprKind::call, {half}, "sqrt"), Expr::make(math::ExprKind::call, {n, half}, "max")}) {
    const MathBox box = set.set(expr);
    const auto text = runs(box);
    for (std::size_t i = 0; i < text.size(); ++i) {
      const double width = set.fonts.width(text[i].face, text[i].text);
      CHECK(text[i].x >= -0.01);
      CHECK(text[i].x + width <= box.width + 0.5);
      CHECK(text[i].baseline <= box.descent);
      CHECK(text[i].baseline - FontSet::cap_height(text[i].face) >= -box.ascent - 0.01);
      for (std::size_t j = 0; j < i; ++j) {
        const double other = set.fonts.width(text[j].face, text[j].text);
        const bool apart = text[i].x + width <= text[j].x + 0.5 || text[j].x + other <= text[i].x + 0.5 ||
                           text[i].baseline - FontSet::cap_height(text[i].face) >= text[j].baseline ||
                           text[j].baseline - FontSet::cap_height(text[j].face) >= text[i].baseline;
        CHECK(apart);
      }
    }
  }
}

TEST_CASE("long lines break before signs and never run out of their width") {
  const Typesetter set;
  Expr sum = Expr(34944);
  for (const int part : {614656, 885120, 1327488, 884992, 16781312, 16781312, 4097000}) sum = sum + Expr(part);
  const Expr line = math::equal(math::equal(Expr::symbol("P"), sum), Expr(41406824));
  for (const double width : {900.0, 400.0, 280.0, 160.0, 90.0}) {
    const auto lines = set_math_lines(set.fonts, line, MathLevel::display, width);
    CHECK((width > 800 || lines.size() > 1));
    for (const MathBox& box : lines) CHECK(box.width <= width + 0.01);
  }
  const Expr wide = math::floor((Expr(123456789) + Expr(123456789)) / Expr(2)) + Expr(1);
  for (const MathBox& box : set_math_lines(set.fonts, wide, MathLevel::display, 80)) CHECK(box.width <= 80.01);
}

TEST_CASE("the limits of a sum stand over and under its sign, indexes below their letter") {
  const Typesetter set;
  const auto formula = [](const char* text) { return math::parse_formula(text).value(); };
  const MathBox body = set.set(formula("I[c, n]*K[c, n]")), whole = set.set(formula("sum(c=1..C, I[c, n]*K[c, n])"));
  CHECK(whole.width > body.width);
  const auto text = runs(whole);
  REQUIRE(text.size() > 4);
  CHECK(text[0].text == "C");  // over
  CHECK(text[0].baseline < -0.7 * 19);
  CHECK(text[1].text == "c");  // under
  CHECK(text[1].baseline > 0.7 * 19);
  const auto element = runs(set.set(formula("K[c, n]")));
  REQUIRE(element.size() == 4);
  CHECK(element[0].text == "K");
  CHECK(element[0].baseline == doctest::Approx(0));
  CHECK(element[1].baseline > 0);
  CHECK(element[1].x > 0);
  CHECK(runs(set.set(formula("sigma'(x)")))[0].text == "σ");
  CHECK(runs(set.set(formula("W^T")))[1].baseline < 0);
  CHECK(rules(set.set(formula("[y <= 0]"))).size() == 6);  // two bars, four feet
  CHECK(runs(set.set(formula("a .* b")))[1].text == "⊙");
  for (const char* typed : {"(a + b) .* c", "s_j*(delta(j,k) - s_k)", "(W x)^T", "(a .* b)*c^T"}) {
    CAPTURE(typed);
    CHECK(runs(set.set(formula(typed))).size() > 3);
  }
}

TEST_CASE("formulas of the coursework are drawn") {
  const Context context;
  View view(load_fonts());
  page::Page page;
  for (const char* typed : {"Z[i, j] = sum(c=1..C, n=1..N, m=1..M, I[c, (i-1)*s+n, (j-1)*s+m] * K[c,n,m])",
                            "da[j,k] = s_j*(delta(j,k) - s_k)", "dW2 = (sigma'(o5) .* (2*(o6 - y)))*o3^T",
                            "do2 = sigma'(o2) .* (W2^T do5)", "da = sum(i=1..n, [y[i] <= 0]*y[i]*g[i])",
                            "s_j = exp(a_j)/sum(i=1..Z, exp(a_i))", "relu'(x) + 2*sum(i=1..n, (i + 1)^2)"})
    page.main.push_back({.id = {}, .body = page::Formula{math::parse_formula(typed).value(), ""}});
  assign_ids(page);
  const Viewport viewport{760, 640, 2, false, false};
  view.set_viewport(viewport);
  view.set_page(page);
  CHECK(view.layout().height > 300);
  keep_picture(view, viewport, "formulas");
}

}  // namespace stride::ui::test
