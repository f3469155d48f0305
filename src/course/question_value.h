#pragma once

#include "course/answer.h"
#include "course/question.h"

/// The numbers behind a question.
namespace stride::course {

/// The question of `spec` in the frame (exercise, sheet) of another.
Result<Question> fill_in(Question frame, const QuestionSpec& spec);

/// Every symbol's right value. Fails on a cell, layer or symbol that isn't there, on a circle, and where the question's
/// answer has no value.
Result<math::Bindings> right_numbers(const Question& question);

/// The symbols' values that follow from the student's own answers, where those are readable, positive and plausible,
/// and the first answer that made a difference.
struct OwnNumbers {
  math::Bindings numbers;
  std::string root_key;
};
OwnNumbers own_numbers(const Question& question, const Replies& replies);

/// The right answer of a number or crops question, in symbols.
math::Expr principle_of(const Question& question);

/// A typed number: exact where it can be, and with the decimals that it was given by, if it was.
struct TypedNumber {
  std::optional<math::Rational> exact;
  double real = 0;
  std::optional<int> decimals;
};
std::expected<TypedNumber, ReadProblem> read_number(std::string_view typed, std::string_view unit);

/// Whether a typed number is the value of an expression: equal, or equal to the decimals typed where the value is no
/// whole number, or within a relative error.
bool agrees(const TypedNumber& typed, const math::Expr& value, double within);

/// A value as a student types it and is right: exact, or with as many digits as that takes, four at least.
std::string answer_text(const math::Expr& value, double within);

/// The student's readable answers to the cells of the question's sheet.
Given given_of(const Question& question, const Replies& replies);

}  // namespace stride::course
