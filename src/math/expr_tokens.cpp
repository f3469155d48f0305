#include "math/expr_tokens.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/utf8.h"

namespace stride::math {
namespace {

bool is_latin(char32_t c) { return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z'); }

std::string lower_case(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

bool is_unit(std::string_view name) {
  constexpr std::array units = {"px",     "pixel",   "pixels", "parameter", "parameters",
                                "params", "weights", "neuron", "neurons"};
  const std::string lower = lower_case(name);
  return std::ranges::any_of(units, [&](std::string_view unit) { return unit == lower; });
}

}  // namespace

std::optional<TokenKind> single_sign(char32_t c) {
  switch (c) {
    case U'+':
      return TokenKind::plus;
    case U'-':
    case U'\u2212':  // minus sign
    case U'\u2013':
      return TokenKind::minus;  // en dash, which word processors put for it
    case U'*':
    case U'·':
    case U'×':
    case U'∗':
    case U'⋅':
      return TokenKind::times;
    case U'/':
    case U'÷':
    case U'\u2215':
      return TokenKind::divide;
    case U'^':
      return TokenKind::power;
    case U'=':
      return TokenKind::equals;
    case U',':
      return TokenKind::comma;
    case U'(':
      return TokenKind::open;
    case U')':
      return TokenKind::close;
    case U'⌊':
      return TokenKind::floor_open;
    case U'⌋':
      return TokenKind::floor_close;
    case U'⌈':
      return TokenKind::ceil_open;
    case U'⌉':
      return TokenKind::ceil_close;
    case U'?':
      return TokenKind::unknown;
    default:
      return std::nullopt;
  }
}

namespace {

std::string refusal(char32_t c) {
  if (c == U'[' || c == U']' || c == U'{' || c == U'}')
    return "use round parentheses ( ) here, and floor() to round down";
  if (c == U';') return "use a comma to separate sizes";
  if (c < U' ' || c == U'\u007F') return "an invisible character is not understood here";
  return "the character " + encode_utf8(c) + " is not understood here";
}

class Tokenizer {
 public:
  Tokenizer(std::u32string_view text, Reading reading) : text_(text), reading_(reading) {}

  Result<std::vector<Token>> run() {
    for (skip_spaces(); index_ < text_.size(); skip_spaces()) {
      if (Result<void> taken = take(); !taken) return std::unexpected(std::move(taken.error()));
    }
    push(TokenKind::end, 0);
    return std::move(tokens_);
  }

 private:
  [[nodiscard]] char32_t at(std::size_t index) const { return index < text_.size() ? text_[index] : U'\0'; }
  [[nodiscard]] bool after_operand() const { return !tokens_.empty() && ends_operand(tokens_.back().kind); }

  void skip_spaces() {
    while (is_space(at(index_))) ++index_;
  }

  Token& push(TokenKind kind, std::size_t length) {
    tokens_.push_back({.kind = kind, .position = index_, .number = 0, .name = {}});
    index_ += length;
    return tokens_.back();
  }

  Result<void> take() {
    const char32_t c = at(index_);
    if (is_digit(c) || (c == U'.' && is_digit(at(index_ + 1)))) return take_number();
    if (is_shape_sign()) {
      push(TokenKind::shape, 1).name = "x";
      return {};
    }
    if (is_letter(c)) {
      take_name();
      return {};
    }
    if (superscripts.contains(c)) return take_superscript();
    return take_sign();
  }

  Result<void> take_number() {
    const bool inside_call = !calls_.empty() && calls_.back();
    const Result<NumberText> number = read_number(text_, index_, reading_.commas_separate || inside_call);
    if (!number) return std::unexpected(number.error());
    push(TokenKind::number, number->end - index_).number = number->value;
    return {};
  }

  /// An x between an operand and a digit is a sign: as a name it could not stand there. In an answer, where a variable
  /// x is unlikely, also before a parenthesis.
  [[nodiscard]] bool is_shape_sign() const {
    if ((at(index_) != U'x' && at(index_) != U'X') || !after_operand()) return false;
    std::size_t next = index_ + 1;
    while (is_space(at(next))) ++next;
    return is_digit(at(next)) || (reading_.answer && at(next) == U'(');
  }

  void take_name() {
    std::size_t end = index_;
    const auto is_part = [&](std::size_t i) { return is_letter(at(i)) || is_digit(at(i)); };
    while (is_part(end) || (at(end) == U'_' && is_part(end + 1))) ++end;
    std::string name = encode_utf8(text_.substr(index_, end - index_));
    if (reading_.answer && after_operand() && is_unit(name)) {
      index_ = end;
    } else {
      push(TokenKind::name, end - index_).name = std::move(name);
    }
  }

  Result<void> take_superscript() {
    const Result<NumberText> exponent = read_superscript(text_, index_);
    if (!exponent) return std::unexpected(exponent.error());
    push(TokenKind::superscript, exponent->end - index_).number = exponent->value;
    return {};
  }

  Result<void> take_sign() {
    const char32_t c = at(index_);
    if (c == U'*' && at(index_ + 1) == U'*') {
      push(TokenKind::power, 2);
      return {};
    }
    if (c == U'/' && at(index_ + 1) == U'/') {
      push(TokenKind::whole_divide, 2);
      return {};
    }
    const std::optional<TokenKind> kind = single_sign(c);
    if (!kind) return fail(refusal(c), std::to_string(index_));
    if (*kind == TokenKind::open) calls_.push_back(!tokens_.empty() && !known_function(tokens_.back().name).empty());
    if (*kind == TokenKind::close && !calls_.empty()) calls_.pop_back();
    push(*kind, 1).name = *kind == TokenKind::times ? encode_utf8(c) : "";
    return {};
  }

  std::u32string_view text_;
  Reading reading_;
  std::size_t index_ = 0;
  std::vector<Token> tokens_;
  std::vector<bool> calls_;  // for each open parenthesis, whether it is a function's: there commas separate
};

}  // namespace

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }

bool is_space(char32_t c) {
  return c == U' ' || (c >= U'\t' && c <= U'\r') || c == U'\u00A0' || (c >= U'\u2000' && c <= U'\u200B') ||
         c == U'\u202F' || c == U'\u205F' || c == U'\u2060' || c == U'\u3000' || c == U'\uFEFF';
}

bool is_letter(char32_t c) { return is_latin(c) || (c >= U'\u0391' && c <= U'\u03C9' && c != U'\u03A2'); }

Result<NumberText> read_superscript(std::u32string_view text, std::size_t start) {
  std::int64_t value = 0;
  std::size_t end = start;
  for (; end < text.size() && superscripts.contains(text[end]); ++end) {
    if (end - start >= 9) return fail("this exponent is too large", std::to_string(start));
    value = value * 10 + static_cast<std::int64_t>(superscripts.find(text[end]));
  }
  return NumberText{.value = value, .end = end};
}

bool ends_operand(TokenKind kind) {
  switch (kind) {
    case TokenKind::number:
    case TokenKind::name:
    case TokenKind::unknown:
    case TokenKind::superscript:
    case TokenKind::close:
    case TokenKind::floor_close:
    case TokenKind::ceil_close:
      return true;
    default:
      return false;
  }
}

std::string_view known_function(std::string_view name) {
  constexpr std::array<std::string_view, 6> functions = {"floor", "ceil", "min", "max", "sqrt", "log2"};
  const std::string lower = lower_case(name);
  if (lower == "ceiling") return functions[1];
  const auto* const found = std::ranges::find(functions, lower);
  return found == functions.end() ? std::string_view() : *found;
}

bool is_unsupported_function(std::string_view name) {
  constexpr std::array<std::string_view, 13> functions = {"round", "int", "trunc", "abs", "log",  "ln", "log10",
                                                          "exp",   "sin", "cos",   "tan", "tanh", "pow"};
  return std::ranges::find(functions, name) != functions.end();
}

Result<std::vector<Token>> tokenize(std::u32string_view text, Reading reading) {
  return Tokenizer(text, reading).run();
}

}  // namespace stride::math
