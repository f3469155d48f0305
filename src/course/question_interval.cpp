#include <algorithm>

#include "course/question_kinds.h"
#include "course/question_value.h"
#include "course/sizes.h"

// Which input sizes fit: one interval, whose ends are cells of the worksheet, or, without rounding, several sizes.

namespace stride::course {
namespace {

std::vector<nn::Interval> fitting(const Question& question, nn::Rounding rounding) {
  const nn::Pair side = question.sheet->facts.input.size;
  const auto& range = question.spec.range;
  const std::int64_t limit = range.empty() ? 2 * std::max(side.height, std::int64_t{1000}) : range.back();
  auto sizes =
      nn::admissible(question.sheet->network, question.cells.front().layer, side.height, true, rounding, limit);
  if (!sizes) return {};
  return normalised(std::move(*sizes), range.empty() ? 1 : range.front(), limit);
}

std::vector<nn::Interval> fitting(const Question& question) {
  return fitting(question, question.sheet->facts.rounding);
}

std::vector<nn::Interval> within_range(const Question& question, std::vector<nn::Interval> typed) {
  const auto& range = question.spec.range;
  return range.empty() ? typed : normalised(std::move(typed), range.front(), range.back());
}

bool is_fine(const Grade& grade) { return grade.verdict == Verdict::correct || grade.verdict == Verdict::consistent; }

void add_slips(const Grade& end, QuestionGrade& grade) {
  for (const Route& route : end.routes)
    if (!std::ranges::contains(grade.routes, route.id, &Route::id)) grade.routes.push_back(route);
}

/// Each end by itself, as a cell.
QuestionGrade grade_ends(const Attempted& attempted, nn::Interval typed, std::string wanted) {
  const auto& [question, part, reply, replies, words] = attempted;
  const Given given = given_of(question, replies);
  const auto end = [&](std::size_t i, std::int64_t number) {
    return grade(*question.sheet, question.cells[i], number == kNoLimit ? "no limit" : std::to_string(number), given,
                 words);
  };
  const Grade low = end(0, typed.low), high = end(1, typed.high);
  QuestionGrade grade = verdict(Verdict::wrong, "", std::move(wanted));
  grade.marks = {{"low", low.verdict == Verdict::correct, low.brief},
                 {"high", high.verdict == Verdict::correct, high.brief}};
  if (is_fine(low) && is_fine(high)) {
    const Grade& carried = low.verdict == Verdict::consistent ? low : high;
    static_cast<Grade&>(grade) = carried;
    grade.expected = expected_interval(question, words);
    grade.root_key = question.sheet_key + "/" + carried.root->text();
    return grade;
  }
  if (!is_fine(low)) add_slips(low, grade);
  if (!is_fine(high)) add_slips(high, grade);
  // A slip that explains both ends says more than one that explains one of them.
  std::ranges::stable_sort(grade.routes, std::greater{}, [&](const Route& route) {
    return std::ranges::contains(low.routes, route.id, &Route::id) &&
           std::ranges::contains(high.routes, route.id, &Route::id);
  });
  for (const Route& route : grade.routes)
    (grade.misconception.empty() ? grade.misconception : grade.also.emplace_back()) = route.id;
  if (grade.misconception.empty()) grade.misconception = high.misconception;  // no limit has no number, hence no route
  if (!is_fine(low)) grade.message = words.get("course.question.low_end", {{"said", low.message}});
  if (!is_fine(high))
    grade.message +=
        (grade.message.empty() ? "" : " ") + words.get("course.question.high_end", {{"said", high.message}});
  grade.brief = grade.message;
  return grade;
}

std::int64_t count(const std::vector<nn::Interval>& sizes) {
  std::int64_t sum = 0;
  for (const nn::Interval size : sizes) sum += size.high - size.low + 1;
  return sum;
}

std::int64_t common(const std::vector<nn::Interval>& a, const std::vector<nn::Interval>& b) {
  std::int64_t sum = 0;
  for (const nn::Interval x : a)
    for (const nn::Interval y : b)
      sum += std::max<std::int64_t>(0, std::min(x.high, y.high) - std::max(x.low, y.low) + 1);
  return sum;
}

/// Several sizes: how many of them fit, and how many are missing.
QuestionGrade grade_list(const Attempted& attempted, const std::vector<nn::Interval>& typed,
                         const std::vector<nn::Interval>& right, std::string wanted) {
  const auto& [question, part, reply, replies, words] = attempted;
  QuestionGrade grade = verdict(Verdict::wrong, "", std::move(wanted));
  const std::int64_t both = common(typed, right);
  for (const nn::Rounding rounding : {nn::Rounding::floor, nn::Rounding::ceil})
    if (typed == fitting(question, rounding)) grade.misconception = "other-rounding";
  const auto only = [&](std::int64_t low, std::int64_t high) {
    return typed == std::vector<nn::Interval>{{low, high}};
  };
  const std::int64_t side = question.sheet->facts.input.size.height;
  if (only(side, side)) grade.misconception = "only-the-training-size";
  if (!grade.misconception.empty()) {
    const std::string convention =
        words.get("course.convention." + std::string(nn::to_string(question.sheet->facts.rounding)));
    grade.brief = words.get("course.brief.one", {{"answer", sizes_text(typed)},
                                                 {"label", slip_name(question, grade.misconception, words)}});
    grade.message = grade.brief + " " + words.get("course.advice." + grade.misconception, {{"convention", convention}});
    return grade;
  }
  grade.brief = grade.message = words.get("course.question.sizes", {{"right", std::to_string(both)},
                                                                    {"typed", std::to_string(count(typed))},
                                                                    {"missing", std::to_string(count(right) - both)}});
  return grade;
}

}  // namespace

std::string expected_interval(const Question& question, const Text& words) {
  const auto sizes = fitting(question);
  return sizes.empty() ? words.get("course.largest.none") : sizes_text(sizes);
}

QuestionGrade grade_interval(const Attempted& attempted) {
  const auto& [question, part, reply, replies, words] = attempted;
  const std::vector<nn::Interval> right = fitting(question);
  std::string wanted = expected_interval(question, words);
  const auto read = read_sizes(reply);
  if (!read) return verdict(Verdict::unreadable, words.get("course.question.sizes_format"), wanted);
  const std::vector<nn::Interval> typed = within_range(question, *read);
  if (typed == right) return verdict(Verdict::correct, words.get("course.question.sizes_right"), wanted);
  const bool by_ends = right.size() == 1 && typed.size() == 1 && question.spec.range.empty() &&
                       question.sheet->facts.rounding != nn::Rounding::exact;
  if (by_ends) return grade_ends(attempted, typed.front(), std::move(wanted));
  if (typed.empty()) return verdict(Verdict::unreadable, words.get("course.question.sizes_format"), wanted);
  return grade_list(attempted, typed, right, std::move(wanted));
}

}  // namespace stride::course
