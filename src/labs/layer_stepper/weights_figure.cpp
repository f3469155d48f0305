#include <algorithm>
#include <cmath>

#include "labs/layer_stepper/view.h"

namespace stride::labs::layer_stepper {

namespace {

constexpr std::int64_t strip = 8, lines = 4, page_size = strip * lines;
constexpr double pitch_y = 1.3, side = 0.86;

// The map that a linear layer reads, as it was before it was flattened.
nn::Shape map_of(const Opened& o) {
  const auto& facts = o.sheet.worksheet->facts.layers;
  nn::Shape shape = o.in;
  for (std::size_t i = o.index; i > 0 && shape.size == nn::Pair{1, 1}; --i) {
    const nn::LayerSpec& before = o.sheet.network->layers[i - 1];
    if (before.type != nn::LayerType::flatten && before.type != nn::LayerType::dropout) break;
    if (facts[i - 1].input) shape = *facts[i - 1].input;
  }
  return shape;
}

std::vector<std::string> named(const std::string& before, std::int64_t count) {
  std::vector<std::string> names;
  for (std::int64_t i = 0; i < count; ++i) names.push_back(before + " " + whole(i));
  return names;
}

}  // namespace

bool has_weight_map(const Opened& o) { return o.is_linear() && map_of(o).size != nn::Pair{1, 1}; }

page::Figure weights_figure(const Content& content, const Opened& o, double t) {
  const Text& text = content.text;
  const nn::Shape map = map_of(o);
  const double pages = std::ceil(real(map.channels) / real(page_size));
  const double now = std::clamp(std::floor(t + 1e-6), 0.0, pages - 1);
  const std::int64_t first = static_cast<std::int64_t>(now) * page_size,
                     end = std::min(map.channels, first + page_size);
  page::Figure figure;
  figure.title = text.get("layer_stepper.weights_of.title", {{"neuron", whole(o.channel)}, {"layer", o.layer->name}});
  figure.height = 1000;
  figure.equal_aspect = true;
  figure.x = {.label = "", .low = 0, .high = strip};
  figure.y = {.label = "", .low = 0, .high = pitch_y * lines + 0.5};
  figure.pending = o.weights.empty();
  if (pages > 1) figure.playback = page::Playback{.t = now, .steps = pages - 1, .steps_per_second = 1};
  figure.sentence = text.get("layer_stepper.weights_of.sentence", {{"channels", whole(map.channels)},
                                                                   {"size", worksheet::size_text(map.size)},
                                                                   {"first", whole(first)},
                                                                   {"last", whole(end - 1)}});
  if (o.weights.empty()) return figure;
  figure.table.columns = {text.get("layer_stepper.table.channel")};
  for (std::int64_t i = 0; i < map.size.height * map.size.width; ++i)
    figure.table.columns.push_back(whole(i / map.size.width) + ", " + whole(i % map.size.width));
  const Scale scale = Scale::of(o.weights);
  const int decimals = decimals_for(scale.largest());
  const Values weights{o.weights, map};
  const double unit = side / real(std::max(map.size.height, map.size.width));
  for (std::int64_t channel = first; channel < end; ++channel) {
    const std::int64_t place = channel - first;
    const double x = real(place % strip) + 0.07, y = real(place / strip) * pitch_y + 0.05;
    const auto values = weights.map(channel);
    page::CellsMark cells{
        .from = {x, y},
        .to = {x + unit * real(map.size.width), y + unit * real(map.size.height)},
        .rows = map.size.height,
        .columns = map.size.width,
        .values = {values.begin(), values.end()},
        .row_names = named(text.get("layer_stepper.weights_of.row", {{"channel", whole(channel)}}), map.size.height),
        .column_names = named(text.get("layer_stepper.column"), map.size.width)};
    scale.apply(cells);
    figure.marks.push_back(
        {page::RectangleMark{.from = cells.from, .to = cells.to, .fill = {}, .stroke = page::Ink::line}});
    figure.marks.push_back({std::move(cells)});
    figure.marks.push_back({page::TextMark{.at = {x + side / 2, y + side},
                                           .text = whole(channel),
                                           .ink = page::Ink::soft,
                                           .size = 12,
                                           .align_y = 0,
                                           .offset_y = 2}});
    std::vector<std::string> row = {whole(channel)};
    for (const float value : values) row.push_back(decimal(static_cast<double>(value), decimals));
    figure.table.rows.push_back(std::move(row));
  }
  add_legend(scale, {0.07, pitch_y * lines + 0.05}, {0.4 * strip, pitch_y * lines + 0.15}, figure.marks);
  return figure;
}

}  // namespace stride::labs::layer_stepper
