#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "course/question.h"

/// What is asked once more, with other numbers or another slip.
namespace stride::course {

/// The question and those before it without which it can't be asked: the ids, in the exercise's order.
std::vector<std::string> asked_with(const Exercise& exercise, const QuestionSpec& question);

/// These questions alone, their symbols drawn anew so that the known slips lead to numbers of their own. Empty where
/// nothing can be drawn.
std::optional<Exercise> fresh_numbers(const Exercise& exercise, const std::vector<std::string>& asked,
                                      const FindNetwork& networks, Random& random);

/// The same questions; options stand in another order, and of a worked solution's errors some are mended.
Exercise reshuffled(const Exercise& exercise, const std::vector<std::string>& asked, const Text& words, Random& random);

/// A worked column of the sheet (`output`, `parameters`, `receptive_field`) with one known slip in it, to find and
/// mend: one question of the kind `steps` with the given id. Empty where no slip leads to another number.
std::optional<Exercise> worked_solution(const Worksheet& sheet, std::string_view column, const std::string& id,
                                        const Text& words, Random& random);

}  // namespace stride::course
