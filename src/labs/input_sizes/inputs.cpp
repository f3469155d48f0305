#include "labs/input_sizes/inputs.h"

#include <algorithm>
#include <array>

#include "labs/input_sizes/input_sizes.h"

namespace stride::labs::input_sizes {

namespace {

using worksheet::AnswerColumn;

constexpr std::array<AnswerColumn, 4> columns = {{
    {"admissible_min", "input_sizes.column.admissible_min", ""},
    {"admissible_max", "input_sizes.column.admissible_max", ""},
    {"admissible", "input_sizes.column.admissible", ""},
    {"smallest_input", "input_sizes.column.smallest_input", ""},
}};

/// A number line for sizes around `size`: from 1 to twice as far, a hundred, or a few strides to both sides.
nn::Interval window(const std::string& zoom, std::int64_t size, std::int64_t stride) {
  constexpr std::int64_t most = 1000;
  if (zoom == "hundred") return course::asked_hundred(size);
  const std::int64_t reach = zoom == "near" ? std::min(3 * stride, most / 2) : std::min(size, most / 2);
  const std::int64_t low = std::max<std::int64_t>(1, size - reach);
  return {low, std::max(low + 19, size + reach)};
}

std::string map_of(const nn::NetworkSpec& network, std::string_view kept) {
  std::string map;
  for (const nn::LayerSpec& layer : network.layers) {
    if (layer.name == kept && !layer.is_spatial()) break;
    if (layer.is_spatial()) map = layer.name;
    if (layer.name == kept) break;
  }
  return map;
}

std::int64_t tried_side(const State& state, std::string_view field, std::int64_t otherwise) {
  const auto side = nn::parse_size(value_of(lab, state, field));
  return side ? side->height : otherwise;
}

}  // namespace

const worksheet::Questions& all_questions() {
  static const worksheet::Questions questions = {.columns = columns, .whole_network = false};
  return questions;
}

const worksheet::Questions& least_questions() {
  static const worksheet::Questions questions = {.columns = std::span(columns).subspan(3), .whole_network = false};
  return questions;
}

std::vector<std::string> keepable(const nn::NetworkSpec& network) {
  std::vector<std::string> layers;
  for (const nn::LayerSpec& layer : network.layers) {
    const bool linear = layer.type == nn::LayerType::linear;
    if (layer.is_spatial() || (linear && !layers.empty())) layers.push_back(layer.name);
    if (linear) break;
  }
  return layers;
}

Inputs read_inputs(const Content& content, const State& state) {
  Inputs inputs{.sheet = worksheet::read_sheet(content, state, all_questions())};
  const std::vector<std::string> layers = keepable(inputs.network());
  inputs.kept = value_of(lab, state, "kept");
  if (!std::ranges::contains(layers, inputs.kept)) inputs.kept = layers.empty() ? "" : layers.back();
  inputs.map = map_of(inputs.network(), inputs.kept);
  inputs.linear = inputs.kept != inputs.map;
  const auto cells = kept_cells(inputs);
  inputs.found = inputs.sheet.worksheet && !cells.empty() &&
                 std::ranges::all_of(cells, [&](const auto& cell) { return inputs.sheet.is_open(cell); });
  if (inputs.found) inputs.fitting = course::admissible_inputs(*inputs.sheet.worksheet, inputs.kept);
  const nn::Pair size = inputs.sheet.size, stride = total_stride(inputs);
  const std::string zoom = value_of(lab, state, "zoom");
  const nn::Interval height = window(zoom, size.height, stride.height), width = window(zoom, size.width, stride.width);
  // Both sides on one line, as far as there is room for both.
  const std::int64_t low = std::min(height.low, width.low), high = std::max(height.high, width.high);
  inputs.shown = {low, std::min(high, low + 4999)};
  inputs.tried = {tried_side(state, "tried_height", size.height), tried_side(state, "tried_width", size.width)};
  return inputs;
}

std::vector<course::CellId> kept_cells(const Inputs& inputs) {
  if (inputs.kept.empty()) return {};
  if (inputs.exact()) return {{inputs.kept, "admissible"}};
  return {{inputs.kept, "admissible_min"}, {inputs.kept, "admissible_max"}};
}

bool Inputs::is_seen(std::string_view layer, std::int64_t side, bool vertical) const {
  if (!found) return false;
  if (sheet.is_open({std::string(layer), "smallest_input"})) return true;
  if (exact()) return side >= course::asked_hundred(along(sheet.size, vertical)).low;
  return fitting && side >= (vertical ? fitting->height : fitting->width).front().low;
}

bool is_symmetric(const nn::NetworkSpec& network) {
  return std::ranges::all_of(network.layers, [](const nn::LayerSpec& layer) {
    return layer.kernel.square() && layer.stride.square() && layer.pad.square() && layer.dilation.square();
  });
}

std::vector<std::optional<std::int64_t>> sides_at(const Inputs& inputs, std::int64_t size, bool vertical) {
  std::vector<std::optional<std::int64_t>> sides;
  const auto all = nn::staircases(inputs.network(), {size, size}, vertical, inputs.sheet.rounding);
  if (!all) return sides;
  for (const nn::Staircase& staircase : *all) sides.push_back(staircase.steps.front().side);
  return sides;
}

bool keeps(const Inputs& inputs, std::int64_t size, bool vertical) {
  const auto side_of_map = [&](std::int64_t input) -> std::optional<std::int64_t> {
    const auto all = nn::staircases(inputs.network(), {input, input}, vertical, inputs.sheet.rounding);
    if (!all) return std::nullopt;
    const auto map = std::ranges::find(*all, inputs.map, &nn::Staircase::layer);
    return map == all->end() ? std::nullopt : map->steps.front().side;
  };
  const auto trained = side_of_map(along(inputs.sheet.size, vertical));
  return trained && side_of_map(size) == trained;
}

std::int64_t along(nn::Pair size, bool vertical) { return vertical ? size.height : size.width; }

nn::Pair total_stride(const Inputs& inputs) {
  const nn::LayerFacts* map = inputs.sheet.worksheet ? inputs.sheet.worksheet->facts.find(inputs.map) : nullptr;
  return map == nullptr ? nn::Pair{1, 1} : nn::Pair{map->vertical.jump, map->horizontal.jump};
}

}  // namespace stride::labs::input_sizes
