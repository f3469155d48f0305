#pragma once

#include "course/worksheet.h"

namespace stride::course {

/// How well a cell tells the known slips apart at these numbers.
struct Telling {
  int slips = 0;       // that lead to another number than the right one
  int collisions = 0;  // of those, that share their number with another slip
};
Telling telling_slips(const Worksheet& sheet, const CellId& cell);

}  // namespace stride::course
