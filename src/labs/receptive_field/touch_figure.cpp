#include <algorithm>
#include <cmath>

#include "labs/receptive_field/view.h"
#include "labs/worksheet/view.h"

namespace stride::labs::receptive_field {

using page::Ink;

namespace {

// Flags over the map, row by row: which neurons see a touched pixel.
std::vector<char> seeing(const Walk& walk) {
  const nn::Pair map = walk.side(walk.depth());
  std::vector<char> sees(static_cast<std::size_t>(map.height * map.width), 0);
  for (const nn::Pair& block : walk.paint.blocks) {
    const std::int64_t side = walk.paint.side;
    const auto rows = walk.down.forward({block.height * side, (block.height + 1) * side - 1}).back();
    const auto columns = walk.across.forward({block.width * side, (block.width + 1) * side - 1}).back();
    for (std::size_t y = 0; y < rows.size(); ++y)
      for (std::size_t x = 0; rows[y] != 0 && x < columns.size(); ++x)
        if (columns[x] != 0) sees[y * columns.size() + x] = 1;
  }
  return sees;
}

std::string sentence_of(const Content& content, const Walk& walk, const std::vector<char>& sees,
                        const jobs::JobResult* result) {
  const Text& text = content.text;
  if (walk.paint.blocks.empty()) return text.get("receptive_field.touch.empty");
  const auto can = std::ranges::count(sees, 1);
  std::string said = text.get("receptive_field.touch.can", {{"blocks", whole(std::ssize(walk.paint.blocks))},
                                                            {"can", whole(can)},
                                                            {"of", whole(std::ssize(sees))},
                                                            {"layer", walk.name()}});
  if (result == nullptr || result->tensor.size() != sees.size()) return said;
  std::int64_t changed = 0, outside = 0;
  for (std::size_t i = 0; i < sees.size(); ++i) {
    changed += result->tensor[i] != 0 ? 1 : 0;
    outside += result->tensor[i] != 0 && sees[i] == 0 ? 1 : 0;
  }
  said += " " + text.get("receptive_field.touch.changed", {{"changed", whole(changed)}});
  said += " " + text.get(outside > 0     ? "receptive_field.touch.outside"
                         : changed < can ? "receptive_field.touch.fewer"
                                         : "receptive_field.touch.same",
                         {{"outside", whole(outside)}, {"silent", whole(can - changed)}});
  return said;
}

}  // namespace

page::Figure touch_figure(const Content& content, const Walk& walk, const jobs::JobResult* result) {
  const Text& text = content.text;
  const nn::Pair size = walk.side(0), map = walk.side(walk.depth());
  const std::vector<char> sees = seeing(walk);
  const double longest = real(std::max(size.height, size.width));
  // The image from 0 to 1, the map from 1.15 to 2.15, each scaled by its longer side.
  const double pixel = 1 / longest, cell = 1 / real(std::max(map.height, map.width)), left = 1.12;
  page::Figure figure;
  figure.title = text.get("receptive_field.touch.title", {{"layer", walk.name()}});
  figure.height = 360;
  figure.equal_aspect = true;
  figure.x = {.label = "", .low = -0.01, .high = left + 1.01};
  figure.y = {.label = "", .low = -0.1, .high = 1.01};
  const auto caption = [&](double x, std::string words) {
    figure.marks.push_back(
        {page::TextMark{.at = {x, -0.05}, .text = std::move(words), .ink = Ink::soft, .align_x = 0, .priority = 1}});
  };
  caption(0, text.get("receptive_field.grow.image", {{"size", worksheet::size_text(size)}}));
  caption(left, walk.name() + " " + worksheet::size_text(map));
  figure.marks.push_back({page::RectangleMark{.from = {0, 0},
                                              .to = {real(size.width) * pixel, real(size.height) * pixel},
                                              .fill = Ink::accent_wash,
                                              .stroke = Ink::soft}});
  const double side = real(walk.paint.side) * pixel;
  for (const nn::Pair& block : walk.paint.blocks)
    figure.marks.push_back(
        {page::RectangleMark{.from = {real(block.width) * side, real(block.height) * side},
                             .to = {std::min(real(block.width + 1) * side, real(size.width) * pixel),
                                    std::min(real(block.height + 1) * side, real(size.height) * pixel)},
                             .fill = Ink::accent,
                             .stroke = {}}});
  const nn::Pair blocks{(size.height + walk.paint.side - 1) / walk.paint.side,
                        (size.width + walk.paint.side - 1) / walk.paint.side};
  const nn::Pair brush = walk.paint.brush;
  figure.marks.push_back(
      {page::HotMark{.from = {0, 0},
                     .to = {real(blocks.width) * side, real(blocks.height) * side},
                     .id = "paint",
                     .label = text.get("receptive_field.touch.pad", {{"row", whole(brush.height * walk.paint.side)},
                                                                     {"column", whole(brush.width * walk.paint.side)}}),
                     .current = true,
                     .rows = blocks.height,
                     .columns = blocks.width,
                     .row = std::min(brush.height, blocks.height - 1),
                     .column = std::min(brush.width, blocks.width - 1),
                     .drag = true}});
  figure.marks.push_back({page::RectangleMark{.from = {real(brush.width) * side, real(brush.height) * side},
                                              .to = {real(brush.width + 1) * side, real(brush.height + 1) * side},
                                              .fill = {},
                                              .stroke = Ink::ink}});
  const bool measured = result != nullptr && result->tensor.size() == sees.size() && !walk.paint.blocks.empty();
  page::CellsMark cells{.from = {left, 0},
                        .to = {left + real(map.width) * cell, real(map.height) * cell},
                        .rows = map.height,
                        .columns = map.width,
                        .values = {}};
  float most = 0;
  for (std::size_t i = 0; i < sees.size(); ++i) {
    const float value = measured ? std::sqrt(result->tensor[i]) : 0;
    cells.values.push_back(value);
    most = std::max(most, value);
  }
  cells.high = most > 0 ? static_cast<double>(most) : 1;
  figure.marks.push_back({cells});
  figure.marks.push_back({page::RectangleMark{.from = cells.from, .to = cells.to, .fill = {}, .stroke = Ink::soft}});
  // Around those that see it, by the windows: an edge wherever a neighbour doesn't.
  const auto seen = [&](std::int64_t y, std::int64_t x) {
    return y >= 0 && x >= 0 && y < map.height && x < map.width &&
           sees[static_cast<std::size_t>(y * map.width + x)] != 0;
  };
  const auto edge = [&](std::int64_t y0, std::int64_t x0, std::int64_t y1, std::int64_t x1) {
    figure.marks.push_back({page::LineMark{
        .points = {{left + real(x0) * cell, real(y0) * cell}, {left + real(x1) * cell, real(y1) * cell}},
        .stroke = Ink::consistent,
        .stroke_width = 2}});
  };
  for (std::int64_t y = 0; y <= map.height; ++y)
    for (std::int64_t x = 0; x <= map.width; ++x) {
      if (seen(y, x) != seen(y - 1, x)) edge(y, x, y, x + 1);
      if (seen(y, x) != seen(y, x - 1)) edge(y, x, y + 1, x);
    }
  figure.sentence = sentence_of(content, walk, sees, result);
  figure.table.columns = {text.get("receptive_field.table.neuron_place"), text.get("receptive_field.table.sees"),
                          text.get("receptive_field.table.change")};
  for (std::int64_t y = 0; y < map.height; ++y)
    for (std::int64_t x = 0; x < map.width; ++x) {
      const auto i = static_cast<std::size_t>(y * map.width + x);
      if (sees[i] == 0 || figure.table.rows.size() >= 200) continue;
      figure.table.rows.push_back({whole(y) + ", " + whole(x), text.get("receptive_field.yes"),
                                   measured ? short_number(static_cast<double>(result->tensor[i])) : "–"});
    }
  return figure;
}

}  // namespace stride::labs::receptive_field
