#include <doctest/doctest.h>

#include <filesystem>
#include <set>

#include "course/question.h"
#include "fixture.h"

// The shipped courses: every question can be made, has its words, and takes its own right answer.

using namespace stride;
using namespace stride::course;

namespace {

const std::vector<std::string>& ids() {
  static const std::vector<std::string> all = {"14-141-512", "00000000", "12345643", "99-999-999"};
  return all;
}

void well_said(const std::string& sentence) {
  CAPTURE(sentence);
  CHECK_FALSE(sentence.empty());
  CHECK_FALSE(sentence.contains('!'));
  CHECK_FALSE(sentence.contains('{'));
  CHECK_FALSE(sentence.contains("<course"));
  CHECK_FALSE(sentence.contains("  "));
  CHECK_FALSE(sentence.contains("No such"));
}

/// What stands on the page of a question: all of it is there.
void check_words(const Question& question) {
  const Text& words = fixture::text();
  const auto need = [&](const std::string& key) {
    CAPTURE(key);
    well_said(question.sentence(key, words));
  };
  need("ask");
  for (const ItemSpec& item : question.spec.items) switch (question.kind()) {
      case QuestionKind::choice:
        need("option." + item.id);
        need("why." + item.id);
        break;
      case QuestionKind::order:
        need("line." + item.id);
        if (!item.right) need("why." + item.id);
        break;
      case QuestionKind::blanks:
        need("blank." + item.id);
        for (const auto& [typed, why] : item.wrong) need("why." + why);
        break;
      case QuestionKind::steps:
        need("step." + item.id);
        need("why." + item.id);
        for (const std::string& option : item.options) {
          need("fix." + item.id + ".option." + option);
          need("fix." + item.id + ".why." + option);
        }
        break;
      default:
        need("point." + item.id);
    }
  if (question.kind() == QuestionKind::blanks) need("formula");
  for (const SlipSpec& slip : question.spec.slips)
    if (!words.has("course.slip." + slip.id)) need("slip." + slip.id);
}

bool is_marked(const Question& question) {
  return question.kind() != QuestionKind::checklist && question.kind() != QuestionKind::numpy &&
         (question.kind() != QuestionKind::formula || question.spec.answer);
}

/// The right answer is right and names no slip; help goes upwards.
void check_answers(const Question& question) {
  for (const std::string& part : question.parts) {
    CAPTURE(part);
    const QuestionGrade right = grade(question, part, expected(question, part, fixture::text()), {}, fixture::text());
    CAPTURE(right.expected);
    CAPTURE(right.message);
    if (!is_marked(question)) {
      CHECK(right.verdict == Verdict::none);
      continue;
    }
    CHECK(right.verdict == Verdict::correct);
    CHECK(right.misconception.empty());
    CHECK(right.also.empty());
    well_said(right.message);
    well_said(grade(question, part, "", {}, fixture::text()).message);
    const auto help = hints(question, part, {}, fixture::text());
    CHECK_FALSE(help.empty());
    for (std::size_t i = 1; i < help.size(); ++i) CHECK(help[i - 1].rung <= help[i].rung);
  }
}

}  // namespace

TEST_CASE("every shipped question has its words and takes its right answer") {
  for (const std::string& name : fixture::course_names()) {
    CAPTURE(name);
    const Course& course = fixture::course(name);
    CHECK(course.name == name);
    well_said(course.sentence("title", fixture::text()));
    for (const Exercise& exercise : course.exercises) {
      CAPTURE(exercise.id);
      well_said(exercise.sentence("title", fixture::text()));
      for (const std::string& id : ids()) {
        const auto questions = instantiate(exercise, fixture::find_network, *parse_student_id(id));
        REQUIRE_MESSAGE(questions.has_value(), questions.error().text());
        for (const Question& question : *questions) {
          CAPTURE(question.spec.id);
          check_words(question);
          check_answers(question);
        }
        if (!exercise.size_from_id) break;
      }
    }
  }
}

TEST_CASE("no slip of a shipped number is the right answer in disguise, and each is named by its own number") {
  for (const std::string& name : fixture::course_names())
    for (const Exercise& exercise : fixture::course(name).exercises) {
      const auto questions = instantiate(exercise, fixture::find_network, *parse_student_id("14141512"));
      REQUIRE(questions.has_value());
      for (const Question& question : *questions) {
        if (question.kind() != QuestionKind::number) continue;
        for (const SlipSpec& slip : question.spec.slips) {
          CAPTURE(name + "/" + exercise.id + "/" + question.spec.id + " " + slip.id);
          const std::string typed = math::to_text(math::substitute(slip.answer, question.numbers));
          const QuestionGrade said = grade(question, "", typed, {}, fixture::text());
          CHECK(said.verdict == Verdict::wrong);
          CHECK(fixture::names(said, slip.id));
          well_said(said.message);
        }
      }
    }
}
