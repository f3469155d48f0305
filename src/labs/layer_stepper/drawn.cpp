#include "labs/layer_stepper/drawn.h"

#include <algorithm>

namespace stride::labs::layer_stepper {

using page::Ink;
using page::Point;

namespace {

constexpr double depth_per_channel = 0.15;  // pixels

// Far enough from the one before that they don't cover each other, and that there is room for the names.
double place_after(const Drawn& before, const Drawn& row, double tallest) {
  constexpr double sine = 0.574, cosine = 0.819;  // of the camera's turn
  return before.front() + ((before.width + row.width) / 2 * sine + 0.16 * tallest) / cosine;
}

Drawn row_of(const State& state, const Opened& o, const std::string& name, double tallest) {
  const worksheet::Sheet& sheet = o.sheet;
  Drawn row{.name = name};
  nn::Shape shape{sheet.network->input_channels, sheet.size};
  if (name != "input") {
    const auto& output = sheet.worksheet->facts.find(name)->output;
    row.open = output && may_see(state, sheet, name);
    row.vector = !sheet.network->find(name)->is_spatial();
    if (output) shape = *output;
  }
  row.height = real(shape.size.height);
  row.width = real(shape.size.width);
  row.depth = depth_per_channel * real(shape.channels);
  row.size = whole(shape.channels) + " × " + worksheet::size_text(shape.size);
  if (row.vector) {
    row.height = 0.5 * tallest;
    row.width = row.depth = 0.03 * tallest;
    row.size = whole(shape.channels);
  } else if (!row.open) {
    row.height = row.width = 0.12 * tallest;
    row.size = "?";
  }
  return row;
}

}  // namespace

std::vector<Drawn> drawn_rows(const State& state, const Opened& o, const jobs::Results& results) {
  const double tallest = real(std::max(o.sheet.size.height, o.sheet.size.width));
  std::vector<Drawn> rows;
  const auto add = [&](const std::string& name) {
    Drawn row = row_of(state, o, name, tallest);
    if (!row.vector && row.open) row.outline = outline_of(state, o, name, results);
    if (!rows.empty()) row.back = place_after(rows.back(), row, tallest);
    rows.push_back(std::move(row));
  };
  add("input");
  for (const nn::LayerSpec& layer : o.sheet.network->layers)
    if (layer.is_row()) add(layer.name);
  return rows;
}

void describe(const Content& content, const Opened& o, const std::vector<Drawn>& rows, page::Figure& figure) {
  const Text& text = content.text;
  figure.title = text.get("layer_stepper.network.title", {{"network", o.sheet.network->title}});
  figure.table.columns = {text.get("worksheet.table.layer"), text.get("layer_stepper.table.shape"),
                          text.get("worksheet.table.spec"), text.get("layer_stepper.table.shown")};
  int shown = 0, withheld = 0;
  for (const Drawn& row : rows) {
    const nn::LayerSpec* layer = o.sheet.network->find(row.name);
    shown += row.outline ? 1 : 0;
    withheld += row.open ? 0 : 1;
    figure.table.rows.push_back(
        {row.name, row.size, layer == nullptr ? "" : worksheet::spec_text(content, *layer),
         row.outline ? text.get("layer_stepper.network.channel", {{"channel", whole(row.outline->channel)}}) : "–"});
  }
  figure.sentence = text.get("layer_stepper.network.sentence", {{"layer", o.layer->name}, {"shown", whole(shown)}});
  if (withheld > 0) figure.sentence += " " + text.get("layer_stepper.network.withheld", {{"count", whole(withheld)}});
}

page::CellsMark picture_of(const Outline& outline) {
  page::CellsMark cells{.rows = outline.map.shape.size.height,
                        .columns = outline.map.shape.size.width,
                        .values = {outline.map.numbers.begin(), outline.map.numbers.end()}};
  Scale::of(outline.map.numbers).apply(cells);
  return cells;
}

page::HotMark area_of(const Text& text, const Drawn& row, Point from, Point to, bool current) {
  return {.from = from,
          .to = to,
          .id = "layer:" + row.name,
          .label = text.get("layer_stepper.network.open", {{"layer", row.name}}),
          .current = current,
          .arrows = true};
}

page::TextMark label(Point at, std::string text, bool current, double offset, int priority, bool soft) {
  return {.at = at,
          .text = std::move(text),
          .ink = current ? Ink::accent
                 : soft  ? Ink::soft
                         : Ink::ink,
          .size = soft ? 12.0 : 13.0,
          .strong = current && !soft,
          .align_y = 0,
          .offset_y = offset,
          .priority = priority};
}

}  // namespace stride::labs::layer_stepper
