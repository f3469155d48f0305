#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "math/expr.h"
#include "math/expr_tokens.h"

namespace stride::math {

/// The code points of what was typed. Fails on blank text, on more than 2,000 characters and on bad UTF-8.
Result<std::u32string> read_typed(std::string_view text);

/// The tree of `tokens`, the last of which is `end`; `formula` for those of index_formula.h.
Result<Expr> parse_tokens(const std::vector<Token>& tokens, bool formula = false);

/// What `parse` makes of what was typed, in plain notation where that was LaTeX.
Result<Expr> parse_typed(std::string_view text, const std::function<Result<Expr>(const std::u32string&)>& parse);

/// Reads on after an error as if the text ended there; only the first error counts.
class Parser {
 public:
  Parser(const std::vector<Token>& tokens, bool formula) : tokens_(tokens), formula_(formula) {}

  Result<Expr> run();

 private:
  [[nodiscard]] const Token& token() const { return error_ ? tokens_.back() : tokens_[index_]; }
  [[nodiscard]] TokenKind kind() const { return token().kind; }
  [[nodiscard]] bool starts_operand() const;
  void skip();
  bool take(TokenKind wanted);

  Expr refuse(std::string message);
  /// What stands where something else had to follow.
  Expr refuse_leftover();
  /// What stands where a number or a name had to.
  Expr refuse_operand();
  Expr node(ExprKind kind, std::vector<Expr> children, std::string name = {});

  Expr equality();
  Expr shape();
  Expr sum();
  Expr term();
  Expr product();
  Expr factor();
  Expr powered();
  Expr operand();
  /// A decimal that is written as a fraction (0.0078125 as 1/128) is one, so that the text is read as the same tree.
  Expr number();
  Expr named();
  Expr call(std::string_view function);
  Expr parenthesised();
  Expr as_condition(Expr expr);  // j = k within brackets or if()
  /// ( one ) or ( several, separated by, commas ); `tuple` says whether there was a comma, as also in (5,).
  std::vector<Expr> list(bool& tuple);
  Expr bracketed(ExprKind rounding, TokenKind close);
  bool enter();
  void leave(TokenKind close, std::string_view sign);

  // Of formulas only (formula_parse.cpp).
  Expr comparison();
  Expr element(std::string name);
  Expr range_sum();
  void range(std::vector<Expr>& ranges);
  /// Whether the parenthesis here holds a comma of its own, as in I(c, i).
  [[nodiscard]] bool holds_comma() const;
  [[nodiscard]] std::string_view function_here() const;

  const std::vector<Token>& tokens_;
  bool formula_ = false;
  std::size_t index_ = 0;
  int groups_ = 0;  // parentheses, signs and exponents around this place
  int open_ = 0;    // of them parentheses and brackets
  std::optional<Error> error_;
};

}  // namespace stride::math
