#pragma once

#include "ui/builder.h"

namespace stride::ui {

/// Where the columns of a page stand.
struct Frame {
  Arrangement arrangement = Arrangement::wide;
  double width = 0, margin = 24;
  bool rail = false;       // beside the content; otherwise in the drawer
  bool inspector = false;  // likewise; otherwise under its row
  double content_x = 0, content_width = 0;
  double inspector_x = 0, inspector_width = 0;  // of the column, its padding included
};

inline constexpr double rail_width = 216;

/// `least`: what the content's tables need.
Frame choose_frame(double width, double least, bool has_rail, bool has_inspector);

}  // namespace stride::ui
