// What is typed into an answer box: an expression, or sizes.

#include <algorithm>
#include <optional>
#include <utility>

#include "math/expr_parser.h"

namespace stride::math {
namespace {

using Tokens = std::vector<Token>;

bool is_times(const Token& token) { return token.kind == TokenKind::times && token.name != "*"; }

/// 51x51, 96 × 51 × 51, also in parentheses: numbers with x or × between them, and nothing else.
bool is_list_of_sizes(const Token* first, const Token* last) {
  if (last - first >= 2 && first->kind == TokenKind::open && (last - 1)->kind == TokenKind::close) {
    ++first;
    --last;
  }
  if ((last - first) % 2 == 0) return false;
  for (bool number = true; first != last; ++first, number = !number) {
    const bool sign = first->kind == TokenKind::shape || is_times(*first);
    if (number ? first->kind != TokenKind::number : !sign) return false;
  }
  return true;
}

/// Decides what each x and × means: between plain sizes a shape, in any other answer a product.
void settle_signs(Tokens& tokens) {
  const bool labelled = tokens.size() > 2 && tokens[0].kind == TokenKind::name && tokens[1].kind == TokenKind::equals;
  const Token* const first = tokens.data() + (labelled ? 2 : 0);
  const TokenKind meaning = is_list_of_sizes(first, &tokens.back()) ? TokenKind::shape : TokenKind::times;
  for (Token& token : tokens) {
    if (token.kind == TokenKind::shape || is_times(token)) token.kind = meaning;
  }
}

/// (96,51,51) or [96, 51, 51] with numbers, names or ? between the commas; empty for anything else.
std::optional<Expr> tuple(std::u32string typed) {
  const std::size_t first = static_cast<std::size_t>(std::ranges::find_if_not(typed, is_space) - typed.begin());
  std::size_t last = typed.size() - 1;
  while (last > first && is_space(typed[last])) --last;
  if (typed[first] == U'[' && typed[last] == U']') {
    typed[first] = U'(';
    typed[last] = U')';
  }
  const Result<Tokens> tokens = tokenize(typed, {.commas_separate = true, .answer = true});
  if (!tokens || std::ranges::find(*tokens, TokenKind::comma, &Token::kind) == tokens->end()) return std::nullopt;
  const Result<Expr> parsed = parse_tokens(*tokens);
  const bool plain =
      parsed && parsed->kind() == ExprKind::dims &&
      std::ranges::all_of(parsed->children(), [](const Expr& entry) { return entry.children().empty(); });
  return plain ? std::optional(*parsed) : std::nullopt;
}

bool agree(const Expr& a, const Expr& b) {
  const Result<Rational> left = evaluate(a);
  const Result<Rational> right = evaluate(b);
  return left && right ? *left == *right : equivalent(a, b);
}

/// `o = 51` is 51, and `96*364 = 34,944` is its working; sides that differ would leave the answer open.
Result<Expr> one_side(const Expr& equality, std::size_t position) {
  std::vector<Expr> sides = equality.children();
  if (sides.front().kind() == ExprKind::symbol) sides.erase(sides.begin());
  for (const Expr& side : sides) {
    if (!agree(sides.front(), side)) {
      return fail("the two sides of this = are not equal; enter one of them", std::to_string(position));
    }
  }
  return sides.front();
}

Result<Expr> read_answer(const std::u32string& typed) {
  if (const std::optional<Expr> sizes = tuple(typed)) return *sizes;
  Result<Tokens> tokens = tokenize(typed, {.commas_separate = false, .answer = true});
  if (!tokens) return std::unexpected(tokens.error());
  // A spreadsheet's habit.
  if (tokens->front().kind == TokenKind::equals) tokens->erase(tokens->begin());
  settle_signs(*tokens);
  const Result<Expr> parsed = parse_tokens(*tokens);
  if (!parsed || parsed->kind() != ExprKind::equal) return parsed;
  return one_side(*parsed, std::ranges::find(*tokens, TokenKind::equals, &Token::kind)->position);
}

}  // namespace

Result<Expr> parse_answer(std::string_view text) { return parse_typed(text, read_answer); }

}  // namespace stride::math
