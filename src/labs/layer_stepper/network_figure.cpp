#include <algorithm>

#include "labs/layer_stepper/drawn.h"

namespace stride::labs::layer_stepper {

using page::Point;

namespace {

constexpr double height_share = 0.45;  // of the figure's width
constexpr double above_share = 0.36;   // of its height lies above the network's line

// What is seen of the picture along x.
struct Sight {
  double low = 0, high = 0;
};

Sight sight_of(const page::Camera& camera, const Drawn& from, const Drawn& to) {
  return {camera.at(from.back, 0, from.width / 2).x, camera.at(to.front(), 0, -to.width / 2).x};
}

// All of it, or one map with its neighbours: at least three times as wide as the image is high.
Sight choose_sight(const page::Camera& camera, const std::vector<Drawn>& rows, std::size_t current,
                   bool whole_network) {
  const double tallest = std::max(rows.front().height, rows.front().width);
  const Sight ends = sight_of(camera, rows.front(), rows.back()), row = sight_of(camera, rows[current], rows[current]);
  const Sight all{ends.low - 0.14 * tallest, ends.high + 0.2 * tallest};
  if (whole_network) return all;
  const double width = std::min(all.high - all.low, std::max(3.4 * tallest, 5 * (row.high - row.low)));
  const double middle = std::clamp((row.low + row.high) / 2, all.low + width / 2, all.high - width / 2);
  return {middle - width / 2, middle + width / 2};
}

page::Slab slab_of(const Drawn& row, bool current) {
  page::Slab slab{.back = row.back,
                  .front = row.front(),
                  .height = row.height,
                  .width = row.width,
                  .current = current,
                  .withheld = !row.open};
  if (row.outline) {
    slab.picture = picture_of(*row.outline);
    slab.version = row.outline->version;
  }
  return slab;
}

}  // namespace

page::Figure network_figure(const Content& content, const State& state, const Opened& o, const jobs::Results& results) {
  const std::vector<Drawn> rows = drawn_rows(state, o, results);
  page::Figure figure;
  describe(content, o, rows, figure);
  const auto chosen = std::ranges::find(rows, o.row(), &Drawn::name);
  const auto current = chosen == rows.end() ? std::size_t{0} : static_cast<std::size_t>(chosen - rows.begin());
  const page::Camera camera{.focus = rows.back().front() / 2, .distance = 3 * rows.back().front()};
  const Sight seen = choose_sight(camera, rows, current, field_value(state, "whole") == "on");
  const double width = seen.high - seen.low;
  figure.height = 325;
  figure.equal_aspect = figure.clip = figure.glides = true;
  figure.x = {.label = "", .low = seen.low, .high = seen.high};
  figure.y = {
      .label = "", .low = -above_share * height_share * width, .high = (1 - above_share) * height_share * width};

  page::SlabsMark slabs{.camera = camera, .slabs = {}};
  page::Marks labels;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Drawn& row = rows[i];
    const bool is_current = i == current && chosen != rows.end();
    slabs.slabs.push_back(slab_of(row, is_current));
    const Point low = camera.at(row.front(), -row.height / 2, row.width / 2),
                up = camera.at(row.front(), row.height / 2, -row.width / 2),
                start = camera.at(row.back, 0, row.width / 2);
    const Point under{(start.x + up.x) / 2, std::max(low.y, camera.at(row.back, -row.height / 2, row.width / 2).y)};
    const int priority = is_current ? 4 : i == 0 || i + 1 == rows.size() ? 2 : 1;
    labels.push_back({label(under, row.name, is_current, 5, priority, false)});
    labels.push_back({label(under, row.size, is_current, 22, priority - 1, true)});
    if (const nn::LayerSpec* layer = o.sheet.network->find(row.name); layer != nullptr && layer->is_spatial())
      labels.push_back({label(under, worksheet::spec_text(content, *layer), is_current, 38, priority - 2, true)});
    if (i == 0) continue;
    const double air = 0.02 * width;
    labels.push_back({area_of(content.text, row, {start.x - air, std::min(up.y, low.y) - air},
                              {up.x + air, under.y + 4 * air}, is_current)});
  }
  figure.marks = {{std::move(slabs)}};
  std::ranges::move(labels, std::back_inserter(figure.marks));
  return figure;
}

}  // namespace stride::labs::layer_stepper
