#include "base/utf8.h"

#include <cstddef>
#include <cstdint>

namespace stride {
namespace {

struct Lead {
  std::size_t length;    // bytes in the sequence; 0 for a byte that cannot start one
  char32_t bits;         // of the first byte
  char32_t least_value;  // anything below is an overlong form
};

Lead classify(std::uint8_t byte) {
  if (byte < 0x80) return {.length = 1, .bits = byte, .least_value = 0};
  if ((byte & 0xE0) == 0xC0) return {.length = 2, .bits = byte & 0x1Fu, .least_value = 0x80};
  if ((byte & 0xF0) == 0xE0) return {.length = 3, .bits = byte & 0x0Fu, .least_value = 0x800};
  if ((byte & 0xF8) == 0xF0) return {.length = 4, .bits = byte & 0x07u, .least_value = 0x10000};
  return {.length = 0, .bits = 0, .least_value = 0};
}

bool is_scalar(char32_t value) { return value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF); }

}  // namespace

Result<std::u32string> decode_utf8(std::string_view text) {
  std::u32string result;
  for (std::size_t i = 0; i < text.size();) {
    const auto bad = [&] { return fail("this character is not readable text (UTF-8)", std::to_string(result.size())); };
    const Lead lead = classify(static_cast<std::uint8_t>(text[i]));
    if (lead.length == 0 || i + lead.length > text.size()) return bad();
    char32_t value = lead.bits;
    for (std::size_t k = 1; k < lead.length; ++k) {
      const auto byte = static_cast<std::uint8_t>(text[i + k]);
      if ((byte & 0xC0) != 0x80) return bad();
      value = (value << 6) | (byte & 0x3Fu);
    }
    if (value < lead.least_value || !is_scalar(value)) return bad();
    result.push_back(value);
    i += lead.length;
  }
  return result;
}

std::string encode_utf8(char32_t c) {
  const auto tail = [c](int shift) { return static_cast<char>(0x80 | ((c >> shift) & 0x3F)); };
  if (c < 0x80) return {static_cast<char>(c)};
  if (c < 0x800) return {static_cast<char>(0xC0 | (c >> 6)), tail(0)};
  if (c < 0x10000) return {static_cast<char>(0xE0 | (c >> 12)), tail(6), tail(0)};
  return {static_cast<char>(0xF0 | (c >> 18)), tail(12), tail(6), tail(0)};
}

std::string encode_utf8(std::u32string_view text) {
  std::string result;
  for (const char32_t c : text) result += encode_utf8(c);
  return result;
}

}  // namespace stride
