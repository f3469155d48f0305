#include <algorithm>

#include "course/question_kinds.h"

// Choices with a reason for every option, derivations to put in order, and points to tick.

namespace stride::course {
namespace {

QuestionGrade no_option(const Text& words) {
  return verdict(Verdict::unreadable, words.get("course.question.no_option"));
}

/// The first id that is none of the question's; empty where all are.
std::string stranger(const QuestionSpec& spec, const std::vector<std::string>& ids) {
  for (const std::string& id : ids)
    if (find_item(spec, id) == nullptr) return id;
  return "";
}

QuestionGrade grade_many(const Attempted& attempted, const std::vector<std::string>& ids) {
  const auto& [question, part, reply, replies, words] = attempted;
  std::size_t held = 0, wrong = 0, right = 0;
  QuestionGrade grade;
  for (const ItemSpec& item : question.spec.items) {
    right += item.right;
    if (!std::ranges::contains(ids, item.id)) continue;
    (item.right ? held : wrong) += 1;
    if (!item.right && grade.misconception.empty()) grade.misconception = item.slip;
    grade.marks.push_back({item.id, item.right, question.sentence("why." + item.id, words)});
  }
  grade.verdict = wrong == 0 && held == right ? Verdict::correct : Verdict::wrong;
  const std::string key = grade.verdict == Verdict::correct ? "all" : wrong > 0 ? "not_all_hold" : "more_hold";
  grade.brief = grade.message = words.get("course.question." + key, {{"count", std::to_string(wrong)}});
  return grade;
}

/// A line that stands before something that it needs; empty where all is well so far.
std::string too_early(const QuestionSpec& spec, const std::vector<std::string>& ids) {
  for (std::size_t i = 0; i < ids.size(); ++i)
    for (const std::string& need : find_item(spec, ids[i])->needs)
      if (!std::ranges::contains(ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(i), need)) return ids[i];
  return "";
}

}  // namespace

QuestionGrade grade_choice(const Attempted& attempted) {
  const auto& [question, part, reply, replies, words] = attempted;
  const std::vector<std::string> ids = ids_of(reply);
  if (ids.empty() || !stranger(question.spec, ids).empty()) return no_option(words);
  const std::string wanted = expected(question, part, words);
  if (question.spec.many) {
    QuestionGrade grade = grade_many(attempted, ids);
    grade.expected = wanted;
    return grade;
  }
  if (ids.size() != 1) return verdict(Verdict::unreadable, words.get("course.question.one_option"), wanted);
  const ItemSpec& item = *find_item(question.spec, ids.front());
  const std::string why = question.sentence("why." + item.id, words);
  QuestionGrade grade = verdict(item.right ? Verdict::correct : Verdict::wrong, why, wanted);
  grade.misconception = item.right ? "" : item.slip;
  grade.marks.push_back({item.id, item.right, why});
  return grade;
}

QuestionGrade grade_order(const Attempted& attempted) {
  const auto& [question, part, reply, replies, words] = attempted;
  const std::vector<std::string> ids = ids_of(reply);
  const std::string wanted = expected(question, part, words);
  if (ids.empty() || !stranger(question.spec, ids).empty()) return no_option(words);
  std::vector<std::string> sorted = ids;
  std::ranges::sort(sorted);
  if (std::ranges::adjacent_find(sorted) != sorted.end())
    return verdict(Verdict::unreadable, words.get("course.question.line_twice"), wanted);
  QuestionGrade grade = verdict(Verdict::wrong, "", wanted);
  for (const std::string& id : ids)
    if (!find_item(question.spec, id)->right) {
      grade.marks.push_back({id, false, question.sentence("why." + id, words)});
      grade.brief = grade.message = grade.marks.front().why;
      return grade;
    }
  if (const std::string early = too_early(question.spec, ids); !early.empty()) {
    const std::string line = question.sentence("line." + early, words);
    grade.brief = grade.message = words.get("course.question.too_early", {{"line", line}});
    grade.marks.push_back({early, false, grade.message});
    return grade;
  }
  if (static_cast<std::ptrdiff_t>(ids.size()) < std::ranges::count(question.spec.items, true, &ItemSpec::right))
    return verdict(Verdict::none, words.get("course.question.right_so_far"), wanted);
  const std::string right = question.sentence("right", words);
  return verdict(Verdict::correct, right.empty() ? words.get("course.right.any") : right, wanted);
}

QuestionGrade grade_checklist(const Attempted& attempted) {
  const auto& [question, part, reply, replies, words] = attempted;
  if (part != "points") return verdict(Verdict::none, words.get("course.question.tick_points"));
  const std::vector<std::string> ids = ids_of(reply);
  const std::size_t points = question.spec.items.size();
  const std::size_t ticked = static_cast<std::size_t>(std::ranges::count_if(
      question.spec.items, [&](const ItemSpec& point) { return std::ranges::contains(ids, point.id); }));
  return verdict(Verdict::none, words.get(ticked == points ? "course.question.points_all" : "course.question.points",
                                          {{"ticked", std::to_string(ticked)}, {"points", std::to_string(points)}}));
}

}  // namespace stride::course
