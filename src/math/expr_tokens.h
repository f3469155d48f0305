#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "math/rational.h"

namespace stride::math {

enum class TokenKind : std::uint8_t {
  number,
  name,
  unknown,
  superscript,  // superscript: its digits as a number
  plus,
  minus,
  times,
  divide,
  whole_divide,
  power,
  shape,
  comma,
  equals,
  open,
  close,
  floor_open,
  floor_close,
  ceil_open,
  ceil_close,
  // Of formulas only.
  index_open,   // [, or the opening of a subscript _{ or _(
  index_close,  // ], or its end
  relation,     // < <= > >= == !=
  range,        // ..
  elementwise,  // .* or ⊙
  transposed,   // ^T, ᵀ or .T
  sum,          // the word or sign before its parenthesis
  end,
};

struct Token {
  TokenKind kind = TokenKind::end;
  std::size_t position = 0;  // in code points
  Rational number = 0;
  std::string name;  // of a name; of `times`, the sign as typed; of a relation, the sign
};

struct Reading {
  /// In (96,51,51) every comma separates; elsewhere 34,944 is a number and only a comma before a space separates.
  bool commas_separate = false;
  /// An answer may carry units after its numbers, and its x is a sign before a parenthesis too.
  bool answer = false;
};

/// The tokens of a text, the last of them `end`.
Result<std::vector<Token>> tokenize(std::u32string_view text, Reading reading);

/// The tokens of a formula (index_formula.h).
Result<std::vector<Token>> tokenize_formula(std::u32string_view text);

/// floor, ceil (and ceiling), min, max, sqrt, log2 in any case: their name as ExprKind::call and messages have it;
/// empty for other names.
std::string_view known_function(std::string_view name);
/// Functions that people try and that are better refused than read as a product with a name.
bool is_unsupported_function(std::string_view name);
/// A function of formulas, sigma' or delta, by the name that the tree has; empty for other names.
std::string_view formula_function(std::string_view name);
/// How many values it takes; 0 where any number will do.
std::size_t argument_count(std::string_view function);

/// Whether the token can end an operand: then a name or parenthesis after it multiplies.
bool ends_operand(TokenKind kind);

// For the number reader and the tokenizers.
bool is_digit(char32_t c);
bool is_space(char32_t c);
bool is_letter(char32_t c);
inline constexpr std::u32string_view superscripts = U"⁰¹²³⁴⁵⁶⁷⁸⁹";
/// The signs that both notations share.
std::optional<TokenKind> single_sign(char32_t c);

struct NumberText {
  Rational value = 0;
  std::size_t end = 0;  // just after the number
};

/// The number that starts at `start`: digits, thousands in groups, decimals, an exponent (2.7e-8).
Result<NumberText> read_number(std::u32string_view text, std::size_t start, bool commas_separate);
/// The whole number of a row of superscript digits.
Result<NumberText> read_superscript(std::u32string_view text, std::size_t start);

}  // namespace stride::math
