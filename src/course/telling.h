#pragma once

#include "course/question.h"

namespace stride::course {

/// How well something asked tells the known slips apart at these numbers.
struct Telling {
  int slips = 0;       // that lead to another number than the right one
  int collisions = 0;  // of those, that share their number with another slip
};
Telling telling_slips(const Worksheet& sheet, const CellId& cell);
/// Of a number from an expression, or a shape; nothing of other kinds.
Telling telling_slips(const Question& question);

}  // namespace stride::course
