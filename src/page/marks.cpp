#include "page/page.h"

namespace stride::page {

Mark::Mark(RectangleMark mark) : shape(mark) {}
Mark::Mark(LineMark mark) : shape(std::move(mark)) {}
Mark::Mark(TextMark mark) : shape(std::move(mark)) {}
Mark::Mark(CellsMark mark) : shape(std::move(mark)) {}
Mark::Mark(BoxMark mark) : shape(mark) {}
Mark::Mark(DotMark mark) : shape(mark) {}
Mark::Mark(PolygonMark mark) : shape(std::move(mark)) {}
Mark::Mark(SlabsMark mark) : shape(std::move(mark)) {}
Mark::Mark(HotMark mark) : shape(std::move(mark)) {}
Mark::Mark(ReadingMark mark) : shape(std::move(mark)) {}

std::array<std::array<double, 4>, 3> Camera::rows() const {
  constexpr double cosine = 0.819, sine = 0.574, sinking = 0.17;  // of a turn by 35 degrees, seen from 12 degrees above
  return {{{cosine, 0, -sine, 0}, {0, -1, sinking, 0}, {-sine / distance, 0, 0, 1}}};
}

Point Camera::at(double along, double up, double near) const {
  const auto seen = rows();
  const auto times = [&](const std::array<double, 4>& row) {
    return row[0] * along + row[1] * up + row[2] * near + row[3];
  };
  const double share = times(seen[2]);
  return {times(seen[0]) / share, times(seen[1]) / share};
}

}  // namespace stride::page
