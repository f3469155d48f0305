#include <doctest/doctest.h>

#include <algorithm>

#include "course/result.h"
#include "fixture.h"

// Working that is handed in: written, read, worked out anew; and the answer key.

using namespace stride;
using namespace stride::course;

namespace {

const Course& theory() { return fixture::course("theory-exercise-8"); }
const Course& bern() { return fixture::course("bern-assignment-5"); }

std::optional<StudentId> student(std::string_view id = "14-141-512") { return *parse_student_id(id); }

Question question(const Course& course, std::string_view exercise, std::string_view id,
                  const std::optional<StudentId>& who = student()) {
  const auto all = instantiate(*course.find(exercise), fixture::find_network, who);
  REQUIRE(all.has_value());
  return *std::ranges::find_if(*all, [&](const Question& each) { return each.spec.id == id; });
}

/// A student's answers to a part of the sheet, a wrong one among them.
Replies some_replies() {
  const Question sizes = question(bern(), "1", "a"), counts = question(bern(), "1", "b");
  return {
      {sizes.reply_key("conv1.output"), "50"},
      {sizes.reply_key("pool1.output"), "24"},
      {counts.reply_key("conv1.parameters"), "34'944"},
      {question(bern(), "2b", "gamma").reply_key(), "1"},
      {question(bern(), "2b", "bound").reply_key(), "2^10"},
      {question(bern(), "2a", "write").reply_key(), "sum(c=1..C, n=1..N, m=1..M, I[c, (i-1)*s+n, (j-1)*s+m]*K[c,n,m])"},
      {question(bern(), "1", "d-why").reply_key("text"), "It slides."}};
}

Effort no_effort(std::string_view) { return {}; }

ResultFile made(const Replies& replies, const std::function<Effort(std::string_view)>& effort = no_effort) {
  const auto file = make_result(bern(), fixture::find_network, student(), replies, effort, fixture::text());
  REQUIRE_MESSAGE(file.has_value(), file.error().text());
  return *file;
}

const ResultAnswer& answer_to(const ResultFile& file, std::string_view question, std::string_view part = "") {
  const auto found = std::ranges::find_if(
      file.answers, [&](const ResultAnswer& each) { return each.question == question && each.part == part; });
  REQUIRE(found != file.answers.end());
  return *found;
}

}  // namespace

TEST_CASE("what was answered is written in the course's order, with its verdict, help and working") {
  const std::string helped = question(bern(), "1", "b").reply_key("conv1.parameters");
  const ResultFile file =
      made(some_replies(), [&](std::string_view key) { return key == helped ? Effort{3, 2} : Effort{}; });
  CHECK(file.course == "bern-assignment-5");
  CHECK(file.student_id == "14141512");
  REQUIRE(file.answers.size() == 7);
  CHECK(file.answers.front().part == "conv1.output");
  CHECK(answer_to(file, "a", "conv1.output").verdict == Verdict::wrong);
  CHECK(answer_to(file, "a", "conv1.output").working.empty());
  CHECK(answer_to(file, "a", "pool1.output").verdict == Verdict::consistent);
  CHECK(answer_to(file, "a", "pool1.output").working == "floor((50 + 2*0 - 3)/2) + 1 = 24");
  CHECK(answer_to(file, "b", "conv1.parameters").working == "96*(11*11*3 + 1) = 34944");
  CHECK(answer_to(file, "b", "conv1.parameters").effort.attempts == 3);
  CHECK(answer_to(file, "b", "conv1.parameters").effort.help == 2);
  CHECK(answer_to(file, "gamma").verdict == Verdict::wrong);
  CHECK(answer_to(file, "bound").verdict == Verdict::consistent);
  CHECK(answer_to(file, "bound").working == "(1*2)^10 = 1024");
  CHECK(answer_to(file, "write").verdict == Verdict::correct);
  CHECK(answer_to(file, "d-why", "text").verdict == Verdict::none);
}

TEST_CASE("a result survives its file") {
  const ResultFile file = made(some_replies(), [](std::string_view) { return Effort{2, 4}; });
  const auto again = parse_result(write_result(file));
  REQUIRE_MESSAGE(again.has_value(), again.error().text());
  CHECK(write_result(*again) == write_result(file));
  CHECK(again->answers.size() == file.answers.size());
  CHECK(answer_to(*again, "a", "pool1.output").effort.help == 4);
}

TEST_CASE("a result is worked out anew as it was, whatever it claims") {
  ResultFile file = made(some_replies());
  const auto honest = verify_result(file, bern(), fixture::find_network, fixture::text());
  REQUIRE_MESSAGE(honest.has_value(), honest.error().text());
  CHECK(std::ranges::all_of(honest->answers, &VerifiedAnswer::as_claimed));
  CHECK(honest->parts >= 60);
  for (ResultAnswer& answer : file.answers) answer.verdict = Verdict::correct;
  const auto claimed = verify_result(file, bern(), fixture::find_network, fixture::text());
  REQUIRE(claimed.has_value());
  for (std::size_t i = 0; i < file.answers.size(); ++i) {
    CHECK(claimed->answers[i].grade.verdict == honest->answers[i].grade.verdict);
    CHECK(claimed->answers[i].as_claimed() == (honest->answers[i].grade.verdict == Verdict::correct));
  }
}

TEST_CASE("the key's answers are right in every course") {
  for (const std::string& name : fixture::course_names())
    for (const char* id : {"14141512", "00000000", "98765499"}) {
      CAPTURE(name);
      const Course& course = fixture::course(name);
      const auto key = answer_key(course, fixture::find_network, student(id), fixture::text());
      REQUIRE_MESSAGE(key.has_value(), key.error().text());
      ResultFile file{name, course.needs_id() ? id : "", {}};
      for (const KeyEntry& entry : *key) {
        CAPTURE(entry.question);
        CHECK_FALSE(entry.answer.empty());
        file.answers.push_back(
            {entry.exercise, entry.question, entry.part, entry.answer, Verdict::correct, Effort{}, ""});
      }
      const auto verified = verify_result(file, course, fixture::find_network, fixture::text());
      REQUIRE_MESSAGE(verified.has_value(), verified.error().text());
      CHECK(verified->parts == key->size());
      for (const VerifiedAnswer& answer : verified->answers) {
        CAPTURE(answer.claimed.exercise);
        CAPTURE(answer.claimed.question);
        CAPTURE(answer.claimed.part);
        CHECK(answer.grade.verdict == Verdict::correct);
      }
      if (!course.needs_id()) break;
    }
}

TEST_CASE("earlier answers that can't be meant don't carry forward") {
  const Question bound = question(bern(), "2b", "bound");
  const std::string gamma = question(bern(), "2b", "gamma").reply_key();
  for (const char* upstream :
       {"0", "", " ", "-1", "1000000", "0.0000001", "1e99", "1/0", "quarter", "99999999999999"}) {
    CAPTURE(upstream);
    for (const char* typed : {"0", "1", "1024", "(0*2)^10", "2^10*1000000^10"})
      CHECK(grade(bound, "", typed, {{gamma, upstream}}, fixture::text()).verdict != Verdict::consistent);
    CHECK(grade(bound, "", "(1/4*2)^10", {{gamma, upstream}}, fixture::text()).verdict == Verdict::correct);
  }
  const Question sizes = question(bern(), "1", "a");
  for (const char* upstream : {"0", "", "-5", "9999", "0x0", "51.5", "1e9"}) {
    CAPTURE(upstream);
    const Replies replies = {{sizes.reply_key("conv1.output"), upstream}};
    for (const char* typed : {"0", "1", "-2", "4999"})
      CHECK(grade(sizes, "pool1.output", typed, replies, fixture::text()).verdict == Verdict::wrong);
  }
}

TEST_CASE("a slip of sign carries forward") {
  const Question start = question(theory(), "3", "n-do5"), next = question(theory(), "3", "n-dW2");
  const Replies replies = {{start.reply_key(), "9/32"}};
  CHECK(grade(start, "", "9/32", {}, fixture::text()).misconception == "sign");
  const QuestionGrade said = grade(next, "", "9/32*3/4", replies, fixture::text());
  CHECK(said.verdict == Verdict::consistent);
  CHECK(said.root_key == start.reply_key());
  CHECK(grade(next, "", "9/32*3/4", {}, fixture::text()).verdict == Verdict::wrong);
}
