#include <algorithm>
#include <cmath>

#include "labs/layer_stepper/drawn.h"

namespace stride::labs::layer_stepper {

using page::Point;

namespace {

// What is seen of a row on the picture.
struct Outlined {
  double left = 0, right = 0, top = 0, bottom = 0;
  [[nodiscard]] double middle() const { return (left + right) / 2; }
};

Outlined outlined(const page::Camera& camera, const Drawn& row) {
  const double w = row.width / 2;
  return {camera.at(row.back, 0, w).x, camera.at(row.front(), 0, -w).x,
          std::min(camera.at(row.front(), row.height, -w).y, camera.at(row.back, row.height, -w).y),
          camera.at(row.front(), 0, w).y};
}

// The network as it stands before the camera, the image farthest away. The picture is `width` wide and ends at 0.
struct Scene {
  std::vector<Drawn> rows;
  page::Camera camera;
  double smaller = 1;  // how many times smaller the image's place is seen than the last map's
  double width = 0;

  explicit Scene(std::vector<Drawn> drawn) : rows(std::move(drawn)) { choose(); }

 private:
  // The row with so much of the picture between two maps: where its end is seen, which should be at 0.
  double place(double distance, double gap) {
    camera.distance = distance;
    const auto [x, y, divisor] = camera.rows();
    const double vanishing = -x[0] / divisor[0];  // so far to the left all rows end
    width = vanishing * (1 - 1 / smaller);
    double left = -width;
    for (Drawn& row : rows) {
      if (left < -width) return left;
      const double scale = row.scaled ? 1 : width * vanishing / (left + vanishing);
      row.height = row.shape.height * scale;
      row.width = row.shape.width * scale;
      row.depth = row.shape.depth * scale;
      row.back = (left - x[2] * row.width / 2) / (x[0] - left * divisor[0]);
      const double share = 1 + divisor[0] * row.front();
      if (share < 0.1) return width;
      left = (x[0] * row.front() - x[2] * row.width / 2) / share + gap * width;
    }
    return left - gap * width;
  }

  [[nodiscard]] double tallest() const {
    double most = 0;
    for (const Drawn& row : rows) most = std::max(most, row.scaled ? -camera.at(row.front(), row.height, 0).y : 0);
    return most / width;
  }

  // Where a growing function of a number becomes positive.
  template <class Function>
  static double root(double low, double high, const Function& function) {
    for (int i = 0; i < 40; ++i) (function((low + high) / 2) > 0 ? high : low) = (low + high) / 2;
    return low;
  }

  // Maps fill the width but for some air between them, unless they'd be too high, or too small for their number: then
  // there is more air, or they overlap.
  void choose() {
    double largest = 0, smallest = 1e9;
    for (const Drawn& row : rows) {
      if (!row.scaled) continue;
      largest = std::max({largest, row.shape.height, row.shape.width});
      smallest = std::min(smallest, row.shape.height);
    }
    smaller = std::clamp(std::sqrt(largest / smallest), 1.25, 12.0);
    const double count = static_cast<double>(rows.size()), gap = 0.44 / count;
    const double near = std::exp(root(std::log(largest / 100), std::log(largest * 1000 * count),
                                      [&](double logarithm) { return -place(std::exp(logarithm), gap); }));
    place(near, gap);
    const double high = tallest(), wish = std::clamp(high, 0.1, 0.27);
    if (wish == high) return;
    place(near * high / wish, root(-1, 1, [&](double air) { return place(near * high / wish, air); }));
  }
};

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

// All of it, or one map with what is around it.
page::Axis choose_sight(const Scene& scene, const Outlined& current, bool whole_network, double rise) {
  const double air = 0.02 * scene.width, low = -scene.width - air;
  if (whole_network) return {.label = "", .low = low, .high = air};
  const double wish = std::max(5 * (current.right - current.left), 1.2 * (current.bottom - current.top) / rise),
               width = std::clamp(wish, 0.3 * scene.width, scene.width + 2 * air),
               middle = std::clamp(current.middle(), low + width / 2, air - width / 2);
  return {.label = "", .low = middle - width / 2, .high = middle + width / 2};
}

// Name, size and kernel of one row, one under the other.
void add_labels(const Content& content, const Opened& o, const Drawn& row, const Point& under, bool is_current,
                bool whole_network, page::Marks& marks) {
  double offset = 5;
  const auto add = [&](std::string text, std::string second, int priority, int lower) {
    page::TextMark mark = label(under, std::move(text), is_current, offset, is_current ? 3 : priority, offset > 5);
    mark.second = std::move(second);
    mark.follows = offset > 5;
    mark.lower = lower;
    offset += mark.second.empty() ? 17 : 33;
    marks.push_back({std::move(mark)});
  };
  const int size_lower = whole_network ? 3 : 1;
  add(row.name, "", 2, 1);
  constexpr std::string_view sign = "× ";
  const auto cross = row.size.find(sign);
  if (whole_network && cross != std::string::npos)  // on two lines, for there are many
    add(row.size.substr(0, cross + sign.size() - 1), row.size.substr(cross + sign.size()), 1, size_lower);
  else
    add(row.size, "", 1, size_lower);
  const nn::LayerSpec* layer = o.sheet.network->find(row.name);
  if (layer != nullptr && layer->is_spatial() && (is_current || !whole_network))
    add(worksheet::spec_text(content, *layer), "", 0, 0);
}

}  // namespace

page::Figure network_figure(const Content& content, const State& state, const Opened& o, const jobs::Results& results) {
  const Scene scene(drawn_rows(state, o, results));
  page::Figure figure;
  describe(content, o, scene.rows, figure);
  std::vector<Outlined> places;
  double rise = 0.2;  // of the picture, by its width
  for (const Drawn& row : scene.rows) {
    places.push_back(outlined(scene.camera, row));
    rise = std::max(rise, (places.back().bottom - places.back().top) / scene.width);
  }
  const auto chosen = std::ranges::find(scene.rows, o.row(), &Drawn::name);
  const std::size_t current = chosen == scene.rows.end() ? 0 : static_cast<std::size_t>(chosen - scene.rows.begin());
  const bool whole_network = field_value(state, "whole") == "on";
  figure.x = choose_sight(scene, places[current], whole_network, rise);
  const double width = figure.x.high - figure.x.low;
  double ground = 0;  // the lowest that is in sight
  for (const Outlined& place : places)
    if (place.right > figure.x.low && place.left < figure.x.high) ground = std::max(ground, place.bottom);
  figure.y = {.label = "", .low = ground - 1.02 * rise * width, .high = ground};
  figure.height = 1000;  // as wide as there is room
  figure.below = whole_network ? 112 : 76;
  figure.equal_aspect = figure.clip = figure.glides = true;

  page::SlabsMark slabs{.camera = scene.camera, .slabs = {}};
  page::Marks labels;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const Drawn& row = scene.rows[i];
    const Outlined& place = places[i];
    const bool is_current = i == current && chosen != scene.rows.end();
    slabs.slabs.push_back(slab_of(row, is_current));
    add_labels(content, o, row, {place.middle(), ground}, is_current, whole_network, labels);
    if (i == 0) continue;
    const double air = 0.01 * width;
    labels.push_back({area_of(content.text, row, {place.left - air, place.top - air},
                              {place.right + air, ground + 4 * air}, is_current)});
  }
  figure.marks = {{std::move(slabs)}};
  std::ranges::move(labels, std::back_inserter(figure.marks));
  return figure;
}

}  // namespace stride::labs::layer_stepper
