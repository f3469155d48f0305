#include "ui/frame.h"

#include <algorithm>

namespace stride::ui {

namespace {

constexpr double wide_from = 900, medium_from = 640, least_content = 400, most_content = 920;
constexpr double least_inspector = 320, most_inspector = 400;

Frame with_columns(double width, double least, bool rail, bool inspector) {
  Frame frame{.arrangement = Arrangement::wide, .width = width, .rail = rail, .inspector = inspector};
  const double left = rail ? rail_width : 0;
  const double room = width - left;
  frame.inspector_width = inspector ? std::clamp(room * 0.25, least_inspector, most_inspector) : 0;
  frame.content_width = std::min(room - frame.inspector_width - 2 * frame.margin, std::max(most_content, least + 120));
  // On a very wide screen content and inspector stand in the middle of what the rail leaves.
  const double group = frame.content_width + 2 * frame.margin + frame.inspector_width;
  const double offset = std::max(0.0, (room - group) / 2);
  frame.content_x = left + offset + frame.margin;
  frame.inspector_x = frame.content_x + frame.content_width + frame.margin;
  return frame;
}

Frame single(double width, double least, Arrangement arrangement) {
  Frame frame{.arrangement = arrangement, .width = width};
  frame.margin = width >= medium_from ? 24 : width >= 300 ? 14 : 10;
  frame.content_width = std::min(width - 2 * frame.margin, std::max(most_content, least + 120));
  frame.content_x = (width - frame.content_width) / 2;
  return frame;
}

}  // namespace

// Columns go one after the other as the room gets small: first the rail, then the inspector.
Frame choose_frame(double width, double least, bool has_rail, bool has_inspector) {
  if (width < medium_from) return single(width, least, Arrangement::narrow);
  if (width >= wide_from) {
    const double enough = std::max(least, least_content);
    for (const bool rail : {true, false}) {
      if (rail && !has_rail) continue;
      Frame frame = with_columns(width, least, rail, has_inspector);
      if (frame.content_width >= enough) return frame;
    }
  }
  return single(width, least, Arrangement::medium);
}

}  // namespace stride::ui
