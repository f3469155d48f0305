#include "math/expr.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace stride::math {
namespace {

Expr flattened(ExprKind kind, const Expr& left, const Expr& right) {
  std::vector<Expr> children;
  if (left.kind() == kind) {
    children = left.children();
  } else {
    children.push_back(left);
  }
  children.push_back(right);
  return Expr::make(kind, std::move(children));
}

bool can_have(ExprKind kind, std::size_t children) {
  switch (kind) {
    case ExprKind::number:
    case ExprKind::symbol:
    case ExprKind::unknown:
      return children == 0;
    case ExprKind::negate:
    case ExprKind::floor:
    case ExprKind::ceil:
    case ExprKind::transpose:
      return children == 1;
    case ExprKind::divide:
    case ExprKind::power:
      return children == 2;
    case ExprKind::add:
    case ExprKind::multiply:
    case ExprKind::equal:
    case ExprKind::condition:
    case ExprKind::elementwise:
      return children >= 2;
    case ExprKind::call:
    case ExprKind::dims:
    case ExprKind::element:
      return children >= 1;
    case ExprKind::sum:
      return children >= 4 && children % 3 == 1;
  }
  return false;
}

/// The indexes of a sum are names of its own, in the body and in later ranges.
Expr substitute_sum(const Expr& sum, Bindings bindings) {
  std::vector<Expr> children = sum.children();
  for (std::size_t i = 1; i < children.size(); i += 3) {
    children[i + 1] = substitute(children[i + 1], bindings);
    children[i + 2] = substitute(children[i + 2], bindings);
    bindings.erase(children[i].name());
  }
  children[0] = substitute(children[0], bindings);
  return Expr::make(ExprKind::sum, std::move(children));
}

}  // namespace

Expr::Expr(std::int64_t value) : Expr(Rational(value)) {}

Expr::Expr(Rational value)
    : node_(std::make_shared<const ExprNode>(
          ExprNode{.kind = ExprKind::number, .number = value, .name = {}, .children = {}, .height = 1})) {}

Expr Expr::symbol(std::string name) {
  return Expr(std::make_shared<const ExprNode>(
      ExprNode{.kind = ExprKind::symbol, .number = {}, .name = std::move(name), .children = {}, .height = 1}));
}

Expr Expr::unknown() {
  return Expr(std::make_shared<const ExprNode>(
      ExprNode{.kind = ExprKind::unknown, .number = {}, .name = {}, .children = {}, .height = 1}));
}

Expr Expr::make(ExprKind kind, std::vector<Expr> children, std::string name) {
  if (kind == ExprKind::add || kind == ExprKind::multiply) {
    if (children.empty()) return {kind == ExprKind::add ? 0 : 1};
    if (children.size() == 1) return children.front();
  }
  if (!can_have(kind, children.size())) return unknown();
  int height = 0;
  for (const Expr& child : children) height = std::max(height, child.height());
  return Expr(std::make_shared<const ExprNode>(ExprNode{
      .kind = kind, .number = {}, .name = std::move(name), .children = std::move(children), .height = height + 1}));
}

ExprKind Expr::kind() const { return node_->kind; }
const std::vector<Expr>& Expr::children() const { return node_->children; }
const std::string& Expr::name() const { return node_->name; }
Rational Expr::number() const { return node_->number; }
int Expr::height() const { return node_->height; }

bool operator==(const Expr& a, const Expr& b) {
  if (a.node_ == b.node_) return true;
  return a.kind() == b.kind() && a.number() == b.number() && a.name() == b.name() && a.children() == b.children();
}

Expr operator+(const Expr& a, const Expr& b) { return flattened(ExprKind::add, a, b); }
Expr operator-(const Expr& a, const Expr& b) { return flattened(ExprKind::add, a, -b); }
Expr operator-(const Expr& a) { return Expr::make(ExprKind::negate, {a}); }
Expr operator*(const Expr& a, const Expr& b) { return flattened(ExprKind::multiply, a, b); }
Expr operator/(const Expr& a, const Expr& b) { return Expr::make(ExprKind::divide, {a, b}); }
Expr floor(const Expr& a) { return Expr::make(ExprKind::floor, {a}); }
Expr ceil(const Expr& a) { return Expr::make(ExprKind::ceil, {a}); }
Expr power(const Expr& base, const Expr& exponent) { return Expr::make(ExprKind::power, {base, exponent}); }
Expr equal(const Expr& left, const Expr& right) { return flattened(ExprKind::equal, left, right); }

Expr substitute(const Expr& expr, const Bindings& bindings) {
  if (expr.kind() == ExprKind::sum) return substitute_sum(expr, bindings);
  if (expr.kind() == ExprKind::symbol) {
    const auto bound = bindings.find(expr.name());
    return bound == bindings.end() ? expr : bound->second;
  }
  if (expr.children().empty()) return expr;
  std::vector<Expr> children;
  children.reserve(expr.children().size());
  for (const Expr& child : expr.children()) children.push_back(substitute(child, bindings));
  return Expr::make(expr.kind(), std::move(children), expr.name());
}

}  // namespace stride::math
