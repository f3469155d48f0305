#pragma once

#include <string>
#include <vector>

#include "labs/layer_stepper/view.h"

/// What both drawings of the network show: its maps from the image on.
namespace stride::labs::layer_stepper {

struct Drawn {
  struct Shape {
    double height = 0, width = 0, depth = 0;
  };
  std::string name, size;                   // `conv1`, `96 × 51 × 51`
  Shape shape;                              // in pixels of the image, or in widths of the picture
  bool scaled = true;                       // the former
  double height = 0, width = 0, depth = 0;  // as it stands in the drawing
  double back = 0;                          // where it begins along the network
  bool open = true;
  std::optional<Outline> outline;  // of maps that have come back
  [[nodiscard]] double front() const { return back + depth; }
};
std::vector<Drawn> drawn_rows(const State& state, const Opened& opened, const jobs::Results& results);

/// Title, sentence and table.
void describe(const Content& content, const Opened& opened, const std::vector<Drawn>& rows, page::Figure& figure);
/// Its activations as they are coloured.
page::CellsMark picture_of(const Outline& outline);
page::HotMark area_of(const Text& text, const Drawn& row, page::Point from, page::Point to, bool current);
page::TextMark label(page::Point at, std::string text, bool current, double offset, int priority, bool soft);

}  // namespace stride::labs::layer_stepper
