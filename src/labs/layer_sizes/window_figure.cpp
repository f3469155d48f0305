#include <algorithm>
#include <cmath>

#include "labs/layer_sizes/view.h"

namespace stride::labs::layer_sizes {

using page::Ink;
using page::Marks;

namespace {

double real(std::int64_t value) { return static_cast<double>(value); }

// Everything the sliding window needs, in padded pixels; along the width for the strip, along both for the map.
struct Sliding {
  nn::Pair input, padded, kernel, stride, pad, windows;
  bool counted = true;  // whether the number of windows may be seen
};

std::optional<Sliding> sliding_of(const Sheet& sheet, const course::CellId& cell) {
  if (cell.column != "output" || !has_cell(sheet, cell.layer, cell.column)) return std::nullopt;
  const nn::LayerSpec& layer = *sheet.network->find(cell.layer);
  const nn::LayerFacts& facts = *sheet.worksheet->facts.find(cell.layer);
  if (!facts.input || !facts.output) return std::nullopt;
  Sliding sliding;
  sliding.input = facts.input->size;
  sliding.pad = layer.pad;
  sliding.padded = {facts.input->size.height + 2 * layer.pad.height, facts.input->size.width + 2 * layer.pad.width};
  sliding.kernel = {layer.dilation.height * (layer.kernel.height - 1) + 1,
                    layer.dilation.width * (layer.kernel.width - 1) + 1};
  sliding.stride = layer.stride;
  sliding.windows = facts.output->size;
  sliding.counted = sheet.is_open(cell);
  return sliding;
}

// The input's own side must be known, or the picture would answer the row above.
bool input_is_open(const Sheet& sheet, const course::CellId& cell) {
  const nn::LayerSpec* source = nullptr;
  for (const nn::LayerSpec& layer : sheet.network->layers) {
    if (layer.name == cell.layer) break;
    if (layer.is_row()) source = &layer;
  }
  return source == nullptr || sheet.is_open({source->name, "output"});
}

constexpr std::int64_t windows_before_the_answer = 3;

void add_strip(const Sliding& s, std::int64_t column, double unit, Marks& marks) {
  const auto rectangle = [&](double from, double to, double top, double bottom) {
    return page::RectangleMark{.from = {from * unit, top}, .to = {to * unit, bottom}, .fill = {}, .stroke = {}};
  };
  if (s.pad.width > 0) {
    page::RectangleMark padding = rectangle(0, real(s.padded.width), 0.07, 0.14);
    padding.stroke = Ink::soft;
    padding.dashed = true;
    marks.push_back({padding});
  }
  page::RectangleMark pixels = rectangle(real(s.pad.width), real(s.pad.width + s.input.width), 0.07, 0.14);
  pixels.fill = Ink::accent_wash;
  pixels.stroke = Ink::soft;
  marks.push_back({pixels});
  // Single pixels only where they can be told apart.
  for (std::int64_t x = 1; s.padded.width <= 64 && x < s.padded.width; ++x)
    marks.push_back({page::LineMark{
        .points = {{real(x) * unit, 0.07}, {real(x) * unit, 0.14}}, .stroke = Ink::line, .stroke_width = 1}});
  const std::int64_t used = (s.windows.width - 1) * s.stride.width + s.kernel.width;
  if (s.counted && used < s.padded.width) {
    page::RectangleMark unused = rectangle(real(used), real(s.padded.width), 0.07, 0.14);
    unused.fill = Ink::consistent_wash;
    unused.stroke = Ink::consistent;
    unused.hatched = true;
    marks.push_back({unused});
  }
  const double spacing = real(s.stride.width) * unit;
  for (std::int64_t j = 0; j <= column; ++j) {
    const double centre = (real(j * s.stride.width) + real(s.kernel.width) / 2) * unit;
    marks.push_back(
        {page::DotMark{{centre, 0.19}, std::clamp(spacing * 110, 1.0, 4.0), j == column ? Ink::accent : Ink::soft}});
  }
  page::RectangleMark window =
      rectangle(real(column * s.stride.width), real(column * s.stride.width + s.kernel.width), 0.055, 0.155);
  window.stroke = Ink::accent;
  window.stroke_width = 2;
  window.corner_radius = 3;
  marks.push_back({window});
}

void add_map(const Sliding& s, std::int64_t row, std::int64_t column, double unit, double top, Marks& marks) {
  const auto rectangle = [&](std::int64_t x, std::int64_t y, std::int64_t width, std::int64_t height) {
    return page::RectangleMark{.from = {real(x) * unit, top + real(y) * unit},
                               .to = {real(x + width) * unit, top + real(y + height) * unit},
                               .fill = {},
                               .stroke = {}};
  };
  if (s.pad != nn::Pair{0, 0}) {
    page::RectangleMark padding = rectangle(0, 0, s.padded.width, s.padded.height);
    padding.stroke = Ink::soft;
    padding.dashed = true;
    marks.push_back({padding});
  }
  page::RectangleMark pixels = rectangle(s.pad.width, s.pad.height, s.input.width, s.input.height);
  pixels.fill = Ink::accent_wash;
  pixels.stroke = Ink::soft;
  marks.push_back({pixels});
  const std::int64_t used_width = (s.windows.width - 1) * s.stride.width + s.kernel.width;
  const std::int64_t used_height = (s.windows.height - 1) * s.stride.height + s.kernel.height;
  const auto unused = [&](page::RectangleMark mark) {
    mark.fill = Ink::consistent_wash;
    mark.hatched = true;
    marks.push_back({mark});
  };
  if (s.counted && used_width < s.padded.width)
    unused(rectangle(used_width, 0, s.padded.width - used_width, s.padded.height));
  if (s.counted && used_height < s.padded.height)
    unused(rectangle(0, used_height, std::min(used_width, s.padded.width), s.padded.height - used_height));
  page::RectangleMark window =
      rectangle(column * s.stride.width, row * s.stride.height, s.kernel.width, s.kernel.height);
  window.stroke = Ink::accent;
  window.stroke_width = 2;
  window.corner_radius = 2;
  marks.push_back({window});
}

std::string window_sentence(const Text& text, const Sliding& s, std::int64_t row, std::int64_t column) {
  const std::int64_t used = (s.windows.width - 1) * s.stride.width + s.kernel.width;
  const std::int64_t left_over = s.padded.width - used;
  const auto hole = [](std::int64_t value) { return std::to_string(value); };
  std::string sentence =
      text.get(s.pad == nn::Pair{0, 0} ? "layer_sizes.window.sentence" : "layer_sizes.window.sentence_padded",
               {{"input", size_text(s.input)},
                {"pad", hole(s.pad.width)},
                {"kernel", hole(s.kernel.width)},
                {"stride", hole(s.stride.width)},
                {"row", hole(row + 1)},
                {"column", hole(column + 1)}});
  if (!s.counted) return sentence + " " + text.get("layer_sizes.window.withheld");
  if (left_over > 0) sentence += " " + text.get("layer_sizes.window.unused", {{"count", hole(left_over)}});
  return sentence;
}

}  // namespace

std::optional<page::Figure> window_figure(const Content& content, const Sheet& sheet, const course::CellId& cell,
                                          double t) {
  const auto sliding = sliding_of(sheet, cell);
  if (!sliding || !input_is_open(sheet, cell)) return std::nullopt;
  const Sliding& s = *sliding;
  const std::int64_t columns = s.counted ? s.windows.width : std::min(s.windows.width, windows_before_the_answer);
  const std::int64_t rows = s.counted ? s.windows.height : 1;
  const auto step = std::clamp<std::int64_t>(std::llround(t), 0, rows * columns - 1);
  const std::int64_t row = step / columns, column = step % columns;
  const double unit = 1.0 / real(std::max(s.padded.width, s.padded.height));
  const Text& text = content.text;

  page::Figure figure;
  figure.title = text.get("layer_sizes.window.title");
  figure.height = 372;
  figure.equal_aspect = true;
  figure.x = {.label = "", .low = 0, .high = 1};
  figure.y = {.label = "", .low = 0, .high = 1.27};
  figure.marks.push_back(
      {page::TextMark{.at = {0, 0.015},
                      .text = text.get("layer_sizes.window.stride", {{"stride", std::to_string(s.stride.width)}}),
                      .ink = Ink::soft,
                      .align_x = 0,
                      .priority = 1}});
  add_strip(s, column, unit, figure.marks);
  add_map(s, row, column, unit, 0.25, figure.marks);
  figure.sentence = window_sentence(text, s, row, column);
  const auto hole = [](std::int64_t value) { return std::to_string(value); };
  figure.table.columns = {text.get("layer_sizes.window.table.what"), text.get("layer_sizes.window.table.value")};
  figure.table.rows = {{text.get("layer_sizes.window.table.input"), size_text(s.input)},
                       {text.get("layer_sizes.window.table.padded"), size_text(s.padded)},
                       {text.get("layer_sizes.window.table.window"), hole(row + 1) + ", " + hole(column + 1)},
                       {text.get("layer_sizes.window.table.columns"),
                        hole(column * s.stride.width - s.pad.width) + " … " +
                            hole(column * s.stride.width - s.pad.width + s.kernel.width - 1)},
                       {text.get("layer_sizes.window.table.rows"),
                        hole(row * s.stride.height - s.pad.height) + " … " +
                            hole(row * s.stride.height - s.pad.height + s.kernel.height - 1)}};
  if (rows * columns > 1)
    figure.playback = page::Playback{
        .t = real(step), .steps = real(rows * columns - 1), .steps_per_second = std::max(2.0, real(columns) / 4)};
  return figure;
}

}  // namespace stride::labs::layer_sizes
