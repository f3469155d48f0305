#pragma once

#include "course/question.h"

/// Questions about a network's worksheet: cell, table, largest, interval.
namespace stride::course {

/// Those that a question asks for; for an interval the two ends. Fails on a cell or layer that isn't there.
Result<std::vector<CellId>> cells_of(const Question& question);

}  // namespace stride::course
