#pragma once

namespace stride::ui {

/// Where something lies, in CSS px of the document (origin: its top left, not the visible part's).
struct Rect {
  double x = 0, y = 0, width = 0, height = 0;
  [[nodiscard]] double right() const { return x + width; }
  [[nodiscard]] double bottom() const { return y + height; }
  [[nodiscard]] double center_x() const { return x + width / 2; }
  [[nodiscard]] double center_y() const { return y + height / 2; }
  friend bool operator==(const Rect&, const Rect&) = default;
};

struct Size {
  double width = 0, height = 0;
};

}  // namespace stride::ui
