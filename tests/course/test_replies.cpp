#include <doctest/doctest.h>

#include <algorithm>

#include "course/question.h"
#include "fixture.h"

// What students type into the shipped questions, and what becomes of it.

using namespace stride;
using namespace stride::course;

namespace {

QuestionGrade reply_to(const char* course, const char* exercise, const char* id, const char* part, const char* reply) {
  const auto questions =
      instantiate(*fixture::course(course).find(exercise), fixture::find_network, *parse_student_id("17924500"));
  REQUIRE(questions.has_value());
  const auto question = std::ranges::find(*questions, id, [](const Question& each) { return each.spec.id; });
  REQUIRE(question != questions->end());
  return grade(*question, part, reply, {}, fixture::text());
}

struct Reply {
  const char *course, *exercise, *question, *part, *typed;
};

void all_are(Verdict verdict, std::initializer_list<Reply> replies) {
  for (const auto& [course, exercise, question, part, typed] : replies) {
    CAPTURE(std::string(course) + "/" + exercise + "/" + question + " " + typed);
    const QuestionGrade said = reply_to(course, exercise, question, part, typed);
    CAPTURE(said.message);
    CHECK(said.verdict == verdict);
  }
}

constexpr const char *bern = "bern-assignment-5", *acse = "acse-8-coursework", *theory = "theory-exercise-8",
                     *ai = "ai5031-exercise-7", *answers = "acse-8-answers";

}  // namespace

TEST_CASE("a number is right where it is rounded or cut, with two digits at least") {
  all_are(Verdict::correct, {{bern, "2b", "bound", "", "1/1024"},
                             {bern, "2b", "bound", "", "0.00098"},
                             {bern, "2b", "bound", "", "9.7e-4"},
                             {bern, "2b", "gamma", "", "0.25"},
                             {acse, "3", "prelu", "", "0.00041"},
                             {acse, "3", "he", "", "0.0208"},
                             {acse, "3", "he", "", "0.021"},
                             {theory, "3", "n-dW2", "", "-0.21"},
                             {theory, "3", "n-do5", "", "-0.28"},
                             {ai, "1", "softmax-n", "", "-0.13"},
                             {acse, "1", "last-pool", "", "3.3"},
                             {acse, "1", "last-pool", "", "3.3333333"},
                             {acse, "1", "last-pool", "", "3,33"},
                             {answers, "6", "bits", "", "9.96578428"},
                             {answers, "6", "bits", "", "9.97"},
                             {answers, "6", "bits", "", "9.965784284662087"}});
  all_are(Verdict::wrong, {{bern, "2b", "bound", "", "0"},
                           {bern, "2b", "bound", "", "0.0"},
                           {bern, "2b", "bound", "", "0.1"},
                           {bern, "2b", "bound", "", "0.001"},
                           {bern, "2b", "bound", "", "-0.00098"},
                           {bern, "2b", "gamma", "", "0.2"},
                           {bern, "2b", "gamma", "", "0.3"},
                           {acse, "3", "prelu", "", "0.0005"},
                           {acse, "3", "glorot", "", "0.001"},
                           {acse, "3", "he", "", "0.1"},
                           {theory, "3", "n-dW2", "", "-0.3"},
                           {theory, "3", "n-do5", "", "-0.2"},
                           {ai, "1", "softmax-n", "", "-0.1"},
                           {acse, "1", "last-pool", "", "3.4"},
                           {acse, "1", "last-pool", "", "3"},
                           {answers, "6", "bits", "", "9.98"}});
}

TEST_CASE("what is said of a number that is near is true") {
  const auto said = [](const char* course, const char* exercise, const char* id, const char* typed) {
    return reply_to(course, exercise, id, "", typed).brief;
  };
  const auto words = [](const char* key) { return fixture::text().get(std::string("course.near.") + key); };
  CHECK(said(theory, "3", "n-do5", "-0.25") == words("too_large"));
  CHECK(said(ai, "1", "softmax-n", "0.26") == words("not_it"));
  CHECK(said(acse, "1", "quotient", "54.35") == words("too_large"));
  CHECK(said(acse, "1", "last-pool", "3.4") == words("rounding"));
}

TEST_CASE("names that were run together are a product, others are unreadable") {
  all_are(Verdict::correct, {{ai, "3", "plain", "", "mn+m"},
                             {ai, "3", "plain", "", "m + nm"},
                             {ai, "3", "plain", "", R"(m \cdot n + m)"},
                             {bern, "2a", "blanks", "2", "is - s + n"},
                             {bern, "2a", "blanks", "3", "js-s+m"}});
  all_are(Verdict::unreadable, {{ai, "3", "plain", "", "mk + m"}, {ai, "3", "plain", "", "inputs*outputs"}});
  CHECK(reply_to(ai, "3", "plain", "", "mk + m").message.starts_with("mk has no value here; the names are m, n"));
}

TEST_CASE("a blank is judged by its value, and what is no formula is unreadable") {
  all_are(Verdict::correct, {{acse, "2", "write", "1", "y*[y<0]"},
                             {acse, "2", "write", "1", "if(y < 0, y, 0)"},
                             {acse, "2", "write", "1", "(y - abs(y))/2"},
                             {theory, "3", "grads", "1", "sigma(o2)"}});
  all_are(Verdict::wrong, {{acse, "2", "write", "1", "y*[y>0]"}, {bern, "2a", "blanks", "2", "i*s + n"}});
  all_are(Verdict::unreadable, {{bern, "2a", "blanks", "2", "(i-1)*s+"}, {bern, "2a", "blanks", "2", "???"}});
}

TEST_CASE("shapes may lack parentheses, and a size that divides may be written with //") {
  all_are(Verdict::correct, {{ai, "6", "reshape", "", "(N, W//k, k, H//k, k, C)"},
                             {ai, "6", "reshape", "", "N, W/k, k, H/k, k, C"},
                             {ai, "3", "weights", "", "m, n"}});
  all_are(Verdict::wrong, {{ai, "6", "reshape", "", "(N, W//k, H//k, k, k, C)"}});
  all_are(Verdict::unreadable, {{ai, "3", "weights", "", "m n"}});
}

TEST_CASE("what goes into a layer has the channels of the layer above") {
  const Worksheet sheet = fixture::sheet("alexnet-bern", 227);
  CHECK(fixture::check(sheet, "conv1.input", "227x227x3").verdict == Verdict::correct);
  CHECK(fixture::check(sheet, "conv1.input", "3x227x227").verdict == Verdict::correct);
  CHECK(fixture::check(sheet, "conv1.input", "96x227x227").verdict == Verdict::wrong);
}
