#include "math/functions.h"

#include <cmath>
#include <limits>

namespace stride::math {

double real_function(std::string_view name, double x) {
  const auto logistic = [](double value) { return 1 / (1 + std::exp(-value)); };
  if (name == "exp") return std::exp(x);
  if (name == "log") return std::log(x);
  if (name == "log2") return std::log2(x);
  if (name == "sqrt") return std::sqrt(x);
  if (name == "tanh") return std::tanh(x);
  if (name == "sigma") return logistic(x);
  if (name == "relu") return x > 0 ? x : 0;
  if (name == "abs") return std::fabs(x);
  if (name == "sigma'") return logistic(x) * (1 - logistic(x));
  if (name == "tanh'") return 1 - std::tanh(x) * std::tanh(x);
  if (name == "relu'") return x > 0 ? 1 : 0;
  return std::numeric_limits<double>::quiet_NaN();
}

bool holds(std::string_view relation, double left, double right) {
  if (relation == "<") return left < right;
  if (relation == "<=") return left <= right;
  if (relation == ">") return left > right;
  if (relation == ">=") return left >= right;
  return (left == right) == (relation == "==");
}

}  // namespace stride::math
