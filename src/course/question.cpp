#include "course/question.h"

#include <algorithm>

#include "course/question_cells.h"
#include "course/question_kinds.h"
#include "course/question_value.h"

namespace stride::course {
namespace {

Result<nn::Pair> size_of(const Exercise& exercise, const nn::NetworkSpec& network,
                         const std::optional<StudentId>& student) {
  if (!exercise.size_from_id) return exercise.size.value_or(network.input_size);
  if (!student) return fail("this exercise takes its image size from a student ID");
  return nn::Pair{student->side, student->side};
}

/// Everything but the question's own: shared by all questions of an exercise.
Result<Question> make_frame(const Exercise& exercise, const FindNetwork& networks,
                            const std::optional<StudentId>& student) {
  Question frame;
  frame.exercise = std::make_shared<const Exercise>(exercise);
  if (exercise.network.empty()) return frame;
  const nn::NetworkSpec* network = networks(exercise.network);
  if (network == nullptr) return fail("there is no network \"" + exercise.network + "\"");
  const auto size = size_of(exercise, *network, student);
  if (!size) return std::unexpected(size.error());
  auto sheet = make_worksheet(*network, *size, exercise.options.rounding);
  if (!sheet) return std::unexpected(sheet.error());
  frame.sheet = std::make_shared<const Worksheet>(std::move(*sheet));
  frame.sheet_key =
      network->name + "/" + nn::to_text(*size) + "/" + std::string(nn::to_string(exercise.options.rounding));
  return frame;
}

bool is_about_cells(QuestionKind kind) {
  return kind == QuestionKind::cell || kind == QuestionKind::table || kind == QuestionKind::largest ||
         kind == QuestionKind::interval;
}

std::vector<std::string> parts_of(const Question& question) {
  std::vector<std::string> parts;
  switch (question.kind()) {
    case QuestionKind::table:
      for (const CellId& cell : question.cells) parts.push_back(cell.text());
      return parts;
    case QuestionKind::blanks:
      for (const ItemSpec& item : question.spec.items) parts.push_back(item.id);
      return parts;
    case QuestionKind::steps:
      for (const ItemSpec& step : question.spec.items) {
        parts.push_back(step.id);
        if (!step.options.empty() || step.answer) parts.push_back(step.id + ".fix");
      }
      return parts;
    case QuestionKind::checklist:
      return {"text", "points"};
    default:
      return {""};
  }
}

}  // namespace

Result<Question> fill_in(Question question, const QuestionSpec& spec) {
  question.spec = spec;
  auto cells = cells_of(question);
  if (!cells) return std::unexpected(cells.error());
  question.cells = std::move(*cells);
  auto numbers = right_numbers(question);
  if (!numbers) return std::unexpected(numbers.error());
  question.numbers = std::move(*numbers);
  if (const auto source = check_source(spec); !source) return std::unexpected(source.error());
  question.parts = parts_of(question);
  return question;
}

namespace {

/// Says where in the course something is wrong.
Error at(const Exercise& exercise, const QuestionSpec* spec, const Error& error) {
  return {error.message, exercise.course + "/" + exercise.origin + (spec == nullptr ? "" : "/" + spec->id) +
                             (error.where.empty() ? "" : "." + error.where)};
}

}  // namespace

std::string Question::sentence(std::string_view key, const Text& words) const {
  std::string sentence;
  if (!spec.variant.empty())
    sentence = exercise->sentence(spec.id + "." + spec.variant + "." + std::string(key), words);
  if (sentence.empty()) sentence = exercise->sentence(spec.id + "." + std::string(key), words);
  for (const auto& [name, value] : numbers) {
    const std::string hole = "{" + name + "}";
    for (std::size_t at = sentence.find(hole); at != std::string::npos; at = sentence.find(hole, at))
      sentence.replace(at, hole.size(), number_text(value));
  }
  return sentence;
}

std::string Question::reply_key(std::string_view part) const {
  if (is_about_cells(kind())) {
    const std::string cell = part.empty() && !cells.empty() ? cells.front().text() : std::string(part);
    return sheet_key + "/" + cell;
  }
  std::string key = exercise->course + "/" + exercise->origin + "/" + spec.id;
  const bool by_size = exercise->size_from_id && !spec.let.empty();
  if (by_size && sheet) key += "@" + nn::to_text(sheet->facts.input.size);
  return part.empty() ? key : key + "/" + std::string(part);
}

Result<std::vector<Question>> instantiate(const Exercise& exercise, const FindNetwork& networks,
                                          const std::optional<StudentId>& student) {
  const auto frame = make_frame(exercise, networks, student);
  if (!frame) return std::unexpected(at(exercise, nullptr, frame.error()));
  std::vector<Question> questions;
  for (const QuestionSpec* spec : exercise.asked()) {
    auto question = fill_in(*frame, *spec);
    if (!question) return std::unexpected(at(exercise, spec, question.error()));
    questions.push_back(std::move(*question));
  }
  return questions;
}

}  // namespace stride::course
