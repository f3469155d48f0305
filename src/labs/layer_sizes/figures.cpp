#include <algorithm>
#include <cmath>

#include "labs/layer_sizes/view.h"

namespace stride::labs::layer_sizes {

using page::Ink;
using page::Mark;
using page::Marks;
using page::Point;

namespace {

double real(std::int64_t value) { return static_cast<double>(value); }

struct Slot {
  std::string name;
  std::int64_t channels = 0;
  nn::Pair size;
  bool open = true;  // whether its size may be seen
};

std::vector<Slot> slots_of(const Sheet& sheet) {
  std::vector<Slot> slots = {{"input", sheet.network->input_channels, sheet.size, true}};
  for (const nn::LayerSpec& layer : sheet.network->layers) {
    if (!layer.is_spatial()) continue;
    const nn::LayerFacts* facts = sheet.worksheet->facts.find(layer.name);
    const bool open = facts->output && sheet.is_open({layer.name, "output"});
    const std::int64_t channels = facts->output ? facts->output->channels : layer.output_channels;
    slots.push_back({layer.name, channels, open ? facts->output->size : nn::Pair{}, open});
  }
  return slots;
}

// A withheld box stands at one and the same height, whatever its layer.
constexpr double withheld_share = 0.1;

}  // namespace

page::Figure network_figure(const Content& content, const State& state, const Sheet& sheet) {
  const Text& text = content.text;
  const std::vector<Slot> slots = slots_of(sheet);
  const std::string current = parse_cell_name(state.current).layer;
  const double tallest = real(std::max(sheet.size.height, sheet.size.width));
  std::int64_t widest = 1;
  for (const Slot& slot : slots) widest = std::max(widest, slot.channels);

  page::Figure figure;
  figure.title = text.get("layer_sizes.network_figure.title", {{"network", sheet.network->title}});
  figure.height = 172;
  figure.x = {.label = "", .low = 0, .high = real(std::ssize(slots))};
  figure.y = {.label = "", .low = -0.45 * tallest, .high = 1.3 * tallest, .upwards = true};
  figure.table.columns = {text.get("layer_sizes.table.layer"), text.get("layer_sizes.table.channels"),
                          text.get("layer_sizes.column.output.title")};
  int open = 0;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const Slot& slot = slots[i];
    const double left = real(static_cast<std::int64_t>(i));
    const double height = slot.open ? real(slot.size.height) : withheld_share * tallest;
    const double depth = slot.open ? real(slot.size.width) : withheld_share * tallest;
    const double width = 0.08 + 0.52 * real(slot.channels) / real(widest);
    const bool is_current = slot.name == current;
    const Ink ink = is_current ? Ink::accent : Ink::ink;
    const double middle = left + 0.45;
    const std::string side = slot.open ? size_text(slot.size) : "? × ?";
    figure.marks.push_back({page::BoxMark{{middle - width / 2, 0}, width, height, depth, is_current, !slot.open}});
    figure.marks.push_back({page::TextMark{.at = {middle, 0},
                                           .text = slot.name,
                                           .ink = ink,
                                           .size = 13,
                                           .strong = is_current,
                                           .align_y = 0,
                                           .offset_y = 8,
                                           .priority = is_current ? 3 : (i == 0 || i + 1 == slots.size() ? 2 : 1)}});
    figure.marks.push_back({page::TextMark{.at = {middle, 0},
                                           .text = side,
                                           .ink = is_current ? Ink::accent : Ink::soft,
                                           .size = 12,
                                           .align_y = 0,
                                           .offset_y = 26,
                                           .priority = is_current ? 3 : 0}});
    if (i > 0)
      figure.marks.push_back({page::HotMark{{left, figure.y.low},
                                            {left + 0.9, figure.y.high},
                                            "go:" + slot.name + ".output",
                                            text.get("layer_sizes.network_figure.go", {{"layer", slot.name}}),
                                            is_current}});
    figure.table.rows.push_back({slot.name, std::to_string(slot.channels), side});
    open += slot.open && i > 0 ? 1 : 0;
  }
  figure.sentence = text.get(
      "layer_sizes.network_figure.sentence",
      {{"size", size_text(sheet.size)}, {"layers", std::to_string(slots.size() - 1)}, {"open", std::to_string(open)}});
  return figure;
}

namespace {

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
      {page::TextMark{.at = {0, 0.03},
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

std::optional<page::Figure> parameters_figure(const Content& content, const Sheet& sheet) {
  const Text& text = content.text;
  struct Bar {
    std::string name;
    std::int64_t parameters;
  };
  std::vector<Bar> bars;
  std::int64_t most = 0;
  int asked = 0;
  for (const nn::LayerSpec& layer : sheet.network->layers) {
    if (layer.type != nn::LayerType::conv && layer.type != nn::LayerType::linear) continue;
    ++asked;
    const nn::LayerFacts* facts = sheet.worksheet->facts.find(layer.name);
    if (!sheet.is_open({layer.name, "parameters"}) || !facts->parameters) continue;
    bars.push_back({layer.name, *facts->parameters});
    most = std::max(most, *facts->parameters);
  }
  if (bars.empty()) return std::nullopt;
  page::Figure figure;
  figure.title = text.get("layer_sizes.bars.title");
  figure.sentence =
      text.get("layer_sizes.bars.sentence", {{"open", std::to_string(bars.size())}, {"asked", std::to_string(asked)}});
  figure.height = 24.0 * static_cast<double>(bars.size()) + 16;
  figure.x = {.label = "", .low = -0.16, .high = 1.24};
  figure.y = {.label = "", .low = 0, .high = real(std::ssize(bars))};
  figure.table.columns = {text.get("layer_sizes.table.layer"), text.get("layer_sizes.column.parameters.title")};
  for (std::size_t i = 0; i < bars.size(); ++i) {
    const double middle = static_cast<double>(i) + 0.5;
    const double share = most == 0 ? 0 : real(bars[i].parameters) / real(most);
    const bool largest = bars[i].parameters == most;
    figure.marks.push_back({page::RectangleMark{.from = {0, middle - 0.32},
                                                .to = {std::max(share, 0.002), middle + 0.32},
                                                .fill = largest ? Ink::accent : Ink::face_front,
                                                .stroke = {},
                                                .corner_radius = 3}});
    figure.marks.push_back(
        {page::TextMark{.at = {-0.02, middle}, .text = bars[i].name, .size = 13, .align_x = 1, .priority = 1}});
    figure.marks.push_back({page::TextMark{.at = {share + 0.015, middle},
                                           .text = grouped(bars[i].parameters),
                                           .ink = Ink::soft,
                                           .size = 13,
                                           .align_x = 0,
                                           .priority = 1}});
    figure.table.rows.push_back({bars[i].name, grouped(bars[i].parameters)});
  }
  return figure;
}

}  // namespace stride::labs::layer_sizes
