// What a student types never crashes, and what is read can be written and read again.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "math/expr.h"

namespace {

using stride::math::Expr;

/// The same tree comes back, unless its text is too long to be read at all (spaces are added).
void check_round_trip(const Expr& expr) {
  const std::string text = to_text(expr);
  const auto again = stride::math::parse_expression(text);
  const bool too_long = !again && again.error().message.contains("longer than");
  if (too_long || (again && *again == expr)) return;
  std::fprintf(stderr, "read back otherwise: %s\n%s\n", text.c_str(),
               again ? to_text(*again).c_str() : again.error().text().c_str());
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const auto& expr : {stride::math::parse_expression(text), stride::math::parse_answer(text)}) {
    if (!expr) continue;
    check_round_trip(*expr);
    (void)to_mathml(*expr);
    (void)evaluate(*expr);
    (void)evaluate_real(*expr);
  }
  return 0;
}
