// What formulas have besides the grammar of expr_parse.cpp:
//
//   comparison  sum { (< | <= | > | >= | == | !=) sum }
//   element     name [ equality , ... ] { [ ... ] } | name ( equality , equality ... )
//   range sum   sum ( range , ... , comparison ) | sum ( range , ... ) product       the body may also stand first
//   range       name = sum .. sum

#include <utility>

#include "math/expr_parser.h"
#include "math/index_formula.h"

namespace stride::math {

std::string_view Parser::function_here() const {
  const std::string_view known = known_function(token().name);
  return known.empty() && formula_ ? formula_function(token().name) : known;
}

bool Parser::holds_comma() const {
  int depth = 0;
  for (std::size_t i = index_; i < tokens_.size(); ++i) {
    switch (tokens_[i].kind) {
      case TokenKind::open:
      case TokenKind::index_open:
        ++depth;
        break;
      case TokenKind::close:
      case TokenKind::index_close:
        if (--depth == 0) return false;
        break;
      case TokenKind::comma:
        if (depth == 1) return true;
        break;
      default:
        break;
    }
  }
  return false;
}

Expr Parser::comparison() {
  std::vector<Expr> operands = {sum()};
  std::string relations;
  while (kind() == TokenKind::relation) {
    if (!relations.empty()) relations += ' ';
    relations += token().name;
    skip();
    operands.push_back(sum());
  }
  return relations.empty() ? operands.front() : node(ExprKind::condition, std::move(operands), std::move(relations));
}

Expr Parser::element(std::string name) {
  std::vector<Expr> indexes;
  if (kind() == TokenKind::open) {
    bool tuple = false;
    indexes = list(tuple);
  }
  while (kind() == TokenKind::index_open) {
    if (!enter()) return Expr::unknown();
    skip();
    ++open_;
    do {
      indexes.push_back(equality());
    } while (take(TokenKind::comma));
    leave(TokenKind::index_close, "]");
  }
  return node(ExprKind::element, std::move(indexes), std::move(name));
}

void Parser::range(std::vector<Expr>& ranges) {
  ranges.push_back(Expr::symbol(token().name));
  skip();
  take(TokenKind::equals);
  ranges.push_back(sum());
  if (!take(TokenKind::range)) refuse("a range is written with two dots, as in n=1..N");
  ranges.push_back(sum());
}

Expr Parser::range_sum() {
  if (!enter()) return Expr::unknown();
  skip();
  const std::size_t start = index_;
  take(TokenKind::open);
  ++open_;
  std::optional<Expr> body;
  std::vector<Expr> children = {Expr::unknown()};
  do {
    if (kind() == TokenKind::name && tokens_[index_ + 1].kind == TokenKind::equals) {
      range(children);
    } else if (body) {
      refuse("this sum has two bodies; a range is written n=1..N");
    } else {
      body = comparison();
    }
  } while (!error_ && take(TokenKind::comma));
  leave(TokenKind::close, ")");
  if (!error_ && children.size() == 1) {
    index_ = start + 1;
    return refuse("a sum needs a range, as in sum(n=1..N, ...)");
  }
  children.front() = body ? *std::move(body) : product();
  return node(ExprKind::sum, std::move(children));
}

Result<Expr> parse_formula(std::string_view text) {
  return parse_typed(text, [](const std::u32string& typed) -> Result<Expr> {
    const Result<std::vector<Token>> tokens = tokenize_formula(typed);
    return tokens ? parse_tokens(*tokens, true) : std::unexpected(tokens.error());
  });
}

}  // namespace stride::math
