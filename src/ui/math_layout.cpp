#include "ui/math_layout.h"

#include <algorithm>

#include "ui/math_boxes.h"

namespace stride::ui {

using math::Expr;
using math::ExprKind;

namespace {

struct Setter : MathBoxes {
  [[nodiscard]] MathBox list(const Expr& expr, MathLevel level) const;
  [[nodiscard]] MathBox range_sum(const Expr& expr, MathLevel level) const;
  [[nodiscard]] MathBox condition(const Expr& expr, MathLevel level) const;
  [[nodiscard]] MathBox transposed(const Expr& expr, MathLevel level) const;
  [[nodiscard]] MathBox power(const Expr& expr, MathLevel level) const;
  [[nodiscard]] MathBox call(const Expr& expr, MathLevel level) const;
  [[nodiscard]] MathBox factor(const Expr& expr, MathLevel level) const;
  [[nodiscard]] MathBox set(const Expr& expr, MathLevel level) const;
};

bool is_sum(const Expr& expr) {
  return expr.kind() == ExprKind::add || expr.kind() == ExprKind::negate || expr.kind() == ExprKind::equal;
}

MathBox Setter::power(const Expr& expr, MathLevel level) const {
  const Expr& base = expr.children()[0];
  MathBox box = set(base, level);
  const bool plain = base.kind() == ExprKind::symbol || base.kind() == ExprKind::element ||
                     base.kind() == ExprKind::condition || base.kind() == ExprKind::call ||
                     base.kind() == ExprKind::unknown || base.kind() == ExprKind::floor ||
                     base.kind() == ExprKind::ceil ||
                     (base.kind() == ExprKind::number && base.number().is_integer() && base.number().numerator() >= 0);
  if (!plain) box = enclosed(std::move(box), '(', level);
  append_superscript(box, set(expr.children()[1], MathLevel::script), level);
  return box;
}

// With commas between.
MathBox Setter::list(const Expr& expr, MathLevel level) const {
  MathBox line;
  for (std::size_t i = 0; i < expr.children().size(); ++i) {
    if (i > 0) {
      append(line, glyphs(",", upright(level)));
      line.width += thin_space * em(level);
    }
    append(line, set(expr.children()[i], level));
  }
  return line;
}

MathBox Setter::range_sum(const Expr& expr, MathLevel level) const {
  const auto& children = expr.children();
  MathBox line;
  for (std::size_t i = 1; i < children.size(); i += 3) {
    MathBox under = set(children[i], MathLevel::script);
    sign(under, "=", MathLevel::script, thin_space);
    append(under, set(children[i + 1], MathLevel::script));
    append(line, sum_sign(under, set(children[i + 2], MathLevel::script), level));
    line.width += thin_space * em(level);
  }
  MathBox body = set(children.front(), level);
  append(line, is_sum(children.front()) ? enclosed(std::move(body), '(', level) : body);
  return line;
}

// Relations stand in the name, a space apart.
MathBox Setter::condition(const Expr& expr, MathLevel level) const {
  const auto shown = [](std::string_view relation) {
    if (relation == "<=") return "≤";
    if (relation == ">=") return "≥";
    if (relation == "!=") return "≠";
    return relation == "==" ? "=" : relation == "<" ? "<" : ">";
  };
  MathBox line;
  std::string_view relations = expr.name();
  for (const Expr& operand : expr.children()) {
    if (&operand != expr.children().data()) {
      const std::string_view relation = relations.substr(0, relations.find(' '));
      relations.remove_prefix(std::min(relation.size() + 1, relations.size()));
      sign(line, shown(relation), level, thick_space);
    }
    append(line, set(operand, level));
  }
  return enclosed(std::move(line), '[', level);
}

MathBox Setter::transposed(const Expr& expr, MathLevel level) const {
  const ExprKind kind = expr.children()[0].kind();
  MathBox box = set(expr.children()[0], level);
  if (kind != ExprKind::symbol && kind != ExprKind::element && kind != ExprKind::call)
    box = enclosed(std::move(box), '(', level);
  append_superscript(box, glyphs("⊤", upright(MathLevel::script)), level);
  return box;
}

MathBox Setter::call(const Expr& expr, MathLevel level) const {
  if (expr.name() == "sqrt" && expr.children().size() == 1) return root(set(expr.children()[0], level), level);
  if (expr.name() == "delta") {
    MathBox box = identifier("delta", level), indexes;
    for (const Expr& index : expr.children()) append(indexes, factor(index, MathLevel::script), 0.5);
    append_subscript(box, std::move(indexes), level);
    return box;
  }
  MathBox arguments = list(expr, level);
  const std::string& name = expr.name();
  const bool based = name.starts_with("log") && name.size() > 3;  // log2 is log with a subscript
  MathBox box = based ? symbol("log_" + name.substr(3), level)
                      : identifier(name.starts_with("relu") ? "ReLU" + name.substr(4) : name, level);
  append(box, enclosed(std::move(arguments), '(', level), 0.04 * em(level));
  return box;
}

bool is_dense(const Expr& expr) {  // ends or begins with digits: needs a sign between it and another such
  switch (expr.kind()) {
    case ExprKind::number:
    case ExprKind::unknown:
    case ExprKind::dims:
      return true;
    case ExprKind::power:
    case ExprKind::multiply:
      return is_dense(expr.children().front());
    default:
      return false;
  }
}

MathBox Setter::factor(const Expr& expr, MathLevel level) const {
  MathBox box = set(expr, level);
  if (expr.kind() == ExprKind::elementwise) return enclosed(std::move(box), '(', level);
  const bool negative = expr.kind() == ExprKind::number && expr.number().numerator() < 0;
  return is_sum(expr) || expr.kind() == ExprKind::dims || negative ? enclosed(std::move(box), '(', level) : box;
}

// Numbers take a sign between them, and so does a number before brackets that hold numbers only; letters stand
// beside each other.
bool has_symbol(const Expr& expr) {
  return expr.kind() == ExprKind::symbol || expr.kind() == ExprKind::element ||
         std::ranges::any_of(expr.children(), has_symbol);
}
bool needs_times(const Expr& left, const Expr& right) {
  if (has_symbol(left) && has_symbol(right)) return false;
  if (!has_symbol(left) && has_symbol(right)) return is_dense(right);
  return true;
}

void append_factor(const Setter& setter, MathBox& line, const Expr* previous, const Expr& next, MathLevel level) {
  if (previous != nullptr) {
    if (needs_times(*previous, next))
      setter.sign(line, "×", level, medium_space);
    else if (has_symbol(*previous) || is_sum(next))
      line.width += thin_space * Setter::em(level);
  }
  // Signs that stand apart from what they multiply.
  const auto apart = [](const Expr& expr) {
    return expr.kind() == ExprKind::sum || expr.kind() == ExprKind::condition;
  };
  if (previous != nullptr && (apart(next) || apart(*previous))) line.width += thin_space * Setter::em(level);
  setter.append(line, setter.factor(next, level));
}

void append_term(const Setter& setter, MathBox& line, bool first, const Expr& term, MathLevel level) {
  const bool negated = term.kind() == ExprKind::negate;
  if (!first)
    setter.sign(line, negated ? "−" : "+", level, medium_space);
  else if (negated)
    setter.append(line, setter.glyphs("−", Setter::upright(level)));
  const Expr& inner = negated ? term.children()[0] : term;
  setter.append(line, is_sum(inner) ? setter.enclosed(setter.set(inner, level), '(', level) : setter.set(inner, level));
}

MathBox Setter::set(const Expr& expr, MathLevel level) const {
  const auto& children = expr.children();
  MathBox line;
  switch (expr.kind()) {
    case ExprKind::number:
      return number(expr.number(), level);
    case ExprKind::symbol:
      return symbol(expr.name(), level);
    case ExprKind::unknown:
      return glyphs("?", upright(level));
    case ExprKind::negate:
      append_term(*this, line, true, expr, level);
      return line;
    case ExprKind::add:
      for (const Expr& term : children) append_term(*this, line, &term == children.data(), term, level);
      return line;
    case ExprKind::multiply:
      for (std::size_t i = 0; i < children.size(); ++i)
        append_factor(*this, line, i == 0 ? nullptr : &children[i - 1], children[i], level);
      return line;
    case ExprKind::divide: {
      const MathLevel inner = level == MathLevel::display ? MathLevel::display : MathLevel::script;
      return fraction(set(children[0], inner), set(children[1], inner), level);
    }
    case ExprKind::power:
      return power(expr, level);
    case ExprKind::floor:
      return enclosed(set(children[0], level), 'f', level);
    case ExprKind::ceil:
      return enclosed(set(children[0], level), 'c', level);
    case ExprKind::call:
      return call(expr, level);
    case ExprKind::equal:
    case ExprKind::dims:
      for (std::size_t i = 0; i < children.size(); ++i) {
        if (i > 0)
          sign(line, expr.kind() == ExprKind::equal ? "=" : "×", level,
               expr.kind() == ExprKind::equal ? thick_space : medium_space);
        append(line, set(children[i], level));
      }
      return line;
    case ExprKind::element:
      line = symbol(expr.name(), level);
      append_subscript(line, list(expr, MathLevel::script), level);
      return line;
    case ExprKind::sum:
      return range_sum(expr, level);
    case ExprKind::condition:
      return condition(expr, level);
    case ExprKind::transpose:
      return transposed(expr, level);
    case ExprKind::elementwise:
      for (std::size_t i = 0; i < children.size(); ++i) {
        if (i > 0) sign(line, "⊙", level, medium_space);
        append(line, is_sum(children[i]) || children[i].kind() == ExprKind::elementwise
                         ? enclosed(set(children[i], level), '(', level)
                         : set(children[i], level));
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
    const bool splits =
        (expr.kind() == ExprKind::add || expr.kind() == ExprKind::multiply) && whole.width > width - Setter::em(level);
    if (!splits) return put(whole, equals);
    const auto& parts = expr.children();
    for (std::size_t i = 0; i < parts.size(); ++i) {
      MathBox piece;
      if (i == 0 && equals) setter.sign(piece, "=", level, thick_space);
      if (expr.kind() == ExprKind::add)
        append_term(setter, piece, i == 0, parts[i], level);
      else
        append_factor(setter, piece, i == 0 ? nullptr : &parts[i - 1], parts[i], level);
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
      panel->rect = {panel->rect.x * factor, panel->rect.y * factor, panel->rect.width * factor,
                     panel->rect.height * factor};
    } else if (auto* path = std::get_if<Path>(&shape)) {
      for (page::Point& point : path->points) point = {point.x * factor, point.y * factor};
    }
  }
  box.width *= factor;
  box.ascent *= factor;
  box.descent *= factor;
}

}  // namespace

MathBox set_math(const FontSet& fonts, const Expr& expr, MathLevel level, Token token) {
  return Setter{{fonts, token}}.set(expr, level);
}

std::vector<MathBox> set_math_lines(const FontSet& fonts, const Expr& expr, MathLevel level, double width,
                                    Token token) {
  const Setter setter{{fonts, token}};
  Breaker breaker{setter, level, width, {}};
  if (expr.kind() == ExprKind::equal)
    for (std::size_t i = 0; i < expr.children().size(); ++i) breaker.side(expr.children()[i], i > 0);
  else
    breaker.side(expr, false);
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
