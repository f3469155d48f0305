// The tokens of a formula with indexes (index_formula.h).

#include <algorithm>
#include <array>
#include <utility>

#include "base/utf8.h"
#include "math/expr_tokens.h"

namespace stride::math {
namespace {

/// Signs that formulas have alone; longer ones before those that they begin with.
struct Sign {
  std::u32string_view text;
  TokenKind kind;
  std::string_view name = {};
};
constexpr auto signs = std::to_array<Sign>({
    {U"...", TokenKind::range},         {U"..", TokenKind::range},          {U"…", TokenKind::range},
    {U":", TokenKind::range},           {U".*", TokenKind::elementwise},    {U"⊙", TokenKind::elementwise},
    {U"∘", TokenKind::elementwise},     {U".^", TokenKind::power},          {U"**", TokenKind::power},
    {U"//", TokenKind::whole_divide},   {U"@", TokenKind::times},           {U"<=", TokenKind::relation, "<="},
    {U">=", TokenKind::relation, ">="}, {U"≤", TokenKind::relation, "<="},  {U"≥", TokenKind::relation, ">="},
    {U"==", TokenKind::relation, "=="}, {U"!=", TokenKind::relation, "!="}, {U"≠", TokenKind::relation, "!="},
    {U"<", TokenKind::relation, "<"},   {U">", TokenKind::relation, ">"},   {U"ᵀ", TokenKind::transposed},
});
constexpr auto transposes = std::to_array<std::u32string_view>({U"^T", U".T", U"^⊤", U"^⊺"});

bool is_prime(char32_t c) { return c == U'\'' || c == U'′' || c == U'’'; }

class FormulaTokenizer {
 public:
  explicit FormulaTokenizer(std::u32string_view text) : text_(text) {}

  Result<std::vector<Token>> run() {
    for (skip_spaces(); index_ < text_.size(); skip_spaces()) {
      if (Result<void> taken = take(); !taken) return std::unexpected(std::move(taken.error()));
    }
    push(TokenKind::end, 0);
    return std::move(tokens_);
  }

 private:
  enum class Group : std::uint8_t { round, bracket, index, braces, subscript };  // braces: _{ }, subscript: _( )

  [[nodiscard]] char32_t at(std::size_t index) const { return index < text_.size() ? text_[index] : U'\0'; }
  [[nodiscard]] bool is_part(std::size_t index) const { return is_letter(at(index)) || is_digit(at(index)); }
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
    if (is_digit(c) || (c == U'.' && is_digit(at(index_ + 1)))) {
      const Result<NumberText> number = read_number(text_.substr(0, end_of_number()), index_, true);
      if (!number) return std::unexpected(number.error());
      push(TokenKind::number, number->end - index_).number = number->value;
      return {};
    }
    if (superscripts.contains(c)) {
      const Result<NumberText> exponent = read_superscript(text_, index_);
      if (!exponent) return std::unexpected(exponent.error());
      push(TokenKind::superscript, exponent->end - index_).number = exponent->value;
      return {};
    }
    if (c == U'∑' || c == U'∂' || is_letter(c)) {
      take_name();
      return {};
    }
    return take_sign();
  }

  /// In 1..C and 2.*x the point is no decimal point.
  [[nodiscard]] std::size_t end_of_number() const {
    std::size_t end = index_;
    while (is_digit(at(end)) || ((at(end) == U'.' || is_space(at(end))) && is_digit(at(end + 1)))) ++end;
    const bool sign = at(end) == U'.' && (at(end + 1) == U'.' || at(end + 1) == U'*' || at(end + 1) == U'^');
    return sign ? end : text_.size();
  }

  void take_name() {
    std::size_t end = index_ + 1;
    while (is_part(end) || (at(end) == U'_' && is_part(end + 1))) ++end;
    const std::u32string_view letters = text_.substr(index_, end - index_);
    std::size_t next = end;
    while (is_space(at(next))) ++next;
    if ((letters == U"sum" || letters == U"Σ" || letters == U"∑") && at(next) == U'(') {
      push(TokenKind::sum, end - index_);
      return;
    }
    if (!groups_.empty() && groups_.back() == Group::braces && std::ranges::all_of(letters, is_letter)) {
      split(letters);
      return;
    }
    std::string name = encode_utf8(letters);
    for (; is_prime(at(end)); ++end) name += '\'';
    push(TokenKind::name, end - index_).name = std::move(name);
    if (at(end) == U'_' && (at(end + 1) == U'{' || at(end + 1) == U'(')) {
      groups_.push_back(at(end + 1) == U'{' ? Group::braces : Group::subscript);
      push(TokenKind::index_open, 2);
    }
  }

  /// K_{cnm} is K[c, n, m].
  void split(std::u32string_view letters) {
    for (std::size_t i = 0; i < letters.size(); ++i) {
      if (i > 0) push(TokenKind::comma, 0);
      push(TokenKind::name, 1).name = encode_utf8(letters[i]);
    }
  }

  Result<void> take_sign() {
    for (const std::u32string_view sign : transposes) {
      if (!text_.substr(index_).starts_with(sign) || is_part(index_ + 2) || at(index_ + 2) == U'_' ||
          is_prime(at(index_ + 2)))
        continue;
      push(TokenKind::transposed, 2);
      return {};
    }
    for (const Sign& sign : signs) {
      if (!text_.substr(index_).starts_with(sign.text)) continue;
      push(sign.kind, sign.text.size()).name = sign.name;
      return {};
    }
    switch (at(index_)) {
      case U'[':
        return open(is_indexed() ? Group::index : Group::bracket);
      case U'(':
        return open(Group::round);
      case U']':
      case U')':
      case U'}':
        return close();
      default:
        break;
    }
    const std::optional<TokenKind> kind = single_sign(at(index_));
    if (!kind) return refuse();
    push(*kind, 1);
    return {};
  }

  /// I[c] and W[j][k] have indexes; x [y > 0] is a product with a condition.
  [[nodiscard]] bool is_indexed() const {
    if (tokens_.empty() || index_ == 0 || is_space(at(index_ - 1))) return false;
    return tokens_.back().kind == TokenKind::name || tokens_.back().kind == TokenKind::index_close;
  }

  Result<void> open(Group group) {
    groups_.push_back(group);
    push(group == Group::index ? TokenKind::index_open : TokenKind::open, 1);
    return {};
  }

  Result<void> close() {
    const char32_t c = at(index_);
    const std::string position = std::to_string(index_);
    if (groups_.empty()) return fail("this closing bracket has no opening one", position);
    const Group group = groups_.back();
    const char32_t wanted = group == Group::braces                               ? U'}'
                            : group == Group::round || group == Group::subscript ? U')'
                                                                                 : U']';
    if (c != wanted) return fail("a closing " + encode_utf8(wanted) + " is expected here", position);
    groups_.pop_back();
    push(group == Group::round || group == Group::bracket ? TokenKind::close : TokenKind::index_close, 1);
    return {};
  }

  [[nodiscard]] Result<void> refuse() const {
    const char32_t c = at(index_);
    const std::string position = std::to_string(index_);
    if (c == U'{') return fail("braces stand in a subscript only, as in K_{c,n}; use ( ) here", position);
    if (c == U'_') return fail("a subscript is a letter, a number or in braces, as in K_{c,n}", position);
    if (c < U' ' || c == U'\u007F') return fail("an invisible character is not understood here", position);
    return fail("the character " + encode_utf8(c) + " is not understood here", position);
  }

  std::u32string_view text_;
  std::size_t index_ = 0;
  std::vector<Token> tokens_;
  std::vector<Group> groups_;
};

}  // namespace

std::string_view formula_function(std::string_view name) {
  struct Alias {
    std::string_view typed, name;
  };
  constexpr auto functions = std::to_array<Alias>(
      {{"exp", "exp"},       {"ln", "log"},        {"log", "log"},         {"tanh", "tanh"},        {"sigma", "sigma"},
       {"σ", "sigma"},       {"sigmoid", "sigma"}, {"logistic", "sigma"},  {"relu", "relu"},        {"abs", "abs"},
       {"sigma'", "sigma'"}, {"σ'", "sigma'"},     {"sigmoid'", "sigma'"}, {"logistic'", "sigma'"}, {"tanh'", "tanh'"},
       {"relu'", "relu'"},   {"exp'", "exp"},      {"delta", "delta"},     {"δ", "delta"},          {"if", "if"},
       {"where", "if"}});
  std::string lower(name);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  const auto* const found = std::ranges::find(functions, lower, &Alias::typed);
  return found == functions.end() ? std::string_view() : found->name;
}

std::size_t argument_count(std::string_view function) {
  if (function == "min" || function == "max") return 0;
  if (function == "delta") return 2;
  return function == "if" ? 3 : 1;
}

Result<std::vector<Token>> tokenize_formula(std::u32string_view text) { return FormulaTokenizer(text).run(); }

}  // namespace stride::math
