#include <algorithm>
#include <cmath>

#include "labs/layer_stepper/view.h"

namespace stride::labs::layer_stepper {

using page::Ink;

namespace {

constexpr std::int64_t page_size = strip_rows * strip_columns;
constexpr double pitch_y = 1.3;

constexpr double side = 0.86;

void add_map(const Opened& o, std::int64_t channel, const Scale& scale, double x, double y, page::Marks& marks) {
  Small small = shrunk(o.output->map(channel), o.out.size, 28);
  page::CellsMark cells{.from = {x, y},
                        .to = {x + side, y + side},
                        .rows = small.rows,
                        .columns = small.columns,
                        .values = std::move(small.values),
                        .unread = true};
  scale.apply(cells);
  marks.push_back({std::move(cells)});
}

// With `hides` the open channel's map isn't shown: the value asked for could be read off it.
void add_channel(const Opened& o, std::int64_t channel, bool hides, const Scale& scale, double x, double y,
                 page::Marks& marks) {
  const bool current = channel == o.channel;
  if (current && hides)
    marks.push_back({page::TextMark{.at = {x + side / 2, y + side / 2}, .text = "?", .ink = Ink::soft, .size = 20}});
  else
    add_map(o, channel, scale, x, y, marks);
  if (current)
    marks.push_back({page::RectangleMark{
        .from = {x, y}, .to = {x + side, y + side}, .fill = {}, .stroke = Ink::accent, .stroke_width = 2}});
  marks.push_back({page::TextMark{.at = {x + side / 2, y + side},
                                  .text = whole(channel),
                                  .ink = current ? Ink::accent : Ink::soft,
                                  .size = 12,
                                  .strong = current,
                                  .align_y = 0,
                                  .offset_y = 2,
                                  .priority = current ? 2 : 1}});
}

}  // namespace

page::Figure channels_figure(const Content& content, const State& state, const Opened& o, double t) {
  const Text& text = content.text;
  page::Figure figure;
  figure.title = text.get("layer_stepper.channels.title", {{"layer", o.layer->name}});
  figure.height = 1000;
  figure.equal_aspect = true;
  const std::int64_t rows = std::min(strip_rows, (o.out.channels + strip_columns - 1) / strip_columns);
  const double bottom = pitch_y * real(rows);
  figure.x = {.label = "", .low = 0, .high = strip_columns};
  figure.y = {.label = "", .low = 0, .high = bottom + 0.5};
  figure.pending = !o.output;
  const double pages = std::ceil(real(o.out.channels) / real(page_size));
  const double now = std::clamp(std::floor(t + 1e-6), 0.0, pages - 1);
  if (pages > 1) figure.playback = page::Playback{.t = now, .steps = pages - 1, .steps_per_second = 1};
  figure.table.columns = {text.get("layer_stepper.table.channel"), text.get("layer_stepper.table.energy")};
  const bool by_energy = field_value(state, "order") == "energy";
  figure.sentence = text.get(by_energy ? "layer_stepper.channels.by_energy" : "layer_stepper.channels.by_number",
                             {{"count", whole(o.out.channels)}});
  if (!o.output) return figure;
  const std::vector<std::int64_t> order = channel_order(*o.output, by_energy);
  const bool hides = withholds(content, state, o, playback_of(state, window_id));
  const Scale scale = Scale::of(o.output->numbers);
  const auto first = static_cast<std::size_t>(now) * static_cast<std::size_t>(page_size);
  std::int64_t current = 0;
  for (std::size_t i = first; i < order.size() && i < first + static_cast<std::size_t>(page_size); ++i) {
    const auto place = static_cast<std::int64_t>(i - first);
    if (order[i] == o.channel) current = place;
    add_channel(o, order[i], hides, scale, real(place % strip_columns) + 0.07,
                real(place / strip_columns) * pitch_y + 0.05, figure.marks);
    double energy = 0;
    for (const float value : o.output->map(order[i])) energy += static_cast<double>(value) * static_cast<double>(value);
    figure.table.rows.push_back({whole(order[i]), decimal(energy, decimals_for(energy))});
  }
  add_legend(scale, {0.07, bottom + 0.05}, {0.4 * strip_columns, bottom + 0.15}, figure.marks);
  figure.marks.push_back(
      {page::HotMark{.from = {0, 0},
                     .to = {strip_columns, bottom},
                     .id = "channels",
                     .label = text.get("layer_stepper.channels.pick", {{"channel", whole(o.channel)}}),
                     .rows = rows,
                     .columns = strip_columns,
                     .row = current / strip_columns,
                     .column = current % strip_columns}});
  return figure;
}

}  // namespace stride::labs::layer_stepper
