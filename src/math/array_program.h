#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

/// A few lines of NumPy, executed: reshapes, transposes and reductions of arrays.
namespace stride::math {

struct NumberArray {
  std::vector<std::int64_t> shape;
  std::vector<double> entries;  // the last index runs fastest
};

struct ArrayNames {
  std::map<std::string, NumberArray, std::less<>> arrays;
  std::map<std::string, std::int64_t, std::less<>> integers;
  /// What `def name(a, b):` calls its parameters in turn.
  std::vector<std::string> parameters;
};

struct ArrayOutcome {
  NumberArray value;
  std::vector<std::string> operations;  // in the order of execution: reshape, max, transpose, ...
};

/// Executes lines of `name = expression`, `a, b = x.shape`, `return expression` or an expression; `import` and `def`
/// lines may stand there. The last line's value (or the returned, or else the last assigned one) is the result, an
/// array.
///
/// Expressions: whole numbers with + - * // % ** and parentheses, tuples and lists, names, x.shape, x.shape[i], x.ndim,
/// x.T, and as methods or as np. functions reshape (with -1), max, min, mean, sum (axis=, keepdims=), transpose and
/// swapaxes. Error::where is the character (code points, from 0); what NumPy refuses is refused in one line. At most
/// 2,000 characters; arrays never grow.
Result<ArrayOutcome> run_array_program(std::string_view text, const ArrayNames& names);

}  // namespace stride::math
