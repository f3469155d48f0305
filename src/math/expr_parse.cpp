// The grammar of what is typed, by recursive descent:
//
//   equality  shape { = shape }
//   shape     sum { x sum }
//   sum       [+ | -] term { (+ | -) term }
//   term      product { .* product }
//   product   factor { * factor | / factor | // factor | operand }   the last without a sign: 2p, 96(121 + 1)
//   factor    (+ | -) factor | operand { superscript | ^T } [^ factor]
//   operand   number | name | ? | function ( arguments ) | ( equality ) | ( equality , ... )
//             | ⌊ equality ⌋ | ⌈ equality ⌉
//
// and what formulas have besides: relations in the place of shapes, elements of tensors, sums over ranges.

#include "math/expr_parser.h"

#include <utility>

#include "base/utf8.h"
#include "math/latex.h"

namespace stride::math {
namespace {

// Both keep the recursion within a small stack, here and over the tree later. What to_text writes for a tree of height
// h opens fewer than 2h groups, so that it can be read back.
constexpr int most_height = 40;
constexpr int most_groups = 100;
constexpr std::size_t most_characters = 2000;

bool is_blank(std::u32string_view text) { return text.find_first_not_of(U' ') == std::u32string_view::npos; }
std::unexpected<Error> nothing_entered() { return fail("nothing has been entered", "0"); }

}  // namespace

Result<Expr> Parser::run() {
  Expr result = equality();
  if (!error_ && kind() != TokenKind::end) refuse_leftover();
  if (error_) return std::unexpected(*std::move(error_));
  return result;
}

bool Parser::starts_operand() const {
  const TokenKind next = kind();
  return next == TokenKind::name || next == TokenKind::unknown || next == TokenKind::open ||
         next == TokenKind::floor_open || next == TokenKind::ceil_open || next == TokenKind::sum;
}

void Parser::skip() {
  if (kind() != TokenKind::end) ++index_;
}

bool Parser::take(TokenKind wanted) {
  if (kind() != wanted) return false;
  skip();
  return true;
}

Expr Parser::refuse(std::string message) {
  if (!error_) error_ = {.message = std::move(message), .where = std::to_string(token().position)};
  return Expr::unknown();
}

Expr Parser::node(ExprKind kind, std::vector<Expr> children, std::string name) {
  Expr result = Expr::make(kind, std::move(children), std::move(name));
  return result.height() <= most_height ? result : refuse("this is nested too deeply to be read");
}

Expr Parser::refuse_leftover() {
  switch (kind()) {
    case TokenKind::end:
      return refuse("a closing parenthesis is missing");
    case TokenKind::number:
      return refuse("a sign such as * is missing before this number");
    case TokenKind::close:
      return refuse("this closing parenthesis has no opening one");
    case TokenKind::floor_close:
    case TokenKind::ceil_close:
    case TokenKind::index_close:
      return refuse("this closing bracket has no opening one");
    case TokenKind::range:
      return refuse("two dots stand in a range only, as in sum(n=1..N, ...)");
    case TokenKind::comma:
      if (formula_) return refuse("a comma is not expected here");
      return refuse(
          "a comma separates sizes in parentheses, (96, 51, 51), or thousands, 34,944; decimals take a point");
    default:
      return refuse("a sign such as * is missing here");
  }
}

Expr Parser::refuse_operand() {
  if (kind() == TokenKind::end) {
    return refuse(open_ > 0 ? "a closing parenthesis is missing" : "a number is missing at the end");
  }
  if (kind() == TokenKind::close && index_ > 0 && tokens_[index_ - 1].kind == TokenKind::open) {
    return refuse("there is nothing between these parentheses");
  }
  if (kind() == TokenKind::close && open_ == 0) return refuse_leftover();
  return refuse("a number, a name or an opening parenthesis is expected here");
}

Expr Parser::equality() {
  const auto side = [this] { return formula_ ? comparison() : shape(); };
  std::vector<Expr> sides = {side()};
  while (take(TokenKind::equals)) sides.push_back(side());
  return sides.size() == 1 ? sides.front() : node(ExprKind::equal, std::move(sides));
}

Expr Parser::shape() {
  std::vector<Expr> entries = {sum()};
  while (take(TokenKind::shape)) entries.push_back(sum());
  return entries.size() == 1 ? entries.front() : node(ExprKind::dims, std::move(entries));
}

Expr Parser::sum() {
  std::vector<Expr> terms;
  bool negated = take(TokenKind::minus);
  if (!negated) take(TokenKind::plus);
  for (;;) {
    Expr next = term();
    terms.push_back(negated ? node(ExprKind::negate, {std::move(next)}) : std::move(next));
    negated = take(TokenKind::minus);
    if (!negated && !take(TokenKind::plus)) return node(ExprKind::add, std::move(terms));
  }
}

Expr Parser::term() {
  std::vector<Expr> factors = {product()};
  while (take(TokenKind::elementwise)) factors.push_back(product());
  return factors.size() == 1 ? factors.front() : node(ExprKind::elementwise, std::move(factors));
}

Expr Parser::product() {
  std::vector<Expr> factors = {factor()};
  for (;;) {
    const bool whole = kind() == TokenKind::whole_divide;
    if (take(TokenKind::times)) {
      factors.push_back(factor());
    } else if (take(TokenKind::divide) || take(TokenKind::whole_divide)) {
      Expr numerator = node(ExprKind::multiply, std::move(factors));
      Expr quotient = node(ExprKind::divide, {std::move(numerator), factor()});
      factors = {whole ? node(ExprKind::floor, {std::move(quotient)}) : std::move(quotient)};
    } else if (starts_operand()) {
      factors.push_back(powered());
    } else {
      return node(ExprKind::multiply, std::move(factors));
    }
  }
}

Expr Parser::factor() {
  const bool negated = kind() == TokenKind::minus;
  if (!negated && kind() != TokenKind::plus) return powered();
  if (!enter()) return Expr::unknown();
  skip();
  Expr inner = factor();
  --groups_;
  return negated ? node(ExprKind::negate, {std::move(inner)}) : inner;
}

Expr Parser::powered() {
  Expr base = operand();
  while (kind() == TokenKind::superscript || kind() == TokenKind::transposed) {
    base = kind() == TokenKind::transposed ? node(ExprKind::transpose, {std::move(base)})
                                           : node(ExprKind::power, {std::move(base), token().number});
    skip();
  }
  if (kind() != TokenKind::power || !enter()) return base;
  skip();
  Expr exponent = factor();
  --groups_;
  if (formula_ && exponent == Expr::symbol("T")) return node(ExprKind::transpose, {std::move(base)});
  return node(ExprKind::power, {std::move(base), std::move(exponent)});
}

Expr Parser::operand() {
  switch (kind()) {
    case TokenKind::number:
      return number();
    case TokenKind::name:
      return named();
    case TokenKind::unknown:
      skip();
      return Expr::unknown();
    case TokenKind::open:
      return parenthesised();
    case TokenKind::sum:
      return range_sum();
    case TokenKind::floor_open:
      return bracketed(ExprKind::floor, TokenKind::floor_close);
    case TokenKind::ceil_open:
      return bracketed(ExprKind::ceil, TokenKind::ceil_close);
    default:
      return refuse_operand();
  }
}

Expr Parser::number() {
  const Rational value = token().number;
  skip();
  if (!value.to_text().contains('/')) return value;
  return node(ExprKind::divide, {value.numerator(), value.denominator()});
}

Expr Parser::named() {
  std::string name = token().name;
  const TokenKind next = tokens_[index_ + 1].kind;  // at worst that token is `end`
  const std::string_view function = next == TokenKind::open ? function_here() : std::string_view();
  if (next == TokenKind::open && function.empty() && !formula_ && is_unsupported_function(name)) {
    return refuse(name + "() is not known here; floor, ceil, min, max, sqrt and log2 are");
  }
  skip();
  if (!function.empty()) return call(function);
  const bool indexed = formula_ && (next == TokenKind::index_open || (next == TokenKind::open && holds_comma()));
  return indexed ? element(std::move(name)) : Expr::symbol(std::move(name));
}

Expr Parser::call(std::string_view function) {
  bool tuple = false;
  const std::size_t start = index_;
  std::vector<Expr> arguments = list(tuple);
  const std::size_t wanted = argument_count(function);
  if (!error_ && wanted != 0 && arguments.size() != wanted) {
    index_ = start;
    constexpr std::string_view counts[] = {"one value", "two values", "three values"};
    return refuse(std::string(function) + "() takes " + std::string(counts[wanted - 1]));
  }
  if (function == "if") arguments.front() = as_condition(std::move(arguments.front()));
  if (function == "floor") return node(ExprKind::floor, std::move(arguments));
  if (function == "ceil") return node(ExprKind::ceil, std::move(arguments));
  return node(ExprKind::call, std::move(arguments), std::string(function));
}

Expr Parser::parenthesised() {
  bool tuple = false;
  const std::size_t start = index_;
  std::vector<Expr> entries = list(tuple);
  if (formula_ && tuple && !error_) {
    index_ = start;
    return refuse("a comma is not expected between these parentheses");
  }
  if (tuple) return node(ExprKind::dims, std::move(entries));
  return formula_ ? as_condition(std::move(entries.front())) : entries.front();
}

Expr Parser::as_condition(Expr expr) {
  if (expr.kind() != ExprKind::equal) return expr;
  std::string relations = "==";
  for (std::size_t i = 2; i < expr.children().size(); ++i) relations += " ==";
  return node(ExprKind::condition, expr.children(), std::move(relations));
}

std::vector<Expr> Parser::list(bool& tuple) {
  if (!enter()) return {Expr::unknown()};
  skip();
  ++open_;
  std::vector<Expr> entries = {equality()};
  while (take(TokenKind::comma)) {
    tuple = true;
    if (kind() == TokenKind::close) break;
    entries.push_back(equality());
  }
  leave(TokenKind::close, ")");
  return entries;
}

Expr Parser::bracketed(ExprKind rounding, TokenKind close) {
  if (!enter()) return Expr::unknown();
  skip();
  ++open_;
  Expr inner = equality();
  leave(close, close == TokenKind::floor_close ? "⌋" : "⌉");
  return node(rounding, {std::move(inner)});
}

bool Parser::enter() {
  if (++groups_ <= most_groups) return true;
  refuse("this is nested too deeply to be read");
  return false;
}

void Parser::leave(TokenKind close, std::string_view sign) {
  --groups_;
  --open_;
  if (take(close) || error_) return;
  const TokenKind next = kind();
  if (next == TokenKind::close || next == TokenKind::floor_close || next == TokenKind::ceil_close ||
      next == TokenKind::index_close) {
    refuse("a closing " + std::string(sign) + " is expected here");
  } else if (next == TokenKind::end && close != TokenKind::close) {
    refuse("a closing " + std::string(sign) + " is missing");
  } else {
    refuse_leftover();
  }
}

Result<std::u32string> read_typed(std::string_view text) {
  const Error too_long = {.message = "this is longer than 2,000 characters", .where = std::to_string(most_characters)};
  if (text.size() > 4 * most_characters) return std::unexpected(too_long);
  Result<std::u32string> typed = decode_utf8(text);
  if (!typed) return typed;
  if (typed->size() > most_characters) return std::unexpected(too_long);
  for (char32_t& c : *typed)
    if (c >= U'\uFF01' && c <= U'\uFF5E') c -= U'\uFF01' - U'!';  // as East Asian keyboards give digits and signs
  if (is_blank(*typed)) return nothing_entered();
  return typed;
}

Result<Expr> parse_tokens(const std::vector<Token>& tokens, bool formula) {
  if (tokens.empty() || tokens.front().kind == TokenKind::end) return nothing_entered();
  return Parser(tokens, formula).run();
}

Result<Expr> parse_typed(std::string_view text, const std::function<Result<Expr>(const std::u32string&)>& parse) {
  const Result<std::u32string> typed = read_typed(text);
  if (!typed) return std::unexpected(typed.error());
  const Result<PlainText> plain = from_latex(*typed);
  if (!plain) return std::unexpected(plain.error());
  if (is_blank(plain->text)) return nothing_entered();
  Result<Expr> parsed = parse(plain->text);
  if (!parsed) return std::unexpected(as_typed(parsed.error(), *plain));
  return parsed;
}

Result<Expr> parse_expression(std::string_view text) {
  return parse_typed(text, [](const std::u32string& typed) -> Result<Expr> {
    const Result<std::vector<Token>> tokens = tokenize(typed, {.commas_separate = false, .answer = false});
    return tokens ? parse_tokens(*tokens) : std::unexpected(tokens.error());
  });
}

}  // namespace stride::math
