// An expression as presentation MathML (MathML Core). Every function here gives exactly one element.

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "math/binding.h"
#include "math/expr.h"
#include "math/expr_tokens.h"
#include "math/greek.h"

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
  if (expr.kind() == ExprKind::sum) return Binding::product;  // it reaches as far as a product does
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

/// Greek letters are typed by their names; a mark of a derivative stays upright.
std::string letter_markup(std::string name) {
  std::string primes;
  for (; name.ends_with('\''); name.pop_back()) primes += "′";
  const std::string letter = element("mi", escaped(greek_letter(name)));
  return primes.empty() ? letter : element("msup", letter + element("mo", primes));
}

/// r_1 has a subscript; a name of several letters is upright by itself.
std::string symbol_markup(const std::string& name) {
  const std::size_t underscore = name.find('_');
  if (underscore == std::string::npos) return letter_markup(name);
  const std::string subscript = name.substr(underscore + 1);
  const bool digits = subscript.find_first_not_of("0123456789") == std::string::npos;
  return element("msub", letter_markup(name.substr(0, underscore)) + element(digits ? "mn" : "mi", escaped(subscript)));
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
      result += markup_within(negated ? term.children().front() : term, Binding::elementwise);
    }
  }
  return row(result);
}

bool is_symbolic(const Expr& expr) {
  switch (expr.kind()) {
    case ExprKind::power:
    case ExprKind::transpose:
      return is_symbolic(expr.children().front());
    case ExprKind::call:
      return known_function(expr.name()).empty();  // σ'(x), δ
    case ExprKind::symbol:
    case ExprKind::element:
    case ExprKind::sum:
    case ExprKind::condition:
      return true;
    default:
      return false;
  }
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
    const bool last = &factor == &product.children().back();
    result += last && factor.kind() == ExprKind::sum ? markup(factor) : markup_within(factor, Binding::power);
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
  const std::string name =
      call.name() == "log2"
          ? element("msub", element("mi", "log") + element("mn", "2"))
          : letter_markup(call.name().starts_with("relu") ? "ReLU" + call.name().substr(4) : call.name());
  if (call.name() == "delta") return element("msub", name + joined(call, {}, Binding::atom));
  return row(name + sign("&#x2061;") + fenced("(", joined(call, sign(","), Binding::equality), ")"));
}

std::string_view relation_sign(std::string_view relation) {
  if (relation == "<=") return "≤";
  if (relation == ">=") return "≥";
  if (relation == "!=") return "≠";
  return relation == "==" ? "=" : relation == "<" ? "&lt;" : "&gt;";
}

std::string condition_markup(const Expr& condition) {
  std::string inner;
  std::string_view relations = condition.name();
  for (const Expr& operand : condition.children()) {
    if (!inner.empty()) {
      const std::string_view relation = relations.substr(0, relations.find(' '));
      relations.remove_prefix(std::min(relation.size() + 1, relations.size()));
      inner += sign(relation_sign(relation));
    }
    inner += markup_within(operand, Binding::sum);
  }
  return fenced("[", row(inner), "]");
}

/// One sign for each range, the first and last values under and over it.
std::string range_sum_markup(const Expr& sum) {
  std::string result;
  for (std::size_t i = 1; i < sum.children().size(); i += 3) {
    const auto& children = sum.children();
    result += element("munderover", R"(<mo largeop="true" movablelimits="false">∑</mo>)" +
                                        row(markup(children[i]) + sign("=") + markup(children[i + 1])) +
                                        markup(children[i + 2]));
  }
  return row(result + markup_within(sum.children().front(), Binding::elementwise));
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
      return row(sign("−") + markup_within(children[0], Binding::elementwise));
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
    case ExprKind::element:
      return element("msub", symbol_markup(expr.name()) + joined(expr, sign(","), Binding::equality));
    case ExprKind::sum:
      return range_sum_markup(expr);
    case ExprKind::condition:
      return condition_markup(expr);
    case ExprKind::transpose:
      return element("msup", markup_within(children[0], Binding::atom) + element("mo", "⊤"));
    case ExprKind::elementwise:
      return joined(expr, sign("⊙"), Binding::product);
  }
  return {};
}

}  // namespace

std::string to_mathml(const Expr& expr, bool block) {
  return (block ? R"(<math display="block">)" : "<math>") + markup(expr) + "</math>";
}

}  // namespace stride::math
