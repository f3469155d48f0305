#include <algorithm>

#include "base/checked.h"
#include "labs/input_sizes/view.h"
#include "labs/worksheet/view.h"

namespace stride::labs::input_sizes {

using page::Ink;
using worksheet::size_text;

namespace {

double real(std::int64_t value) { return static_cast<double>(value); }

/// A map at the tried size.
struct Slot {
  std::string name;
  std::int64_t channels = 0;
  std::optional<nn::Pair> size;  // none: nothing comes out
  bool seen = true;
};

std::vector<Slot> slots_of(const Content& content, const Inputs& inputs) {
  const nn::NetworkSpec& network = inputs.network();
  std::vector<Slot> slots = {{content.text.get("input_sizes.image"), network.input_channels, inputs.tried, true}};
  const auto heights = sides_at(inputs, inputs.tried.height, true),
             widths = sides_at(inputs, inputs.tried.width, false);
  std::size_t at = 0;
  for (const nn::LayerSpec& layer : network.layers) {
    if (!layer.is_spatial() || at >= heights.size() || at >= widths.size()) continue;
    const auto& height = heights[at];
    const auto& width = widths[at++];
    Slot slot{layer.name, layer.is_pool() ? slots.back().channels : layer.output_channels, std::nullopt, true};
    if (height && width) slot.size = nn::Pair{*height, *width};
    slot.seen =
        inputs.is_seen(layer.name, inputs.tried.height, true) && inputs.is_seen(layer.name, inputs.tried.width, false);
    slots.push_back(std::move(slot));
    if (layer.name == inputs.map) break;
  }
  return slots;
}

std::optional<std::int64_t> numbers_in(std::int64_t channels, std::optional<nn::Pair> size) {
  const auto area = size ? checked_multiply(size->height, size->width) : std::nullopt;
  return area ? checked_multiply(*area, channels) : std::nullopt;
}

std::string side_text(const Content& content, const Slot& slot) {
  if (!slot.seen) return "?";
  return slot.size ? size_text(*slot.size) : content.text.get("input_sizes.nothing");
}

void add_slot(const Content& content, const Inputs& inputs, const Slot& slot, double left, double tallest,
              std::int64_t widest, page::Marks& marks) {
  const bool kept = slot.name == inputs.map;
  const Ink ink = !kept ? Ink::ink : tried_fits(inputs) ? Ink::right : Ink::wrong;
  const double middle = left + 0.45, width = 0.08 + 0.42 * real(slot.channels) / real(widest);
  const bool drawn = slot.seen && slot.size;
  const double height = drawn ? real(slot.size->height) : 0.1 * tallest,
               depth = drawn ? real(slot.size->width) : 0.1 * tallest;
  marks.push_back({page::BoxMark{{middle - width / 2, 0}, width, height, depth, false, !drawn}});
  marks.push_back({page::TextMark{.at = {middle, 0},
                                  .text = slot.name,
                                  .ink = ink,
                                  .size = 13,
                                  .strong = kept,
                                  .align_y = 0,
                                  .offset_y = 8,
                                  .priority = kept ? 3 : 1}});
  marks.push_back({page::TextMark{.at = {middle, 0},
                                  .text = side_text(content, slot),
                                  .ink = kept ? ink : Ink::soft,
                                  .size = 12,
                                  .align_y = 0,
                                  .offset_y = 26,
                                  .priority = kept ? 3 : 0}});
}

/// The numbers that arrive beside those that there are weights for: as tall, or taller, or shorter.
void add_linear(const Content& content, const Inputs& inputs, std::optional<std::int64_t> arriving,
                std::optional<std::int64_t> wanted, double left, double tallest, page::Marks& marks) {
  const Text& text = content.text;
  const bool fits = tried_fits(inputs);
  const std::int64_t most = std::max({arriving.value_or(0), wanted.value_or(0), std::int64_t{1}});
  const auto bar = [&](double from, std::optional<std::int64_t> count, Ink fill, Ink stroke, bool hatched) {
    const double height = 0.95 * tallest * real(count.value_or(0)) / real(most);
    marks.push_back({page::RectangleMark{.from = {left + from, 0},
                                         .to = {left + from + 0.24, height},
                                         .fill = fill,
                                         .stroke = stroke,
                                         .hatched = hatched,
                                         .corner_radius = 2}});
  };
  bar(0.1, arriving, fits ? Ink::right_wash : Ink::wrong_wash, fits ? Ink::right : Ink::wrong, !fits);
  bar(0.44, wanted, Ink::face_front, Ink::soft, false);
  const auto number = [](std::optional<std::int64_t> count) { return count ? grouped(*count) : std::string("?"); };
  const auto label = [&](double x, const std::string& words, Ink ink, double down, bool strong) {
    marks.push_back({page::TextMark{.at = {left + x, 0},
                                    .text = words,
                                    .ink = ink,
                                    .size = strong ? 13.0 : 12.0,
                                    .strong = strong,
                                    .align_y = 0,
                                    .offset_y = down,
                                    .priority = 4}});
  };
  label(0.39, inputs.kept + (fits ? " ✓" : " ✗"), fits ? Ink::right : Ink::wrong, 8, true);
  label(0.39, number(arriving) + (fits ? " = " : " ≠ ") + number(wanted), fits ? Ink::right : Ink::wrong, 26, false);
  label(0.39, text.get("input_sizes.tried.bars"), Ink::soft, 44, false);
}

}  // namespace

bool tried_fits(const Inputs& inputs) {
  return keeps(inputs, inputs.tried.height, true) && keeps(inputs, inputs.tried.width, false);
}

std::string tried_sentence(const Content& content, const Inputs& inputs) {
  const Text& text = content.text;
  const std::vector<Slot> slots = slots_of(content, inputs);
  const Slot& map = slots.back();
  const nn::LayerFacts* trained = inputs.sheet.worksheet->facts.find(inputs.map);
  const auto wanted_size = trained != nullptr && trained->output ? std::optional(trained->output->size) : std::nullopt;
  const auto arriving = numbers_in(map.channels, map.size), wanted = numbers_in(map.channels, wanted_size);
  const auto number = [](std::optional<std::int64_t> count) { return count ? grouped(*count) : std::string("?"); };
  std::string key = "input_sizes.tried.";
  if (!wanted)
    key += "untrained";
  else if (!map.seen)
    key += "withheld";
  else if (!map.size)
    key += inputs.exact() ? "remainder" : "nothing";
  else
    key += std::string(inputs.linear ? "linear." : "map.") + (tried_fits(inputs) ? "fits" : "breaks");
  return text.get(key, {{"size", size_text(inputs.tried)},
                        {"trained", size_text(inputs.sheet.size)},
                        {"layer", inputs.kept},
                        {"map", inputs.map},
                        {"side", map.size && map.seen ? size_text(*map.size) : "?"},
                        {"own", wanted_size ? size_text(*wanted_size) : "?"},
                        {"arriving", number(arriving)},
                        {"wanted", number(wanted)}});
}

page::Figure tried_figure(const Content& content, const Inputs& inputs) {
  const Text& text = content.text;
  const std::vector<Slot> slots = slots_of(content, inputs);
  const nn::LayerFacts* trained = inputs.sheet.worksheet->facts.find(inputs.map);
  const double tallest = real(std::max(inputs.tried.height, inputs.tried.width));
  std::int64_t widest = 1;
  for (const Slot& slot : slots) widest = std::max(widest, slot.channels);
  page::Figure figure;
  figure.title = text.get("input_sizes.tried.title", {{"size", size_text(inputs.tried)}});
  figure.sentence = tried_sentence(content, inputs);
  figure.height = 190;
  figure.x = {.label = "", .low = 0, .high = real(std::ssize(slots)) + (inputs.linear ? 1.3 : 0)};
  figure.y = {.label = "", .low = -0.55 * tallest, .high = 1.3 * tallest, .upwards = true};
  figure.table.columns = {text.get("input_sizes.table.layer"), text.get("input_sizes.table.channels"),
                          text.get("input_sizes.table.side")};
  for (std::size_t i = 0; i < slots.size(); ++i) {
    add_slot(content, inputs, slots[i], static_cast<double>(i), tallest, widest, figure.marks);
    figure.table.rows.push_back({slots[i].name, std::to_string(slots[i].channels), side_text(content, slots[i])});
  }
  if (inputs.linear) {
    const Slot& map = slots.back();
    const auto arriving = map.seen ? numbers_in(map.channels, map.size) : std::nullopt;
    const auto wanted =
        trained != nullptr && trained->output ? numbers_in(map.channels, trained->output->size) : std::nullopt;
    add_linear(content, inputs, arriving, wanted, real(std::ssize(slots)) + 0.2, tallest, figure.marks);
    figure.table.rows.push_back(
        {inputs.kept, "",
         text.get("input_sizes.table.arriving",
                  {{"arriving", arriving ? grouped(*arriving) : "?"}, {"wanted", wanted ? grouped(*wanted) : "?"}})});
  }
  return figure;
}

}  // namespace stride::labs::input_sizes
