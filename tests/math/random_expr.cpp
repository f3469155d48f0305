#include "random_expr.h"

#include <array>
#include <utility>
#include <vector>

namespace stride::math::test {
namespace {

Expr leaf(Random& random, bool arithmetic) {
  constexpr std::array names = {"n", "p", "x", "r_1", "f_h", "K", "floor", "px", "e", "σ"};
  switch (random.below(arithmetic ? 2 : 5)) {
    case 0:
      return {std::int64_t{random.below(10)}};
    case 1:
      return Rational::fraction(random.below(100'000), 8).value_or(Rational(1));
    case 2:
      return Expr::unknown();
    default:
      return Expr::symbol(names[random.below(names.size())]);
  }
}

std::vector<Expr> several(Random& random, int height, bool arithmetic, std::uint32_t least) {
  std::vector<Expr> children;
  for (std::uint32_t count = least + random.below(3); count > 0; --count) {
    children.push_back(random_expr(random, height, arithmetic));
  }
  return children;
}

// The draws stand in statements of their own: the order of arguments differs between compilers.
Expr call(Random& random, int height, bool arithmetic) {
  const bool variadic = random.below(2) == 0;
  const bool first = random.below(2) == 0;
  if (!variadic) {
    return Expr::make(ExprKind::call, {random_expr(random, height, arithmetic)}, first ? "sqrt" : "log2");
  }
  return Expr::make(ExprKind::call, several(random, height, arithmetic, 1), first ? "min" : "max");
}

}  // namespace

Expr random_expr(Random& random, int height, bool arithmetic) {
  if (height <= 1 || random.below(6) == 0) return leaf(random, arithmetic);
  const auto child = [&] { return random_expr(random, height - 1, arithmetic); };
  switch (random.below(arithmetic ? 8 : 10)) {
    case 0:
    case 1:
      return Expr::make(ExprKind::add, several(random, height - 1, arithmetic, 2));
    case 2:
      return Expr::make(ExprKind::multiply, several(random, height - 1, arithmetic, 2));
    case 3:
      return Expr::make(ExprKind::negate, {child()});
    case 4:
      return Expr::make(ExprKind::divide, {child(), child()});
    case 5:
      return Expr::make(ExprKind::power, {child(), child()});
    case 6:
      return random.below(2) == 0 ? floor(child()) : ceil(child());
    case 7:
      return call(random, height - 1, arithmetic);
    case 8:
      return Expr::make(ExprKind::equal, several(random, height - 1, arithmetic, 2));
    default:
      return Expr::make(ExprKind::dims, several(random, height - 1, arithmetic, 1));
  }
}

namespace {

Expr formula_leaf(Random& random) {
  constexpr std::array names = {"c", "i", "N", "s_j", "W_1", "σ", "sum", "delta", "T", "T", "f'"};
  return random.below(3) == 0 ? leaf(random, true) : Expr::symbol(names[random.below(names.size())]);
}

Expr formula_call(Random& random, int height) {
  constexpr std::array names = {"exp", "log", "tanh", "sigma", "sigma'", "relu", "sqrt", "delta", "if", "max"};
  const std::string name = names[random.below(names.size())];
  std::vector<Expr> arguments = {random_formula(random, height)};
  const std::uint32_t more = name == "delta" ? 1 : name == "if" || name == "max" ? 2 : 0;
  for (std::uint32_t i = 0; i < more; ++i) arguments.push_back(random_formula(random, height));
  return Expr::make(ExprKind::call, std::move(arguments), name);
}

Expr formula_sum(Random& random, int height) {
  constexpr std::array indexes = {"c", "n", "m_1"};
  std::vector<Expr> children = {random_formula(random, height)};
  for (std::uint32_t count = 1 + random.below(2); count > 0; --count) {
    children.push_back(Expr::symbol(indexes[random.below(indexes.size())]));
    children.push_back(random_formula(random, height));
    children.push_back(random_formula(random, height));
  }
  return Expr::make(ExprKind::sum, std::move(children));
}

Expr formula_condition(Random& random, int height) {
  constexpr std::array relations = {"<", "<=", ">", ">=", "==", "!="};
  std::vector<Expr> operands = {random_formula(random, height), random_formula(random, height)};
  std::string name = relations[random.below(relations.size())];
  if (random.below(3) == 0) {
    operands.push_back(random_formula(random, height));
    name += std::string(" ") + relations[random.below(relations.size())];
  }
  return Expr::make(ExprKind::condition, std::move(operands), std::move(name));
}

}  // namespace

Expr random_formula(Random& random, int height) {
  if (height <= 1 || random.below(6) == 0) return formula_leaf(random);
  const auto several_of = [&](std::uint32_t least) {
    std::vector<Expr> children;
    for (std::uint32_t count = least + random.below(3); count > 0; --count)
      children.push_back(random_formula(random, height - 1));
    return children;
  };
  const auto child = [&] { return random_formula(random, height - 1); };
  switch (random.below(12)) {
    case 0:
    case 1:
      return Expr::make(ExprKind::add, several_of(2));
    case 2:
      return Expr::make(ExprKind::multiply, several_of(2));
    case 3:
      return Expr::make(ExprKind::negate, {child()});
    case 4: {
      const Expr above = child();
      return above / child();
    }
    case 5: {
      const Expr base = child(), exponent = child();
      return exponent == Expr::symbol("T") ? base : power(base, exponent);  // ^T is the transpose
    }
    case 6:
      return random.below(2) == 0 ? floor(child()) : Expr::make(ExprKind::transpose, {child()});
    case 7:
      return Expr::make(ExprKind::element, several_of(1), random.below(2) == 0 ? "K" : "I_1");
    case 8:
      return formula_call(random, height - 1);
    case 9:
      return formula_sum(random, height - 1);
    case 10:
      return formula_condition(random, height - 1);
    default:
      return Expr::make(ExprKind::elementwise, several_of(2));
  }
}

}  // namespace stride::math::test
