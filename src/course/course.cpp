#include "course/course.h"

#include <algorithm>

#include "course/question_reader.h"
#include "nn/json_reader.h"

namespace stride::course {
namespace {

using nlohmann::json;
using nn::ObjectReader;

constexpr std::size_t kMostBytes = 1 << 20;

std::string at(const std::string& path, std::size_t index) { return path + "[" + std::to_string(index) + "]"; }

nn::Rounding read_rounding(ObjectReader& object, nn::Rounding fallback) {
  if (object.find("rounding") == nullptr) return fallback;
  const auto rounding = nn::parse_rounding(object.string("rounding", 20, "floor"));
  if (!rounding) object.refuse("rounding", "floor, ceil or exact");
  return rounding.value_or(fallback);
}

Result<IdRule> read_id_rule(const ObjectReader& file) {
  IdRule rule;
  const json* member = file.find("id");
  if (member == nullptr) return rule;
  ObjectReader object(*member, "id");
  object.allow_only({"digits", "last_digits", "base"});
  rule.digits = static_cast<int>(object.whole("digits", 1, 30, rule.digits));
  rule.last_digits = static_cast<int>(object.whole("last_digits", 1, std::min(rule.digits, 4), rule.last_digits));
  rule.base = object.whole("base", 0, 10'000, rule.base);
  if (object.error()) return std::unexpected(*object.error());
  return rule;
}

Result<std::shared_ptr<const Text>> read_own_text(const ObjectReader& file) {
  const json* member = file.find("text");
  if (member == nullptr) return std::make_shared<const Text>();
  auto text = Text::parse(member->dump(-1, ' ', false, json::error_handler_t::replace));
  if (!text) return fail(text.error().message, "text" + (text.error().where.empty() ? "" : "." + text.error().where));
  return std::make_shared<const Text>(std::move(*text));
}

/// `"id"`, a side, or [height, width].
void read_size(ObjectReader& object, Exercise& exercise) {
  const json* size = object.find("size");
  if (size == nullptr) return;
  exercise.size_from_id = size->is_string() && *size == "id";
  if (!exercise.size_from_id && size->is_string())
    object.refuse("size", "a side, [height, width], or \"id\"");
  else if (!exercise.size_from_id)
    exercise.size = object.pair("size", 1, 100'000, std::nullopt);
}

Result<std::vector<QuestionSpec>> read_questions(const ObjectReader& object) {
  const json* list = object.find("questions");
  const std::string path = object.path("questions");
  if (list == nullptr || !list->is_array() || list->empty() || list->size() > kMostQuestions)
    return fail("expected a list of 1 to " + std::to_string(kMostQuestions) + " questions, found " +
                    (list == nullptr ? "nothing" : nn::describe(*list)),
                path);
  std::vector<QuestionSpec> questions;
  for (std::size_t i = 0; i < list->size(); ++i) {
    auto question = read_question((*list)[i], at(path, i));
    if (!question) return std::unexpected(question.error());
    if (std::ranges::contains(questions, question->id, &QuestionSpec::id))
      return fail("expected each id once, found \"" + question->id + "\" twice", at(path, i) + ".id");
    for (std::size_t with = 0; with < question->with.size(); ++with)
      if (!std::ranges::contains(questions, question->with[with], &QuestionSpec::id))
        return fail("expected an earlier question of this exercise, found \"" + question->with[with] + "\"",
                    at(at(path, i) + ".with", with));
    // A value can only come from a question that was asked before.
    for (const Binding& binding : question->let)
      if (!binding.question.empty() && !std::ranges::contains(questions, binding.question, &QuestionSpec::id))
        return fail("expected an earlier question of this exercise, found \"" + binding.question + "\"",
                    at(path, i) + ".let." + binding.name);
    questions.push_back(std::move(*question));
  }
  return questions;
}

/// An exercise of its own, or one that stands in another course.
Result<Exercise> read_exercise(const json& value, const std::string& path, const Course& course) {
  ObjectReader object(value, path);
  Exercise exercise;
  const bool borrowed = object.find("use") != nullptr;
  if (borrowed)
    object.allow_only({"id", "chapter", "use", "questions"});
  else
    object.allow_only({"id", "chapter", "network", "size", "rounding", "questions"});
  exercise.id = object.string("id", 60, std::nullopt);
  if (!is_id(exercise.id)) object.refuse("id", "letters, digits, - and _");
  exercise.chapter = object.string("chapter", 60, "");
  exercise.network = object.string("network", 200, "");
  exercise.use = object.string("use", 200, "");
  exercise.course = course.name;
  exercise.origin = exercise.id;
  exercise.options = course.options;
  exercise.options.rounding = read_rounding(object, course.options.rounding);
  exercise.text = course.text;
  read_size(object, exercise);
  if ((object.find("size") || object.find("rounding")) && exercise.network.empty())
    object.refuse("network", "a network, since a size or a rounding is given");
  if (object.error()) return std::unexpected(*object.error());
  if (borrowed) {
    auto chosen = read_texts(object.find("questions"), object.path("questions"));
    if (!chosen) return std::unexpected(chosen.error());
    exercise.chosen = std::move(*chosen);
    return exercise;
  }
  auto questions = read_questions(object);
  if (!questions) return std::unexpected(questions.error());
  exercise.questions = std::move(*questions);
  return exercise;
}

Result<Course> read_head(ObjectReader& file) {
  Course course;
  file.allow_only({"$schema", "name", "source", "rounding", "count_pools", "id", "hints", "text", "exercises"});
  course.name = file.string("name", 60, std::nullopt);
  if (!is_id(course.name)) file.refuse("name", "letters, digits, - and _");
  course.source = file.string("source", 2000, "");
  course.options.rounding = read_rounding(file, nn::Rounding::floor);
  course.options.count_pools = file.boolean("count_pools", true);
  course.options.hints = static_cast<int>(file.whole("hints", 0, 4, 4));
  if (file.error()) return std::unexpected(*file.error());
  const auto rule = read_id_rule(file);
  if (!rule) return std::unexpected(rule.error());
  course.options.id = *rule;
  auto text = read_own_text(file);
  if (!text) return std::unexpected(text.error());
  course.text = std::move(*text);
  return course;
}

}  // namespace

const Exercise* Course::find(std::string_view exercise) const {
  const auto found = std::ranges::find(exercises, exercise, &Exercise::id);
  return found == exercises.end() ? nullptr : &*found;
}

std::string Course::sentence(std::string_view key, const Text& words) const {
  if (text && text->has(key)) return text->get(key);
  const std::string full = "courses." + name + "." + std::string(key);
  return words.has(full) ? words.get(full) : "";
}

std::string Exercise::sentence(std::string_view key, const Text& words) const {
  const std::string own = origin + "." + std::string(key);
  if (text && text->has(own)) return text->get(own);
  const std::string full = "courses." + course + "." + own;
  return words.has(full) ? words.get(full) : "";
}

std::vector<const QuestionSpec*> Exercise::asked() const {
  std::vector<const QuestionSpec*> list;
  for (const QuestionSpec& question : questions)
    if (chosen.empty()) list.push_back(&question);
  for (const std::string& wanted : chosen) list.push_back(&*std::ranges::find(questions, wanted, &QuestionSpec::id));
  return list;
}

bool Course::needs_id() const { return std::ranges::any_of(exercises, &Exercise::size_from_id); }

Result<Course> parse_course(std::string_view text) {
  if (text.size() > kMostBytes) return fail("expected a course file below 1 MB");
  const auto tree = nn::read_json(text);
  if (!tree) return std::unexpected(tree.error());
  ObjectReader file(*tree, "");
  auto course = read_head(file);
  if (!course) return course;
  const json* list = file.find("exercises");
  if (list == nullptr || !list->is_array() || list->empty() || list->size() > kMostExercises) {
    file.refuse("exercises", "a list of 1 to " + std::to_string(kMostExercises) + " exercises");
    return std::unexpected(*file.error());
  }
  for (std::size_t i = 0; i < list->size(); ++i) {
    auto exercise = read_exercise((*list)[i], at("exercises", i), *course);
    if (!exercise) return std::unexpected(exercise.error());
    if (course->find(exercise->id) != nullptr)
      return fail("expected each id once, found \"" + exercise->id + "\" twice", at("exercises", i) + ".id");
    course->exercises.push_back(std::move(*exercise));
  }
  return course;
}

Result<Course> resolve(const Course& course, const FindCourse& find) {
  Course whole = course;
  for (std::size_t i = 0; i < whole.exercises.size(); ++i) {
    Exercise& exercise = whole.exercises[i];
    if (exercise.use.empty()) continue;
    const std::size_t slash = exercise.use.find('/');
    const Course* other = find(std::string_view(exercise.use).substr(0, slash));
    const Exercise* origin =
        other != nullptr && slash != std::string::npos ? other->find(exercise.use.substr(slash + 1)) : nullptr;
    if (origin == nullptr || !origin->use.empty())
      return fail("expected COURSE/EXERCISE of a course with exercises of its own, found \"" + exercise.use + "\"",
                  at("exercises", i) + ".use");
    Exercise put_in = *origin;
    put_in.id = exercise.id;
    put_in.chapter = exercise.chapter;
    put_in.use = exercise.use;
    put_in.chosen = exercise.chosen;
    for (const std::string& id : exercise.chosen)
      if (!std::ranges::contains(origin->questions, id, &QuestionSpec::id))
        return fail("there is no question \"" + id + "\" in " + exercise.use, at("exercises", i) + ".questions");
    exercise = std::move(put_in);
  }
  return whole;
}

}  // namespace stride::course
