#include "engine/parameters.h"

#include <charconv>
#include <string>

namespace stride::engine {

Result<std::int64_t> integer_parameter(const jobs::Job& job, std::string_view name, std::int64_t low, std::int64_t high,
                                       std::int64_t fallback) {
  const auto parameter = job.parameters.find(std::string(name));
  if (parameter == job.parameters.end()) return fallback;
  const std::string& text = parameter->second;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < low || value > high) {
    return fail(
        "expected a whole number from " + std::to_string(low) + " to " + std::to_string(high) + ", not '" + text + "'",
        std::string(name));
  }
  return value;
}

}  // namespace stride::engine
