#pragma once

#include <string_view>

namespace stride::math {

/// exp, log (natural), log2, sqrt, tanh, sigma (logistic), relu, abs, and sigma', tanh', relu' (0 at 0): not finite
/// where there is no value, and for other names.
double real_function(std::string_view name, double x);

/// What a relation says of two numbers: < <= > >= == !=.
bool holds(std::string_view relation, double left, double right);

}  // namespace stride::math
