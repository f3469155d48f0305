#include <algorithm>
#include <cmath>

#include "base/random.h"
#include "course/feedback.h"
#include "course/question_kinds.h"
#include "math/expr.h"
#include "math/index_formula.h"

// Worked solutions with errors in them, and formulas with blanks.

namespace stride::course {
namespace {

/// Without spaces, underscores and brackets around indices: `o_3` and `o(3)` are `o3`.
std::string bare(std::string_view typed) {
  std::string text;
  for (const char c : typed)
    if (c != ' ' && c != '_' && c != '\t') text += c;
  const auto replace = [&](std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
      text.replace(at, from.size(), to);
  };
  replace("⊤", "T");
  replace("^T", "T");
  replace("′", "'");
  replace("σ", "sigma");
  replace("δ", "delta");
  replace("·", "*");
  replace("−", "-");
  return text;
}

/// Of conditions and functions that only formulas have: y*[y < 0] is min(0, y).
bool same_values(std::string_view typed, std::string_view wanted) {
  const auto a = math::parse_formula(typed), b = math::parse_formula(wanted);
  if (!a || !b) return false;
  const auto names = math::free_names(*b, {});
  Random random = Random::stream(1);
  std::int64_t steps = 200'000;  // for all of them: a student waits
  for (int point = 0; point < 12; ++point) {
    math::Scope scope;
    for (const std::string& name : names) scope.numbers[name] = 4 * random.uniform() - 2;
    const auto left = math::evaluate_within(*a, scope, steps), right = math::evaluate_formula(*b, scope);
    if (!left || !right || !left->is_number() || !right->is_number()) return false;
    if (!(std::abs(left->entries[0] - right->entries[0]) < 1e-9)) return false;
  }
  return true;
}

/// The same as text, or as an expression whatever the values.
bool same(std::string_view typed, std::string_view wanted) {
  if (bare(typed) == bare(wanted)) return true;
  const auto a = math::parse_expression(typed), b = math::parse_expression(wanted);
  if (a && b) return math::equivalent(math::names_apart(*a, math::symbols_of(*b)), *b);
  return same_values(typed, wanted);
}

QuestionGrade grade_fix(const Attempted& attempted, const ItemSpec& step) {
  const auto& [question, part, reply, replies, words] = attempted;
  if (step.answer) return grade_number(attempted);
  const auto ids = ids_of(reply);
  if (ids.size() != 1 || !std::ranges::contains(step.options, ids.front()))
    return verdict(Verdict::unreadable, words.get("course.question.no_option"), step.options.front());
  const bool right = ids.front() == step.options.front();
  const std::string why = question.sentence("fix." + step.id + ".why." + ids.front(), words);
  QuestionGrade grade = verdict(right ? Verdict::correct : Verdict::wrong, why, step.options.front());
  grade.marks.push_back({ids.front(), right, why});
  return grade;
}

}  // namespace

QuestionGrade grade_step(const Attempted& attempted) {
  const auto& [question, part, reply, replies, words] = attempted;
  const bool fix = part.ends_with(".fix");
  const ItemSpec* step = find_item(question.spec, part.substr(0, part.size() - (fix ? 4 : 0)));
  if (step == nullptr) return {};
  if (fix) return grade_fix(attempted, *step);
  if (reply != "right" && reply != "wrong")
    return verdict(Verdict::unreadable, words.get("course.question.right_or_wrong"));
  if ((reply == "right") == step->right) {
    QuestionGrade grade = verdict(Verdict::correct, question.sentence("why." + step->id, words), std::string(reply));
    return grade;
  }
  // That there is an error is said, not what it is.
  const std::string look = question.sentence("look." + step->id, words);
  QuestionGrade grade = verdict(
      Verdict::wrong,
      !look.empty() ? look : words.get(step->right ? "course.question.step_holds" : "course.question.step_errs"),
      step->right ? "right" : "wrong");
  if (!step->right) grade.misconception = step->slip;
  return grade;
}

QuestionGrade grade_blank(const Attempted& attempted) {
  const auto& [question, part, reply, replies, words] = attempted;
  const ItemSpec* blank = find_item(question.spec, part);
  if (blank == nullptr) return {};
  const std::string wanted = blank->accept.front();
  if (bare(reply).empty()) return verdict(Verdict::unreadable, words.get("course.unreadable.empty"), wanted);
  if (reply.size() > 400) return verdict(Verdict::unreadable, words.get("course.unreadable.long"), wanted);
  const auto is_typed = [&](std::string_view text) { return same(reply, text); };
  if (std::ranges::any_of(blank->accept, is_typed)) {
    const std::string right = question.sentence("right." + blank->id, words);
    return verdict(Verdict::correct, right.empty() ? words.get("course.right.any") : right, wanted);
  }
  for (const auto& [text, why] : blank->wrong)
    if (is_typed(text)) {
      QuestionGrade grade = verdict(Verdict::wrong, question.sentence("why." + why, words), wanted);
      grade.misconception = why;
      return grade;
    }
  const auto read = math::parse_formula(reply);
  if (!read) return unreadable_formula(read.error(), wanted, words);
  if (math::count_unknowns(*read) > 0)
    return verdict(Verdict::unreadable, words.get("course.unreadable.empty"), wanted);
  const std::string next = question.sentence("next." + blank->id, words);
  return verdict(Verdict::wrong, next.empty() ? words.get("course.near.not_it") : next, wanted);
}

}  // namespace stride::course
