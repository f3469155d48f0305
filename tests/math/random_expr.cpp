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

}  // namespace stride::math::test
