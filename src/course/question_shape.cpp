#include <algorithm>

#include "course/feedback.h"
#include "course/question_kinds.h"
#include "math/expr.h"

// Shapes such as (N, 222, 222, 64), and formulas in plain symbols.

namespace stride::course {
namespace {

using math::Expr;

bool same(const Expr& a, const Expr& b) { return math::equivalent(a, b); }

bool same_shape(const Expr& typed, const Expr& wanted) {
  return typed.children().size() == wanted.children().size() &&
         std::ranges::equal(typed.children(), wanted.children(), same);
}

/// The same entries in another order.
bool is_reordered(const Expr& typed, const Expr& wanted) {
  return typed.children().size() == wanted.children().size() &&
         std::ranges::is_permutation(typed.children(), wanted.children(), same);
}

QuestionGrade named(const Attempted& attempted, const SlipSpec& slip, std::string wanted) {
  const auto& [question, part, reply, replies, words] = attempted;
  QuestionGrade grade = verdict(Verdict::wrong, "", std::move(wanted));
  grade.misconception = slip.id;
  const std::string label = slip_name(question, slip.id, words);
  const std::string advice = question.sentence("advice." + slip.id, words);
  grade.brief = words.get("course.brief.one", {{"answer", std::string(reply)}, {"label", label}});
  grade.message = grade.brief + (advice.empty() ? "" : " " + advice);
  return grade;
}

std::string right_message(const Attempted& attempted) {
  const std::string right = attempted.question.sentence("right", attempted.words);
  return right.empty() ? attempted.words.get("course.right.any") : right;
}

}  // namespace

QuestionGrade grade_shape(const Attempted& attempted) {
  const auto& [question, part, reply, replies, words] = attempted;
  const Expr right = math::substitute(*question.spec.answer, question.numbers);
  const std::string wanted = math::to_text(right);
  const auto typed = math::parse_answer(reply);
  if (!typed || typed->kind() != math::ExprKind::dims)
    return verdict(Verdict::unreadable, words.get("course.question.shape_format"), wanted);
  if (same_shape(*typed, right)) return verdict(Verdict::correct, right_message(attempted), wanted);
  for (const SlipSpec& slip : question.spec.slips)
    if (const Expr way = math::substitute(slip.answer, question.numbers);
        !same_shape(way, right) && same_shape(*typed, way))
      return named(attempted, slip, wanted);
  QuestionGrade grade = verdict(Verdict::wrong, "", wanted);
  if (typed->children().size() != right.children().size()) {
    grade.message = words.get("course.question.shape_length", {{"count", std::to_string(right.children().size())}});
  } else if (is_reordered(*typed, right)) {
    grade.misconception = "axes-in-another-order";
    grade.message = words.get("course.question.shape_order");
  } else {
    for (std::size_t i = 0; i < right.children().size(); ++i)
      grade.marks.push_back({std::to_string(i + 1), same(typed->children()[i], right.children()[i]), ""});
    std::string wrong;
    for (const ItemMark& mark : grade.marks)
      if (!mark.right) wrong += (wrong.empty() ? "" : ", ") + mark.item;
    grade.message = words.get("course.question.shape_entries", {{"entries", wrong}});
  }
  grade.brief = grade.message;
  return grade;
}

QuestionGrade grade_formula(const Attempted& attempted) {
  const auto& [question, part, reply, replies, words] = attempted;
  if (!question.spec.answer) return {};  // indexed formulas and array code have their own checkers
  const Expr& right = *question.spec.answer;
  const std::string wanted = math::to_text(right);
  const auto typed = math::parse_expression(reply);
  if (!typed) {
    const std::string position = std::to_string(std::atoi(typed.error().where.c_str()) + 1);
    return verdict(
        Verdict::unreadable,
        words.get("course.unreadable.formula_at", {{"problem", typed.error().message}, {"position", position}}),
        wanted);
  }
  const Expr formula = typed->kind() == math::ExprKind::equal ? typed->children().back() : *typed;
  if (same(formula, right)) return verdict(Verdict::correct, right_message(attempted), wanted);
  for (const SlipSpec& slip : question.spec.slips)
    if (!same(slip.answer, right) && same(formula, slip.answer)) return named(attempted, slip, wanted);
  const std::string next = question.sentence("next", words);
  return verdict(Verdict::wrong, next.empty() ? words.get("course.near.not_it") : next, wanted);
}

}  // namespace stride::course
