#include "course/result.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "course/question_reader.h"
#include "course/question_value.h"
#include "nn/json_reader.h"

namespace stride::course {
namespace {

using nlohmann::json;
using nn::ObjectReader;

constexpr std::string_view kFormat = "stride-result";
constexpr std::int64_t kVersion = 1;
constexpr std::size_t kMostBytes = 8 << 20, kMostAnswers = 20'000, kMostText = 20'000;

constexpr std::array kVerdicts = {Verdict::none, Verdict::correct, Verdict::consistent, Verdict::wrong,
                                  Verdict::unreadable};

json to_json(const ResultAnswer& answer) {
  json value = {{"exercise", answer.exercise},
                {"question", answer.question},
                {"answer", answer.answer},
                {"verdict", to_string(answer.verdict)}};
  if (!answer.part.empty()) value["part"] = answer.part;
  if (answer.effort.attempts > 0) value["attempts"] = answer.effort.attempts;
  if (answer.effort.help > 0) value["help"] = answer.effort.help;
  if (!answer.working.empty()) value["working"] = answer.working;
  return value;
}

Result<ResultAnswer> read_result_answer(const json& value, const std::string& path) {
  ObjectReader object(value, path);
  object.allow_only({"exercise", "question", "part", "answer", "verdict", "attempts", "help", "working"});
  ResultAnswer answer;
  answer.exercise = object.string("exercise", 60, std::nullopt);
  answer.question = object.string("question", 60, std::nullopt);
  answer.part = object.string("part", 200, "");
  answer.answer = object.string("answer", kMostText, std::nullopt);
  answer.working = object.string("working", kMostText, "");
  answer.effort.attempts = static_cast<int>(object.whole("attempts", 0, 1'000'000, 0));
  answer.effort.help = static_cast<int>(object.whole("help", 0, 4, 0));
  const std::string said = object.string("verdict", 20, std::nullopt);
  const auto* const verdict = std::ranges::find_if(kVerdicts, [&](Verdict each) { return to_string(each) == said; });
  if (verdict == kVerdicts.end()) object.refuse("verdict", "correct, consistent, wrong, unreadable or none");
  if (object.error()) return std::unexpected(*object.error());
  answer.verdict = *verdict;
  return answer;
}

/// All questions of a course, made for one student.
Result<std::vector<Question>> questions_of(const Course& course, const FindNetwork& networks,
                                           const std::optional<StudentId>& student) {
  std::vector<Question> all;
  for (const Exercise& exercise : course.exercises) {
    auto questions = instantiate(exercise, networks, student);
    if (!questions) return std::unexpected(questions.error());
    std::ranges::move(*questions, std::back_inserter(all));
  }
  return all;
}

std::string equation(const math::Expr& numbers, const math::Expr& value) {
  return math::to_text(numbers == value ? value : math::equal(numbers, value));
}

std::optional<math::Expr> value_of(const math::Expr& numbers) {
  const auto exact = math::evaluate(numbers);
  return exact ? std::optional(math::Expr(*exact)) : std::nullopt;
}

/// The question that an answer is to; the error points into the file.
Result<const Question*> asked(const std::vector<Question>& questions, const ResultAnswer& answer,
                              const std::string& path) {
  bool exercise = false;
  for (const Question& question : questions) {
    if (question.exercise->id != answer.exercise) continue;
    exercise = true;
    if (question.spec.id != answer.question) continue;
    if (!std::ranges::contains(question.parts, answer.part))
      return fail("the question " + answer.exercise + "/" + answer.question + " has no such part", path + ".part");
    return &question;
  }
  if (!exercise) return fail("the course has no such exercise", path + ".exercise");
  return fail("the exercise " + answer.exercise + " has no such question", path + ".question");
}

std::string path_of(std::size_t index) { return "answers[" + std::to_string(index) + "]"; }

Result<std::optional<StudentId>> student_of(const ResultFile& file, const Course& course) {
  if (file.student_id.empty()) {
    if (course.needs_id()) return fail("expected the student's ID, which this course's numbers depend on", "id");
    return std::optional<StudentId>();
  }
  auto student = parse_student_id(file.student_id, course.options.id);
  if (!student && course.needs_id()) return fail(student.error().message, "id");
  return student ? std::optional(*student) : std::nullopt;
}

}  // namespace

std::string working_of(const Question& question, std::string_view part, const Replies& replies) {
  if (question.kind() == QuestionKind::number || question.kind() == QuestionKind::crops) {
    const math::Expr numbers = math::substitute(principle_of(question), own_numbers(question, replies).numbers);
    const auto value = value_of(numbers);
    return value ? equation(numbers, *value) : math::to_text(numbers) + " = " + number_text(numbers);
  }
  if (question.cells.empty() || question.kind() == QuestionKind::interval) return "";
  const auto cell = parse_cell(*question.sheet, part.empty() ? question.cells.front().text() : std::string(part));
  Given given = given_of(question, replies);
  if (cell) given.erase(*cell);
  const auto route = cell ? right_route(*question.sheet, *cell, given) : std::nullopt;
  if (!route) return "";
  return equation(route->numbers, route->value.size() == 1
                                      ? math::Expr(route->value[0])
                                      : math::Expr::make(math::ExprKind::dims, {route->value[0], route->value[1]}));
}

Result<ResultFile> make_result(const Course& course, const FindNetwork& networks,
                               const std::optional<StudentId>& student, const Replies& replies,
                               const std::function<Effort(std::string_view reply_key)>& effort_of, const Text& words) {
  const auto questions = questions_of(course, networks, student);
  if (!questions) return std::unexpected(questions.error());
  ResultFile file{course.name, student && course.needs_id() ? student->digits : "", {}};
  for (const Question& question : *questions)
    for (const std::string& part : question.parts) {
      const std::string key = question.reply_key(part);
      const auto reply = replies.find(key);
      if (reply == replies.end() || reply->second.empty()) continue;
      const Verdict said = grade(question, part, reply->second, replies, words).verdict;
      const bool found = said == Verdict::correct || said == Verdict::consistent;
      file.answers.push_back({question.exercise->id, question.spec.id, part, reply->second, said, effort_of(key),
                              found ? working_of(question, part, replies) : ""});
    }
  return file;
}

std::string write_result(const ResultFile& file) {
  json answers = json::array();
  for (const ResultAnswer& answer : file.answers) answers.push_back(to_json(answer));
  json value = {{"format", kFormat}, {"version", kVersion}, {"course", file.course}, {"answers", std::move(answers)}};
  if (!file.student_id.empty()) value["id"] = file.student_id;
  return value.dump(1, ' ', false, json::error_handler_t::replace) + "\n";
}

Result<ResultFile> parse_result(std::string_view text) {
  if (text.size() > kMostBytes) return fail("expected a result file below 8 MB");
  const auto tree = nn::read_json(text);
  if (!tree) return std::unexpected(tree.error());
  ObjectReader object(*tree, "");
  object.allow_only({"$schema", "format", "version", "course", "id", "answers"});
  ResultFile file;
  if (object.string("format", 40, std::nullopt) != kFormat) object.refuse("format", "\"stride-result\"");
  if (object.whole("version", 1, 1'000'000, std::nullopt) != kVersion) object.refuse("version", "1");
  file.course = object.string("course", 60, std::nullopt);
  if (!is_id(file.course)) object.refuse("course", "letters, digits, - and _");
  file.student_id = object.string("id", 60, "");
  const json* list = object.find("answers");
  if (list == nullptr || !list->is_array() || list->size() > kMostAnswers)
    object.refuse("answers", "a list of at most " + std::to_string(kMostAnswers) + " answers");
  if (object.error()) return std::unexpected(*object.error());
  for (std::size_t i = 0; i < list->size(); ++i) {
    auto answer = read_result_answer((*list)[i], path_of(i));
    if (!answer) return std::unexpected(answer.error());
    file.answers.push_back(std::move(*answer));
  }
  return file;
}

Result<Verified> verify_result(const ResultFile& file, const Course& course, const FindNetwork& networks,
                               const Text& words) {
  if (file.course != course.name)
    return fail("expected an answer to the course " + course.name + ", found " + file.course, "course");
  const auto student = student_of(file, course);
  if (!student) return std::unexpected(student.error());
  const auto questions = questions_of(course, networks, *student);
  if (!questions) return std::unexpected(questions.error());
  Verified verified;
  std::vector<const Question*> places;
  Replies replies, seen;
  for (std::size_t i = 0; i < file.answers.size(); ++i) {
    const ResultAnswer& answer = file.answers[i];
    const auto question = asked(*questions, answer, path_of(i));
    if (!question) return std::unexpected(question.error());
    if (!seen.emplace(answer.exercise + "/" + answer.question + "/" + answer.part, "").second)
      return fail("this was answered before, further up in the file", path_of(i));
    places.push_back(*question);
    replies.emplace((*question)->reply_key(answer.part), answer.answer);
  }
  for (std::size_t i = 0; i < places.size(); ++i)
    verified.answers.push_back(
        {file.answers[i], grade(*places[i], file.answers[i].part, file.answers[i].answer, replies, words)});
  for (const Question& question : *questions)
    if (question.kind() != QuestionKind::checklist) verified.parts += question.parts.size();
  return verified;
}

Result<std::vector<KeyEntry>> answer_key(const Course& course, const FindNetwork& networks,
                                         const std::optional<StudentId>& student, const Text& words) {
  const auto questions = questions_of(course, networks, student);
  if (!questions) return std::unexpected(questions.error());
  std::vector<KeyEntry> key;
  for (const Question& question : *questions) {
    if (question.kind() == QuestionKind::checklist) continue;
    for (const std::string& part : question.parts)
      key.push_back({question.exercise->id, question.spec.id, part, expected(question, part, words)});
  }
  return key;
}

}  // namespace stride::course
