#include "ui/reading.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace stride::ui {

namespace {

constexpr double reach = 14;  // px beyond a reading's area that still count as pointing at it

struct Place {
  Rect area;
  page::Point at;
};

std::vector<Place> places(const FontSet& fonts, const page::Figure& figure, const Rect& plot) {
  const AxisMap axes = map_axes(fonts, figure, plot);
  std::vector<Place> list;
  for (const page::Reading& reading : page::readings(figure)) {
    const page::Point a = axes.at(figure, reading.from), b = axes.at(figure, reading.to);
    list.push_back({{std::min(a.x, b.x), std::min(a.y, b.y), std::abs(a.x - b.x), std::abs(a.y - b.y)},
                    axes.at(figure, reading.at)});
  }
  return list;
}

double distance(const Rect& area, const page::Point& point) {
  const double across = std::max({area.x - point.x, point.x - area.right(), 0.0});
  const double down = std::max({area.y - point.y, point.y - area.bottom(), 0.0});
  return std::hypot(across, down);
}

// How far `to` lies the way that a key points, and how far aside; nothing where it doesn't.
struct Step {
  double ahead = 0, aside = 0;
};
std::optional<Step> step(const page::Point& from, const page::Point& to, Way way) {
  const double right = to.x - from.x, down = to.y - from.y;
  const bool along_x = way == Way::left || way == Way::right;
  const double ahead = way == Way::left ? -right : way == Way::right ? right : way == Way::up ? -down : down;
  if (ahead < 0.5 || (!along_x && std::abs(right) >= 0.5)) return std::nullopt;
  return Step{ahead, std::abs(along_x ? down : right)};
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t end = std::min(text.find('\n', from), text.size());
    lines.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return lines;
}

// Above the place where there is room, else below; never beyond the plot's sides.
void draw_tip(const Painter& painter, const Rect& plot, const Place& place, const std::string& text) {
  constexpr double padding_x = 10, padding_y = 6, gap = 12, line_height = 17;
  const std::vector<std::string> lines = lines_of(text);
  double width = 0;
  for (const std::string& line : lines) width = std::max(width, painter.fonts().width(Face::label, line));
  Rect tip{0, 0, width + 2 * padding_x, static_cast<double>(lines.size()) * line_height + 2 * padding_y};
  tip.x = std::clamp(place.at.x - tip.width / 2, plot.x, std::max(plot.x, plot.right() - tip.width));
  tip.y = place.at.y - gap - tip.height;
  if (tip.y < plot.y - 28) tip.y = place.at.y + gap;
  painter.panel({.rect = tip, .fill = Token::ink, .stroke = {}, .radius = 8});
  double y = tip.y + padding_y;
  for (const std::string& line : lines) {
    painter.text({tip.x + padding_x, centred_baseline(y, line_height, Face::label), Face::label, Token::paper, line});
    y += line_height;
  }
}

}  // namespace

std::optional<std::size_t> reading_near(const FontSet& fonts, const page::Figure& figure, const Rect& plot,
                                        const page::Point& point) {
  const std::vector<Place> list = places(fonts, figure, plot);
  std::optional<std::size_t> best;
  double least = reach, least_size = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < list.size(); ++i) {
    const double away = distance(list[i].area, point), size = list[i].area.width * list[i].area.height;
    if (away > least || (away == least && size >= least_size)) continue;  // of two that lie over each other the smaller
    best = i;
    least = away;
    least_size = size;
  }
  return best;
}

std::size_t reading_beside(const FontSet& fonts, const page::Figure& figure, const Rect& plot, std::size_t index,
                           Way way) {
  const std::vector<Place> list = places(fonts, figure, plot);
  if (list.empty()) return 0;
  index = std::min(index, list.size() - 1);
  if (way == Way::stay) return index;
  const auto by_x = [](const Place& a, const Place& b) { return a.at.x < b.at.x; };
  const auto [leftmost, rightmost] = std::ranges::minmax_element(list, by_x);
  if (way == Way::first) return static_cast<std::size_t>(leftmost - list.begin());
  if (way == Way::last) return static_cast<std::size_t>(rightmost - list.begin());
  std::size_t best = index;
  Step least{std::numeric_limits<double>::infinity(), 0};
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto now = step(list[index].at, list[i].at, way);
    if (!now) continue;
    const bool nearer = now->ahead < least.ahead - 0.5;
    if (!nearer && (now->ahead > least.ahead + 0.5 || now->aside >= least.aside)) continue;
    best = i;
    least = *now;
  }
  return best;
}

void draw_reading(const Painter& painter, const page::Figure& figure, const Rect& plot, std::size_t index) {
  const std::vector<Place> list = places(painter.fonts(), figure, plot);
  if (index >= list.size()) return;
  const Place& place = list[index];
  constexpr double small = 40;  // areas up to this size are outlined; in larger ones the place itself is marked
  if (place.area.width > 0 && place.area.height > 0 && place.area.height <= small && place.area.width <= small) {
    const Rect ring{place.area.x - 1, place.area.y - 1, place.area.width + 2, place.area.height + 2};
    painter.panel({.rect = ring, .fill = {}, .stroke = Token::paper, .radius = 2, .stroke_width = 4});
    painter.panel({.rect = ring, .fill = {}, .stroke = Token::ink, .radius = 2, .stroke_width = 2});
  } else {
    if (place.area.height > small)
      painter.line({place.at.x, place.area.y}, {place.at.x, place.area.bottom()}, painter.color(Token::soft), 1);
    painter.dot(place.at, 6, painter.color(Token::panel));
    painter.dot(place.at, 4.5, painter.color(Token::ink));
  }
  draw_tip(painter, plot, place, page::reading_text(figure, index));
}

}  // namespace stride::ui
