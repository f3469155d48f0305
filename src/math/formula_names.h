#pragma once

#include <optional>
#include <string_view>

#include "math/index_formula.h"

namespace stride::math {

/// e and pi.
std::optional<double> constant(std::string_view name);

/// The tree with s_j, K_cnm and delta_jk as elements where s, K are tensors with as many indexes.
Expr resolve_names(const Expr& expr, const Scope& scope);

}  // namespace stride::math
