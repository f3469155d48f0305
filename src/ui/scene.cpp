#include "ui/scene.h"

#include <algorithm>
#include <cmath>

namespace stride::ui {

namespace {

template <class... Cases>
struct Overload : Cases... {
  using Cases::operator()...;
};

void move(Rect& rect, double dx, double dy) {
  rect.x += dx;
  rect.y += dy;
}

}  // namespace

void shift(Shape& shape, double dx, double dy) {
  std::visit(Overload{[&](Panel& panel) { move(panel.rect, dx, dy); },
                      [&](TextRun& run) {
                        run.x += dx;
                        run.baseline += dy;
                      },
                      [&](Path& path) {
                        for (page::Point& point : path.points) point = {point.x + dx, point.y + dy};
                      },
                      [&](Arc& arc) {
                        arc.x += dx;
                        arc.y += dy;
                      },
                      [&](FigureSlot& slot) {
                        FigurePlan& plan = slot.plan;
                        for (Rect* rect : {&plan.title, &plan.plot, &plan.play, &plan.step_back, &plan.step,
                                           &plan.scrub, &plan.sentence})
                          move(*rect, dx, dy);
                      }},
             shape);
}

std::pair<double, double> vertical_extent(const Shape& shape) {
  return std::visit(
      Overload{[](const Panel& panel) { return std::pair(panel.rect.y, panel.rect.bottom()); },
               [](const TextRun& run) {
                 const double size = FontSet::size(run.face);
                 return std::pair(run.baseline - 1.2 * size, run.baseline + 0.5 * size);
               },
               [](const Path& path) {
                 const auto [low, high] = std::ranges::minmax(path.points, {}, &page::Point::y);
                 return std::pair(low.y - path.width, high.y + path.width);
               },
               [](const Arc& arc) { return std::pair(arc.y - arc.radius - arc.width, arc.y + arc.radius + arc.width); },
               [](const FigureSlot& slot) {
                 const double top = slot.plan.title.height > 0 ? slot.plan.title.y : slot.plan.plot.y;
                 return std::pair(top, top + slot.plan.height);
               }},
      shape);
}

void Scene::shift(const Mark& from, double dx, double dy) {
  for (std::size_t i = from.shapes; i < shapes.size(); ++i) ui::shift(shapes[i], dx, dy);
  for (std::size_t i = from.rects; i < rects.size(); ++i) move(rects[i].second, dx, dy);
  for (std::size_t i = from.items; i < items.size(); ++i) move(items[i].rect, dx, dy);
}

void Scene::rewind(const Mark& to) {
  shapes.resize(to.shapes);
  rects.resize(to.rects);
  items.resize(to.items);
}

void add_check(Scene& scene, double x, double y, Token token, double size) {
  scene.shapes.emplace_back(
      Path{{{x - 0.5 * size, y + 0.02 * size}, {x - 0.14 * size, y + 0.36 * size}, {x + 0.5 * size, y - 0.36 * size}},
           token,
           1.6});
}

void add_cross(Scene& scene, double x, double y, Token token, double size) {
  const double half = size / 2;
  scene.shapes.emplace_back(Path{{{x - half, y - half}, {x + half, y + half}}, token, 1.6});
  scene.shapes.emplace_back(Path{{{x - half, y + half}, {x + half, y - half}}, token, 1.6});
}

void add_tilde(Scene& scene, double x, double y, Token token, double size) {
  Path path{{}, token, 1.6};
  for (int i = 0; i <= 16; ++i) {
    const double t = i / 16.0;
    path.points.push_back({x + (t - 0.5) * size, y - std::sin(2 * 3.14159265358979 * t) * size * 0.2});
  }
  scene.shapes.emplace_back(std::move(path));
}

void add_chevron(Scene& scene, double x, double y, Token token, bool down, double size) {
  const double a = size / 2, b = size / 4;
  if (down)
    scene.shapes.emplace_back(Path{{{x - a, y - b}, {x, y + b}, {x + a, y - b}}, token, 1.5});
  else
    scene.shapes.emplace_back(Path{{{x - b, y - a}, {x + b, y}, {x - b, y + a}}, token, 1.5});
}

}  // namespace stride::ui
