#include <algorithm>

#include "course/question_kinds.h"
#include "course/question_value.h"
#include "course/route.h"

namespace stride::course {
namespace {

/// What the right options, lines or steps are.
std::vector<std::string> right_items(const QuestionSpec& spec) {
  std::vector<std::string> ids;
  for (const ItemSpec& item : spec.items)
    if (item.right) ids.push_back(item.id);
  return ids;
}

std::string expected_step(const Question& question, std::string_view part) {
  const bool fix = part.ends_with(".fix");
  const ItemSpec* step = find_item(question.spec, part.substr(0, part.size() - (fix ? 4 : 0)));
  if (step == nullptr) return "";
  if (!fix) return step->right ? "right" : "wrong";
  if (!step->answer) return step->options.front();
  return answer_text(math::substitute(*step->answer, question.numbers), question.spec.within);
}

std::string expected_cell(const Question& question, std::string_view part, const Text& words) {
  const std::string name = part.empty() ? question.cells.front().text() : std::string(part);
  const auto cell = parse_cell(*question.sheet, name);
  return cell ? grade(*question.sheet, *cell, "", {}, words).expected : "";
}

}  // namespace

QuestionGrade verdict(Verdict verdict, std::string message, std::string expected) {
  QuestionGrade grade;
  grade.verdict = verdict;
  grade.brief = message;
  grade.message = std::move(message);
  grade.expected = std::move(expected);
  return grade;
}

std::vector<std::string> ids_of(std::string_view reply) {
  std::vector<std::string> ids;
  std::string id;
  for (const char c : std::string(reply) + ",") {
    if (c == ' ') continue;
    if (c != ',') {
      id += c;
    } else if (!id.empty()) {
      ids.push_back(std::move(id));
      id.clear();
    }
  }
  return ids;
}

std::string joined(const std::vector<std::string>& ids) {
  std::string list;
  for (const std::string& id : ids) list += (list.empty() ? "" : ",") + id;
  return list;
}

const ItemSpec* find_item(const QuestionSpec& spec, std::string_view id) {
  const auto found = std::ranges::find(spec.items, id, &ItemSpec::id);
  return found == spec.items.end() ? nullptr : &*found;
}

std::string slip_name(const Question& question, const std::string& id, const Text& words) {
  if (std::string own = question.sentence("slip." + id, words); !own.empty()) return own;
  return words.get("course.slip." + id);
}

QuestionGrade named_slip(const Attempted& attempted, const std::string& slip, std::string wanted) {
  const auto& [question, part, reply, replies, words] = attempted;
  QuestionGrade grade = verdict(Verdict::wrong, "", std::move(wanted));
  grade.misconception = slip;
  const std::string label = slip_name(question, slip, words);
  const std::string advice = question.sentence("advice." + slip, words);
  grade.brief = words.get("course.brief.one", {{"answer", std::string(reply)}, {"label", label}});
  grade.message = grade.brief + (advice.empty() ? "" : " " + advice);
  return grade;
}

QuestionGrade unreadable_formula(const Error& error, std::string wanted, const Text& words) {
  const std::string position = std::to_string(std::atoi(error.where.c_str()) + 1);
  return verdict(Verdict::unreadable,
                 words.get("course.unreadable.formula_at", {{"problem", error.message}, {"position", position}}),
                 std::move(wanted));
}

std::string right_message(const Attempted& attempted) {
  const std::string right = attempted.question.sentence("right", attempted.words);
  return right.empty() ? attempted.words.get("course.right.any") : right;
}

QuestionGrade grade(const Question& question, std::string_view part, std::string_view reply, const Replies& replies,
                    const Text& words) {
  const Attempted attempted{question, part, reply, replies, words};
  switch (question.kind()) {
    case QuestionKind::cell:
    case QuestionKind::table:
    case QuestionKind::largest:
    case QuestionKind::interval:
      return grade_cell(attempted);
    case QuestionKind::number:
    case QuestionKind::crops:
      return grade_number(attempted);
    case QuestionKind::shape:
      return grade_shape(attempted);
    case QuestionKind::choice:
      return grade_choice(attempted);
    case QuestionKind::order:
      return grade_order(attempted);
    case QuestionKind::blanks:
      return grade_blank(attempted);
    case QuestionKind::steps:
      return grade_step(attempted);
    case QuestionKind::checklist:
      return grade_checklist(attempted);
    case QuestionKind::formula:
    case QuestionKind::numpy:
      return grade_formula(attempted);
  }
  return {};
}

std::string expected(const Question& question, std::string_view part, const Text& words) {
  switch (question.kind()) {
    case QuestionKind::cell:
    case QuestionKind::table:
    case QuestionKind::largest:
    case QuestionKind::interval:
      return expected_cell(question, part, words);
    case QuestionKind::number:
    case QuestionKind::crops:
      return answer_text(math::substitute(principle_of(question), question.numbers), question.spec.within);
    case QuestionKind::shape:
      return math::to_text(math::substitute(*question.spec.answer, question.numbers));
    case QuestionKind::choice:
    case QuestionKind::order:
      return joined(right_items(question.spec));
    case QuestionKind::blanks: {
      const ItemSpec* blank = find_item(question.spec, part);
      return blank == nullptr ? "" : blank->accept.front();
    }
    case QuestionKind::steps:
      return expected_step(question, part);
    case QuestionKind::formula:
    case QuestionKind::numpy:
      return expected_formula(question.spec);
    case QuestionKind::checklist:
      break;
  }
  return "";
}

}  // namespace stride::course
