#include "labs/layer_stepper/drawn.h"

#include <algorithm>

namespace stride::labs::layer_stepper {

using page::Ink;
using page::Point;

namespace {

constexpr double depth_per_channel = 0.06;  // pixels

Drawn row_of(const State& state, const Opened& o, const std::string& name) {
  const worksheet::Sheet& sheet = o.sheet;
  Drawn row{.name = name};
  nn::Shape shape{sheet.network->input_channels, sheet.size};
  if (name != "input") {
    const auto& output = sheet.worksheet->facts.find(name)->output;
    row.open = output && may_see(state, sheet, name);
    row.scaled = row.open && sheet.network->find(name)->is_spatial();
    if (output) shape = *output;
  }
  row.size = whole(shape.channels) + " × " + worksheet::size_text(shape.size);
  row.shape = {real(shape.size.height), real(shape.size.width), depth_per_channel * real(shape.channels)};
  if (!row.open) {
    row.shape = {0.06, 0.06, 0.02};
    row.size = "?";
  } else if (!row.scaled) {
    row.shape = {0.09, 0.011, 0.011};
    row.size = whole(shape.channels);
  }
  return row;
}

}  // namespace

std::vector<Drawn> drawn_rows(const State& state, const Opened& o, const jobs::Results& results) {
  std::vector<Drawn> rows;
  jobs::Job outlines = outline_jobs(o);
  const auto add = [&](const std::string& name) {
    Drawn& row = rows.emplace_back(row_of(state, o, name));
    if (row.scaled) row.outline = outline_of(outlines, name, results);
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
  figure.sentence = text.get(shown == 1 ? "layer_stepper.network.sentence_one" : "layer_stepper.network.sentence",
                             {{"layer", o.layer->name}, {"shown", whole(shown)}});
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
