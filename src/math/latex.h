#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace stride::math {

/// A text in the notation of parse_expression and parse_formula, and where each of its characters was typed, and its
/// end.
struct PlainText {
  std::u32string text;
  std::vector<std::size_t> where;
};

/// What was typed with its LaTeX rewritten: \sum_{n=1}^{N} is sum(n=1..N), and so are \frac{a}{b}, x^{2}, \sqrt{x},
/// \cdot, \times, \leq, \odot, \lfloor and their like, Greek letters and the names of functions; spacing, \left, \right
/// and $ are dropped. Fails on other commands. A text without any stays as it is.
Result<PlainText> from_latex(std::u32string_view typed);

/// The error of reading `plain`, at its place in what was typed.
Error as_typed(Error error, const PlainText& plain);

}  // namespace stride::math
