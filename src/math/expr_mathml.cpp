// An expression as presentation MathML (MathML Core). Every function here gives exactly one element.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "math/binding.h"
#include "math/expr.h"

namespace stride::math {
namespace {

std::string markup(const Expr& expr);

std::string element(std::string_view name, std::string_view content) {
  std::string result = "<";
  result.append(name).append(">").append(content).append("</").append(name).append(">");
  return result;
}

std::string sign(std::string_view content) { return element("mo", content); }
std::string row(std::string_view content) { return element("mrow", content); }

std::string fenced(std::string_view open, std::string_view content, std::string_view close) {
  std::string result = R"(<mo fence="true" stretchy="true">)";
  result.append(open).append("</mo>").append(content).append(R"(<mo fence="true" stretchy="true">)");
  return row(result.append(close).append("</mo>"));
}

std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '&':
        result += "&amp;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

/// The binding as drawn: the bar of a fraction holds it together, and shapes have no parentheses of their own.
Binding drawn_binding(const Expr& expr) {
  if (expr.kind() == ExprKind::divide) return Binding::power;
  if (expr.kind() == ExprKind::dims) return Binding::shape;
  const Binding bound = binding(expr);
  return expr.kind() == ExprKind::number && bound == Binding::product ? Binding::power : bound;
}

std::string markup_within(const Expr& expr, Binding least) {
  return drawn_binding(expr) < least ? fenced("(", markup(expr), ")") : markup(expr);
}

std::string joined(const Expr& expr, std::string_view separator, Binding least) {
  std::string result;
  for (const Expr& child : expr.children()) {
    if (!result.empty()) result += separator;
    result += markup_within(child, least);
  }
  return row(result);
}

std::string number_markup(Rational number) {
  std::string text = number.to_text();
  const bool negative = text.starts_with('-');
  if (negative) text.erase(0, 1);
  const std::size_t bar = text.find('/');
  const std::string size =
      bar == std::string::npos
          ? element("mn", text)
          : element("mfrac", element("mn", text.substr(0, bar)) + element("mn", text.substr(bar + 1)));
  return negative ? row(sign("−") + size) : size;
}

/// r_1 has a subscript; a name of several letters is upright by itself.
std::string symbol_markup(const std::string& name) {
  const std::size_t underscore = name.find('_');
  if (underscore == std::string::npos) return element("mi", escaped(name));
  const std::string subscript = name.substr(underscore + 1);
  const bool digits = subscript.find_first_not_of("0123456789") == std::string::npos;
  return element(
      "msub", element("mi", escaped(name.substr(0, underscore))) + element(digits ? "mn" : "mi", escaped(subscript)));
}

std::string sum_markup(const Expr& sum) {
  std::string result;
  for (const Expr& term : sum.children()) {
    const bool negated = term.kind() == ExprKind::negate;
    const bool first = result.empty();
    if (negated) {
      result += sign("−");
    } else if (!first) {
      result += sign("+");
    }
    if (first && term.kind() == ExprKind::number) {
      result += markup(term);
    } else {
      result += markup_within(negated ? term.children().front() : term, Binding::product);
    }
  }
  return row(result);
}

bool is_symbolic(const Expr& expr) {
  if (expr.kind() == ExprKind::power) return is_symbolic(expr.children().front());
  return expr.kind() == ExprKind::symbol;
}

/// 2p and K(f f C + 1) need no sign; 2 × 3, n × 3 and 96 × (121 + 1) do.
bool is_silent_product(const Expr& left, const Expr& right) {
  if (left.kind() == ExprKind::unknown) return false;
  return is_symbolic(right) || (is_symbolic(left) && right.kind() == ExprKind::add);
}

std::string product_markup(const Expr& product) {
  std::string result;
  const Expr* left = nullptr;
  for (const Expr& factor : product.children()) {
    if (left != nullptr) result += sign(is_silent_product(*left, factor) ? "&#x2062;" : "×");
    result += markup_within(factor, Binding::power);
    left = &factor;
  }
  return row(result);
}

std::string power_markup(const Expr& power) {
  const Expr& base = power.children()[0];
  // A fraction holds together beside other factors, but not under an exponent.
  const bool bare = drawn_binding(base) == Binding::atom;
  return element("msup", (bare ? markup(base) : fenced("(", markup(base), ")")) + markup(power.children()[1]));
}

std::string call_markup(const Expr& call) {
  if (call.name() == "sqrt") return element("msqrt", joined(call, sign(","), Binding::equality));
  const std::string name = call.name() == "log2" ? element("msub", element("mi", "log") + element("mn", "2"))
                                                 : element("mi", escaped(call.name()));
  return row(name + sign("&#x2061;") + fenced("(", joined(call, sign(","), Binding::equality), ")"));
}

std::string markup(const Expr& expr) {
  const std::vector<Expr>& children = expr.children();
  switch (expr.kind()) {
    case ExprKind::number:
      return number_markup(expr.number());
    case ExprKind::symbol:
      return symbol_markup(expr.name());
    case ExprKind::unknown:
      return element("mtext", "?");
    case ExprKind::add:
      return sum_markup(expr);
    case ExprKind::negate:
      return row(sign("−") + markup_within(children[0], Binding::product));
    case ExprKind::multiply:
      return product_markup(expr);
    case ExprKind::divide:
      return element("mfrac", markup(children[0]) + markup(children[1]));
    case ExprKind::power:
      return power_markup(expr);
    case ExprKind::floor:
      return fenced("⌊", markup(children[0]), "⌋");
    case ExprKind::ceil:
      return fenced("⌈", markup(children[0]), "⌉");
    case ExprKind::call:
      return call_markup(expr);
    case ExprKind::equal:
      return joined(expr, sign("="), Binding::shape);
    case ExprKind::dims:
      return joined(expr, sign("×"), Binding::power);
  }
  return {};
}

}  // namespace

std::string to_mathml(const Expr& expr, bool block) {
  return (block ? R"(<math display="block">)" : "<math>") + markup(expr) + "</math>";
}

}  // namespace stride::math
