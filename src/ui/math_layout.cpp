#include "ui/math_layout.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/text.h"

namespace stride::ui {

using math::Expr;
using math::ExprKind;

namespace {

// Latin Modern Math's own measures, in ems.
constexpr double axis_height = 0.25, rule_thickness = 0.06, thin_space = 3.0 / 18, medium_space = 4.5 / 18, thick_space = 5.5 / 18;
constexpr double superscript_rise = 0.38, subscript_drop = 0.19, fraction_gap = 0.14, fraction_overhang = 0.12;
constexpr double bracket_stroke = 0.075, bracket_foot = 0.24;

struct GreekName {
  std::string_view name, letter;
};
constexpr auto greek = std::to_array<GreekName>({
    {"alpha", "α"}, {"beta", "β"}, {"gamma", "γ"}, {"delta", "δ"}, {"epsilon", "ε"}, {"eta", "η"}, {"theta", "θ"},
    {"kappa", "κ"}, {"lambda", "λ"}, {"mu", "μ"}, {"nu", "ν"}, {"pi", "π"}, {"rho", "ρ"}, {"sigma", "σ"}, {"tau", "τ"},
    {"phi", "φ"}, {"omega", "ω"}});

struct Setter {
  const FontSet& fonts;
  Token token;

  static Face upright(MathLevel level) {
    return level == MathLevel::display ? Face::math : level == MathLevel::text ? Face::text_math : Face::script_math;
  }
  static Face italic(MathLevel level) {
    return level == MathLevel::display ? Face::math_italic : level == MathLevel::text ? Face::text_math_italic : Face::script_math_italic;
  }
  static double em(MathLevel level) { return FontSet::size(upright(level)); }

  [[nodiscard]] MathBox glyphs(std::string text, Face face) const;
  [[nodiscard]] MathBox identifier(std::string_view name, MathLevel level) const;
  [[nodiscard]] MathBox symbol(const std::string& name, MathLevel level) const;
  [[nodiscard]] MathBox number(const math::Rational& value, MathLevel level) const;
  [[nodiscard]] MathBox fraction(const MathBox& above, const MathBox& below, MathLevel level) const;
  [[nodiscard]] MathBox enclosed(MathBox inner, char kind, MathLevel level) const;
  [[nodiscard]] MathBox power(const Expr& expr, MathLevel level) const;
  [[nodiscard]] MathBox root(const MathBox& inner, MathLevel level) const;
  [[nodiscard]] MathBox call(const Expr& expr, MathLevel level) const;
  [[nodiscard]] MathBox factor(const Expr& expr, MathLevel level) const;
  [[nodiscard]] MathBox set(const Expr& expr, MathLevel level) const;

  void append(MathBox& line, const MathBox& box, double gap = 0) const;
  void sign(MathBox& line, const char* text, MathLevel level, double space) const;
  void stroke(MathBox& box, std::vector<page::Point> points, double width) const;
  void bar(MathBox& box, double x, double y, double width, double height) const;
  void bracket(MathBox& box, double x, double top, double bottom, char kind, bool left, double unit) const;
};

void Setter::append(MathBox& line, const MathBox& box, double gap) const {
  line.width += gap;
  for (Shape shape : box.shapes) {
    shift(shape, line.width, 0);
    line.shapes.push_back(std::move(shape));
  }
  line.width += box.width;
  line.ascent = std::max(line.ascent, box.ascent);
  line.descent = std::max(line.descent, box.descent);
}

MathBox Setter::glyphs(std::string text, Face face) const {
  MathBox box;
  box.width = fonts.width(face, text);
  box.ascent = FontSet::cap_height(face);
  box.descent = FontSet::descent(face) * 0.5;
  box.shapes.emplace_back(TextRun{0, 0, face, token, std::move(text)});
  return box;
}

void Setter::sign(MathBox& line, const char* text, MathLevel level, double space) const {
  const double gap = (level == MathLevel::script ? space / 2 : space) * em(level);
  append(line, glyphs(text, upright(level)), gap);
  line.width += gap;
}

// One letter is a variable and italic; a word is a name and upright. Greek letters by their names.
MathBox Setter::identifier(std::string_view name, MathLevel level) const {
  for (const GreekName& letter : greek)
    if (letter.name == name) return glyphs(std::string(letter.letter), italic(level));
  std::string_view rest = name;
  if (!rest.empty()) next_character(rest);
  const bool letter = rest.empty() && !name.empty() && std::isdigit(static_cast<unsigned char>(name.front())) == 0;
  const bool drawn = letter && fonts.has(italic(level), [&] { auto copy = name; return next_character(copy); }());
  return glyphs(std::string(name), drawn ? italic(level) : upright(level));
}

MathBox Setter::symbol(const std::string& name, MathLevel level) const {
  const std::size_t mark = name.find('_');
  if (mark == std::string::npos || mark + 1 == name.size()) return identifier(name, level);
  MathBox box = identifier(std::string_view(name).substr(0, mark), level);
  MathBox below = identifier(std::string_view(name).substr(mark + 1), MathLevel::script);
  const double drop = subscript_drop * em(level);
  for (Shape& shape : below.shapes) shift(shape, 0, drop);
  below.descent += drop;
  below.ascent -= drop;
  append(box, below, 0.03 * em(level));
  return box;
}

MathBox Setter::number(const math::Rational& value, MathLevel level) const {
  if (value.is_integer()) {
    std::string text = grouped(value.numerator());
    if (text.starts_with('-')) text.replace(0, 1, "−");
    return glyphs(text, upright(level));
  }
  const std::string text = value.to_text();
  if (const auto slash = text.find('/'); slash != std::string::npos)
    return fraction(glyphs(text.substr(0, slash), upright(level)), glyphs(text.substr(slash + 1), upright(level)), level);
  return glyphs(text, upright(level));
}

void Setter::bar(MathBox& box, double x, double y, double width, double height) const {
  box.shapes.emplace_back(Panel{.rect = {x, y, width, height}, .fill = token, .stroke = {}});
}

void Setter::stroke(MathBox& box, std::vector<page::Point> points, double width) const {
  box.shapes.emplace_back(Path{std::move(points), token, width});
}

MathBox Setter::fraction(const MathBox& above, const MathBox& below, MathLevel level) const {
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
void Setter::bracket(MathBox& box, double x, double top, double bottom, char kind, bool left, double unit) const {
  const double width = bracket_foot * unit, pen = fonts.whole_pixels(bracket_stroke * unit);
  if (kind != '(') {
    const double foot_y = kind == 'f' ? bottom - pen : top;
    bar(box, left ? x : x + width - pen, top, pen, bottom - top);
    bar(box, x, foot_y, width, pen);
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

MathBox Setter::enclosed(MathBox inner, char kind, MathLevel level) const {
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

MathBox Setter::power(const Expr& expr, MathLevel level) const {
  const Expr& base = expr.children()[0];
  MathBox box = set(base, level);
  const bool plain = base.kind() == ExprKind::symbol || base.kind() == ExprKind::call || base.kind() == ExprKind::unknown ||
                     base.kind() == ExprKind::floor || base.kind() == ExprKind::ceil ||
                     (base.kind() == ExprKind::number && base.number().is_integer() && base.number().numerator() >= 0);
  if (!plain) box = enclosed(std::move(box), '(', level);
  MathBox exponent = set(expr.children()[1], MathLevel::script);
  const double rise = std::max(superscript_rise * em(level), box.ascent - 0.45 * em(level));
  for (Shape& shape : exponent.shapes) shift(shape, 0, -rise);
  exponent.ascent += rise;
  exponent.descent -= rise;
  append(box, exponent, 0.05 * em(level));
  return box;
}

MathBox Setter::root(const MathBox& inner, MathLevel level) const {
  const double unit = em(level), pen = std::max(1.0, rule_thickness * unit);
  const double top = -inner.ascent - 0.18 * unit, bottom = inner.descent + 0.04 * unit, hook = 0.6 * unit;
  MathBox box;
  stroke(box, {{0, -0.28 * unit}, {0.14 * unit, -0.36 * unit}, {0.34 * unit, bottom}, {hook, top}, {hook + inner.width + 0.12 * unit, top}}, pen);
  box.width = hook + 0.04 * unit;
  append(box, inner);
  box.width += 0.14 * unit;
  box.ascent = -top + pen;
  box.descent = std::max(box.descent, bottom);
  return box;
}

MathBox Setter::call(const Expr& expr, MathLevel level) const {
  if (expr.name() == "sqrt" && expr.children().size() == 1) return root(set(expr.children()[0], level), level);
  MathBox arguments;
  for (std::size_t i = 0; i < expr.children().size(); ++i) {
    if (i > 0) {
      append(arguments, glyphs(",", upright(level)));
      arguments.width += thin_space * em(level);
    }
    append(arguments, set(expr.children()[i], level));
  }
  const std::string& name = expr.name();
  const bool based = name.starts_with("log") && name.size() > 3;  // log2 is log with a subscript
  MathBox box = based ? symbol("log_" + name.substr(3), level) : identifier(name, level);
  append(box, enclosed(std::move(arguments), '(', level), 0.04 * em(level));
  return box;
}

bool is_sum(const Expr& expr) { return expr.kind() == ExprKind::add || expr.kind() == ExprKind::negate || expr.kind() == ExprKind::equal; }

bool is_dense(const Expr& expr) {  // ends or begins with digits: needs a sign between it and another such
  switch (expr.kind()) {
    case ExprKind::number: case ExprKind::unknown: case ExprKind::dims: return true;
    case ExprKind::power: case ExprKind::multiply: return is_dense(expr.children().front());
    default: return false;
  }
}

MathBox Setter::factor(const Expr& expr, MathLevel level) const {
  MathBox box = set(expr, level);
  const bool negative = expr.kind() == ExprKind::number && expr.number().numerator() < 0;
  return is_sum(expr) || expr.kind() == ExprKind::dims || negative ? enclosed(std::move(box), '(', level) : box;
}

// Numbers take a sign between them, and so does a number before brackets that hold numbers only; letters stand
// beside each other.
bool has_symbol(const Expr& expr) {
  return expr.kind() == ExprKind::symbol || std::ranges::any_of(expr.children(), has_symbol);
}
bool needs_times(const Expr& left, const Expr& right) {
  if (has_symbol(left) && has_symbol(right)) return false;
  if (!has_symbol(left) && has_symbol(right)) return is_dense(right);
  return true;
}

void append_factor(const Setter& setter, MathBox& line, const Expr* previous, const Expr& next, MathLevel level) {
  if (previous != nullptr) {
    if (needs_times(*previous, next)) setter.sign(line, "×", level, medium_space);
    else if (has_symbol(*previous) || is_sum(next)) line.width += thin_space * Setter::em(level);
  }
  setter.append(line, setter.factor(next, level));
}

void append_term(const Setter& setter, MathBox& line, bool first, const Expr& term, MathLevel level) {
  const bool negated = term.kind() == ExprKind::negate;
  if (!first) setter.sign(line, negated ? "−" : "+", level, medium_space);
  else if (negated) setter.append(line, setter.glyphs("−", Setter::upright(level)));
  const Expr& inner = negated ? term.children()[0] : term;
  setter.append(line, is_sum(inner) ? setter.enclosed(setter.set(inner, level), '(', level) : setter.set(inner, level));
}

MathBox Setter::set(const Expr& expr, MathLevel level) const {
  const auto& children = expr.children();
  MathBox line;
  switch (expr.kind()) {
    case ExprKind::number: return number(expr.number(), level);
    case ExprKind::symbol: return symbol(expr.name(), level);
    case ExprKind::unknown: return glyphs("?", upright(level));
    case ExprKind::negate: append_term(*this, line, true, expr, level); return line;
    case ExprKind::add:
      for (const Expr& term : children) append_term(*this, line, &term == children.data(), term, level);
      return line;
    case ExprKind::multiply:
      for (std::size_t i = 0; i < children.size(); ++i) append_factor(*this, line, i == 0 ? nullptr : &children[i - 1], children[i], level);
      return line;
    case ExprKind::divide: {
      const MathLevel inner = level == MathLevel::display ? MathLevel::display : MathLevel::script;
      return fraction(set(children[0], inner), set(children[1], inner), level);
    }
    case ExprKind::power: return power(expr, level);
    case ExprKind::floor: return enclosed(set(children[0], level), 'f', level);
    case ExprKind::ceil: return enclosed(set(children[0], level), 'c', level);
    case ExprKind::call: return call(expr, level);
    case ExprKind::equal:
    case ExprKind::dims:
      for (std::size_t i = 0; i < children.size(); ++i) {
        if (i > 0) sign(line, expr.kind() == ExprKind::equal ? "=" : "×", level, expr.kind() == ExprKind::equal ? thick_space : medium_space);
        append(line, set(children[i], level));
      }
      return line;
  }
  return line;
}

// Lines, the later ones moved in by `indent`.
struct Breaker {
  const Setter& setter;
  MathLevel level;
  double width;
  std::vector<MathBox> lines;

  void put(const MathBox& piece, bool may_break) {
    const double indent = Setter::em(level);
    if (lines.empty()) lines.emplace_back();
    if (may_break && lines.back().width > indent && lines.back().width + piece.width > width) {
      lines.emplace_back();
      lines.back().width = indent;
    }
    setter.append(lines.back(), piece);
  }

  void side(const Expr& expr, bool equals) {
    MathBox whole;
    if (equals) setter.sign(whole, "=", level, thick_space);
    setter.append(whole, setter.set(expr, level));
    const bool splits = (expr.kind() == ExprKind::add || expr.kind() == ExprKind::multiply) && whole.width > width - Setter::em(level);
    if (!splits) return put(whole, equals);
    const auto& parts = expr.children();
    for (std::size_t i = 0; i < parts.size(); ++i) {
      MathBox piece;
      if (i == 0 && equals) setter.sign(piece, "=", level, thick_space);
      if (expr.kind() == ExprKind::add) append_term(setter, piece, i == 0, parts[i], level);
      else append_factor(setter, piece, i == 0 ? nullptr : &parts[i - 1], parts[i], level);
      put(piece, i > 0 || equals);
    }
  }
};

void shrink(MathBox& box, double factor) {
  for (Shape& shape : box.shapes) {
    if (auto* run = std::get_if<TextRun>(&shape)) {
      run->x *= factor;
      run->baseline *= factor;
      run->factor *= factor;
    } else if (auto* panel = std::get_if<Panel>(&shape)) {
      panel->rect = {panel->rect.x * factor, panel->rect.y * factor, panel->rect.width * factor, panel->rect.height * factor};
    } else if (auto* path = std::get_if<Path>(&shape)) {
      for (page::Point& point : path->points) point = {point.x * factor, point.y * factor};
    }
  }
  box.width *= factor;
  box.ascent *= factor;
  box.descent *= factor;
}

}  // namespace

MathBox set_math(const FontSet& fonts, const Expr& expr, MathLevel level, Token token) { return Setter{fonts, token}.set(expr, level); }

std::vector<MathBox> set_math_lines(const FontSet& fonts, const Expr& expr, MathLevel level, double width, Token token) {
  const Setter setter{fonts, token};
  Breaker breaker{setter, level, width, {}};
  if (expr.kind() == ExprKind::equal)
    for (std::size_t i = 0; i < expr.children().size(); ++i) breaker.side(expr.children()[i], i > 0);
  else breaker.side(expr, false);
  const double widest = std::ranges::max(breaker.lines, {}, &MathBox::width).width;
  if (widest <= width) return std::move(breaker.lines);
  if (level == MathLevel::display) return set_math_lines(fonts, expr, MathLevel::text, width, token);
  for (MathBox& line : breaker.lines) shrink(line, width / widest);
  return std::move(breaker.lines);
}

void add_math(Scene& scene, const MathBox& box, double x, double baseline) {
  for (Shape shape : box.shapes) {
    shift(shape, x, baseline);
    scene.shapes.push_back(std::move(shape));
  }
}

}  // namespace stride::ui
