#pragma once

#include <cstdint>
#include <string_view>

namespace stride {

/// What is said about an answer. `consistent`: right given the student's own earlier, wrong values.
enum class Verdict : std::uint8_t { none, correct, consistent, wrong, unreadable };

constexpr std::string_view to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::correct:
      return "correct";
    case Verdict::consistent:
      return "consistent";
    case Verdict::wrong:
      return "wrong";
    case Verdict::unreadable:
      return "unreadable";
    case Verdict::none:
      break;
  }
  return "none";
}

}  // namespace stride
