#pragma once

#include <string>
#include <vector>

#include "course/answer.h"
#include "course/route.h"

/// What is said about an answer, in the words of the language file.
namespace stride::course {

/// All that a sentence may speak of.
struct Occasion {
  const Worksheet& sheet;
  const CellId& cell;
  const Values& right;
  const Text& text;
};

/// `conv1 output size`, `total parameters`.
std::string cell_name(const Text& text, const CellId& cell);
/// Numbers for reading: `34,944`, `13 x 11`, `50.25`.
std::string value_text(const std::vector<math::Rational>& values);
/// Numbers for typing: `34944`, `13x11`.
std::string typed_text(const std::vector<math::Rational>& values);

std::string unreadable_message(const Text& text, AnswerKind kind, const ReadProblem& problem);
std::string right_message(const Occasion& occasion, const Answer& answer);
std::string consistent_message(const Occasion& occasion, const Answer& answer, const CellId& root);
/// Fills in `label` of the grade's routes and says which slip it was, or asks which.
void name_slips(const Occasion& occasion, const Answer& answer, const std::optional<Route>& right, Grade& grade);

/// The grade's `brief`; of several slips only the one that the student says it was.
std::string brief_text(const Grade& grade, std::string_view slip, std::string_view answer, const Text& text);

/// The most useful true thing about a wrong answer that no known slip gives.
std::string near_message(const Occasion& occasion, const Answer& answer, const Route& right);
/// What to do next, by column; `root` is an earlier wrong answer.
std::string next_step(const Occasion& occasion, const std::optional<Route>& right, const std::optional<CellId>& root);

/// The first row that leaves a remainder under `exact`, and the remainder: `1`, or `1x0` where height and width differ.
struct FirstRemainder {
  std::string layer;
  std::string remainder;
};
std::optional<FirstRemainder> first_remainder(const Worksheet& sheet);

}  // namespace stride::course
