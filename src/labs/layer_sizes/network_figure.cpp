#include <algorithm>

#include "labs/layer_sizes/view.h"

namespace stride::labs::layer_sizes {

using page::Ink;

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
  figure.table.columns = {text.get("worksheet.table.layer"), text.get("worksheet.table.channels"),
                          text.get("worksheet.column.output.title")};
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

}  // namespace stride::labs::layer_sizes
