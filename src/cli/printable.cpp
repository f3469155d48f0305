#include "cli/printable.h"

#include <format>

#include "base/utf8.h"

namespace stride::cli {
namespace {

std::string escaped(char32_t c) {
  if (c == '\n') return "\\n";
  if (c == '\r') return "\\r";
  if (c == '\t') return "\\t";
  return c < 0x100 ? std::format("\\x{:02x}", static_cast<unsigned>(c))
                   : std::format("\\u{:04x}", static_cast<unsigned>(c));
}

/// Controls (C0, DEL, C1) and the marks that turn the direction of writing.
bool is_unsafe(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

/// Bytes from one character's first to the next one's.
std::size_t first_character(std::string_view text) {
  std::size_t length = 1;
  while (static_cast<unsigned char>(text.front()) >= 0x80 && length < text.size() &&
         (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80)
    ++length;
  return length;
}

}  // namespace

std::string printable(std::string_view text) {
  std::string line;
  while (!text.empty()) {
    const std::string_view character = text.substr(0, first_character(text));
    text.remove_prefix(character.size());
    const auto decoded = decode_utf8(character);
    if (!decoded)  // as a file's name may be: old terminals take some of these bytes for controls
      for (const char byte : character) line += escaped(static_cast<unsigned char>(byte));
    else
      line += is_unsafe(decoded->front()) ? escaped(decoded->front()) : std::string(character);
  }
  return line;
}

}  // namespace stride::cli
