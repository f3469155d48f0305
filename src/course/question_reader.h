#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "course/course.h"

namespace stride::course {

/// What stands in a list of a course file: at most so many, each id once.
inline constexpr std::size_t kMostExercises = 200, kMostQuestions = 100, kMostItems = 60;

/// Letters, digits, - and _, at most 60: ids stand in text keys and reply keys.
bool is_id(std::string_view text);

/// Reads `exercises[2].questions[0]`; `path` is that.
Result<QuestionSpec> read_question(const nlohmann::json& value, const std::string& path);

/// A list of texts: `["output", "parameters"]`, none where the member is missing.
Result<std::vector<std::string>> read_texts(const nlohmann::json* list, const std::string& path);

}  // namespace stride::course
