#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace stride::page {

/// What a colour means; the theme says which colour that is. State is never colour alone.
enum class Ink : std::uint8_t {
  ink,
  soft,
  line,
  accent,
  accent_wash,
  panel,
  paper,
  right,
  right_wash,
  consistent,
  consistent_wash,
  wrong,
  wrong_wash,
  face_front,
  face_side,
  face_top,  // the three visible sides of a box
};

struct Point {  // in the figure's axes: x to the right, y downwards unless Axis::upwards
  double x = 0, y = 0;
};

struct RectangleMark {
  Point from, to;
  std::optional<Ink> fill, stroke;
  double stroke_width = 1;  // px
  bool dashed = false;
  bool hatched = false;
  double corner_radius = 0;  // px
};
struct LineMark {
  std::vector<Point> points;
  Ink stroke = Ink::ink;
  double stroke_width = 1.5;  // px
  bool dashed = false;
  bool arrow = false;  // a head at the last point
};
struct TextMark {
  Point at;
  std::string text;
  /// What follows on the same line, each piece in its own ink.
  std::vector<std::pair<std::string, Ink>> more{};
  std::string second{};  // under it, both in the middle
  Ink ink = Ink::ink;
  double size = 12.5;  // px at font scale 1
  bool strong = false;
  double align_x = 0.5;  // 0: `at` is the left end, 0.5 the middle, 1 the right end
  double align_y = 0.5;  // 0: `at` is the top
  double offset_y = 0;   // px, after the axes: for labels under things
  int priority = 0;      // where labels would overlap, the lower priority is left out
  int lower = 0;         // or hangs on a thin line so many lines further down
  bool follows = false;  // goes with the text before it, wherever that stands, or is left out with it
  /// The line that it names, instead of `at`: it stands beside it where it lies on no line and on no other label.
  std::vector<Point> along{};
};
/// A grid of values as colours: cividis over [low, high], or the diverging map with zero at white when `is_signed`.
struct CellsMark {
  Point from, to;
  std::int64_t rows = 0, columns = 0;
  std::vector<float> values;  // (rows, columns)
  double low = 0, high = 1;
  bool is_signed = false;
  bool unread = false;  // no cursor goes through its values: the figure's others are what is read
  int decimals = -1;    // from 0: where there is room, each value is written in its cell with so many
  /// What a row and a column are called where a cell is read: "unit 3", "step 9". Without them they count from 0.
  std::vector<std::string> row_names, column_names;
};
/// A slab in oblique projection: the front's lower left corner at `at`, sides in axis units, depth towards the upper
/// right.
struct BoxMark {
  Point at;
  double width = 1, height = 1, depth = 1;
  bool current = false;
  bool withheld = false;  // its size is still asked for: drawn dashed at a size that gives nothing away
};
struct DotMark {
  Point at;
  double radius = 4;  // px
  Ink fill = Ink::accent;
};
/// A convex area: the sides of what is seen at an angle.
struct PolygonMark {
  std::vector<Point> points;
  std::optional<Ink> fill, stroke;
  double stroke_width = 1;  // px
  double opacity = 1;       // of the fill
};
/// One of a row of boxes in space, that stand on the ground and are centred on the line along it: to scale, from `back`
/// to `front`, which carries a picture.
struct Slab {
  double back = 0, front = 0, height = 0, width = 0;
  bool current = false;
  bool withheld = false;      // drawn dashed
  CellsMark picture;          // values and scale; without rows a plain front
  std::uint64_t version = 0;  // pictures with the same one are the same
};
/// Looks back along the row from beside its end and a little from above. What stands at 0 is seen at its own size, what
/// stands farther back smaller; fronts look the same wherever they stand, but for their size, and the ground is level.
struct Camera {
  double distance = 1;

  /// Times (along, up, near, 1): x, y and what both are divided by, in the figure's axes.
  [[nodiscard]] std::array<std::array<double, 4>, 3> rows() const;
  [[nodiscard]] Point at(double along, double up, double near) const;
};
/// From the farthest to the nearest, which is the order they stand in.
struct SlabsMark {
  Camera camera;
  std::vector<Slab> slabs;
};
/// A place that can be pressed; the mirror makes it a button with this name.
struct HotMark {
  Point from, to;
  std::string id;  // press:<id> reaches the lab
  std::string label;
  bool current = false;
  /// More than 0 rows: a pad of cells. The press then comes with `at:ROW,COLUMN` for the cell under the pointer (or the
  /// present one, by Enter), with `move:ROW,COLUMN` for the neighbour that an arrow key leads to.
  std::int64_t rows = 0, columns = 0;
  std::int64_t row = 0, column = 0;  // the present cell
  bool arrows = false;               // an arrow key presses the area before or after it
  bool drag = false;                 // every cell that is dragged over is pressed, by touch too
};

/// A number to read: who points into the area, or goes there with the cursor keys, is told the text, and `at` is
/// marked. Lines of the text are parted by \n. Cells are read without it.
struct ReadingMark {
  Point from, to;
  Point at;
  std::string text;
};

struct Mark;
using Marks = std::vector<Mark>;

struct Axis {
  std::string label;  // name and unit, e.g. "input size (pixels)"; empty: no axis drawn
  double low = 0, high = 1;
  bool logarithmic = false;
  bool upwards = false;  // y only
  std::vector<std::pair<double, std::string>> ticks;
};

/// The numbers of a figure, for those who read instead of look.
struct DataTable {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
};

struct Playback {
  double t = 0;      // in steps, 0..steps
  double steps = 0;  // how many there are
  double steps_per_second = 2;
  bool playing = false;
};

}  // namespace stride::page
