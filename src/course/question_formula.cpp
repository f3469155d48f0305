#include "course/array_question.h"
#include "course/formula_question.h"
#include "course/question_kinds.h"
#include "math/array_operations.h"
#include "math/expr.h"
#include "math/index_formula.h"

// Formulas typed freely: in plain symbols against the course's own, with indexes against a task, array code by running.

namespace stride::course {
namespace {

using math::Expr;

constexpr std::string_view kPoolingSource = "pooling";
constexpr std::string_view kPooling = "x.reshape(N, W//k, k, H//k, k, C).max(axis=(2, 4))";

std::string listed(const math::Names& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
  return list;
}

QuestionGrade grade_symbols(const Attempted& attempted, const Expr& right) {
  const auto& [question, part, reply, replies, words] = attempted;
  const std::string wanted = math::to_text(right);
  const auto typed = math::parse_expression(reply);
  if (!typed) return unreadable_formula(typed.error(), wanted, words);
  math::Names known = math::symbols_of(right);
  for (const SlipSpec& slip : question.spec.slips) known.merge(math::symbols_of(slip.answer));
  const Expr side = typed->kind() == math::ExprKind::equal ? typed->children().back() : *typed;
  const Expr formula = math::names_apart(side, known);
  for (const std::string& name : math::symbols_of(formula))
    if (!known.contains(name))
      return verdict(Verdict::unreadable,
                     words.get("course.unreadable.name", {{"name", name}, {"names", listed(known)}}), wanted);
  if (math::equivalent(formula, right)) return verdict(Verdict::correct, right_message(attempted), wanted);
  for (const SlipSpec& slip : question.spec.slips)
    if (!math::equivalent(slip.answer, right) && math::equivalent(formula, slip.answer))
      return named_slip(attempted, slip.id, wanted);
  const std::string next = question.sentence("next", words);
  return verdict(Verdict::wrong, next.empty() ? words.get("course.near.not_it") : next, wanted);
}

QuestionGrade grade_task(const Attempted& attempted, const FormulaTask& task) {
  FormulaGrade found = grade_formula(task, attempted.reply, attempted.words);
  QuestionGrade grade = verdict(found.verdict, std::move(found.message), task.truth);
  grade.misconception = std::move(found.misconception);
  grade.also = std::move(found.also);
  return grade;
}

/// What a run gave, and whether it can tell a wrong program from a right one.
ItemMark mark_of(const PoolingRun& run, const Text& words) {
  const std::string name = pooling_test_name(run.test, words);
  if (!run.error.empty()) return {name, false, run.error};
  const std::string shape = math::tuple_text(run.shape);
  return {name, run.values_right,
          words.get(!run.shape_right    ? "pooling.run.shape"
                    : !run.values_right ? "pooling.run.values"
                    : run.can_tell      ? "pooling.run.right"
                                        : "pooling.run.untold",
                    {{"shape", shape}})};
}

QuestionGrade grade_array(const Attempted& attempted) {
  PoolingGrade found = grade_pooling(attempted.reply, attempted.words);
  QuestionGrade grade = verdict(found.verdict, std::move(found.message), std::string(kPooling));
  grade.misconception = std::move(found.misconception);
  for (const PoolingRun& run : found.runs) grade.marks.push_back(mark_of(run, attempted.words));
  return grade;
}

}  // namespace

Result<void> check_source(const QuestionSpec& spec) {
  const bool known = spec.kind == QuestionKind::numpy     ? spec.source == kPoolingSource
                     : spec.kind == QuestionKind::formula ? spec.answer || find_formula_task(spec.source) != nullptr
                                                          : true;
  if (!known) return fail("there is no task \"" + spec.source + "\"", "source");
  return {};
}

QuestionGrade grade_formula(const Attempted& attempted) {
  const QuestionSpec& spec = attempted.question.spec;
  if (spec.kind == QuestionKind::numpy) return grade_array(attempted);
  if (spec.answer) return grade_symbols(attempted, *spec.answer);
  return grade_task(attempted, *find_formula_task(spec.source));
}

std::string expected_formula(const QuestionSpec& spec) {
  if (spec.kind == QuestionKind::numpy) return std::string(kPooling);
  return spec.answer ? math::to_text(*spec.answer) : find_formula_task(spec.source)->truth;
}

std::vector<Hint> formula_hints(const QuestionSpec& spec) {
  if (spec.kind == QuestionKind::numpy) return {{Hint::Rung::value, std::string(kPooling), std::nullopt}};
  if (spec.answer) return {{Hint::Rung::value, "", *spec.answer}};
  const FormulaTask& task = *find_formula_task(spec.source);
  std::vector<Hint> rungs;
  const auto gaps = math::parse_formula(task.gaps), truth = math::parse_formula(task.truth);
  if (!task.gaps.empty() && gaps) rungs.push_back({Hint::Rung::formula, "", *gaps});
  if (truth) rungs.push_back({Hint::Rung::value, "", *truth});
  return rungs;
}

}  // namespace stride::course
