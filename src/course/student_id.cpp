#include "course/student_id.h"

#include "base/utf8.h"

namespace stride::course {
namespace {

/// Signs that people put between the groups of an ID: spaces, hyphens and dashes, dots, slashes.
constexpr std::u32string_view kSeparators =
    U" \t\r\n-./\u00A0\u00AD\u2009\u202F\u2010\u2011\u2012\u2013\u2014\u2212\uFF0D\u3000";
constexpr char32_t kWideZero = U'\uFF10';  // an input method may give digits as wide as ideographs

struct Reading {
  std::string digits;
  std::string stranger;  // the first character that does not belong
};

Reading read(std::string_view text) {
  Reading reading;
  const auto characters = decode_utf8(text);
  if (!characters) return {"", "?"};
  for (const char32_t character : *characters) {
    if (character >= U'0' && character <= U'9') {
      reading.digits += static_cast<char>('0' + (character - U'0'));
    } else if (character >= kWideZero && character <= kWideZero + 9) {
      reading.digits += static_cast<char>('0' + (character - kWideZero));
    } else if (!kSeparators.contains(character) && reading.stranger.empty()) {
      reading.stranger = encode_utf8(character);
    }
  }
  return reading;
}

StudentId make(const std::string& digits, const IdRule& rule) {
  std::int64_t last = 0;
  for (const char digit : digits.substr(digits.size() - static_cast<std::size_t>(rule.last_digits)))
    last = last * 10 + (digit - '0');
  return {digits, rule.base + last};
}

}  // namespace

Result<StudentId> parse_student_id(std::string_view text, const IdRule& rule) {
  const Reading reading = read(text);
  if (!reading.stranger.empty()) return fail("expected digits only, found \"" + reading.stranger + "\"");
  if (reading.digits.size() == static_cast<std::size_t>(rule.digits)) return make(reading.digits, rule);
  return fail("expected an ID of " + std::to_string(rule.digits) + " digits, found " +
              std::to_string(reading.digits.size()));
}

Result<StudentId> parse_student_id(std::string_view text, const Text& words, const IdRule& rule) {
  const Reading reading = read(text);
  const std::string wanted = std::to_string(rule.digits);
  if (!reading.stranger.empty())
    return fail(words.get("course.id.stranger", {{"character", reading.stranger}, {"wanted", wanted}}));
  const auto typed = static_cast<int>(reading.digits.size());
  if (typed == rule.digits) return make(reading.digits, rule);
  const std::string_view key = typed == 0            ? "course.id.empty"
                               : typed < rule.digits ? "course.id.short"
                                                     : "course.id.long";
  return fail(words.get(key, {{"typed", std::to_string(typed)}, {"wanted", wanted}}));
}

}  // namespace stride::course
