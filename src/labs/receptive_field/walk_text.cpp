#include <algorithm>
#include <array>
#include <cmath>

#include "labs/receptive_field/view.h"
#include "labs/worksheet/view.h"

namespace stride::labs::receptive_field {

using worksheet::size_text;

namespace {

// Whether the count of cells on a map would give away the field that is asked for.
bool is_counted(const Walk& walk, const Reached& at) {
  return walk.forward || at.map > 0 || walk.field_is_open(walk.depth());
}

std::string cells_text(const Walk& walk, const Reached& at) {
  return is_counted(walk, at) ? size_text(extent_of(at)) : "? × ?";
}

// (k - 1) times the jump of the map reached: what a step back adds to the square, as (3 - 1) * 32 = 64.
std::string growth_text(const Walk& walk, std::size_t map) {
  const nn::LayerSpec& layer = walk.layer(map + 1);
  const auto along = [&](bool vertical) {
    const nn::Window window = nn::window_of(layer, vertical);
    return window.dilation * (window.kernel - 1);
  };
  const nn::Pair kernel{along(true) + 1, along(false) + 1};
  const std::string sum = "(" + pair_text(kernel) + " − 1) · " + walk.jump_text(map);
  if (!walk.jump_is_open(map)) return sum;
  return sum + " = " +
         pair_text({along(true) * walk.field(map, true).jump, along(false) * walk.field(map, false).jump});
}

std::string back_sentence(const Content& content, const Walk& walk, const Reached& at, std::size_t step) {
  const Text& text = content.text;
  if (step == 0)
    return text.get("receptive_field.grow.start", {{"layer", walk.name()},
                                                   {"row", whole(walk.neuron.height)},
                                                   {"column", whole(walk.neuron.width)},
                                                   {"size", size_text(walk.side(at.map))}});
  const std::string moved =
      text.get("receptive_field.grow.step", {{"step", whole(static_cast<std::int64_t>(step))},
                                             {"steps", whole(static_cast<std::int64_t>(walk.depth()))},
                                             {"through", walk.layer(at.map + 1).name},
                                             {"map", walk.map_name(content, at.map)},
                                             {"cells", cells_text(walk, at)},
                                             {"growth", growth_text(walk, at.map)}});
  if (at.map > 0 || is_counted(walk, at)) return moved;
  return moved + " " + text.get("receptive_field.grow.withheld");
}

std::string forward_sentence(const Content& content, const Walk& walk, const Reached& at, std::size_t step) {
  const Text& text = content.text;
  const Patch patch = patch_of(walk);
  if (step == 0)
    return text.get("receptive_field.forward.start", {{"row", whole(patch.rows.low)},
                                                      {"to_row", whole(patch.rows.high)},
                                                      {"column", whole(patch.columns.low)},
                                                      {"to_column", whole(patch.columns.high)}});
  const nn::Pair cells = extent_of(at);
  return text.get(cells.height == 0 ? "receptive_field.forward.none" : "receptive_field.forward.step",
                  {{"step", whole(static_cast<std::int64_t>(step))},
                   {"steps", whole(static_cast<std::int64_t>(walk.depth()))},
                   {"map", walk.map_name(content, at.map)},
                   {"cells", size_text(cells)},
                   {"of", size_text(walk.side(at.map))}});
}

}  // namespace

void describe_walk(const Content& content, const Walk& walk, double t, page::Figure& figure) {
  const Text& text = content.text;
  const std::vector<Reached> steps = reached(walk);
  const auto last = static_cast<double>(steps.size() - 1);
  const auto step = static_cast<std::size_t>(std::clamp(t, 0.0, last));
  figure.title =
      text.get(walk.forward ? "receptive_field.forward.title" : "receptive_field.grow.title", {{"layer", walk.name()}});
  figure.sentence = walk.forward ? forward_sentence(content, walk, steps[step], step)
                                 : back_sentence(content, walk, steps[step], step);
  figure.table.columns = {text.get("receptive_field.table.step"), text.get("receptive_field.table.map"),
                          text.get("receptive_field.table.cells")};
  if (!walk.forward) figure.table.columns.push_back(text.get("receptive_field.table.growth"));
  for (std::size_t i = 0; i < steps.size(); ++i) {
    figure.table.rows.push_back(
        {whole(static_cast<std::int64_t>(i)), walk.map_name(content, steps[i].map), cells_text(walk, steps[i])});
    if (!walk.forward) figure.table.rows.back().push_back(i == 0 ? "–" : growth_text(walk, steps[i].map));
  }
  figure.playback = page::Playback{.t = std::clamp(t, 0.0, last), .steps = last, .steps_per_second = 1.25};
}

page::Figure recursion_figure(const Content& content, const Walk& walk, double t) {
  const Text& text = content.text;
  const std::vector<Reached> steps = reached(walk);
  const auto step = static_cast<std::size_t>(std::clamp(t, 0.0, static_cast<double>(steps.size() - 1)));
  // Back through the layer above the map reached, or forward through the one that gave it; before any, none.
  const std::size_t lit = step == 0 ? 0 : walk.forward ? steps[step].map : steps[step].map + 1;
  const std::size_t depth = walk.depth();
  page::Figure figure;
  figure.title = text.get("receptive_field.recursion.title");
  figure.height = 25.0 * static_cast<double>(depth + 1) + 34;
  figure.x = {.label = "", .low = 0, .high = 1};
  figure.y = {.label = "", .low = 0, .high = static_cast<double>(depth) + 2.4};
  figure.table.columns = {text.get("worksheet.table.layer"), text.get("receptive_field.table.kernel_stride"),
                          text.get("receptive_field.table.r"), text.get("receptive_field.table.j")};
  const std::array<double, 4> places = {0.04, 0.52, 0.76, 0.97};
  const auto put = [&](double y, const std::vector<std::string>& cells, page::Ink ink, bool strong) {
    for (std::size_t i = 0; i < cells.size(); ++i)
      figure.marks.push_back({page::TextMark{.at = {places[i], y},
                                             .text = cells[i],
                                             .ink = ink,
                                             .size = 14,
                                             .strong = strong,
                                             .align_x = i == 0 ? 0.0 : 1.0,
                                             .priority = 1}});
  };
  put(0.5, {figure.table.columns[0], "k, s", "r", "j"}, page::Ink::soft, false);
  for (std::size_t map = 1; map <= depth; ++map) {
    const double top = static_cast<double>(map);
    if (map == lit)
      figure.marks.push_back({page::RectangleMark{
          .from = {0, top}, .to = {1, top + 1}, .fill = page::Ink::accent_wash, .stroke = {}, .corner_radius = 4}});
    figure.marks.push_back(
        {page::LineMark{.points = {{0, top}, {1, top}}, .stroke = page::Ink::line, .stroke_width = 1}});
    const nn::LayerSpec& layer = walk.layer(map);
    const std::vector<std::string> row = {layer.name, pair_text(layer.kernel) + ", " + pair_text(layer.stride),
                                          walk.field_text(map), walk.jump_text(map)};
    put(top + 0.5, row, page::Ink::ink, map == lit);
    figure.table.rows.push_back(row);
  }
  figure.sentence = text.get("receptive_field.recursion.none");
  if (lit == 0) return figure;
  // The worked line of this step, once its result is known.
  const bool open = walk.field_is_open(lit) && walk.field_is_open(lit - 1) && walk.jump_is_open(lit - 1);
  const nn::LayerSpec& layer = walk.layer(lit);
  const nn::Window window = nn::window_of(layer, false);
  const std::string line = walk.field_text(lit) + " = " + (open ? walk.field_text(lit - 1) : "r") + " + (" +
                           whole(window.dilation * (window.kernel - 1) + 1) + " − 1) · " +
                           (open ? walk.jump_text(lit - 1) : "j");
  const bool square = walk.field(lit, true).receptive_field == walk.field(lit, false).receptive_field;
  if (square)
    figure.marks.push_back({page::TextMark{.at = {0.04, static_cast<double>(depth) + 1.8},
                                           .text = line,
                                           .ink = page::Ink::accent,
                                           .size = 14,
                                           .strong = true,
                                           .align_x = 0,
                                           .priority = 2}});
  figure.sentence = text.get("receptive_field.recursion.lit",
                             {{"layer", layer.name}, {"r", walk.field_text(lit)}, {"j", walk.jump_text(lit)}});
  return figure;
}

}  // namespace stride::labs::receptive_field
