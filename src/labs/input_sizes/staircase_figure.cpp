#include <algorithm>

#include "labs/input_sizes/view.h"

namespace stride::labs::input_sizes {

using page::Ink;
using page::Marks;

namespace {

double real(std::int64_t value) { return static_cast<double>(value); }

// On the logarithmic axis: what lies below a side of 1, and above the highest for the names of the sizes that fit.
constexpr double y_low = 0.75, head_room = 1.6;

/// Maps with the same side at every size: one curve with all their names.
struct Curve {
  std::vector<std::string> layers;
  std::vector<nn::SizeStep> steps;  // as far as they may be seen
  bool kept = false;
};

std::vector<nn::SizeStep> seen_steps(const Inputs& inputs, const nn::Staircase& staircase, bool vertical) {
  std::vector<nn::SizeStep> seen;
  for (nn::SizeStep step : staircase.steps) {
    while (step.inputs.low <= step.inputs.high && !inputs.is_seen(staircase.layer, step.inputs.low, vertical))
      ++step.inputs.low;
    if (step.side && step.inputs.low <= step.inputs.high) seen.push_back(step);
  }
  return seen;
}

std::vector<Curve> curves_of(const Inputs& inputs, bool vertical) {
  std::vector<Curve> curves;
  const auto all = nn::staircases(inputs.network(), inputs.shown, vertical, inputs.sheet.rounding);
  if (!all) return curves;
  for (const nn::Staircase& staircase : *all) {
    std::vector<nn::SizeStep> steps = seen_steps(inputs, staircase, vertical);
    const bool kept = staircase.layer == inputs.map;
    const auto same = std::ranges::find(curves, steps, &Curve::steps);
    if (same == curves.end()) {
      curves.push_back({{staircase.layer}, std::move(steps), kept});
    } else {
      same->layers.push_back(staircase.layer);
      same->kept = same->kept || kept;
    }
  }
  std::ranges::stable_sort(curves, {}, &Curve::kept);  // the kept one on top
  return curves;
}

std::string names(const Curve& curve) {
  if (curve.layers.size() > 2) return curve.layers.front() + " … " + curve.layers.back();
  return curve.layers.size() == 2 ? curve.layers[0] + ", " + curve.layers[1] : curve.layers.front();
}

/// Treads and risers; a riser only where the next size follows. Single sizes, as under `exact`, are dots.
void add_curve(const Curve& curve, Marks& marks) {
  const Ink ink = curve.kept ? Ink::accent : Ink::soft;
  page::LineMark line{.stroke = ink, .stroke_width = curve.kept ? 2.5 : 1.25};
  const auto finish = [&] {
    if (line.points.size() > 1) marks.push_back({line});
    line.points.clear();
  };
  std::int64_t next = 0;
  for (const nn::SizeStep& step : curve.steps) {
    const double low = real(step.inputs.low) - 0.5, high = real(step.inputs.high) + 0.5, side = real(*step.side);
    if (step.inputs.low != next) finish();
    const bool alone = step.inputs.low == step.inputs.high && curve.steps.size() > 1 && step.inputs.low != next;
    if (alone) marks.push_back({page::DotMark{{real(step.inputs.low), side}, curve.kept ? 3.5 : 1.5, ink}});
    line.points.push_back({low, side});
    line.points.push_back({high, side});
    next = step.inputs.high + 1;
  }
  finish();
}

void add_names(const std::vector<Curve>& curves, Marks& marks) {
  for (const Curve& curve : curves) {
    if (curve.steps.empty()) continue;
    const nn::SizeStep& last = curve.steps.back();
    marks.push_back({page::TextMark{.at = {real(last.inputs.high), real(*last.side)},
                                    .text = names(curve),
                                    .ink = curve.kept ? Ink::accent : Ink::soft,
                                    .strong = curve.kept,
                                    .align_x = 1,
                                    .align_y = curve.kept ? 0.0 : 1.0,
                                    .offset_y = curve.kept ? 5.0 : -4.0,
                                    .priority = curve.kept ? 3 : 1}});
  }
}

/// The sizes that fit, as a lit band with its ends.
struct Band {
  std::string label;
  nn::Interval sizes;
};

std::vector<Band> bands_of(const Content& content, const Inputs& inputs, bool vertical) {
  const auto& sizes = inputs.fitting;
  if (!sizes) return {};
  const auto label = [&](const char* key, nn::Interval each) {
    const std::int64_t count = each.high - each.low + 1;
    return content.text.get(
        std::string("input_sizes.band") + key + (count == 1 ? "_one" : ""),
        {{"low", std::to_string(each.low)}, {"high", std::to_string(each.high)}, {"count", std::to_string(count)}});
  };
  const bool both = is_symmetric(inputs.network()), alike = sizes->height == sizes->width;
  std::vector<Band> bands;
  if (vertical || both)
    for (const nn::Interval& each : sizes->height) bands.push_back({label(alike && both ? "" : ".height", each), each});
  if (!vertical || (both && !alike))
    for (const nn::Interval& each : sizes->width) bands.push_back({label(".width", each), each});
  return bands;
}

void add_bands(const std::vector<Band>& bands, nn::Interval shown, double top, Marks& marks) {
  // Of two axes' bands the left one's name runs to the left, the right one's to the right.
  const bool two = bands.size() == 2;
  for (const Band& band : bands) {
    const double low = std::max(real(band.sizes.low), real(shown.low)) - 0.5,
                 high = std::min(real(band.sizes.high), real(shown.high)) + 0.5;
    if (low >= high) continue;
    const Band& other = bands[&band == &bands.front() ? bands.size() - 1 : 0];
    const bool left = band.sizes.low < other.sizes.low;
    marks.push_back({page::RectangleMark{.from = {low, y_low},
                                         .to = {high, top / head_room},
                                         .fill = Ink::accent_wash,
                                         .stroke = {},
                                         .corner_radius = 2}});
    marks.push_back({page::TextMark{.at = {!two   ? (low + high) / 2
                                           : left ? high
                                                  : low,
                                           top},
                                    .text = band.label,
                                    .ink = Ink::accent,
                                    .strong = true,
                                    .align_x = !two   ? 0.5
                                               : left ? 1.0
                                                      : 0.0,
                                    .align_y = 0,
                                    .priority = 4}});
  }
}

struct Marker {
  std::int64_t size = 0;
  bool vertical = true;
  std::string label;
};

std::vector<Marker> markers_of(const Content& content, const Inputs& inputs, bool vertical) {
  const Text& text = content.text;
  const auto label = [&](const char* key, std::int64_t size) {
    return text.get(std::string("input_sizes.marker") + key, {{"size", std::to_string(size)}});
  };
  const nn::Pair tried = inputs.found ? inputs.tried : inputs.sheet.size;
  if (!is_symmetric(inputs.network()) || tried.square()) {
    const std::int64_t size = along(tried, vertical);
    const bool trained = !inputs.found || tried == inputs.sheet.size;
    return {{size, vertical, label(trained ? ".trained" : "", size)}};
  }
  return {{tried.height, true, label(".height", tried.height)}, {tried.width, false, label(".width", tried.width)}};
}

void add_markers(const Inputs& inputs, const std::vector<Marker>& markers, const std::vector<Curve>& curves, double top,
                 Marks& marks) {
  for (const Marker& marker : markers) {
    if (marker.size < inputs.shown.low || marker.size > inputs.shown.high) continue;
    const bool fits = !inputs.found || keeps(inputs, marker.size, marker.vertical);
    const Ink ink = !inputs.found ? Ink::ink : fits ? Ink::right : Ink::wrong;
    marks.push_back({page::LineMark{
        .points = {{real(marker.size), y_low}, {real(marker.size), top}}, .stroke = ink, .stroke_width = 1.5}});
    const double across = real(inputs.shown.high - inputs.shown.low), at = real(marker.size);
    const bool smaller = markers.size() == 2 && marker.size < markers[marker.vertical ? 1 : 0].size;
    const bool left = smaller || at > real(inputs.shown.low) + 0.8 * across;
    marks.push_back({page::TextMark{.at = {at + (left ? -0.01 : 0.01) * across, y_low},
                                    .text = marker.label + (!inputs.found ? ""
                                                            : fits        ? " ✓"
                                                                          : " ✗"),
                                    .ink = ink,
                                    .strong = true,
                                    .align_x = left ? 1.0 : 0.0,
                                    .align_y = 1,
                                    .offset_y = -3,
                                    .priority = 5}});
    for (const Curve& curve : curves)
      for (const nn::SizeStep& step : curve.steps)
        if (step.inputs.low <= marker.size && marker.size <= step.inputs.high)
          marks.push_back(
              {page::DotMark{{at, real(*step.side)}, curve.kept ? 5.0 : 3.0, curve.kept ? ink : Ink::soft}});
  }
}

/// Every step of the kept map can be pressed: its least size is tried then. Where there are many, some share an area.
void add_places(const Content& content, const Inputs& inputs, const std::vector<Curve>& curves, double top,
                Marks& marks) {
  constexpr std::size_t most = 24;
  const auto kept = std::ranges::find(curves, true, &Curve::kept);
  if (kept == curves.end()) return;
  const std::size_t together = (kept->steps.size() + most - 1) / most;
  for (std::size_t i = 0; together > 0 && i < kept->steps.size(); i += together) {
    const nn::SizeStep& first = kept->steps[i];
    const nn::SizeStep& last = kept->steps[std::min(i + together, kept->steps.size()) - 1];
    const bool here = first.inputs.low <= inputs.tried.height && inputs.tried.height <= last.inputs.high;
    marks.push_back({page::HotMark{{real(first.inputs.low) - 0.5, y_low},
                                   {real(last.inputs.high) + 0.5, top},
                                   "pick:size:" + std::to_string(first.inputs.low),
                                   content.text.get("input_sizes.place", {{"size", std::to_string(first.inputs.low)},
                                                                          {"layer", inputs.map},
                                                                          {"side", std::to_string(*first.side)}}),
                                   here}});
  }
}

/// Each step of the kept map can be read, wherever in its sizes one points.
void add_readings(const Content& content, const Inputs& inputs, const std::vector<Curve>& curves, double top,
                  Marks& marks) {
  const auto kept = std::ranges::find(curves, true, &Curve::kept);
  if (kept == curves.end()) return;
  for (const auto& [sizes, side] : kept->steps)
    marks.push_back({page::ReadingMark{
        .from = {real(sizes.low) - 0.5, y_low},
        .to = {real(sizes.high) + 0.5, top},
        .at = {real(sizes.low + sizes.high) / 2, real(*side)},
        .text = content.text.get(
            "input_sizes.reading",
            {{"sizes", list_text({sizes})}, {"layer", inputs.map}, {"side", std::to_string(*side)}})}});
}

std::vector<std::pair<double, std::string>> side_ticks(double highest) {
  std::vector<std::pair<double, std::string>> ticks;
  for (double decade = 1; decade <= highest; decade *= 10)
    for (const double each : {1.0, 2.0, 5.0})
      if (decade * each <= highest)
        ticks.emplace_back(decade * each, std::to_string(static_cast<std::int64_t>(decade * each)));
  return ticks;
}

/// One row for each step of the kept map, with the sides of all maps at its first size.
void fill_table(const Content& content, const Inputs& inputs, const std::vector<Curve>& curves, bool vertical,
                page::DataTable& table) {
  constexpr std::size_t most_rows = 60;
  table.columns = {content.text.get("input_sizes.table.sizes")};
  std::vector<std::string> layers;
  for (const nn::LayerSpec& layer : inputs.network().layers)
    if (layer.is_spatial()) layers.push_back(layer.name);
  table.columns.insert(table.columns.end(), layers.begin(), layers.end());
  const auto kept = std::ranges::find(curves, true, &Curve::kept);
  if (kept == curves.end()) return;
  for (const nn::SizeStep& step : kept->steps) {
    if (table.rows.size() == most_rows) break;
    std::vector<std::string> row = {list_text({step.inputs})};
    const auto low = sides_at(inputs, step.inputs.low, vertical), high = sides_at(inputs, step.inputs.high, vertical);
    for (std::size_t i = 0; i < layers.size(); ++i) {
      const bool seen = low[i] && inputs.is_seen(layers[i], step.inputs.low, vertical);
      row.push_back(!seen               ? "?"
                    : low[i] == high[i] ? std::to_string(*low[i])
                                        : std::to_string(*low[i]) + "–" + std::to_string(high[i].value_or(0)));
    }
    table.rows.push_back(std::move(row));
  }
}

page::Figure bare_line(const Content& content, const Inputs& inputs, page::Figure figure) {
  const Text& text = content.text;
  figure.height = 150;
  figure.y = {.label = "", .low = y_low, .high = 100, .logarithmic = true, .upwards = true};
  add_markers(inputs, markers_of(content, inputs, true), {}, 100, figure.marks);
  figure.sentence =
      text.get(inputs.exact() ? "input_sizes.withheld.exact" : "input_sizes.withheld", {{"layer", inputs.kept}});
  figure.table = {{text.get("input_sizes.table.what"), text.get("input_sizes.table.value")},
                  {{text.get("input_sizes.table.trained"), nn::to_text(inputs.sheet.size)}}};
  return figure;
}

}  // namespace

page::Figure staircase_figure(const Content& content, const Inputs& inputs, bool vertical) {
  const Text& text = content.text;
  page::Figure figure;
  const std::string axis = is_symmetric(inputs.network()) ? "" : vertical ? ".height" : ".width";
  figure.title = text.get("input_sizes.staircase.title" + axis);
  figure.x = size_axis(content, inputs.shown);
  if (!inputs.found) return bare_line(content, inputs, std::move(figure));

  const std::vector<Curve> curves = curves_of(inputs, vertical);
  std::int64_t highest = 1;
  for (const Curve& curve : curves)
    for (const nn::SizeStep& step : curve.steps) highest = std::max(highest, *step.side);
  const double top = 2.2 * real(highest);
  figure.height = 380;
  figure.y = {.label = text.get("input_sizes.staircase.y"),
              .low = y_low,
              .high = top,
              .logarithmic = true,
              .upwards = true,
              .ticks = side_ticks(real(highest) * 1.3)};
  const std::vector<Band> bands = bands_of(content, inputs, vertical);
  add_bands(bands, inputs.shown, top, figure.marks);
  for (const Curve& curve : curves) add_curve(curve, figure.marks);
  add_markers(inputs, markers_of(content, inputs, vertical), curves, top / head_room, figure.marks);
  add_names(curves, figure.marks);
  add_places(content, inputs, curves, top / head_room, figure.marks);
  add_readings(content, inputs, curves, top / head_room, figure.marks);
  fill_table(content, inputs, curves, vertical, figure.table);
  std::string fitting;
  for (const Band& band : bands) fitting += (fitting.empty() ? "" : "; ") + band.label;
  figure.sentence = text.get(
      bands.empty() ? "input_sizes.staircase.none" : "input_sizes.staircase.sentence",
      {{"layer", inputs.kept}, {"sizes", fitting}, {"stride", std::to_string(along(total_stride(inputs), vertical))}});
  return figure;
}

}  // namespace stride::labs::input_sizes
