#include <algorithm>
#include <cmath>
#include <numbers>

#include "labs/layer_stepper/view.h"

namespace stride::labs::layer_stepper {

using page::Ink;
using page::Point;

namespace {

constexpr double depth_per_channel = 0.15;  // pixels
constexpr double height_share = 0.45;       // of the figure's width

// One map of the network as a box: to the right runs the computation, the front faces where it goes.
struct Slab {
  std::string name, size;
  double height = 0, width = 0, depth = 0;  // in pixels of the image
  double back = 0;                          // where it begins along the network
  bool open = true, vector = false;
  [[nodiscard]] double front() const { return back + depth; }
};

// A camera before the network, a little to its end and above it.
struct Camera {
  double distance = 1, focus = 0;  // along the network

  [[nodiscard]] Point at(double along, double up, double near) const {
    constexpr double yaw = 35 * std::numbers::pi / 180, pitch = 12 * std::numbers::pi / 180;
    const double x = along - focus;
    const double right = x * std::cos(yaw) - near * std::sin(yaw);
    const double toward = x * std::sin(yaw) + near * std::cos(yaw);
    // Only what is near sinks, not what is far along: the network runs level.
    const double above = -near * std::cos(yaw) * std::sin(pitch) + up * std::cos(pitch);
    const double away = -toward * std::cos(pitch) - up * std::sin(pitch);
    const double scale = distance / (distance + away);
    return {right * scale, -above * scale};
  }
};

struct View {
  double middle = 0, width = 0;  // of the picture
};

std::vector<Slab> slabs_of(const State& state, const Opened& o) {
  const worksheet::Sheet& sheet = o.sheet;
  const double tallest = real(std::max(sheet.size.height, sheet.size.width));
  std::vector<Slab> slabs;
  for (const std::string& row : drawn_rows(o)) {
    Slab slab{.name = row};
    nn::Shape shape{sheet.network->input_channels, sheet.size};
    if (row != "input") {
      const auto& output = sheet.worksheet->facts.find(row)->output;
      slab.open = output && may_see(state, sheet, row);
      slab.vector = !sheet.network->find(row)->is_spatial();
      if (output) shape = *output;
    }
    slab.height = real(shape.size.height);
    slab.width = real(shape.size.width);
    slab.depth = depth_per_channel * real(shape.channels);
    slab.size = whole(shape.channels) + " × " + worksheet::size_text(shape.size);
    if (slab.vector) {
      slab.height = 0.5 * tallest;
      slab.width = slab.depth = 0.03 * tallest;
      slab.size = whole(shape.channels);
    } else if (!slab.open) {
      slab.height = slab.width = 0.12 * tallest;
      slab.size = "?";
    }
    // Far enough from the one before that they don't cover each other, and that there is room for the names.
    if (!slabs.empty()) {
      constexpr double sine = 0.574, cosine = 0.819;
      const Slab& before = slabs.back();
      slab.back = before.front() + ((before.width + slab.width) / 2 * sine + 0.16 * tallest) / cosine;
    }
    slabs.push_back(std::move(slab));
  }
  return slabs;
}

// What is seen when a slab is looked at: it and its neighbours, at least three times as wide as the image is high.
View view_of(const Camera& camera, const Slab& slab, double tallest, double whole_left, double whole_right) {
  const double left = camera.at(slab.back, 0, slab.width / 2).x, right = camera.at(slab.front(), 0, -slab.width / 2).x;
  const double all = whole_right - whole_left;
  const double width = std::min(all, std::max(3.4 * tallest, 5 * (right - left)));
  return {std::clamp((left + right) / 2, whole_left + width / 2, whole_right - width / 2), width};
}

page::PolygonMark face(std::vector<Point> points, Ink fill, bool current) {
  return {.points = std::move(points),
          .fill = fill,
          .stroke = current ? Ink::accent : Ink::soft,
          .stroke_width = current ? 2.0 : 1.0};
}

void add_slab(const Camera& camera, const Slab& s, const std::optional<Outline>& outline, bool current,
              page::Marks& marks) {
  const double h = s.height / 2, w = s.width / 2;
  const auto at = [&](double along, double up, double near) { return camera.at(along, up, near); };
  const std::vector<Point> front = {at(s.front(), h, w), at(s.front(), h, -w), at(s.front(), -h, -w),
                                    at(s.front(), -h, w)};
  const Point back_up = at(s.back, h, w), back_down = at(s.back, -h, w), back_far = at(s.back, h, -w);
  if (!s.open) {
    for (std::vector<Point> edge : {std::vector<Point>{front[0], front[1], front[2], front[3], front[0]},
                                    {front[3], back_down, back_up, front[0]},
                                    {back_up, back_far, front[1]}})
      marks.push_back({page::LineMark{
          .points = std::move(edge), .stroke = current ? Ink::accent : Ink::soft, .stroke_width = 1, .dashed = true}});
    return;
  }
  marks.push_back({face({back_up, front[0], front[3], back_down}, Ink::face_side, current)});
  marks.push_back({face({back_up, back_far, front[1], front[0]}, Ink::face_top, current)});
  if (outline) {
    page::CellsMark cells{.from = front[0],
                          .to = front[2],
                          .rows = outline->map.shape.size.height,
                          .columns = outline->map.shape.size.width,
                          .values = {outline->map.numbers.begin(), outline->map.numbers.end()},
                          .corners = front};
    Scale::of(outline->map.numbers).apply(cells);
    marks.push_back({std::move(cells)});
  }
  page::PolygonMark edge = face(front, Ink::face_front, current);
  if (outline) edge.fill = std::nullopt;
  marks.push_back({std::move(edge)});
}

page::HotMark area_of(const Text& text, const Slab& slab, Point from, Point to, bool current) {
  return {.from = from,
          .to = to,
          .id = "layer:" + slab.name,
          .label = text.get("layer_stepper.network.open", {{"layer", slab.name}}),
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

// What is the same in both ways of drawing it.
void describe(const Content& content, const State& state, const Opened& o, const std::vector<Slab>& slabs,
              const jobs::Results& results, page::Figure& figure) {
  const Text& text = content.text;
  figure.title = text.get("layer_stepper.network.title", {{"network", o.sheet.network->title}});
  figure.table.columns = {text.get("worksheet.table.layer"), text.get("layer_stepper.table.shape"),
                          text.get("worksheet.table.spec"), text.get("layer_stepper.table.shown")};
  int shown = 0, withheld = 0;
  for (const Slab& slab : slabs) {
    const nn::LayerSpec* layer = o.sheet.network->find(slab.name);
    const auto outline = slab.vector || !slab.open ? std::nullopt : outline_of(state, o, slab.name, results);
    shown += outline ? 1 : 0;
    withheld += slab.open ? 0 : 1;
    figure.table.rows.push_back(
        {slab.name, slab.size, layer == nullptr ? "" : worksheet::spec_text(content, *layer),
         outline ? text.get("layer_stepper.network.channel", {{"channel", whole(outline->channel)}}) : "–"});
  }
  figure.sentence = text.get("layer_stepper.network.sentence", {{"layer", o.layer->name}, {"shown", whole(shown)}});
  if (withheld > 0) figure.sentence += " " + text.get("layer_stepper.network.withheld", {{"count", whole(withheld)}});
}

}  // namespace

std::vector<std::string> drawn_rows(const Opened& o) {
  std::vector<std::string> rows = {"input"};
  for (const nn::LayerSpec& layer : o.sheet.network->layers)
    if (layer.is_row()) rows.push_back(layer.name);
  return rows;
}

page::Figure network_figure(const Content& content, const State& state, const Opened& o, const jobs::Results& results,
                            double t) {
  const std::vector<Slab> slabs = slabs_of(state, o);
  page::Figure figure;
  describe(content, state, o, slabs, results, figure);
  Camera camera{.focus = slabs.back().front() / 2};
  camera.distance = 3 * slabs.back().front();
  const double left = camera.at(slabs.front().back, 0, slabs.front().width / 2).x - 0.14 * slabs.front().height,
               right = camera.at(slabs.back().front(), 0, -slabs.back().width / 2).x + 0.2 * slabs.front().height;
  const double tallest = std::max(slabs.front().height, slabs.front().width);
  // From one slab's view to the next's.
  const double at = std::clamp(t, 0.0, static_cast<double>(slabs.size() - 1));
  const auto first = static_cast<std::size_t>(at), second = std::min(first + 1, slabs.size() - 1);
  const double part = at - static_cast<double>(first);
  const View a = view_of(camera, slabs[first], tallest, left, right),
             b = view_of(camera, slabs[second], tallest, left, right);
  const View seen{std::lerp(a.middle, b.middle, part), std::lerp(a.width, b.width, part)};
  figure.height = 325;
  figure.equal_aspect = true;
  figure.clip = true;
  figure.glide = t;
  const double below = 0.64 * height_share * seen.width;
  figure.x = {.label = "", .low = seen.middle - seen.width / 2, .high = seen.middle + seen.width / 2};
  figure.y = {.label = "", .low = below - height_share * seen.width, .high = below};

  const std::string row = o.row();
  for (std::size_t i = 0; i < slabs.size(); ++i) {
    const Slab& slab = slabs[i];
    const bool current = slab.name == row;
    add_slab(camera, slab, slab.vector || !slab.open ? std::nullopt : outline_of(state, o, slab.name, results), current,
             figure.marks);
    const Point low = camera.at(slab.front(), -slab.height / 2, slab.width / 2),
                up = camera.at(slab.front(), slab.height / 2, -slab.width / 2),
                start = camera.at(slab.back, 0, slab.width / 2);
    const Point under{(start.x + up.x) / 2, std::max(low.y, camera.at(slab.back, -slab.height / 2, slab.width / 2).y)};
    const int priority = current ? 4 : i == 0 || i + 1 == slabs.size() ? 2 : 1;
    if (under.x < figure.x.low || under.x > figure.x.high) continue;
    figure.marks.push_back({label(under, slab.name, current, 5, priority, false)});
    figure.marks.push_back({label(under, slab.size, current, 22, priority - 1, true)});
    if (i > 0) {
      const double air = 0.02 * seen.width;
      figure.marks.push_back({area_of(content.text, slab, {start.x - air, std::min(up.y, low.y) - air},
                                      {up.x + air, under.y + 4 * air}, current)});
    }
  }
  return figure;
}

page::Figure schematic_figure(const Content& content, const State& state, const Opened& o,
                              const jobs::Results& results) {
  const std::vector<Slab> slabs = slabs_of(state, o);
  page::Figure figure;
  describe(content, state, o, slabs, results, figure);
  constexpr std::int64_t per_line = 6;
  const auto lines = static_cast<double>((std::ssize(slabs) + per_line - 1) / per_line);
  constexpr double line_height = 1.5;
  figure.height = 1000;  // as wide as there is room
  figure.equal_aspect = true;
  figure.x = {.label = "", .low = 0, .high = per_line};
  figure.y = {.label = "", .low = 0, .high = lines * line_height};
  const std::string row = o.row();
  for (std::size_t i = 0; i < slabs.size(); ++i) {
    const Slab& slab = slabs[i];
    const auto index = static_cast<std::int64_t>(i);
    const double x = real(index % per_line) + 0.1, y = real(index / per_line) * line_height + 0.08, side = 0.7;
    const bool current = slab.name == row;
    const auto outline = slab.vector || !slab.open ? std::nullopt : outline_of(state, o, slab.name, results);
    if (outline) {
      page::CellsMark cells{.from = {x, y},
                            .to = {x + side, y + side},
                            .rows = outline->map.shape.size.height,
                            .columns = outline->map.shape.size.width,
                            .values = {outline->map.numbers.begin(), outline->map.numbers.end()},
                            .corners = {{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}}};
      Scale::of(outline->map.numbers).apply(cells);
      figure.marks.push_back({std::move(cells)});
    }
    figure.marks.push_back({page::RectangleMark{.from = {x, y},
                                                .to = {x + side, y + side},
                                                .fill = outline ? std::nullopt : std::optional(Ink::paper),
                                                .stroke = current ? Ink::accent : Ink::soft,
                                                .stroke_width = current ? 2.0 : 1.0,
                                                .dashed = !slab.open}});
    if (i + 1 < slabs.size())
      figure.marks.push_back({page::LineMark{
          .points = {{x + side + 0.06, y + side / 2}, {x + 0.94, y + side / 2}}, .stroke = Ink::soft, .arrow = true}});
    const Point under{x + side / 2, y + side};
    figure.marks.push_back({label(under, slab.name, current, 4, current ? 4 : 3, false)});
    figure.marks.push_back({label(under, slab.size, current, 20, 2, true)});
    const nn::LayerSpec* layer = o.sheet.network->find(slab.name);
    if (layer != nullptr)
      figure.marks.push_back({label(under, worksheet::spec_text(content, *layer), current, 36, 1, true)});
    if (i > 0)
      figure.marks.push_back(
          {area_of(content.text, slab, {x - 0.05, y - 0.05}, {x + side + 0.05, y + line_height - 0.12}, current)});
  }
  return figure;
}

}  // namespace stride::labs::layer_stepper
