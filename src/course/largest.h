#pragma once

#include "course/worksheet.h"

namespace stride::course {

/// Which layer has the most parameters: on a tie each of them, or all, is right.
Grade grade_largest(const Worksheet& sheet, const CellId& cell, std::string_view typed, const Given& given,
                    const Text& text);

}  // namespace stride::course
