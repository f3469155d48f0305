#include <algorithm>
#include <cmath>

#include "labs/convolution/view.h"

namespace stride::labs::convolution {

using page::Ink;
using page::Marks;
using page::Point;

namespace {

constexpr double gap = 0.7, head = 0.75;  // between channels, and above them: in cells

struct Grid {
  std::int64_t rows = 0, columns = 0, pad = 0;
  [[nodiscard]] double left(std::int64_t channel) const { return real(channel) * (real(columns + 2 * pad) + gap); }
};

// The cell of one channel, in the figure's axes.
Point corner(const Grid& grid, std::int64_t c, std::int64_t y, std::int64_t x) {
  return {grid.left(c) + real(x + grid.pad), head + real(y + grid.pad)};
}

page::RectangleMark frame(Point at, double width, double height, Ink ink, double thick) {
  return {.from = at, .to = {at.x + width, at.y + height}, .fill = {}, .stroke = ink, .stroke_width = thick};
}

int decimals_of(const std::vector<double>& values) {
  const bool all_whole = std::ranges::all_of(values, [](double value) { return value == std::round(value); });
  return all_whole ? 0 : 2;
}

// Everything is on one scale: zero white, the largest of the figure at the ends.
page::CellsMark cells(const Grid& grid, const std::vector<double>& all, std::int64_t channel, double largest) {
  page::CellsMark mark{.from = corner(grid, channel, 0, 0),
                       .to = corner(grid, channel, grid.rows, grid.columns),
                       .rows = grid.rows,
                       .columns = grid.columns,
                       .low = -1.6 * largest,
                       .high = 1.6 * largest,  // pale enough to read on
                       .is_signed = true};
  const auto first = static_cast<std::size_t>(channel * grid.rows * grid.columns);
  for (std::size_t i = first; i < first + static_cast<std::size_t>(grid.rows * grid.columns); ++i)
    mark.values.push_back(static_cast<float>(all[i]));
  mark.decimals = decimals_of(all);
  return mark;
}

double largest_of(const std::vector<double>& values) {
  double largest = 0;
  for (const double value : values) largest = std::max(largest, std::abs(value));
  return largest;
}

page::Figure grid_figure(const Grid& grid, std::int64_t channels, double width, double cell) {
  page::Figure figure;
  figure.equal_aspect = true;
  figure.x = {.label = "", .low = -0.1, .high = grid.left(channels) - gap + 0.1};
  figure.y = {.label = "", .low = 0, .high = head + real(grid.rows + 2 * grid.pad) + 0.15};
  figure.width = width;
  figure.height = std::min(cell * (figure.y.high - figure.y.low), 460.0);
  return figure;
}

void add_tensor(const Text& text, const Grid& grid, const Tensor& tensor, Marks& marks) {
  const double largest = largest_of(tensor.values);
  for (std::int64_t c = 0; c < tensor.channels; ++c) {
    marks.push_back({page::TextMark{.at = {grid.left(c), head},
                                    .text = text.get("convolution.channel", {{"channel", whole(c + 1)}}),
                                    .ink = Ink::soft,
                                    .size = 12,
                                    .align_x = 0,
                                    .align_y = 1,
                                    .offset_y = -4,
                                    .priority = 1}});
    if (grid.pad > 0) {
      page::RectangleMark padding = frame(corner(grid, c, -grid.pad, -grid.pad), real(grid.columns + 2 * grid.pad),
                                          real(grid.rows + 2 * grid.pad), Ink::soft, 1);
      padding.dashed = true;
      marks.push_back({padding});
    }
    marks.push_back({cells(grid, tensor.values, c, largest)});
    marks.push_back({frame(corner(grid, c, 0, 0), real(grid.columns), real(grid.rows), Ink::line, 1)});
  }
}

page::DataTable table_of(const Text& text, const Tensor& tensor) {
  page::DataTable table;
  table.columns = {text.get("convolution.table.place")};
  for (std::int64_t x = 0; x < tensor.columns; ++x)
    table.columns.push_back(text.get("convolution.table.column", {{"column", whole(x + 1)}}));
  for (std::int64_t c = 0; c < tensor.channels; ++c)
    for (std::int64_t y = 0; y < tensor.rows; ++y) {
      std::vector<std::string> row = {
          text.get("convolution.table.row", {{"channel", whole(c + 1)}, {"row", whole(y + 1)}})};
      for (std::int64_t x = 0; x < tensor.columns; ++x) row.push_back(number_text(tensor.at(c, y, x)));
      table.rows.push_back(std::move(row));
    }
  return table;
}

}  // namespace

std::int64_t index_at(const Exercise& e, double t) {
  return std::clamp<std::int64_t>(static_cast<std::int64_t>(std::floor(t + 1e-6)), 0, e.steps() - 1);
}

bool is_last(const Exercise& e, double t) { return (index_at(e, t) + 1) % e.products() == 0; }

page::Figure input_figure(const Content& content, const Exercise& e, double t) {
  const Text& text = content.text;
  const std::int64_t index = index_at(e, t);
  const Step step = step_at(e, index);
  const Grid grid{e.input.rows, e.input.columns, e.pad};
  page::Figure figure = grid_figure(grid, e.input.channels, 0, 44);
  figure.title = text.get(
      "convolution.input.title",
      {{"channels", whole(e.input.channels)}, {"rows", whole(e.input.rows)}, {"columns", whole(e.input.columns)}});
  figure.table = table_of(text, e.input);
  add_tensor(text, grid, e.input, figure.marks);
  // The window on every channel, its cells where the kernel has holes, and the one that is multiplied.
  for (std::int64_t c = 0; c < e.input.channels; ++c) {
    const Point at = corner(grid, c, step.i * e.stride - e.pad, step.j * e.stride - e.pad);
    const double height = real(e.dilation * (e.kernel.rows - 1) + 1),
                 width = real(e.dilation * (e.kernel.columns - 1) + 1);
    figure.marks.push_back({frame(at, width, height, c == step.c ? Ink::accent : Ink::soft, 2)});
    if (e.dilation == 1) continue;
    for (std::int64_t n = 0; n < e.kernel.rows; ++n)
      for (std::int64_t m = 0; m < e.kernel.columns; ++m)
        figure.marks.push_back({frame({at.x + real(m * e.dilation), at.y + real(n * e.dilation)}, 1, 1, Ink::soft, 1)});
  }
  figure.marks.push_back({frame(corner(grid, step.c, step.y, step.x), 1, 1, Ink::accent, 4)});
  const std::string place = "I[" + whole(step.c + 1) + ", " + whole(step.y + 1) + ", " + whole(step.x + 1) + "]";
  figure.sentence = text.get(
      step.padding ? "convolution.input.padding" : "convolution.input.sentence",
      {{"i", whole(step.i + 1)}, {"j", whole(step.j + 1)}, {"place", place}, {"value", number_text(step.input)}});
  figure.playback = page::Playback{.t = real(index), .steps = real(e.steps() - 1), .steps_per_second = 3};
  return figure;
}

page::Figure kernel_figure(const Content& content, const Exercise& e, double t) {
  const Text& text = content.text;
  const Step step = step_at(e, index_at(e, t));
  const Grid grid{e.kernel.rows, e.kernel.columns};
  page::Figure figure = grid_figure(grid, e.kernel.channels, 320, 44);
  figure.title = text.get(
      "convolution.kernel.title",
      {{"channels", whole(e.kernel.channels)}, {"rows", whole(e.kernel.rows)}, {"columns", whole(e.kernel.columns)}});
  figure.table = table_of(text, e.kernel);
  add_tensor(text, grid, e.kernel, figure.marks);
  const std::int64_t n = e.flipped ? e.kernel.rows - 1 - step.n : step.n,
                     m = e.flipped ? e.kernel.columns - 1 - step.m : step.m;
  figure.marks.push_back({frame(corner(grid, step.c, n, m), 1, 1, Ink::accent, 4)});
  figure.sentence = text.get("convolution.kernel.sentence",
                             {{"place", "K[" + whole(step.c + 1) + ", " + whole(n + 1) + ", " + whole(m + 1) + "]"},
                              {"value", number_text(step.weight)}});
  return figure;
}

page::Figure output_figure(const Content& content, const Exercise& e, double t, bool hide) {
  const Text& text = content.text;
  const std::int64_t index = index_at(e, t);
  const Step step = step_at(e, index);
  Tensor output{.channels = 1, .rows = e.rows, .columns = e.columns};
  for (std::int64_t i = 0; i < e.rows; ++i)
    for (std::int64_t j = 0; j < e.columns; ++j) output.values.push_back(output_at(e, i, j));
  const Grid grid{e.rows, e.columns};
  page::Figure figure = grid_figure(grid, 1, 320, 44);
  const std::int64_t now = index / e.products();
  const bool complete = is_last(e, t) && !hide;
  figure.title = text.get("convolution.output.title", {{"rows", whole(e.rows)}, {"columns", whole(e.columns)}});
  figure.table.columns = {text.get("convolution.table.place"), text.get("convolution.table.value")};
  const double largest = largest_of(output.values);
  const int decimals = decimals_of(output.values);
  for (std::int64_t cell = 0; cell < e.rows * e.columns; ++cell) {
    const std::int64_t i = cell / e.columns, j = cell % e.columns;
    const Point at = corner(grid, 0, i, j);
    if (cell < now || (cell == now && complete)) {
      const double value = output.values[static_cast<std::size_t>(cell)];
      page::CellsMark mark{.from = at,
                           .to = {at.x + 1, at.y + 1},
                           .rows = 1,
                           .columns = 1,
                           .values = {static_cast<float>(value)},
                           .low = -1.6 * largest,
                           .high = 1.6 * largest,
                           .is_signed = true};
      mark.decimals = decimals;
      mark.row_names = {text.get("convolution.table.output_row", {{"row", whole(i + 1)}})};
      mark.column_names = {text.get("convolution.table.column", {{"column", whole(j + 1)}})};
      figure.marks.push_back({std::move(mark)});
      figure.table.rows.push_back({whole(i + 1) + ", " + whole(j + 1), number_text(value)});
    }
    figure.marks.push_back({frame(at, 1, 1, Ink::line, 1)});
  }
  figure.marks.push_back({frame(corner(grid, 0, step.i, step.j), 1, 1, Ink::accent, 3)});
  figure.sentence = text.get(complete ? "convolution.output.done" : "convolution.output.sentence",
                             {{"i", whole(step.i + 1)},
                              {"j", whole(step.j + 1)},
                              {"done", whole(index % e.products() + 1)},
                              {"products", whole(e.products())},
                              {"value", number_text(step.sum())}});
  figure.marks.push_back(
      {page::HotMark{.from = corner(grid, 0, 0, 0),
                     .to = corner(grid, 0, e.rows, e.columns),
                     .id = "cell",
                     .label = text.get("convolution.output.go", {{"i", whole(step.i + 1)}, {"j", whole(step.j + 1)}}),
                     .rows = e.rows,
                     .columns = e.columns,
                     .row = step.i,
                     .column = step.j}});
  return figure;
}

page::Figure own_figure(const Content& content, const Exercise& e, const std::vector<double>& values) {
  const Text& text = content.text;
  const Grid grid{e.rows, e.columns};
  page::Figure figure = grid_figure(grid, 1, 320, 44);
  figure.title = text.get("convolution.own.figure");
  figure.table.columns = {text.get("convolution.table.place"), text.get("convolution.own.yours"),
                          text.get("convolution.own.right")};
  page::CellsMark mark = cells(grid, values, 0, largest_of(values));
  figure.marks.push_back({std::move(mark)});
  int differ = 0;
  for (std::int64_t i = 0; i < e.rows; ++i)
    for (std::int64_t j = 0; j < e.columns; ++j) {
      const double yours = values[static_cast<std::size_t>(i * e.columns + j)], right = output_at(e, i, j);
      const bool same = std::abs(yours - right) <= 1e-9 * std::max(1.0, std::abs(right));
      differ += same ? 0 : 1;
      figure.marks.push_back({frame(corner(grid, 0, i, j), 1, 1, same ? Ink::line : Ink::wrong, same ? 1 : 3)});
      figure.table.rows.push_back({whole(i + 1) + ", " + whole(j + 1), number_text(yours), number_text(right)});
    }
  figure.sentence = text.get(differ == 0 ? "convolution.own.same" : "convolution.own.differ",
                             {{"count", whole(differ)}, {"all", whole(e.rows * e.columns)}});
  return figure;
}

}  // namespace stride::labs::convolution
