#include <emscripten.h>

#include <cstdarg>
#include <cstddef>
#include <cstring>

/// Small stand-ins for two functions of the C library; nothing but the JSON library and numbers in jobs needs them
/// here. The library's own bring arithmetic with 128-bit floats along: a tenth of the engine's bytes. The linker takes
/// what it finds first.

// clang-format off
EM_JS(double, parse_real, (const char* text), {
  return Number(UTF8ToString(text));
});
// clang-format on

extern "C" {

/// Of a text that is a number from end to end; of any other nothing is read.
double strtod(const char* text, char** end) {
  const double value = parse_real(text);
  const bool good = value == value;  // not NaN
  if (end != nullptr) *end = const_cast<char*>(good ? text + std::strlen(text) : text);
  return good ? value : 0;
}
float strtof(const char* text, char** end) { return static_cast<float>(strtod(text, end)); }
long double strtold(const char* text, char** end) { return strtod(text, end); }

/// Knows one conversion: %.4X and the like, a number in so many hexadecimal digits, for escaped characters.
int snprintf(char* to, std::size_t size, const char* format, ...) {
  std::va_list arguments;
  va_start(arguments, format);
  std::size_t length = 0;
  const auto put = [&](char c) {
    if (length + 1 < size) to[length++] = c;
  };
  for (; *format != 0; ++format) {
    if (*format != '%') {
      put(*format);
      continue;
    }
    int digits = 0;
    while ((*++format | 0x20) != 'x' && *format != 0)
      digits = *format >= '1' && *format <= '9' ? *format - '0' : digits;
    const unsigned value = va_arg(arguments, unsigned);
    while (digits-- > 0) put("0123456789ABCDEF"[value >> (4 * digits) & 15]);
    if (*format == 0) break;
  }
  va_end(arguments);
  if (size > 0) to[length] = 0;
  return static_cast<int>(length);
}
}
