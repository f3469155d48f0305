#include "labs/receptive_field/walk.h"

#include <algorithm>
#include <charconv>

#include "labs/receptive_field/receptive_field.h"
#include "labs/worksheet/view.h"

namespace stride::labs::receptive_field {

namespace {

std::optional<std::int64_t> number_of(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// As typed, or the middle.
std::int64_t place_of(const State& state, std::string_view field, std::int64_t side) {
  const auto typed = number_of(value_of(lab, state, field));
  return typed && *typed >= 0 && *typed < side ? *typed : side / 2;
}

// `3.4`, if the image has this block.
std::optional<nn::Pair> block_of(std::string_view text, std::int64_t side, nn::Pair size) {
  const auto dot = text.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const auto row = number_of(text.substr(0, dot)), column = number_of(text.substr(dot + 1));
  const bool inside = row && column && *row >= 0 && *column >= 0 && *row < (size.height + side - 1) / side &&
                      *column < (size.width + side - 1) / side;
  return inside ? std::optional(nn::Pair{*row, *column}) : std::nullopt;
}

Paint paint_of(const State& state, nn::Pair size) {
  Paint paint;
  paint.side = number_of(value_of(lab, state, "touch_side")).value_or(8);
  const std::string text = value_of(lab, state, "touched"), brush = value_of(lab, state, "brush");
  for (std::string_view rest = text; !rest.empty();) {
    const auto comma = rest.find(',');
    if (const auto block = block_of(rest.substr(0, comma), paint.side, size)) paint.blocks.push_back(*block);
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
  }
  const nn::Pair middle{size.height / paint.side / 2, size.width / paint.side / 2};
  paint.brush = block_of(brush, paint.side, size).value_or(middle);
  return paint;
}

}  // namespace

std::string pair_text(nn::Pair pair) { return pair.square() ? whole(pair.height) : worksheet::size_text(pair); }

std::string Paint::text() const {
  std::string text;
  for (const nn::Pair& block : blocks)
    text += (text.empty() ? "" : ",") + whole(block.height) + "." + whole(block.width);
  return text;
}

nn::Field Walk::field(std::size_t map, bool vertical) const {
  if (map == 0) return {};
  const nn::LayerFacts& facts = *sheet.worksheet->facts.find(layer(map).name);
  return vertical ? facts.vertical : facts.horizontal;
}

bool Walk::is_open(std::size_t map, std::string_view column) const {
  return map == 0 || revealed || sheet.is_open({layer(map).name, std::string(column)});
}

std::string Walk::field_text(std::size_t map) const {
  if (!field_is_open(map)) return "?";
  return pair_text({field(map, true).receptive_field, field(map, false).receptive_field});
}

std::string Walk::jump_text(std::size_t map) const {
  return jump_is_open(map) ? pair_text({field(map, true).jump, field(map, false).jump}) : "?";
}

std::string Walk::map_name(const Content& content, std::size_t map) const {
  return map == 0 ? content.text.get("receptive_field.image") : layer(map).name;
}

Result<Walk> read_walk(const Content& content, const State& state) {
  Sheet sheet = worksheet::read_sheet(content, state, questions());
  if (!sheet.worksheet) return std::unexpected(sheet.worksheet.error());
  std::vector<std::string> choices;
  for (const nn::LayerSpec& layer : sheet.network->layers)
    if (layer.is_spatial() && sheet.worksheet->facts.find(layer.name)->output) choices.push_back(layer.name);
  if (choices.empty()) return fail(content.text.get("receptive_field.no_map"));
  const std::string wanted = value_of(lab, state, "layer");
  const std::string layer = std::ranges::contains(choices, wanted) ? wanted : choices.back();
  auto down = nn::Sight::make(*sheet.network, layer, sheet.size.height, true, sheet.rounding);
  if (!down) return std::unexpected(down.error());
  auto across = nn::Sight::make(*sheet.network, layer, sheet.size.width, false, sheet.rounding);
  if (!across) return std::unexpected(across.error());
  const nn::Pair neuron{place_of(state, "row", down->sides().back()),
                        place_of(state, "column", across->sides().back())};
  auto rows = down->back(neuron.height);
  auto columns = across->back(neuron.width);
  Paint paint = paint_of(state, sheet.size);
  return Walk{std::move(sheet),
              std::move(choices),
              std::move(*down),
              std::move(*across),
              neuron,
              std::move(rows),
              std::move(columns),
              std::move(paint),
              value_of(lab, state, "reveal") == "on",
              value_of(lab, state, "walk") == "forward",
              value_of(lab, state, "perspective") == "on"};
}

Patch patch_of(const Walk& walk) {
  const std::int64_t side = walk.paint.side;
  const nn::Pair size = walk.side(0);
  nn::Pair low{size.height / side / 2, size.width / side / 2}, high = low;
  for (std::size_t i = 0; i < walk.paint.blocks.size(); ++i) {
    const nn::Pair block = walk.paint.blocks[i];
    low = i == 0 ? block : nn::Pair{std::min(low.height, block.height), std::min(low.width, block.width)};
    high = i == 0 ? block : nn::Pair{std::max(high.height, block.height), std::max(high.width, block.width)};
  }
  return {{low.height * side, std::min((high.height + 1) * side, size.height) - 1},
          {low.width * side, std::min((high.width + 1) * side, size.width) - 1}};
}

std::vector<Reached> reached(const Walk& walk) {
  std::vector<Reached> steps;
  if (!walk.forward) {
    for (std::size_t map = walk.depth() + 1; map-- > 0;)
      steps.push_back({map, walk.rows[map].whole, walk.columns[map].whole});
    return steps;
  }
  const Patch patch = patch_of(walk);
  const auto rows = walk.down.forward(patch.rows), columns = walk.across.forward(patch.columns);
  for (std::size_t map = 0; map < rows.size(); ++map)
    steps.push_back({map, nn::ends(rows[map]), nn::ends(columns[map])});
  return steps;
}

}  // namespace stride::labs::receptive_field
