#pragma once

#include "course/question.h"

/// One family of question kinds per source file.
namespace stride::course {

/// What a student did with one part of a question.
struct Attempted {
  const Question& question;
  std::string_view part;
  std::string_view reply;
  const Replies& replies;
  const Text& words;
};

QuestionGrade grade_cell(const Attempted& attempted);    // cell, table, largest, interval
QuestionGrade grade_number(const Attempted& attempted);  // number, crops, a step's mending by number
QuestionGrade grade_shape(const Attempted& attempted);
QuestionGrade grade_choice(const Attempted& attempted);
QuestionGrade grade_order(const Attempted& attempted);
QuestionGrade grade_blank(const Attempted& attempted);
QuestionGrade grade_step(const Attempted& attempted);
QuestionGrade grade_checklist(const Attempted& attempted);
QuestionGrade grade_formula(const Attempted& attempted);  // formula, numpy

/// Fails where a formula has neither an answer nor a known source, and numpy no known source.
Result<void> check_source(const QuestionSpec& spec);
std::string expected_formula(const QuestionSpec& spec);
std::vector<Hint> formula_hints(const QuestionSpec& spec);

// Shared by them.
QuestionGrade verdict(Verdict verdict, std::string message, std::string expected = "");
/// The ids in `a, c`, spaces aside.
std::vector<std::string> ids_of(std::string_view reply);
std::string joined(const std::vector<std::string>& ids);
const ItemSpec* find_item(const QuestionSpec& spec, std::string_view id);
/// The name of a slip: the question's own words, else COURSEWORK's.
std::string slip_name(const Question& question, const std::string& id, const Text& words);
/// Wrong, by a slip that is the only one.
QuestionGrade named_slip(const Attempted& attempted, const std::string& slip, std::string wanted);
/// What was typed is no formula.
QuestionGrade unreadable_formula(const Error& error, std::string wanted, const Text& words);
std::string right_message(const Attempted& attempted);

}  // namespace stride::course
