#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "math/expr.h"
#include "math/expr_tokens.h"

namespace stride::math {

/// The code points of what was typed. Fails on blank text, on more than 2,000 characters and on bad UTF-8.
Result<std::u32string> read_typed(std::string_view text);

/// The tree of `tokens`, the last of which is `end`.
Result<Expr> parse_tokens(const std::vector<Token>& tokens);

}  // namespace stride::math
