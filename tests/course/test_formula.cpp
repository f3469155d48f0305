// Free formulas: what is right in any notation, which slip a wrong one shows, what is said of the rest.

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <set>

#include "course/formula_values.h"
#include "fixture.h"

namespace stride::course::test {
namespace {

using namespace std::string_literals;

const Text& words() {
  static const Text text = Text::parse(fixture::read("web/content/text/en.formula.json")).value();
  return text;
}

const FormulaTask& task(std::string_view id) {
  const FormulaTask* found = find_formula_task(id);
  REQUIRE(found != nullptr);
  return *found;
}

FormulaGrade grade(std::string_view id, const std::string& typed, std::uint64_t seed = 1) {
  return grade_formula(task(id), typed, words(), seed);
}

/// `correct 0 flipped`, `wrong stride-missing also`, `unreadable`.
std::string said(const FormulaGrade& grade) {
  std::string result(to_string(grade.verdict));
  for (const std::string& part : {grade.first, grade.kernel, grade.misconception}) {
    if (!part.empty()) result += " " + part;
  }
  for (const std::string& id : grade.also) result += " " + id;
  return result;
}

struct Case {
  std::string task, typed, said;
};

void well_said(const std::string& message) {
  CAPTURE(message);
  CHECK_FALSE(message.empty());
  CHECK_FALSE(message.contains('!'));
  CHECK_FALSE(message.contains('{'));
  CHECK_FALSE(message.contains("<formula."));
  CHECK_FALSE(message.contains(".."));
}

}  // namespace

TEST_CASE("a right formula is right however it is written, and no slip is named") {
  for (const auto& [id, typed, expected] :
       {Case{"convolution", "Z_ij = sum(c=1..C, n=1..N, m=1..M, I[c, (i-1)*s+n, (j-1)*s+m] * K[c,n,m])",
             "correct 1 correlation"},
        Case{"convolution", "Σ(m=1..M) Σ(n=1..N) Σ(k=1..C) K_{knm} I_{k,s(i-1)+n,s(j-1)+m}", "correct 1 correlation"},
        Case{"convolution", "sum(c=0..C-1, n=0..N-1, m=0..M-1, I[c, i*s+n, j*s+m]*K[c,n,m])", "correct 0 correlation"},
        Case{"convolution", "sum(c=1..C, n=1..N, m=1..M, I[c, i*s+n, j*s+m]*K[c,n,m])", "correct mixed correlation"},
        Case{"convolution", "sum(c=0..C-1, n=0..N-1, m=0..M-1, I[c, (i-1)*s+n, (j-1)*s+m]*K[c,n,m])",
             "correct mixed correlation"},
        Case{"convolution", "sum(c=1..C, n=1..N, m=1..M, I[c, (i-1)*s+n, (j-1)*s+m]*K[c,N+1-n,M+1-m])",
             "correct 1 flipped"},
        Case{"convolution", "sum(c=0..C-1, n=0..N-1, m=0..M-1, I[c, i*s+N-1-n, j*s+M-1-m]*K[c,n,m])",
             "correct 0 flipped"},
        Case{"convolution",
             "sum(c=1..C, y=1..H, x=1..W, [1 <= y-(i-1)*s <= N]*[1 <= x-(j-1)*s <= "
             "M]*I[c,y,x]*K[c,y-(i-1)*s,x-(j-1)*s])",
             "correct 1 correlation"},
        Case{"convolution-padding", "sum(c=1..C, n=1..N, m=1..M, I[c, (i-1)*s+n-p, (j-1)*s+m-p]*K[c,n,m])",
             "correct 1 correlation"},
        Case{"convolution-padding", "sum(c=0..C-1, n=0..N-1, m=0..M-1, I[c, i s+n-p, j s+m-p]*K[c,n,m])",
             "correct 0 correlation"},
        Case{"convolution-filters", "b_k + sum(c=1..C, n=1..N, m=1..M, I[c, (i-1)*s+n, (j-1)*s+m]*K[k,c,n,m])",
             "correct 1 correlation"},
        Case{"relu-slope", "delta(j,k)*[a_j > 0]", "correct"},
        Case{"relu-slope", "relu'(a_k) δ_jk", "correct"},
        Case{"relu-slope", "if(j = k, if(a[k] > 0, 1, 0), 0)", "correct"},
        Case{"square-slope", "∂a_j/∂a_k = 2 a_j delta(j,k)", "correct"},
        Case{"convolution-steps", "sum(c=0..C-1, n=0..N-1, m=0..M-1, I[c, i*s+n, j*t+m]*K[c,n,m])",
             "correct 0 correlation"},
        Case{"cube-slope", "3 a_j² δ_jk", "correct"},
        Case{"sigmoid-slope", "delta(j,k)*e^(-a_k)/(1+e^(-a_k))^2", "correct"},
        Case{"tanh-slope", "tanh'(a_k) delta_jk", "correct"},
        Case{"softmax-slope", "s_j*(delta(j,k)-s_k)", "correct"},
        Case{"softmax-slope", "delta(j,k)*s_j - s_j s_k", "correct"},
        Case{"softmax-slope", "if(j = k, s_j*(1-s_j), -s_j*s_k)", "correct"},
        Case{"softmax-slope", "(delta(j,k) - e^a_k/sum(i=1..Z, e^a_i)) exp(a_j)/sum(i=1..Z, exp(a_i))", "correct"},
        Case{"bias-slope", "[j = k]", "correct"},
        Case{"layer-parameters", "Z_l*(Z_(l-1) + 1)", "correct"},
        Case{"gradient-o5", "dl/do5 = sigma'(o5) .* 2(o6 - y)", "correct"},
        Case{"gradient-o5", "2*(o6-y) ⊙ o6 ⊙ (1-o6)", "correct"},
        Case{"gradient-W2", "do5*o3^T", "correct"},
        Case{"gradient-W2", "(sigma'(o5) .* (2*(o6 - y))) o3ᵀ", "correct"},
        Case{"gradient-b2", "do5", "correct"},
        Case{"gradient-o2", "sigma'(o2) .* (W2^T do5)", "correct"},
        Case{"gradient-o2", "W2^T do5 .* o3 .* (1 - o3)", "correct"},
        Case{"gradient-W1", "do2 x^T", "correct"},
        Case{"gradient-b1", "do2", "correct"},
        Case{"prelu-slope", "sum(i=1..n, min(0,y_i)*g_i)", "correct"},
        Case{"prelu-slope", "sum(i=1..n, if(y_i > 0, 0, y_i) g_i)", "correct"},
        Case{"he-variance", "2/n_in", "correct"},
        Case{"he-variance", "2/(k^2 C)", "correct"},
        Case{"he-prelu-variance", "2/((1+a^2) n_in)", "correct"},
        Case{"glorot-variance", "2/(n_in+n_out)", "correct"}}) {
    CAPTURE(typed);
    for (const std::uint64_t seed : {1, 2, 3, 4, 5}) {
      const FormulaGrade found = grade(id, typed, seed);
      CAPTURE(found.message);
      CHECK(said(found) == expected);
      well_said(found.message);
    }
  }
}

TEST_CASE("a slip is named as students make it") {
  for (const auto& [id, typed, expected] :
       {Case{"convolution", "sum(c=1..C, n=1..N, m=1..M, I[c, i-1+n, j-1+m]*K[c,n,m])", "wrong stride-missing"},
        Case{"convolution", "sum(c=0..C-1, n=0..N-1, m=0..M-1, I[c, i+n, j+m]*K[c,n,m])", "wrong stride-missing"},
        Case{"convolution", "sum(n=1..N, m=1..M, I[c, (i-1)*s+n, (j-1)*s+m]*K[c,n,m])", "wrong channel-sum-missing"},
        Case{"convolution", "sum(n=1..N, m=1..M, I[(i-1)*s+n, (j-1)*s+m]*K[n,m])", "wrong channel-sum-missing"},
        Case{"convolution", "sum(n=0..N-1, m=0..M-1, I[0, i*s+n, j*s+m]*K[0,n,m])", "wrong channel-sum-missing"},
        Case{"convolution", "sum(c=1..C, n=1..N, m=1..M, I[c, i-1+n*s, j-1+m*s]*K[c,n,m])",
             "wrong stride-on-kernel-index"},
        Case{"convolution", "sum(c=0..C-1, n=0..N-1, m=0..M-1, I[c, i*s+n, j*s+m]*K[c,N-1-n,m])",
             "wrong kernel-flipped-once"},
        Case{"convolution", "sum(c=1..C, n=1..N, m=1..M, I[c, (i-1)*s+m, (j-1)*s+n]*K[c,n,m])",
             "wrong indexes-transposed"},
        Case{"convolution", "sum(c=1..C, n=1..N, m=1..M, I[c, (i-1)*s+n, (j-1)*s+m])", "wrong kernel-missing"},
        Case{"convolution-steps", "sum(c=1..C, n=1..N, m=1..M, I[c, (i-1)*s+n, (j-1)*s+m]*K[c,n,m])",
             "wrong one-stride"},
        Case{"convolution-steps", "sum(c=0..C-1, n=0..N-1, m=0..M-1, I[c, i+n, j+m]*K[c,n,m])", "wrong stride-missing"},
        Case{"cube-slope", "3*a_k^2", "wrong delta-missing"},
        Case{"sigmoid-slope", "sigma(a_k)*delta(j,k)", "wrong value-for-slope"},
        Case{"convolution", "sum(c=0..C-1, n=0..N-2, m=0..M-1, I[c, i*s+n, j*s+m]*K[c,n,m])", "wrong range-short"},
        Case{"convolution-padding", "sum(c=1..C, n=1..N, m=1..M, I[c, (i-1)*s+n, (j-1)*s+m]*K[c,n,m])",
             "wrong padding-missing"},
        Case{"convolution-padding", "sum(c=0..C-1, n=0..N-1, m=0..M-1, I[c, i*s+n+p, j*s+m+p]*K[c,n,m])",
             "wrong padding-sign"},
        Case{"convolution-padding", "sum(c=0..C-1, n=0..N-1, m=0..M-1, I[c, i+n*s-p, j+m*s-p]*K[c,n,m])",
             "wrong stride-on-kernel-index"},
        Case{"convolution-padding", "sum(c=0..C-1, n=0..N-1, m=0..M-1, I[c, j*s+m-p, i*s+n-p]*K[c,n,m])",
             "wrong indexes-transposed"},
        Case{"convolution-filters", "sum(c=1..C, n=1..N, m=1..M, I[c, (i-1)*s+n, (j-1)*s+m]*K[k,c,n,m])",
             "wrong bias-missing"},
        Case{"convolution-filters", "sum(c=1..C, n=1..N, m=1..M, I[c, (i-1)*s+n, (j-1)*s+m]*K[k,c,n,m] + b[k])",
             "wrong bias-within-sum"},
        Case{"relu-slope", "[a_k > 0]", "wrong delta-missing"},
        Case{"relu-slope", "delta(j,k)", "wrong condition-missing"},
        Case{"relu-slope", "delta(j,k)*max(0,a_k)", "wrong value-for-slope"},
        Case{"square-slope", "2*a_k", "wrong delta-missing"},
        Case{"square-slope", "a_k*delta(j,k)", "wrong factor-missing"},
        Case{"softmax-slope", "s_j*(1-s_k)", "wrong delta-missing"},
        Case{"softmax-slope", "delta(j,k)*s_j*(1-s_j)", "wrong diagonal-only"},
        Case{"softmax-slope", "-s_j*s_k", "wrong diagonal-forgotten"},
        Case{"layer-parameters", "Z_l*Z_(l-1)", "wrong bias-missing"},
        Case{"layer-parameters", "Z_l*Z_(l-1) + 1", "wrong one-bias"},
        Case{"layer-parameters", "Z_l*Z_(l-1) + Z_(l-1)", "wrong bias-per-input"},
        Case{"gradient-b2", "sigma'(o5) .* do5", "wrong slope-twice"},
        Case{"gradient-b2", "2*(o6-y)", "wrong slope-missing"},
        Case{"gradient-o5", "sigma'(o6) .* 2(o6-y)", "wrong layer-confused"},
        Case{"gradient-o5", "sigma'(o5) .* (o6-y)", "wrong factor-missing"},
        Case{"gradient-o5", "sigma'(o5) .* 2(y-o6)", "wrong sign-reversed"},
        Case{"gradient-o2", "W2^T do5", "wrong slope-missing"},
        Case{"gradient-W2", "do5*o4^T", "wrong layer-confused"},
        Case{"prelu-slope", "[y_i <= 0]*y_i*g_i", "wrong sum-missing"},
        Case{"prelu-slope", "sum(i=1..n, y_i*g_i)", "wrong condition-missing"},
        Case{"prelu-slope", "sum(i=1..n, max(0,y_i)*g_i)", "wrong condition-reversed"},
        Case{"prelu-slope", "sum(i=1..n, min(0,y_i))", "wrong upstream-missing"},
        Case{"he-variance", "1/n_in", "wrong factor-missing"},
        Case{"he-variance", "2/(k C)", "wrong kernel-not-squared"},
        Case{"he-variance", "sqrt(2/n_in)", "wrong deviation-for-variance"},
        Case{"he-prelu-variance", "2/((1+a) n_in)", "wrong slope-not-squared"}}) {
    CAPTURE(typed);
    for (const std::uint64_t seed : {1, 2, 3}) {
      const FormulaGrade found = grade(id, typed, seed);
      CAPTURE(found.message);
      CHECK(said(found) == expected);
      well_said(found.message);
    }
  }
}

TEST_CASE("what no slip explains is told as it is, and nothing hangs") {
  struct Told {
    std::string task, typed, message;
  };
  for (const auto& [id, typed, message] :
       {Told{"convolution", "sum(c=1..C, n=1..N, m=1..M, I[c, i*s-n, j*s-m]*K[c,n,m])", " go from 1 to"},
        Told{"convolution", "sum(c=1..10^9, c)", "1,000,000,000 terms"},
        Told{"convolution", "sum(c=1..9999, n=1..9999, c)", "too many steps"},
        Told{"convolution", "sum(c=1..C, 2*I[c,i,j]) + foo",
             "foo has no value: no sum runs over it, and the names here are i, j, I, K, C, N, M, s, H, W."},
        Told{"convolution", "Q", "Q has no value"},
        Told{"convolution", "sum(c=1..C, I[c,i", "Character 18: a closing ] is missing."},
        Told{"convolution", "?", "question mark"}, Told{"gradient-W2", "o3*do5^T", "and dl/dW2 is"},
        Told{"gradient-W1", "x do2^T", "yours is"}, Told{"gradient-o2", "W2 do5", "does not exist"},
        Told{"square-slope", "4*a_k*delta(j,k)", "Every value is 2 times"},
        Told{"square-slope", "a_k^3*delta(j,k)", "outputs, but not at j = 1, k = 1"},
        Told{"he-variance", "n_in", "other values"}}) {
    CAPTURE(typed);
    const FormulaGrade found = grade(id, typed);
    CAPTURE(found.message);
    CHECK(found.message.contains(message));
    CHECK(found.verdict != Verdict::correct);
    CHECK(found.misconception.empty());
  }
  CHECK(grade("convolution", "I[c,i").where == 5);
}

TEST_CASE("every task's truth is right and its gaps fit") {
  std::set<std::string> ids;
  for (const FormulaTask& one : formula_tasks()) {
    CAPTURE(one.id);
    CHECK(ids.insert(one.id).second);
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
      const FormulaGrade found = grade_formula(one, one.truth, words(), seed);
      CAPTURE(found.message);
      CHECK(found.verdict == Verdict::correct);
      CHECK(found.misconception.empty());
    }
    if (one.gaps.empty()) continue;
    const auto gaps = math::parse_formula(one.gaps);
    REQUIRE(gaps.has_value());
    CHECK(count_unknowns(*gaps) > 0);
    const std::vector<std::string> none;
    CHECK(grade_gaps(one, none, words()).verdict == Verdict::unreadable);
  }
  CHECK(grade_gaps(task("convolution"), std::vector<std::string>{"C", "N", "M", "s", "s"}, words()).verdict ==
        Verdict::correct);
  CHECK(grade_gaps(task("convolution"), std::vector<std::string>{"C", "N", "M", "1", "1"}, words()).misconception ==
        "stride-missing");
  CHECK(grade_gaps(task("convolution"), std::vector<std::string>{"C", "N)"}, words()).where == 1);
  CHECK(grade_gaps(task("softmax-slope"), std::vector<std::string>{"delta(j,k)", "s_k"}, words()).verdict ==
        Verdict::correct);
}

TEST_CASE("every slip is recognised by its own route and has words") {
  int named = 0;
  for (const FormulaTask& one : formula_tasks()) {
    for (const FormulaSlip& slip : formula_slips(one)) {
      const std::string text = to_text(slip.formula);
      CAPTURE(one.id);
      CAPTURE(slip.id);
      CAPTURE(text);
      CHECK(words().has("formula.slip." + slip.id + ".name"));
      CHECK(words().has("formula.slip." + slip.id + ".advice"));
      for (std::uint64_t seed = 11; seed <= 13; ++seed) {
        const FormulaGrade found = grade_formula(one, text, words(), seed);
        CAPTURE(found.message);
        // Some alterations change nothing (a symmetric index), others read beyond the ends everywhere.
        if (found.verdict == Verdict::correct || found.misconception.empty()) continue;
        ++named;
        const bool listed =
            found.misconception == slip.id || std::ranges::find(found.also, slip.id) != found.also.end();
        CHECK(listed);
        well_said(found.message);
      }
    }
  }
  CHECK(named > 250);
}

TEST_CASE("the gradients are those of the loss") {
  const FormulaTask& any = task("gradient-W1");
  const FormulaDraw draw = draw_formula(any, 5).value();
  const math::Expr loss =
      math::parse_formula("(sigma(W2*sigma(W1*x + b1) + b2) - y)^T*(sigma(W2*sigma(W1*x + b1) + b2) - y)").value();
  struct Named {
    const char *task, *tensor;
  };
  for (const auto& [id, tensor] : {Named{"gradient-W1", "W1"}, Named{"gradient-b1", "b1"}, Named{"gradient-W2", "W2"},
                                   Named{"gradient-b2", "b2"}}) {
    CAPTURE(id);
    const auto gradient = evaluate_formula(math::parse_formula(task(id).truth).value(), draw.scope).value();
    math::Scope moved = draw.scope;
    auto& entries = moved.tensors[tensor].entries;
    REQUIRE(gradient.entries.size() == entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const double at = entries[i], step = 1e-5;
      entries[i] = at + step;
      const double above = evaluate_formula(loss, moved).value().entries[0];
      entries[i] = at - step;
      const double below = evaluate_formula(loss, moved).value().entries[0];
      entries[i] = at;
      CHECK(gradient.entries[i] == doctest::Approx((above - below) / (2 * step)).epsilon(1e-6));
    }
  }
}

TEST_CASE("derivatives of the layers are those of central differences") {
  struct Layer {
    const char *task, *output;
  };
  for (const auto& [id, output] : {Layer{"relu-slope", "max(0, a[j])"}, Layer{"square-slope", "a[j]^2"},
                                   Layer{"softmax-slope", "exp(a[j])/sum(i=1..Z, exp(a[i]))"}}) {
    const FormulaDraw draw = draw_formula(task(id), 3).value();
    const auto truth = math::parse_formula(task(id).truth).value(), value = math::parse_formula(output).value();
    math::Scope names = draw.scope;
    for (std::int64_t j = 1; j <= draw.lasts[0]; ++j) {
      for (std::int64_t k = 1; k <= draw.lasts[1]; ++k) {
        names.numbers["j"] = static_cast<double>(j);
        names.numbers["k"] = static_cast<double>(k);
        double& a = names.tensors["a"].entries[static_cast<std::size_t>(k - 1)];
        const double at = a;
        const double slope = evaluate_formula(truth, names).value().entries[0];
        a = at + 1e-5;
        const double above = evaluate_formula(value, names).value().entries[0];
        a = at - 1e-5;
        const double below = evaluate_formula(value, names).value().entries[0];
        a = at;
        CHECK(slope == doctest::Approx((above - below) / 2e-5).epsilon(1e-6));
      }
    }
  }
}

TEST_CASE("an answer is judged while a student waits") {
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < 5; ++i) (void)grade("convolution-filters", "sum(c=1..C, n=1..N, m=1..M, I[c, i, j]*K[k,c,n,m])");
  const std::chrono::duration<double, std::milli> each = (std::chrono::steady_clock::now() - start) / 5;
  MESSAGE("a wrong formula that no slip explains: ", each.count(), " ms");
  CHECK(each.count() < 2000);
}

TEST_CASE("an answer that takes too long to evaluate is refused soon, and told so") {
  std::string body = "1";
  for (int i = 0; i < 20; ++i) body += "*N";
  std::string twelve = "n1=1..N";
  for (int i = 2; i <= 12; ++i) twelve += ", n" + std::to_string(i) + "=1..N";
  for (const std::string& typed :
       {"sum(a=1..1000,b=1..1000,c=1..1000,d=1..1000, 1)"s, "sum(a=1..3000,b=1..3000, " + body + ")",
        "sum(" + twelve + ", 1)", "sum(a=1..1000,b=1..100,q) + q"s}) {
    CAPTURE(typed);
    const FormulaGrade found = grade("convolution", typed);
    if (typed.ends_with("q")) continue;  // q may be an index left free, and is else unreadable
    CHECK(found.verdict == Verdict::wrong);
    CHECK(found.misconception.empty());
    CHECK(found.message == "This formula takes too many steps to be evaluated here. How many terms do its sums have?");
  }
}

}  // namespace stride::course::test
