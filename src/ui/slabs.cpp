#include <algorithm>
#include <cstddef>

#include "ui/figure.h"

namespace stride::ui {

using page::Point;

namespace {

Point on_page(const page::Figure& figure, const AxisMap& axes, const page::Camera& camera, double along, double up,
              double near) {
  return axes.at(figure, camera.at(along, up, near));
}

void outline(const Painter& painter, const page::Figure& figure, const AxisMap& axes, const page::Camera& camera,
             const page::Slab& slab) {
  const double h = slab.height, w = slab.width / 2;
  const auto at = [&](double along, double up, double near) { return on_page(figure, axes, camera, along, up, near); };
  const Point corner = at(slab.front, h, w), low = at(slab.front, 0, w), far = at(slab.front, h, -w);
  const Color ink = painter.color(slab.current ? Token::accent : Token::soft);
  const auto line = [&](const std::vector<Point>& points) {
    painter.polyline(points, ink, slab.current && !slab.withheld ? 2 : 1, slab.withheld);
  };
  line({corner, far, at(slab.front, 0, -w), low, corner});
  line({low, at(slab.back, 0, w), at(slab.back, h, w), corner});
  line({at(slab.back, h, w), at(slab.back, h, -w), far});
}

// Without a graphics card: the three sides that are seen, unlit, as polygons.
void flat_slab(const Painter& painter, const page::Figure& figure, const AxisMap& axes, const page::Camera& camera,
               const page::Slab& slab) {
  const double h = slab.height, w = slab.width / 2;
  const auto at = [&](double along, double up, double near) { return on_page(figure, axes, camera, along, up, near); };
  const std::vector<Point> front = {at(slab.front, h, w), at(slab.front, h, -w), at(slab.front, 0, -w),
                                    at(slab.front, 0, w)};
  const Point back_up = at(slab.back, h, w);
  painter.fill_polygon({back_up, at(slab.back, h, -w), front[1], front[0]}, painter.color(Token::face_top));
  painter.fill_polygon({back_up, front[0], front[3], at(slab.back, 0, w)}, painter.color(Token::face_side));
  painter.fill_polygon(front, painter.color(Token::face_front));
  const auto rows = static_cast<double>(slab.picture.rows), columns = static_cast<double>(slab.picture.columns);
  const auto inside = [&](double row, double column) {
    return at(slab.front, h - row / rows * slab.height, w - column / columns * slab.width);
  };
  for (std::int64_t i = 0; i < slab.picture.rows * slab.picture.columns; ++i) {
    const auto y = static_cast<double>(i / slab.picture.columns), x = static_cast<double>(i % slab.picture.columns);
    painter.fill_cell({inside(y, x), inside(y, x + 1), inside(y + 1, x + 1), inside(y + 1, x)},
                      cell_color(slab.picture, static_cast<std::size_t>(i)));
  }
  outline(painter, figure, axes, camera, slab);
}

gfx::Rgb rgb(Color color) {
  const auto share = [](std::uint8_t channel) { return static_cast<float>(channel) / 255; };
  return {share(color.red), share(color.green), share(color.blue)};
}

gfx::SlabPass pass_of(const Painter& painter, const page::Figure& figure, const AxisMap& axes,
                      const page::SlabsMark& mark) {
  gfx::SlabPass pass{.face = rgb(painter.color(Token::face_front)),
                     .edge = rgb(painter.color(Token::soft)),
                     .accent = rgb(painter.color(Token::accent))};
  const auto seen = mark.camera.rows();
  const Point zero = axes.at(figure, {0, 0});
  for (std::size_t i = 0; i < 4; ++i) {
    pass.rows[0][i] = static_cast<float>(axes.x_unit * seen[0][i] + zero.x * seen[2][i]);
    pass.rows[1][i] = static_cast<float>(axes.y_unit * seen[1][i] + zero.y * seen[2][i]);
    pass.rows[2][i] = static_cast<float>(seen[2][i]);
  }
  std::vector<const page::CellsMark*> pictures;
  for (const page::Slab& slab : mark.slabs) {
    if (slab.withheld) continue;
    const page::CellsMark& picture = slab.picture;
    const bool fits = std::max(picture.rows, picture.columns) <= gfx::tile_side && picture.rows > 0;
    pass.slabs.push_back({.back = static_cast<float>(slab.back),
                          .front = static_cast<float>(slab.front),
                          .height = static_cast<float>(slab.height),
                          .half_width = static_cast<float>(slab.width / 2),
                          .columns = fits ? static_cast<float>(picture.columns) : 0,
                          .rows = fits ? static_cast<float>(picture.rows) : 0,
                          .current = slab.current ? 1.0F : 0.0F});
    pass.pictures.push_back(fits ? slab.version : 0);
    pictures.push_back(&picture);
  }
  pass.paint = [pictures = std::move(pictures)](std::size_t slab, std::span<std::uint32_t> pixels) {
    for (std::size_t i = 0; i < pixels.size(); ++i) {
      const Color color = cell_color(*pictures[slab], i);
      pixels[i] = 0xFF000000U | static_cast<std::uint32_t>(color.blue) << 16 |
                  static_cast<std::uint32_t>(color.green) << 8 | color.red;
    }
  };
  return pass;
}

}  // namespace

Color cell_color(const page::CellsMark& mark, std::size_t index) {
  const double value = static_cast<double>(mark.values[index]);
  const double low = mark.is_signed ? 0 : mark.low;
  const double range = mark.is_signed ? std::max(std::abs(mark.low), std::abs(mark.high)) : mark.high - mark.low;
  const double t = range > 0 ? (value - low) / range : 0;
  return mark.is_signed ? diverging(t) : cividis(t);
}

void draw_slabs(const Painter& painter, const page::Figure& figure, const AxisMap& axes, const page::SlabsMark& mark,
                const Rect& plot) {
  const bool by_card = painter.can_draw_slabs();
  if (by_card) painter.slabs(pass_of(painter, figure, axes, mark), plot);
  for (const page::Slab& slab : mark.slabs) {
    if (slab.withheld)
      outline(painter, figure, axes, mark.camera, slab);
    else if (!by_card)
      flat_slab(painter, figure, axes, mark.camera, slab);
  }
}

}  // namespace stride::ui
