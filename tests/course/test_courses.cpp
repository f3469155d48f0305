#include <doctest/doctest.h>

#include <algorithm>
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

bool is_marked(const Question& question) { return question.kind() != QuestionKind::checklist; }

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

namespace {

/// A course of one question, as it stands in a file.
Result<Course> course_of(const std::string& question) {
  return parse_course(R"({"name":"mine","exercises":[{"id":"1","questions":[{"id":"a",)" + question + "}]}]}");
}

std::string refusal(const std::string& question) {
  const auto course = course_of(question);
  return course ? "" : course.error().text();
}

/// The question of such a course, its exercise kept alive by `course`.
Question question_of(const Course& course) {
  auto questions = instantiate(course.exercises.front(), fixture::find_network, std::nullopt);
  REQUIRE(questions.has_value());
  return questions->front();
}

}  // namespace

TEST_CASE("a course file with a number or formula that can't be used is refused by its path") {
  CHECK(refusal(R"("kind":"number","answer":9223372036854775807)").empty());
  for (const char* number : {"9223372036854775808", "18446744073709551615"})
    CHECK(refusal(R"("kind":"number","answer":)" + std::string(number)) ==
          "exercises[0].questions[0].answer: expected a number below 2^63, found " + std::string(number));
  CHECK(refusal(R"j("kind":"number","answer":")2")j").contains("at character 1"));
  CHECK(refusal(R"j("kind":"number","answer":"1 + )")j").contains("at character 5"));
}

TEST_CASE("the key's number is right when it is typed, however large or irrational") {
  for (const char* answer :
       {"2^63", "10^15*sqrt(2)", "sqrt(2)", "10/3", "54.25", "1/3*10^-9", "-2^80", "10^30*sqrt(2)", "10^-30*sqrt(2)"}) {
    CAPTURE(answer);
    const Course course = course_of(R"("kind":"number","answer":")" + std::string(answer) + "\"").value();
    const Question question = question_of(course);
    const std::string key = expected(question, "", fixture::text());
    CAPTURE(key);
    CHECK(grade(question, "", key, {}, fixture::text()).verdict == Verdict::correct);
  }
}

TEST_CASE("lines to be put in order stand below those they need, in the file's order else") {
  const auto key = [](const std::string& lines) {
    const Course course = course_of(R"("kind":"order","lines":)" + lines).value();
    return expected(question_of(course), "", fixture::text());
  };
  CHECK(key(R"(["a","b","c"])") == "a,b,c");
  CHECK(key(R"([{"id":"a","needs":["c"]},{"id":"b","needs":[]},{"id":"c","needs":[]}])") == "b,c,a");
  CHECK(refusal(R"("kind":"order","lines":[{"id":"a","needs":["b"]},{"id":"b","needs":["a"]}])") ==
        "exercises[0].questions[0].lines: expected lines that can be put in order, but \"a\" never has what it needs");
  CHECK(refusal(R"("kind":"order","lines":[{"id":"x","extra":true},{"id":"a","needs":["x"]}])").contains("\"a\""));
}

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

TEST_CASE("choosing a wrong option says why, and names the slip that it shows") {
  std::set<std::string> named;
  for (const std::string& name : fixture::course_names())
    for (const Exercise& exercise : fixture::course(name).exercises) {
      const auto questions = instantiate(exercise, fixture::find_network, *parse_student_id("12345678"));
      REQUIRE(questions.has_value());
      for (const Question& question : *questions) {
        if (question.kind() != QuestionKind::choice) continue;
        for (const ItemSpec& option : question.spec.items) {
          CAPTURE(name + "/" + exercise.id + "/" + question.spec.id + " " + option.id);
          const QuestionGrade said = grade(question, "", option.id, {}, fixture::text());
          REQUIRE(said.marks.size() == 1);
          CHECK(said.marks.front().right == option.right);
          well_said(said.marks.front().why);
          CHECK(said.misconception == (option.right ? "" : option.slip));
          if (!option.slip.empty()) CHECK(fixture::text().has("course.slip." + option.slip));
          named.insert(said.misconception);
        }
      }
    }
  for (const char* id : {"spectral-radius-for-norm", "sum-for-product", "slope-forgotten", "vanishing-iff",
                         "clipped-to-input", "only-the-training-size"}) {
    CAPTURE(id);
    CHECK(named.contains(id));
  }
}

TEST_CASE("whatever the ID, the right answers of document A name no slip, and wrong ones only those that give them") {
  for (int i = 0; i < 100; i += 7) {
    const auto student = parse_student_id(std::to_string(31415900 + i));
    const auto questions =
        instantiate(*fixture::course("bern-assignment-5").find("1"), fixture::find_network, *student);
    REQUIRE(questions.has_value());
    for (const Question& question : *questions) check_answers(question);
  }
}

TEST_CASE("the course for self-study asks all that the others ask, each course once or more") {
  std::set<std::string> asked;
  const std::string whole = "stride";
  for (const Exercise& exercise : fixture::course(whole).exercises)
    for (const QuestionSpec* question : exercise.asked())
      asked.insert(exercise.course + "/" + exercise.origin + "/" + question->id);
  for (const std::string& name : fixture::course_names())
    for (const Exercise& exercise : fixture::course(name).exercises)
      for (const QuestionSpec& question : exercise.questions) {
        const std::string key = exercise.course + "/" + exercise.origin + "/" + question.id;
        CAPTURE(key);
        CHECK(asked.contains(key));
      }
}

TEST_CASE("each document's printed numbers are its course's answers") {
  struct Printed {
    const char *course, *exercise, *question, *part, *answer;
  };
  for (const auto& [name, exercise, id, part, answer] :
       {Printed{"bern-assignment-5", "1", "a", "pool5.output", "4"},
        Printed{"bern-assignment-5", "1", "b", "total.parameters", "41406824"},
        Printed{"bern-assignment-5", "1", "b-largest", "", "fc6, fc7"},
        Printed{"bern-assignment-5", "1", "c", "", "339"},
        Printed{"bern-assignment-5", "1", "d", "", "211-242"},
        Printed{"bern-assignment-5", "1", "d-least-pool5", "", "115"},
        Printed{"bern-assignment-5", "1", "d-least-conv2", "", "19"},
        Printed{"bern-assignment-5", "1d-ceil", "fits", "", "191-222"},
        Printed{"bern-assignment-5", "1d-exact", "fits", "", "211, 243, 275"},
        Printed{"acse-8-coursework", "1", "sheet", "total.neurons", "356872"},
        Printed{"acse-8-coursework", "1", "sheet", "total.parameters", "7672104"},
        Printed{"acse-8-coursework", "1", "sheet", "fc3.parameters", "1601000"},
        Printed{"acse-8-coursework", "1", "without-pools", "", "302296"},
        Printed{"acse-8-coursework", "1-ceil", "fc1", "", "3278400"},
        Printed{"acse-8-coursework", "1-ceil", "total", "", "9105704"},
        Printed{"acse-8-answers", "8", "crops", "", "2178"},
        Printed{"acse-8-answers", "8", "at-227", "", "1800"},
        Printed{"acse-8-answers", "8", "paper", "", "2048"},
        Printed{"theory-exercise-8", "1", "sizes", "pool.output", "54"},
        Printed{"theory-exercise-8", "2", "sheet", "fc6.parameters", "102764544"},
        Printed{"theory-exercise-8", "2", "sheet", "total.parameters", "132863336"},
        Printed{"theory-exercise-8", "2-a-lrn", "sheet", "total.parameters", "132863336"},
        Printed{"theory-exercise-8", "2-b", "sheet", "total.parameters", "133047848"},
        Printed{"theory-exercise-8", "2-c", "sheet", "total.parameters", "133638952"},
        Printed{"theory-exercise-8", "2-d", "sheet", "total.parameters", "138357544"},
        Printed{"theory-exercise-8", "2-e", "sheet", "total.parameters", "143667240"},
        Printed{"ai5031-exercise-7", "4", "without", "", "(N, 222, 222, 64)"},
        Printed{"ai5031-exercise-7", "4-padded", "with", "", "(N, 224, 224, 64)"},
        Printed{"ai5031-exercise-7", "4", "parameters", "", "1792"},
        Printed{"ai5031-exercise-7", "6", "shape-a", "", "(10, 2, 2, 10)"},
        Printed{"ai5031-exercise-7", "6", "shape-d", "", "(1, 1, 1, 10)"}}) {
    CAPTURE(std::string(name) + "/" + exercise + "/" + id + "/" + part);
    const auto questions =
        instantiate(*fixture::course(name).find(exercise), fixture::find_network, *parse_student_id("14141512"));
    REQUIRE(questions.has_value());
    const auto question = std::ranges::find(*questions, id, [](const Question& each) { return each.spec.id; });
    REQUIRE(question != questions->end());
    CHECK(grade(*question, part, answer, {}, fixture::text()).verdict == Verdict::correct);
  }
}
