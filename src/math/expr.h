#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "math/rational.h"

namespace stride::math {

enum class ExprKind : std::uint8_t {
  number,    // an exact value
  symbol,    // a variable: n, or r_1 (the part after the underscore is a subscript)
  unknown,   // a value withheld from the reader, shown as ?
  add,       // two or more terms; a negated term prints as a subtraction
  negate,    // one
  multiply,  // two or more factors
  divide,    // numerator, denominator
  power,     // base, exponent
  floor,     // one
  ceil,      // one
  call,      // name(arguments): min, max, sqrt, log2; in formulas also exp, sigma, sigma', delta, ...
  equal,     // left = right (= further right ...), for a worked line
  dims,      // 96 x 51 x 51: a shape, not a product
  // What parse_formula reads besides (math/index_formula.h).
  element,      // name[index, ...]
  sum,          // body, then for each range its index, first and last value
  condition,    // operands; the name holds the relations between them, a space apart: `< <=`
  transpose,    // one
  elementwise,  // two or more factors, multiplied entry by entry
};

struct ExprNode;

/// An immutable expression tree. A worked line is one of these, never a string: value, text, MathML and drawing all
/// come from the same tree, and keep the shape in which it was written (no simplification happens by itself).
class Expr {
 public:
  Expr(std::int64_t value);  // NOLINT: numbers are expressions
  Expr(Rational value);      // NOLINT
  static Expr symbol(std::string name);
  static Expr unknown();
  /// A sum or product of one thing is that thing, of nothing 0 or 1; any other kind with a number of children that it
  /// can't have is `unknown`.
  static Expr make(ExprKind kind, std::vector<Expr> children, std::string name = {});

  [[nodiscard]] ExprKind kind() const;
  [[nodiscard]] const std::vector<Expr>& children() const;
  [[nodiscard]] const std::string& name() const;  // symbol, call
  [[nodiscard]] Rational number() const;          // number only
  [[nodiscard]] int height() const;               // 1 for a leaf

  /// The same tree, by structure.
  friend bool operator==(const Expr& a, const Expr& b);

 private:
  explicit Expr(std::shared_ptr<const ExprNode> node) : node_(std::move(node)) {}
  std::shared_ptr<const ExprNode> node_;
};

struct ExprNode {
  ExprKind kind = ExprKind::number;
  Rational number;
  std::string name;
  std::vector<Expr> children;
  int height = 1;
};

// Sums and products flatten on the left as they are built: a + b + c is one sum of three terms.
Expr operator+(const Expr& a, const Expr& b);
Expr operator-(const Expr& a, const Expr& b);
Expr operator-(const Expr& a);
Expr operator*(const Expr& a, const Expr& b);
Expr operator/(const Expr& a, const Expr& b);
Expr floor(const Expr& a);
Expr ceil(const Expr& a);
Expr power(const Expr& base, const Expr& exponent);
Expr equal(const Expr& left, const Expr& right);

using Bindings = std::map<std::string, Expr, std::less<>>;

/// The tree with every bound symbol replaced, but not the index of a sum within it; the rest stays symbolic.
Expr substitute(const Expr& expr, const Bindings& bindings);

/// The exact value. Fails on an unbound symbol, an unknown, division by zero, overflow, a root or logarithm that is
/// not exact, and on a shape; `equal` is the value of its last side.
Result<Rational> evaluate(const Expr& expr);
/// The nearest double, for plots and comparisons that need not be exact.
Result<double> evaluate_real(const Expr& expr);

/// One line as in `384*(3*3*384 + 1)`, `floor((212 + 2*0 - 11)/4) + 1`, `96 x 51 x 51`: spaces around + and -, none
/// around * and /, parentheses only where precedence asks. parse_expression reads it back to the same tree.
std::string to_text(const Expr& expr);
/// A complete <math> element (display style if `block`): <mfrac>, <mo>⌊</mo>, <msup>, <msub>, × for *.
std::string to_mathml(const Expr& expr, bool block = false);

/// What may be typed: + - * / ^ ( ), the signs · × ∗ ÷ − ⌊ ⌋ ⌈ ⌉ ² ³, `**` and `//` as in Python, floor(), ceil(),
/// min(), max(), sqrt(), log2(), names (Latin and Greek letters, digits, r_1), ?, chains of =. Numbers take a decimal
/// point, an exponent without spaces (2.7e-8) and thousands by one space, comma or apostrophe (34 944, 34,944, 34'944);
/// 34,94 is unclear, hence an error. Before a name or a parenthesis the sign of a product may be left out (2p,
/// 96(121+1), a(b)); it binds as *, so 1/2n is (1/2)*n. LaTeX is read as what it means (latex.h), here and below.
///
/// A shape is (N, 51, 51), with a space after the comma where 34,944 could be meant, or 96 x 51 x 51: an x that stands
/// after an operand and before a digit is that sign, any other x is a name (2x, x + 1); × is a product here.
///
/// The tree keeps the parentheses typed. Error::where is the character index (code points, from 0), the message says
/// what was expected there. At most 2,000 characters and a tree of height 40 are read.
Result<Expr> parse_expression(std::string_view text);

/// An answer in a box. Sizes alone are `dims`: plain numbers with x or × between them (51x51, 96 × 51 × 51), or numbers
/// and names in parentheses or brackets (96,51,51), (N, 222, 222, 64), [96, 51, 51]. Anything else is an expression,
/// where x before a digit or a parenthesis and × are products, as * always is. Units after a number (px, pixels,
/// parameters, neurons), a leading = or `name =`, and a trailing `= value` that agrees are dropped. Empty or blank text
/// is an error that says so.
Result<Expr> parse_answer(std::string_view text);

using Names = std::set<std::string, std::less<>>;
Names symbols_of(const Expr& expr);
/// With names that were run together taken for products where every letter is a known one: mn + m is m*n + m.
Expr names_apart(const Expr& expr, const Names& known);

/// Whether two expressions agree on `points` pseudo-random exact assignments of their symbols (same seed, same points).
/// Points where either side has no value are skipped (and others tried); if all are, the answer is no. Shapes agree
/// when their entries do.
bool equivalent(const Expr& a, const Expr& b, std::uint64_t seed = 1, int points = 12);

}  // namespace stride::math
