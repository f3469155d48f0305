#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "course/question.h"

/// Working that is handed in: what a student answered in a course, as a file that the page writes and `stride verify`
/// checks. Described by web/content/courses/result.schema.json.
namespace stride::course {

/// How an answer was found.
struct Effort {
  int attempts = 0;  // graded tries of this part; 0 where nobody counted
  int help = 0;      // the highest rung of help that was seen, as in Hint::Rung; 0 none
};

struct ResultAnswer {
  std::string exercise, question, part;  // ids in the course; part as in Question::parts
  std::string answer;                    // as typed
  Verdict verdict = Verdict::none;       // what the page said: a claim
  Effort effort;
  std::string working;  // `floor((212 + 2*0 - 11)/4) + 1 = 51`; empty where there is none or it isn't found yet
};

struct ResultFile {
  std::string course;      // its name
  std::string student_id;  // digits; empty where the course asks for none
  std::vector<ResultAnswer> answers;
};

/// All that is answered, in the course's order. `effort_of` is asked with reply keys.
Result<ResultFile> make_result(const Course& course, const FindNetwork& networks,
                               const std::optional<StudentId>& student, const Replies& replies,
                               const std::function<Effort(std::string_view reply_key)>& effort_of, const Text& words);

/// The file's text, and back. An error's `where` is the path of the wrong value (`answers[3].verdict`).
std::string write_result(const ResultFile& file);
Result<ResultFile> parse_result(std::string_view json);

struct VerifiedAnswer {
  ResultAnswer claimed;
  QuestionGrade grade;  // worked out anew
  [[nodiscard]] bool as_claimed() const { return grade.verdict == claimed.verdict; }
};
struct Verified {
  std::vector<VerifiedAnswer> answers;
  std::size_t parts = 0;  // of the course that are marked
};

/// Grades every answer anew, each in the light of the others. Fails with the path of an answer to something that the
/// course doesn't ask, or asks twice, and where the ID is missing or not the course's.
Result<Verified> verify_result(const ResultFile& file, const Course& course, const FindNetwork& networks,
                               const Text& words);

/// The right reply to each part that is marked, in the course's order.
struct KeyEntry {
  std::string exercise, question, part;
  std::string answer;
};
Result<std::vector<KeyEntry>> answer_key(const Course& course, const FindNetwork& networks,
                                         const std::optional<StudentId>& student, const Text& words);

/// How an answer is worked out, with the numbers that follow from the student's earlier ones; empty where the question
/// has no such line.
std::string working_of(const Question& question, std::string_view part, const Replies& replies);

}  // namespace stride::course
