#include <algorithm>
#include <cmath>

#include "course/feedback.h"
#include "course/question_kinds.h"
#include "course/question_value.h"
#include "course/route.h"

// Numbers from expressions: a slip is another expression over the same symbols.

namespace stride::course {
namespace {

using math::Expr;

/// What is asked, in symbols; a crops question has its slips by itself.
std::vector<SlipSpec> slips_of(const Question& question) {
  if (question.kind() != QuestionKind::crops) return question.spec.slips;
  const Expr n = Expr::symbol("n"), f = Expr::symbol("f"), places = n - f + 1;
  const Expr both = question.spec.mirrored ? Expr(2) : Expr(1);
  std::vector<SlipSpec> slips = {{"no-plus-one", both * (n - f) * (n - f)},
                                 {"side-not-squared", both * places},
                                 {"one-position-per-crop", both * math::floor(n / f) * math::floor(n / f)}};
  if (question.spec.mirrored) slips.push_back({"mirror-forgotten", places * places});
  return slips;
}

bool is_right(const Question& question, const TypedNumber& typed, const Expr& value) {
  return agrees(typed, value, question.spec.within);
}

void add_matching(const Question& question, const TypedNumber& typed, const math::Bindings& numbers, const Expr& right,
                  std::vector<Route>& routes) {
  for (const SlipSpec& slip : slips_of(question)) {
    const Expr way = math::substitute(slip.answer, numbers);
    const auto real = math::evaluate_real(way), wanted = math::evaluate_real(right);
    // A wrong way that happens to lead to the right number is no slip.
    const bool bites = real && wanted && std::abs(*real - *wanted) > question.spec.within * std::abs(*wanted);
    if (!bites || !agrees(typed, way, question.spec.within)) continue;
    if (std::ranges::contains(routes, slip.id, &Route::id)) continue;
    const auto exact = math::evaluate(way);
    routes.push_back({slip.id, slip.answer, way, {exact.value_or(math::Rational(0))}, "", ""});
  }
}

/// `10 comes out when ...`, and what to do.
void name(const Attempted& attempted, std::string_view typed, QuestionGrade& grade) {
  const auto& [question, part, reply, replies, words] = attempted;
  std::string list;
  for (Route& route : grade.routes) {
    route.label = slip_name(question, route.id, words);
    list += (list.empty() ? "" : words.get("course.or_when")) + route.label;
  }
  grade.misconception = grade.routes.front().id;
  for (std::size_t i = 1; i < grade.routes.size(); ++i) grade.also.push_back(grade.routes[i].id);
  const std::string answer(typed);
  if (grade.routes.size() > 1) {
    grade.brief =
        words.get("course.brief.several", {{"answer", answer}, {"count", std::to_string(grade.routes.size())}});
    grade.message = words.get("course.several_slips", {{"answer", answer}, {"list", list}});
    return;
  }
  std::string advice = question.sentence("advice." + grade.misconception, words);
  if (advice.empty()) advice = question.sentence("next", words);
  grade.brief = words.get("course.brief.one", {{"answer", answer}, {"label", list}});
  grade.message = words.get("course.one_slip", {{"answer", answer}, {"label", list}, {"advice", advice}});
  while (grade.message.ends_with(' ')) grade.message.pop_back();
}

/// The most useful true thing about a number that no slip gives.
std::string near(const Attempted& attempted, const TypedNumber& typed, const Expr& value) {
  const Text& words = attempted.words;
  const double right = math::evaluate_real(value).value_or(0);
  if (right == 0 || typed.real == 0) return words.get("course.near.not_it");
  const double ratio = typed.real / right;
  if (ratio < 0) return words.get(std::abs(ratio + 1) < 0.01 ? "course.near.sign" : "course.near.not_it");
  const double more = std::max(ratio, 1 / ratio);
  const auto close = [&](double to) { return std::abs(more - to) < 1e-6 * to; };
  const std::string size = ratio > 1 ? "large" : "small";
  if (close(100)) return words.get("course.near.percent");
  const double power = std::log10(more);
  if (more > 5 && std::abs(power - std::round(power)) < 1e-6) return words.get("course.near.decimal_point");
  if (more > 1.5 && more < 1e6 && close(std::round(more)))
    return words.get("course.near.factor_" + size + "_bare", {{"factor", grouped(std::llround(more))}});
  if (std::abs(typed.real - right) == 1) return words.get("course.near.one_off_count");
  // Where the value ends after as many decimals as were typed, nothing was rounded.
  const auto exact = math::evaluate(value);
  const auto ends = exact ? math::decimals_of(*exact) : std::nullopt;
  const bool rounded = !ends || !typed.decimals || *typed.decimals < *ends;
  if (rounded && std::abs(typed.real - right) < 0.03 * std::abs(right)) return words.get("course.near.rounding");
  return words.get(typed.real > right ? "course.near.too_large" : "course.near.too_small");
}

/// What a whole number is compared with; a step's mending has its own.
Expr asked(const Question& question, std::string_view part) {
  if (question.kind() == QuestionKind::steps)
    if (const ItemSpec* step = find_item(question.spec, part.substr(0, part.rfind('.')));
        step != nullptr && step->answer)
      return *step->answer;
  return principle_of(question);
}

}  // namespace

QuestionGrade grade_number(const Attempted& attempted) {
  const auto& [question, part, reply, replies, words] = attempted;
  const Expr principle = asked(question, part), right = math::substitute(principle, question.numbers);
  const std::string wanted = expected(question, part, words);
  const auto typed = read_number(reply, question.spec.unit);
  if (!typed) return verdict(Verdict::unreadable, unreadable_message(words, AnswerKind::number, typed.error()), wanted);
  if (is_right(question, *typed, right)) {
    std::string why = question.sentence("right", words);
    return verdict(Verdict::correct, why.empty() ? words.get("course.right.any") : why, wanted);
  }
  const OwnNumbers own = own_numbers(question, replies);
  if (!own.root_key.empty() && is_right(question, *typed, math::substitute(principle, own.numbers))) {
    QuestionGrade grade =
        verdict(Verdict::consistent, words.get("course.question.consistent", {{"answer", std::string(reply)}}), wanted);
    grade.root_key = own.root_key;
    return grade;
  }
  QuestionGrade grade = verdict(Verdict::wrong, "", wanted);
  add_matching(question, *typed, question.numbers, right, grade.routes);
  if (!own.root_key.empty()) add_matching(question, *typed, own.numbers, right, grade.routes);
  if (!grade.routes.empty()) {
    name(attempted, reply, grade);
    return grade;
  }
  grade.brief = near(attempted, *typed, right);
  const std::string next = question.sentence("next", words);
  grade.message = grade.brief + (next.empty() ? "" : " " + next);
  return grade;
}

}  // namespace stride::course
