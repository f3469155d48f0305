// Array programs that a student types: refused in one line with a place in the text, or executed within bounds.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "math/array_program.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  stride::math::ArrayNames names;
  names.arrays["x"] = {.shape = {1, 4, 2, 3}, .entries = std::vector<double>(24, 2)};
  names.integers = {{"k", 2}, {"N", 1}, {"W", 4}, {"H", 2}, {"C", 3}};
  names.parameters = {"x", "k"};
  const auto outcome =
      stride::math::run_array_program(std::string_view(reinterpret_cast<const char*>(data), size), names);
  if (!outcome) {
    if (outcome.error().message.empty() || outcome.error().where.empty()) std::abort();
    return 0;
  }
  std::size_t count = 1;
  for (const std::int64_t side : outcome->value.shape) count *= static_cast<std::size_t>(side);
  if (count != outcome->value.entries.size() || count > 24) std::abort();
  return 0;
}
