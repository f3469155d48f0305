#include <cmath>
#include <numbers>

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
  constexpr double degree = std::numbers::pi / 180;
  const double yaw_cosine = std::cos(35 * degree), yaw_sine = std::sin(35 * degree),
               pitch_cosine = std::cos(12 * degree), pitch_sine = std::sin(12 * degree);
  // What is nearer along `toward` is seen larger. Only what is near sinks, not what is far along.
  const double along = -yaw_sine * pitch_cosine / distance, up = -pitch_sine / distance,
               near = -yaw_cosine * pitch_cosine / distance;
  return {{{yaw_cosine, 0, -yaw_sine, -focus * yaw_cosine},
           {0, -pitch_cosine, yaw_cosine * pitch_sine, 0},
           {along, up, near, 1 - focus * along}}};
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
