#include "ui/math_boxes.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/text.h"
#include "math/greek.h"

namespace stride::ui {

namespace {

constexpr double superscript_rise = 0.38, subscript_drop = 0.19, fraction_gap = 0.14, fraction_overhang = 0.12;
constexpr double rule_thickness = 0.06, bracket_stroke = 0.075, bracket_foot = 0.24;

}  // namespace

void MathBoxes::append(MathBox& line, const MathBox& box, double gap) const {
  line.width += gap;
  for (Shape shape : box.shapes) {
    shift(shape, line.width, 0);
    line.shapes.push_back(std::move(shape));
  }
  line.width += box.width;
  line.ascent = std::max(line.ascent, box.ascent);
  line.descent = std::max(line.descent, box.descent);
}

MathBox MathBoxes::glyphs(std::string text, Face face) const {
  MathBox box;
  box.width = fonts.width(face, text);
  box.ascent = FontSet::cap_height(face);
  box.descent = FontSet::descent(face) * 0.5;
  box.shapes.emplace_back(TextRun{0, 0, face, token, std::move(text)});
  return box;
}

void MathBoxes::sign(MathBox& line, const char* text, MathLevel level, double space) const {
  const double gap = (level == MathLevel::script ? space / 2 : space) * em(level);
  append(line, glyphs(text, upright(level)), gap);
  line.width += gap;
}

MathBox MathBoxes::identifier(std::string_view name, MathLevel level) const {
  if (name.ends_with('\'')) {  // the mark of a derivative
    MathBox box = identifier(name.substr(0, name.size() - 1), level);
    append(box, glyphs("′", upright(level)));
    return box;
  }
  const std::string_view greek = math::greek_letter(name);
  if (greek != name) return glyphs(std::string(greek), italic(level));
  std::string_view rest = name;
  if (!rest.empty()) next_character(rest);
  const bool letter = rest.empty() && !name.empty() && std::isdigit(static_cast<unsigned char>(name.front())) == 0;
  const bool drawn = letter && fonts.has(italic(level), [&] {
    auto copy = name;
    return next_character(copy);
  }());
  return glyphs(std::string(name), drawn ? italic(level) : upright(level));
}

MathBox MathBoxes::blank(std::string text, MathLevel level) const {
  const double side = 0.3 * em(level), above = 0.2 * em(level);
  MathBox box, inner = glyphs(std::move(text), upright(level));
  box.shapes.emplace_back(
      Panel{.rect = {side / 2, -inner.ascent - above, inner.width + 2 * side, inner.ascent + 2 * above},
            .fill = Token::accent_wash,
            .stroke = Token::accent,
            .radius = 3});
  box.width = side / 2;
  append(box, inner, side);
  box.width += 1.5 * side;
  box.ascent += above;
  box.descent = std::max(box.descent, above);
  return box;
}

MathBox MathBoxes::symbol(const std::string& name, MathLevel level) const {
  if (name.starts_with('[')) return blank(name.substr(1, name.size() - 2), level);
  const std::size_t mark = name.find('_');
  if (mark == std::string::npos || mark + 1 == name.size()) return identifier(name, level);
  MathBox box = identifier(std::string_view(name).substr(0, mark), level);
  append_subscript(box, identifier(std::string_view(name).substr(mark + 1), MathLevel::script), level);
  return box;
}

MathBox MathBoxes::number(const math::Rational& value, MathLevel level) const {
  if (value.is_integer()) {
    std::string text = grouped(value.numerator());
    if (text.starts_with('-')) text.replace(0, 1, "−");
    return glyphs(text, upright(level));
  }
  const std::string text = value.to_text();
  if (const auto slash = text.find('/'); slash != std::string::npos)
    return fraction(glyphs(text.substr(0, slash), upright(level)), glyphs(text.substr(slash + 1), upright(level)),
                    level);
  return glyphs(text, upright(level));
}

void MathBoxes::bar(MathBox& box, double x, double y, double width, double height) const {
  box.shapes.emplace_back(Panel{.rect = {x, y, width, height}, .fill = token, .stroke = {}});
}

void MathBoxes::stroke(MathBox& box, std::vector<page::Point> points, double width) const {
  box.shapes.emplace_back(Path{std::move(points), token, width});
}

MathBox MathBoxes::fraction(const MathBox& above, const MathBox& below, MathLevel level) const {
  const double unit = em(level), axis = axis_height * unit, rule = fonts.whole_pixels(rule_thickness * unit);
  const double gap = fraction_gap * unit, side = fraction_overhang * unit;
  MathBox box;
  const double inner = std::max(above.width, below.width) + 2 * side;
  box.width = inner + 2 * side;
  const double up = axis + rule / 2 + gap + above.descent, down = -axis + rule / 2 + gap + below.ascent;
  const auto put = [&](const MathBox& part, double dy) {
    for (Shape shape : part.shapes) {
      shift(shape, side + (inner - part.width) / 2, dy);
      box.shapes.push_back(std::move(shape));
    }
  };
  put(above, -up);
  put(below, down);
  bar(box, side, -axis - rule / 2, inner, rule);
  box.ascent = up + above.ascent;
  box.descent = down + below.descent;
  return box;
}

// floor, ceil, parentheses: as high as what they hold.
void MathBoxes::bracket(MathBox& box, double x, double top, double bottom, char kind, bool left, double unit) const {
  const double width = bracket_foot * unit, pen = fonts.whole_pixels(bracket_stroke * unit);
  if (kind != '(') {
    bar(box, left ? x : x + width - pen, top, pen, bottom - top);
    if (kind != 'c') bar(box, x, bottom - pen, width, pen);
    if (kind != 'f') bar(box, x, top, width, pen);
    return;
  }
  std::vector<page::Point> points;
  const double bulge = width * 0.8, near = left ? x + width - pen : x + pen, out = left ? -1 : 1;
  for (int i = 0; i <= 24; ++i) {
    const double t = i / 24.0;
    points.push_back({near + out * bulge * 4 * t * (1 - t) * (0.75 + t * (1 - t)), top + (bottom - top) * t});
  }
  stroke(box, std::move(points), 0.065 * unit);
}

MathBox MathBoxes::enclosed(MathBox inner, char kind, MathLevel level) const {
  const double unit = em(level);
  const bool small = inner.ascent < 0.85 * unit && inner.descent < 0.35 * unit;
  MathBox box;
  if (kind == '(' && small) {
    append(box, glyphs("(", upright(level)));
    append(box, inner);
    append(box, glyphs(")", upright(level)));
    return box;
  }
  // Around the axis, so that both halves reach equally far.
  const double axis = axis_height * unit;
  const double half = std::max({inner.ascent - axis, inner.descent + axis, 0.55 * unit}) + 0.08 * unit;
  const double width = bracket_foot * unit, gap = 0.1 * unit;
  bracket(box, 0.08 * unit, -axis - half, -axis + half, kind, true, unit);
  box.width = 0.08 * unit + width;
  append(box, inner, gap);
  bracket(box, box.width + gap, -axis - half, -axis + half, kind, false, unit);
  box.width += gap + width + 0.08 * unit;
  box.ascent = axis + half;
  box.descent = half - axis;
  return box;
}

MathBox MathBoxes::root(const MathBox& inner, MathLevel level) const {
  const double unit = em(level), pen = std::max(1.0, rule_thickness * unit);
  const double top = -inner.ascent - 0.18 * unit, bottom = inner.descent + 0.04 * unit, hook = 0.6 * unit;
  MathBox box;
  stroke(box,
         {{0, -0.28 * unit},
          {0.14 * unit, -0.36 * unit},
          {0.34 * unit, bottom},
          {hook, top},
          {hook + inner.width + 0.12 * unit, top}},
         pen);
  box.width = hook + 0.04 * unit;
  append(box, inner);
  box.width += 0.14 * unit;
  box.ascent = -top + pen;
  box.descent = std::max(box.descent, bottom);
  return box;
}

void MathBoxes::append_subscript(MathBox& line, MathBox index, MathLevel level) const {
  const double drop = subscript_drop * em(level);
  for (Shape& shape : index.shapes) shift(shape, 0, drop);
  index.descent += drop;
  index.ascent -= drop;
  append(line, index, 0.03 * em(level));
}

// Of strokes, so that it is sharp at any size: a thick first diagonal, thin arms that end in serifs.
MathBox MathBoxes::sum_sign(const MathBox& under, const MathBox& over, MathLevel level) const {
  const double unit = em(level), gap = 0.16 * unit, size = level == MathLevel::display ? 1.35 : 1.05;
  const double height = size * unit, wide = 0.8 * height, serif = 0.16 * height, pen = 0.055 * unit;
  MathBox box;
  box.width = std::max({wide, under.width, over.width});
  const double left = (box.width - wide) / 2, right = left + wide, middle = left + 0.48 * wide;
  const double top = -axis_height * unit - height / 2, bottom = top + height, center = (top + bottom) / 2;
  stroke(box, {{right, top + serif}, {right - 0.06 * wide, top}, {left, top}}, 1.4 * pen);
  stroke(box, {{left + pen, top}, {middle, center}}, 2.2 * pen);
  stroke(box, {{middle, center}, {left, bottom}}, pen);
  stroke(box, {{left, bottom - pen}, {right - 0.06 * wide, bottom - pen}, {right, bottom - serif}}, 2 * pen);
  const auto put = [&](const MathBox& part, double baseline) {
    for (Shape shape : part.shapes) {
      shift(shape, (box.width - part.width) / 2, baseline);
      box.shapes.push_back(std::move(shape));
    }
  };
  const double above = top - gap - over.descent, below = bottom + gap + under.ascent;
  put(over, above);
  put(under, below);
  box.ascent = over.ascent - above;
  box.descent = below + under.descent;
  return box;
}

void MathBoxes::append_superscript(MathBox& line, MathBox exponent, MathLevel level) const {
  const double rise = std::max(superscript_rise * em(level), line.ascent - 0.45 * em(level));
  for (Shape& shape : exponent.shapes) shift(shape, 0, -rise);
  exponent.ascent += rise;
  exponent.descent -= rise;
  append(line, exponent, 0.05 * em(level));
}

}  // namespace stride::ui
