#pragma once

#include "math/expr.h"

namespace stride::math {

/// How tightly an expression holds together when it is written down: it needs parentheses where something tighter is
/// asked for.
enum class Binding : int { equality, shape, sum, elementwise, product, power, atom };

Binding binding(const Expr& expr);

/// Whether a shape is written `96 x 51 x 51`; others are written `(N, 51, 51)`, since `N x C` would read as a product
/// with a variable x.
bool is_plain_shape(const Expr& dims);

}  // namespace stride::math
