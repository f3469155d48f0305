// A formula judged by its values: first right under some way of counting, then each known slip, then what is nearest.

#include <algorithm>
#include <cmath>
#include <utility>

#include "course/formula_values.h"
#include "math/rational.h"

namespace stride::course {
namespace {

using math::Expr;
using math::ExprKind;

constexpr std::uint64_t draws = 3;
constexpr int least_compared = 3;  // outputs with a value, before a slip is named
/// For one answer: some five times what a right or nearly right one needs, and a third of a second at most.
constexpr std::int64_t most_steps = 1'000'000;

struct Judge {
  const FormulaTask& task;
  const Text& text;
  Expr truth;
  std::vector<FormulaDraw> drawn;
  mutable std::int64_t steps = most_steps;  // left for all evaluations of the student's formula

  [[nodiscard]] std::vector<Counting> countings() const {
    if (!task.any_first) return {{1, 1}};
    return {{1, 1}, {0, 0}, {0, 1}, {1, 0}};
  }
  [[nodiscard]] std::vector<std::pair<std::string, Expr>> truths() const {
    if (task.flipped.empty()) return {{"", truth}};
    return {{"correlation", truth}, {"flipped", flipped(task, truth)}};
  }
  [[nodiscard]] FormulaGrade judge(const Expr& typed) const;

 private:
  struct Student {
    Expr formula;
    std::string freed;  // a name without a value that may be the index of a sum left out
  };
  /// Whether both have the same values wherever `right` has one, and neither where the other has none.
  /// Otherwise, where every output reads beyond the ends, with zeros there.
  [[nodiscard]] bool agrees(const Student& student, Counting counting, const AlteredTruth& right) const;
  /// Outputs with a value that tells, if all agree.
  [[nodiscard]] std::optional<int> agreeing(const Student& student, Counting counting, const AlteredTruth& right,
                                            bool padded) const;
  [[nodiscard]] bool accept(const Expr& formula, FormulaGrade& grade) const;
  [[nodiscard]] bool name_slips(const Student& student, FormulaGrade& grade) const;
  [[nodiscard]] std::string near(const Expr& formula) const;
  [[nodiscard]] std::string names() const;
};

/// Values at all outputs of one draw, of the student's formula and of the right one.
struct Pair {
  Outcome student, right;
  math::Scope at;
};
std::vector<Pair> pairs(const FormulaTask& task, const FormulaDraw& draw, const Expr& formula, Counting counting,
                        const Expr& truth, std::int64_t& steps) {
  std::vector<Pair> result;
  Outputs theirs(shown_scope(task, draw, counting.inputs), output_indexes(task, draw, counting.outputs));
  Outputs ours(shown_scope(task, draw, 1), output_indexes(task, draw, 1));
  do {
    result.push_back({outcome(formula, theirs.names(), steps), outcome(truth, ours.names()), theirs.names()});
  } while (theirs.next() && ours.next());
  return result;
}

bool Judge::agrees(const Student& student, Counting counting, const AlteredTruth& right) const {
  const auto values = agreeing(student, counting, right, false);
  if (!values || *values >= least_compared) return values.has_value();
  return *values == 0 && !right.id.empty() && agreeing(student, counting, right, true).value_or(0) >= least_compared;
}

std::optional<int> Judge::agreeing(const Student& student, Counting counting, const AlteredTruth& right,
                                   bool padded) const {
  int telling = 0;
  for (const FormulaDraw& draw : drawn) {
    auto their_indexes = output_indexes(task, draw, counting.outputs), our_indexes = output_indexes(task, draw, 1);
    if (right.freed) {
      const auto last = static_cast<std::int64_t>(draw.scope.numbers.find(right.freed_last)->second);
      their_indexes.push_back({student.freed, 1, last, counting.inputs});
      our_indexes.push_back({*right.freed, 1, last, 1});
    }
    // Both run through the same outputs in the same order.
    Outputs theirs(shown_scope(task, draw, counting.inputs, padded), std::move(their_indexes));
    Outputs ours(shown_scope(task, draw, 1, padded), std::move(our_indexes));
    do {
      const Outcome found = outcome(student.formula, theirs.names(), steps),
                    wanted = outcome(right.formula, ours.names());
      if (steps < 0) return std::nullopt;
      if (found.value.has_value() != wanted.value.has_value()) return std::nullopt;
      if (found.value && !same(*found.value, *wanted.value)) return std::nullopt;
      const bool nothing = padded && found.value && found.value->is_number() && found.value->entries.front() == 0;
      telling += found.value && !nothing ? 1 : 0;
    } while (theirs.next() && ours.next());
  }
  return telling;
}

std::string counting_id(Counting counting) {
  if (counting.outputs != counting.inputs) return "mixed";
  return std::to_string(counting.outputs);
}

bool Judge::accept(const Expr& formula, FormulaGrade& grade) const {
  for (const Counting counting : countings()) {
    for (const auto& [kernel, right] : truths()) {
      if (!agrees({formula, {}}, counting, {{}, right, {}, {}})) continue;
      grade.verdict = Verdict::correct;
      grade.kernel = kernel;
      grade.message = text.get("formula.correct");
      if (task.any_first) {
        grade.first = counting_id(counting);
        const std::string key = grade.first == "mixed" ? "mixed" + std::to_string(counting.outputs) : grade.first;
        grade.message += " " + text.get("formula.first." + key);
      }
      if (!kernel.empty()) grade.message += " " + text.get("formula.kernel." + kernel);
      return true;
    }
  }
  return false;
}

bool Judge::name_slips(const Student& student, FormulaGrade& grade) const {
  std::vector<std::string> found;
  for (const Counting counting : countings()) {
    for (const auto& [kernel, right] : truths()) {
      for (const AlteredTruth& altered : altered_truths(task, right)) {
        if (altered.freed.has_value() == student.freed.empty()) continue;
        if (std::ranges::find(found, altered.id) == found.end() && agrees(student, counting, altered))
          found.push_back(altered.id);
      }
    }
    if (!found.empty()) break;
  }
  if (found.empty()) return false;
  grade.verdict = Verdict::wrong;
  if (found.size() == 1) {
    grade.message =
        text.get("formula.slip." + found[0] + ".name") + " " + text.get("formula.slip." + found[0] + ".advice");
  } else {
    grade.message = text.get("formula.several");
    for (const std::string& id : found) grade.message += " " + text.get("formula.slip." + id + ".name");
  }
  grade.misconception = found.front();
  grade.also.assign(found.begin() + 1, found.end());
  return true;
}

/// I[i, j] where I has channels too: with the channel that is missing put in, it may be a sum left out.
std::optional<Expr> with_channel(const FormulaTask& task, const Expr& formula) {
  Expr result = rewritten(formula, [&](const Expr& expr) -> std::optional<Expr> {
    const auto tensor = std::ranges::find(task.tensors, expr.name(), &FormulaTensor::name);
    if (expr.kind() != ExprKind::element || tensor == task.tensors.end()) return std::nullopt;
    const auto channel = std::ranges::find(tensor->axes, "channels");
    if (channel == tensor->axes.end() || expr.children().size() + 1 != tensor->sizes.size()) return std::nullopt;
    std::vector<Expr> indexes = expr.children();
    indexes.insert(indexes.begin() + (channel - tensor->axes.begin()), Expr::symbol("c"));
    return Expr::make(ExprKind::element, std::move(indexes), expr.name());
  });
  return result == formula ? std::nullopt : std::optional(std::move(result));
}

/// Whether the formula's first sum starts from 0.
bool counts_from_zero(const Expr& formula) {
  if (formula.kind() == ExprKind::sum) return formula.children()[2] == Expr(0);
  return std::ranges::any_of(formula.children(), counts_from_zero);
}

std::string size_text(const math::Matrix& value) {
  return std::to_string(value.rows) + " x " + std::to_string(value.columns);
}

/// The one small fraction by which all values differ from the right ones.
std::optional<math::Rational> common_factor(const std::vector<Pair>& all) {
  std::optional<double> factor;
  for (const Pair& pair : all) {
    if (!pair.student.value || !pair.right.value ||
        pair.student.value->entries.size() != pair.right.value->entries.size())
      return std::nullopt;
    for (std::size_t i = 0; i < pair.student.value->entries.size(); ++i) {
      const double right = pair.right.value->entries[i], mine = pair.student.value->entries[i];
      if (right == 0 && mine == 0) continue;
      if (right == 0 || (factor && std::fabs(mine / right - *factor) > 1e-9 * std::fabs(*factor))) return std::nullopt;
      factor = mine / right;
    }
  }
  if (!factor) return std::nullopt;
  for (const std::int64_t below : {1, 2, 3, 4}) {
    const double above = std::round(*factor * static_cast<double>(below));
    if (above != 0 && std::fabs(above) <= 16 && std::fabs(above / static_cast<double>(below) - *factor) < 1e-9)
      return math::Rational::fraction(static_cast<std::int64_t>(above), below).value_or(1);
  }
  return std::nullopt;
}

std::string Judge::near(const Expr& formula) const {
  const bool zero = task.any_first && counts_from_zero(formula);
  const Counting counting = zero ? Counting{0, 0} : Counting{1, 1};
  const auto indexes = output_indexes(task, drawn[0], counting.outputs);
  std::vector<Pair> all;
  for (const FormulaDraw& draw : drawn)
    std::ranges::move(pairs(task, draw, formula, counting, truth, steps), std::back_inserter(all));
  const auto failed = std::ranges::find_if(all, [](const Pair& pair) { return !pair.student.value; });
  if (failed != all.end()) {
    const std::string place = place_text(failed->at, indexes);
    return text.get(place.empty() ? "formula.near.error" : "formula.near.error-at",
                    {{"place", place}, {"error", failed->student.error}});
  }
  const Pair& first = all.front();
  if (size_text(*first.student.value) != size_text(*first.right.value))
    return text.get(
        "formula.near.size",
        {{"asked", task.asked}, {"yours", size_text(*first.student.value)}, {"wanted", size_text(*first.right.value)}});
  if (const auto factor = common_factor(all)) return text.get("formula.near.factor", {{"factor", factor->to_text()}});
  const auto off =
      std::ranges::find_if(all, [](const Pair& pair) { return !same(*pair.student.value, *pair.right.value); });
  const auto right =
      std::ranges::count_if(all, [](const Pair& pair) { return same(*pair.student.value, *pair.right.value); });
  if (off == all.end() || indexes.empty()) return text.get("formula.near.values");
  const std::string place = place_text(off->at, indexes);
  return text.get(right == 0 ? "formula.near.values-at" : "formula.near.some",
                  {{"place", place}, {"right", std::to_string(right)}, {"count", std::to_string(all.size())}});
}

std::string Judge::names() const {
  std::string result;
  const auto add = [&](const std::string& name) { result += (result.empty() ? "" : ", ") + name; };
  for (const FormulaIndex& index : task.indexes) add(index.name);
  for (const FormulaTensor& tensor : task.tensors) add(tensor.name);
  for (const FormulaSize& size : task.sizes) {
    if (size.shown) add(size.name);
  }
  return result;
}

FormulaGrade Judge::judge(const Expr& typed) const {
  const Expr formula = right_side(typed);
  FormulaGrade grade{.verdict = Verdict::unreadable, .formula = typed};
  if (count_unknowns(formula) > 0) {
    grade.message = text.get("formula.unreadable.gap");
    return grade;
  }
  math::Scope scope = shown_scope(task, drawn[0], 1);
  for (const FormulaIndex& index : task.indexes) scope.numbers[index.name] = 1;
  const std::vector<std::string> unknown = free_names(formula, scope);
  if (unknown.size() == 1 && name_slips({formula, unknown[0]}, grade)) return grade;
  if (!unknown.empty()) {
    grade.message = text.get("formula.unreadable.name", {{"name", unknown[0]}, {"names", names()}});
    return grade;
  }
  if (accept(formula, grade)) return grade;
  if (const std::optional<Expr> completed = with_channel(task, formula);
      completed && name_slips({*completed, "c"}, grade))
    return grade;
  if (name_slips({formula, {}}, grade)) return grade;
  grade.verdict = Verdict::wrong;
  grade.message = near(formula);
  if (steps < 0) grade.message = text.get("formula.near.too-long");
  return grade;
}

FormulaGrade failed(std::string message) {
  FormulaGrade grade{.verdict = Verdict::unreadable};
  grade.message = std::move(message);
  return grade;
}

FormulaGrade judged(const FormulaTask& task, const Expr& typed, const Text& text, std::uint64_t seed) {
  const Result<Expr> truth = math::parse_formula(task.truth);
  if (!truth) return failed(truth.error().text());
  Judge judge{task, text, *truth, {}};
  for (std::uint64_t i = 0; i < draws; ++i) {
    Result<FormulaDraw> draw = draw_formula(task, seed * draws + i);
    if (!draw) return failed(draw.error().text());
    judge.drawn.push_back(*std::move(draw));
  }
  return judge.judge(typed);
}

FormulaGrade unreadable(const Error& error, const Text& text) {
  FormulaGrade grade{.verdict = Verdict::unreadable};
  grade.message = text.get("formula.unreadable.syntax",
                           {{"where", std::to_string(std::stoul(error.where) + 1)}, {"error", error.message}});
  grade.where = std::stoul(error.where);
  return grade;
}

}  // namespace

FormulaGrade grade_formula(const FormulaTask& task, std::string_view typed, const Text& text, std::uint64_t seed) {
  const Result<Expr> formula = math::parse_formula(typed);
  return formula ? judged(task, *formula, text, seed) : unreadable(formula.error(), text);
}

FormulaGrade grade_gaps(const FormulaTask& task, std::span<const std::string> fills, const Text& text,
                        std::uint64_t seed) {
  const Result<Expr> gaps = math::parse_formula(task.gaps);
  if (!gaps) return failed(gaps.error().text());
  std::vector<Expr> parts;
  for (const std::string& fill : fills) {
    const Result<Expr> part = math::parse_formula(fill);
    if (!part) {
      FormulaGrade grade = unreadable(part.error(), text);
      grade.where = parts.size();
      return grade;
    }
    parts.push_back(*part);
  }
  return judged(task, fill_unknowns(*gaps, parts), text, seed);
}

}  // namespace stride::course
