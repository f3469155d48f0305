#include <algorithm>
#include <cstdint>
#include <functional>
#include <set>
#include <string>

#include "base/random.h"
#include "math/expr.h"

namespace stride::math {
namespace {

void collect_symbols(const Expr& expr, Names& names) {
  if (expr.kind() == ExprKind::symbol) names.insert(expr.name());
  for (const Expr& child : expr.children()) collect_symbols(child, names);
}

/// Small numbers, since exact values must fit 64 bits: whole ones of both signs, fractions (a floor can't hide behind
/// whole points), and now and then a power of 4, where roots and logarithms are exact.
Rational random_value(Random& random) {
  switch (random.below(8)) {
    case 0:
      return Rational(std::int64_t{1} << (2 * random.below(5)));
    case 1:
      return Rational(random.between(-9, -1));
    case 2:
    case 3: {
      // Drawn one after the other: the order of arguments differs between compilers.
      const std::int64_t numerator = random.between(-40, 40);
      return Rational::fraction(numerator, random.between(2, 7)).value_or(Rational(1));
    }
    default:
      return Rational(random.between(1, 24));
  }
}

Bindings random_point(const Names& names, Random& random) {
  Bindings point;
  for (const std::string& name : names) point.emplace(name, random_value(random));
  return point;
}

bool are_equivalent_shapes(const Expr& a, const Expr& b, std::uint64_t seed, int points) {
  return std::ranges::equal(a.children(), b.children(),
                            [&](const Expr& left, const Expr& right) { return equivalent(left, right, seed, points); });
}

}  // namespace

Names symbols_of(const Expr& expr) {
  Names names;
  collect_symbols(expr, names);
  return names;
}

Expr names_apart(const Expr& expr, const Names& known) {
  Bindings products;
  for (const std::string& name : symbols_of(expr)) {
    const auto is_known = [&](char letter) { return known.contains(std::string_view(&letter, 1)); };
    if (known.contains(name) || !std::ranges::all_of(name, is_known)) continue;
    Expr product = Expr::symbol(name.substr(0, 1));
    for (const char letter : name.substr(1)) product = product * Expr::symbol(std::string(1, letter));
    products.emplace(name, std::move(product));
  }
  return products.empty() ? expr : substitute(expr, products);
}

bool equivalent(const Expr& a, const Expr& b, std::uint64_t seed, int points) {
  if (a.kind() == ExprKind::dims && b.kind() == ExprKind::dims) return are_equivalent_shapes(a, b, seed, points);
  Names names;
  collect_symbols(a, names);
  collect_symbols(b, names);
  Random random = Random::stream(seed);
  constexpr int tries_per_point = 32;
  int compared = 0;
  for (int tries = 0; compared < points && tries < points * tries_per_point; ++tries) {
    const Bindings point = random_point(names, random);
    const Result<Rational> left = evaluate(substitute(a, point));
    const Result<Rational> right = evaluate(substitute(b, point));
    if (!left || !right) continue;
    if (*left != *right) return false;
    ++compared;
  }
  return compared > 0;
}

}  // namespace stride::math
