#pragma once

#include "base/random.h"
#include "math/expr.h"

namespace stride::math::test {

/// A random tree as the parser makes them: numbers are not negative and not fractions (these are written as signs and
/// quotients), names are names. With `arithmetic` only what has a value.
Expr random_expr(Random& random, int height, bool arithmetic = false);

/// The same for parse_formula, which reads the printed tree back.
Expr random_formula(Random& random, int height);

}  // namespace stride::math::test
