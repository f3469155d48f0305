// Formulas that a student types: read, printed, drawn, evaluated within bounds, read again as the same tree.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "math/index_formula.h"

namespace {

stride::math::Scope scope() {
  stride::math::Scope result;
  result.numbers = {{"C", 2}, {"N", 3}, {"s", 2}, {"i", 1}, {"j", 2}};
  result.tensors["I"] = {.sizes = {2, 3, 2}, .entries = std::vector<double>(12, 0.5), .axes = {"channels"}};
  result.tensors["W"] = {.sizes = {2, 3}, .entries = std::vector<double>(6, -1), .axes = {}};
  result.tensors["x"] = {.sizes = {3}, .entries = {1, 2, 3}, .axes = {}, .first = 0, .zero_outside = true};
  return result;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto formula = stride::math::parse_formula(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!formula) return 0;
  const std::string text = to_text(*formula);
  const auto again = stride::math::parse_formula(text);
  const bool too_long = !again && again.error().message.contains("longer than");
  if (!too_long && (!again || *again != *formula)) {
    std::fprintf(stderr, "read back otherwise: %s\n%s\n", text.c_str(),
                 again ? to_text(*again).c_str() : again.error().text().c_str());
    std::abort();
  }
  (void)to_mathml(*formula);
  const stride::math::Scope names = scope();
  (void)free_names(*formula, names);
  (void)evaluate_formula(*formula, names);
  (void)evaluate_real(*formula);
  return 0;
}
