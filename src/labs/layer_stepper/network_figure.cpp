#include <algorithm>

#include "labs/layer_stepper/drawn.h"

namespace stride::labs::layer_stepper {

using page::Point;

namespace {

constexpr double height_share = 0.41;  // of the figure's width

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

// Corners of a row on the picture, as far as they bound it, and where its labels hang.
struct Outlined {
  Point start, up, low, under;
  double top = 0;
};

Outlined outlined(const page::Camera& camera, const Drawn& row) {
  const double h = row.height / 2, w = row.width / 2;
  const Point start = camera.at(row.back, 0, w), up = camera.at(row.front(), h, -w),
              low = camera.at(row.front(), -h, w);
  return {start,
          up,
          low,
          {(start.x + up.x) / 2, std::max(low.y, camera.at(row.back, -h, w).y)},
          std::min({up.y, camera.at(row.front(), h, w).y, camera.at(row.back, h, w).y})};
}

// What lies in sight stands in the middle, with room under it for so many lines.
page::Axis choose_heights(const std::vector<Outlined>& rows, const Sight& seen, int lines) {
  double top = 0, bottom = 0;
  for (const Outlined& row : rows) {
    if (row.up.x < seen.low || row.start.x > seen.high) continue;
    top = std::min(top, row.top);
    bottom = std::max(bottom, row.under.y);
  }
  const double width = seen.high - seen.low, room = (8 + 17 * lines) * width / 640;
  const double middle = (top + bottom + room) / 2, half = height_share * width / 2;
  return {.label = "", .low = middle - half, .high = middle + half};
}

// Name, size and kernel of one row; they keep off larger maps before and after it.
void add_labels(const Content& content, const Opened& o, const Drawn& row, const std::vector<Outlined>& places,
                std::size_t index, bool is_current, bool whole_network, page::Marks& marks) {
  const Outlined& at = places[index];
  const bool first = index == 0, last = index + 1 == places.size();
  const int priority = is_current ? 4 : first || last ? 2 : 1;
  const bool after_larger = !first && places[index - 1].low.y > at.under.y,
             before_larger = !last && places[index + 1].low.y > at.under.y;
  const auto add = [&](std::string text, double offset, int less, bool soft) {
    page::TextMark mark = label(at.under, std::move(text), is_current, offset, priority - less, soft);
    if (after_larger || before_larger) {
      mark.at.x = after_larger ? std::max(at.start.x, places[index - 1].up.x) : at.up.x;
      mark.align_x = after_larger ? 0 : 1;
    }
    marks.push_back({std::move(mark)});
  };
  add(row.name, 5, 0, false);
  add(row.size, 22, 1, true);
  const nn::LayerSpec* layer = o.sheet.network->find(row.name);
  if (layer != nullptr && layer->is_spatial() && (is_current || !whole_network))
    add(worksheet::spec_text(content, *layer), 38, 2, true);
}

}  // namespace

page::Figure network_figure(const Content& content, const State& state, const Opened& o, const jobs::Results& results) {
  const std::vector<Drawn> rows = drawn_rows(state, o, results);
  page::Figure figure;
  describe(content, o, rows, figure);
  const auto chosen = std::ranges::find(rows, o.row(), &Drawn::name);
  const auto current = chosen == rows.end() ? std::size_t{0} : static_cast<std::size_t>(chosen - rows.begin());
  const page::Camera camera{.focus = rows.back().front() / 2, .distance = 3 * rows.back().front()};
  const bool whole_network = field_value(state, "whole") == "on";
  const Sight seen = choose_sight(camera, rows, current, whole_network);
  const double width = seen.high - seen.low;
  std::vector<Outlined> places;
  for (const Drawn& row : rows) places.push_back(outlined(camera, row));
  figure.height = 285;
  figure.equal_aspect = figure.clip = figure.glides = true;
  figure.x = {.label = "", .low = seen.low, .high = seen.high};
  figure.y = choose_heights(places, seen, whole_network ? 2 : 3);

  page::SlabsMark slabs{.camera = camera, .slabs = {}};
  page::Marks labels;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Drawn& row = rows[i];
    const Outlined& place = places[i];
    const bool is_current = i == current && chosen != rows.end();
    slabs.slabs.push_back(slab_of(row, is_current));
    add_labels(content, o, row, places, i, is_current, whole_network, labels);
    if (i == 0) continue;
    const double air = 0.02 * width;
    labels.push_back({area_of(content.text, row, {place.start.x - air, std::min(place.up.y, place.low.y) - air},
                              {place.up.x + air, place.under.y + 4 * air}, is_current)});
  }
  figure.marks = {{std::move(slabs)}};
  std::ranges::move(labels, std::back_inserter(figure.marks));
  return figure;
}

}  // namespace stride::labs::layer_stepper
