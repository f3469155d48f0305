#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "math/expr.h"

/// Formulas with indexed tensors, sums over ranges, conditions and matrix products, and their values on real numbers.
namespace stride::math {

/// The notation of parse_expression and, besides:
///
///     sum(c=1..C, n=1..N, I[c, (i-1)*s+n]*K[c,n])   Σ for sum; .. or … or :; sum(c=1..C) body
///     I[c,i,j]  K_{c,n}  K_cn  I(c,i)  W[j][k]      an element of a tensor
///     delta(j,k)  δ_jk                              1 where they are equal, else 0
///     [y[i] <= 0]  (0 < x <= 1)  if(x > 0, x, 0)    a condition: 1 where it holds, else 0
///     exp ln log tanh sigma relu, sigma'(x) ...     σ and sigmoid are sigma, ReLU is relu; log is the natural one
///     W^T  a .* b  a ⊙ b  W*x  W x  W @ x           transpose, elementwise product (binds less than a matrix product)
///
/// Every comma separates. A left side such as `Z_ij =` stays in the tree (right_side takes it off). Error::where is the
/// character; the limits are parse_expression's. to_text of what was read is read as the same tree.
Result<Expr> parse_formula(std::string_view text);

/// What stands right of the last =.
Expr right_side(const Expr& formula);

/// `?` number k, in the order of the text, replaced by fills[k]; further ones stay.
Expr fill_unknowns(const Expr& formula, const std::vector<Expr>& fills);
std::size_t count_unknowns(const Expr& formula);

/// Numbers in rows and columns: a column vector has one column, a number is 1 x 1.
struct Matrix {
  std::int64_t rows = 1, columns = 1;
  std::vector<double> entries;  // row after row
  [[nodiscard]] bool is_number() const { return rows == 1 && columns == 1; }
};

struct Tensor {
  std::vector<std::int64_t> sizes;  // one to four
  std::vector<double> entries;      // the last index runs fastest
  std::vector<std::string> axes;    // what an index counts, for messages: `channels`, `rows`; may be empty
  std::int64_t first = 1;           // the least index
  bool zero_outside = false;        // an index beyond the ends gives 0, as in zero padding
};

/// What names mean.
struct Scope {
  std::map<std::string, double, std::less<>> numbers;
  std::map<std::string, Tensor, std::less<>> tensors;
};

/// The value. A tensor of one or two axes may stand without indexes, as a column vector or a matrix. Errors are one
/// line about the student's own text: a name without a value, an index beyond the ends (`I[0, 3]: rows go from 1 to
/// 7`), sizes that don't fit, a sum of more than 10,000 terms, more than `steps` steps in all.
Result<Matrix> evaluate_formula(const Expr& formula, const Scope& scope, std::int64_t steps = 200'000);
/// The same with steps that several evaluations share: takes off what it needs, and fails once they are used up.
Result<Matrix> evaluate_within(const Expr& formula, const Scope& scope, std::int64_t& steps);

/// Names used that `scope` gives no meaning and no sum binds: the first of them, in the order of the text.
std::vector<std::string> free_names(const Expr& formula, const Scope& scope);

}  // namespace stride::math
