#pragma once

#include "base/random.h"
#include "math/expr.h"

namespace stride::math::test {

/// A random tree as the parser makes them: numbers are not negative and not fractions (these are written as signs and
/// quotients), names are names. With `arithmetic` only what has a value.
Expr random_expr(Random& random, int height, bool arithmetic = false);

}  // namespace stride::math::test
