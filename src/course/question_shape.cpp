#include <algorithm>

#include "course/feedback.h"
#include "course/question_kinds.h"
#include "math/expr.h"

// Shapes such as (N, 222, 222, 64).

namespace stride::course {
namespace {

using math::Expr;

/// A size is whole, so W//k is W/k.
Expr undivided(const Expr& entry) {
  const bool quotient =
      entry.kind() == math::ExprKind::floor && entry.children().front().kind() == math::ExprKind::divide;
  return quotient ? entry.children().front() : entry;
}

bool same(const Expr& typed, const Expr& wanted) {
  return math::equivalent(math::names_apart(undivided(typed), math::symbols_of(wanted)), wanted);
}

bool same_shape(const Expr& typed, const Expr& wanted) {
  return typed.children().size() == wanted.children().size() &&
         std::ranges::equal(typed.children(), wanted.children(), same);
}

/// The same entries in another order.
bool is_reordered(const Expr& typed, const Expr& wanted) {
  return typed.children().size() == wanted.children().size() &&
         std::ranges::is_permutation(typed.children(), wanted.children(), same);
}

}  // namespace

QuestionGrade grade_shape(const Attempted& attempted) {
  const auto& [question, part, reply, replies, words] = attempted;
  const Expr right = math::substitute(*question.spec.answer, question.numbers);
  const std::string wanted = math::to_text(right);
  auto typed = math::parse_answer(reply);
  const auto is_shape = [&] { return typed && typed->kind() == math::ExprKind::dims; };
  if (!is_shape() && reply.contains(',')) typed = math::parse_answer("(" + std::string(reply) + ")");
  if (!is_shape()) return verdict(Verdict::unreadable, words.get("course.question.shape_format"), wanted);
  if (same_shape(*typed, right)) return verdict(Verdict::correct, right_message(attempted), wanted);
  for (const SlipSpec& slip : question.spec.slips)
    if (const Expr way = math::substitute(slip.answer, question.numbers);
        !same_shape(way, right) && same_shape(*typed, way))
      return named_slip(attempted, slip.id, wanted);
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

}  // namespace stride::course
