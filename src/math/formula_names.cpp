// What the names of a formula mean: s_j is an element where s is a tensor; ? takes what is filled in.

#include <algorithm>
#include <optional>
#include <utility>

#include "base/utf8.h"
#include "math/expr_tokens.h"
#include "math/formula_names.h"

namespace stride::math {
namespace {

std::size_t axes_of(std::string_view name, const Scope& scope) {
  const auto tensor = scope.tensors.find(name);
  if (tensor != scope.tensors.end()) return tensor->second.sizes.size();
  return name == "delta" || name == "δ" ? 2 : 0;
}

bool is_number_text(std::string_view text) {
  return !text.empty() && text.size() < 10 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

Expr index_of(std::string text) {
  return is_number_text(text) ? Expr(std::stoll(text)) : Expr::symbol(std::move(text));
}

/// s_j, K_cnm, W_12: what stands under the name has one sign for each index.
std::optional<Expr> subscripted(const std::string& name, const Scope& scope) {
  const std::size_t mark = name.find('_');
  if (mark == std::string::npos || scope.numbers.contains(name)) return std::nullopt;
  const std::string base = name.substr(0, mark), under = name.substr(mark + 1);
  const std::size_t axes = axes_of(base, scope);
  if (axes == 0) return std::nullopt;
  if (axes == 1) return Expr::make(ExprKind::element, {index_of(under)}, base);
  const Result<std::u32string> letters = decode_utf8(under);
  if (!letters || letters->size() != axes) return std::nullopt;
  std::vector<Expr> indexes;
  for (const char32_t letter : *letters) indexes.push_back(index_of(encode_utf8(letter)));
  return Expr::make(ExprKind::element, std::move(indexes), base);
}

void collect(const Expr& expr, const Scope& scope, std::vector<std::string>& bound, std::vector<std::string>& names) {
  const auto note = [&](const std::string& name) {
    if (std::ranges::find(names, name) == names.end()) names.push_back(name);
  };
  const std::string& name = expr.name();
  if (expr.kind() == ExprKind::symbol && std::ranges::find(bound, name) == bound.end() &&
      !scope.numbers.contains(name) && !scope.tensors.contains(name) && !constant(name)) {
    note(name);
  }
  if (expr.kind() == ExprKind::element && axes_of(name, scope) == 0 && !scope.numbers.contains(name)) note(name);
  const auto& children = expr.children();
  if (expr.kind() != ExprKind::sum) {
    for (const Expr& child : children) collect(child, scope, bound, names);
    return;
  }
  const std::size_t outside = bound.size();
  for (std::size_t i = 1; i < children.size(); i += 3) {
    collect(children[i + 1], scope, bound, names);
    collect(children[i + 2], scope, bound, names);
    bound.push_back(children[i].name());
  }
  collect(children.front(), scope, bound, names);
  bound.resize(outside);
}

Expr fill(const Expr& expr, const std::vector<Expr>& fills, std::size_t& next) {
  if (expr.kind() == ExprKind::unknown) return next < fills.size() ? fills[next++] : expr;
  std::vector<Expr> children = expr.children();
  if (children.empty()) return expr;
  // A sum's body is written after its ranges.
  const std::size_t first = expr.kind() == ExprKind::sum ? 1 : 0;
  for (std::size_t i = 0; i < children.size(); ++i) {
    Expr& child = children[(i + first) % children.size()];
    child = fill(child, fills, next);
  }
  return Expr::make(expr.kind(), std::move(children), expr.name());
}

}  // namespace

std::optional<double> constant(std::string_view name) {
  if (name == "e") return 2.718281828459045;
  if (name == "pi" || name == "π") return 3.141592653589793;
  return std::nullopt;
}

Expr resolve_names(const Expr& expr, const Scope& scope) {
  if (expr.kind() == ExprKind::symbol) return subscripted(expr.name(), scope).value_or(expr);
  std::vector<Expr> children = expr.children();
  if (children.empty()) return expr;
  for (std::size_t i = 0; i < children.size(); ++i) {
    const bool index = expr.kind() == ExprKind::sum && i % 3 == 1;
    if (!index) children[i] = resolve_names(children[i], scope);
  }
  return Expr::make(expr.kind(), std::move(children), expr.name());
}

std::vector<std::string> free_names(const Expr& formula, const Scope& scope) {
  std::vector<std::string> bound, names;
  collect(resolve_names(formula, scope), scope, bound, names);
  return names;
}

Expr right_side(const Expr& formula) { return formula.kind() == ExprKind::equal ? formula.children().back() : formula; }

Expr fill_unknowns(const Expr& formula, const std::vector<Expr>& fills) {
  std::size_t next = 0;
  return fill(formula, fills, next);
}

std::size_t count_unknowns(const Expr& formula) {
  std::size_t count = formula.kind() == ExprKind::unknown ? 1 : 0;
  for (const Expr& child : formula.children()) count += count_unknowns(child);
  return count;
}

}  // namespace stride::math
