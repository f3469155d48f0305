// Numbers as people type them: 34944, 34 944, 34,944, 34'944, 34.5, .5, 2.7e-8.

#include <optional>
#include <string>
#include <utility>

#include "base/checked.h"
#include "math/expr_tokens.h"

namespace stride::math {
namespace {

constexpr int most_decimals = 18;  // 10^18 is the greatest power of ten in 64 bits

bool is_apostrophe(char32_t c) { return c == U'\'' || c == U'\u2019' || c == U'\u02BC' || c == U'\u00B4'; }

/// The separators that may not be mixed within one number; 0 for any other character.
char32_t separator_class(char32_t c) {
  if (is_space(c)) return U' ';
  if (is_apostrophe(c)) return U'\'';
  return c == U',' ? U',' : U'\0';
}

class NumberReader {
 public:
  NumberReader(std::u32string_view text, std::size_t start, bool commas_separate)
      : text_(text), start_(start), index_(start), commas_separate_(commas_separate) {}

  Result<NumberText> read() {
    std::string whole = digits();
    if (Result<void> grouped = groups(whole); !grouped) return std::unexpected(grouped.error());
    std::string decimals;
    if (at(index_) == U'.') {
      ++index_;
      decimals = digits();
      if (decimals.empty()) return error("a digit is missing after the decimal point", index_);
      if (separator_class(at(index_)) == U',' && is_digit(at(index_ + 1)) && !commas_separate_) return unclear();
      if (at(index_) == U'.')
        return error("a number has one decimal point; thousands are separated by a comma or a space", index_);
    }
    const Result<int> exponent = read_exponent();
    if (!exponent) return std::unexpected(exponent.error());
    const Result<Rational> value = assembled(whole, decimals, *exponent);
    if (!value) return std::unexpected(value.error());
    return NumberText{.value = *value, .end = index_};
  }

 private:
  [[nodiscard]] char32_t at(std::size_t index) const { return index < text_.size() ? text_[index] : U'\0'; }

  [[nodiscard]] static std::unexpected<Error> error(std::string message, std::size_t position) {
    return fail(std::move(message), std::to_string(position));
  }
  [[nodiscard]] std::unexpected<Error> unclear() const {
    return error("this number is unclear: write decimals with a point (34.5) and thousands in groups of three (34,944)",
                 index_);
  }
  [[nodiscard]] std::unexpected<Error> too_fine() const {
    return error("a number may have at most 18 decimals", start_);
  }
  [[nodiscard]] std::unexpected<Error> too_large() const { return error("this number is too large", start_); }

  std::string digits() {
    std::string result;
    for (; is_digit(at(index_)); ++index_) result += static_cast<char>(at(index_));
    return result;
  }

  [[nodiscard]] bool group_at(std::size_t index) const {
    return is_digit(at(index)) && is_digit(at(index + 1)) && is_digit(at(index + 2)) && !is_digit(at(index + 3));
  }

  /// Groups of three after a separator. After a space anything else is another number, for the parser to judge; after
  /// a comma or an apostrophe it is unclear.
  Result<void> groups(std::string& whole) {
    const char32_t separator = separator_class(at(index_));
    if (whole.empty() || separator == U'\0' || (separator == U',' && commas_separate_)) return {};
    const bool can_start = whole.size() <= 3 && whole[0] != '0';
    while (separator_class(at(index_)) == separator && is_digit(at(index_ + 1))) {
      if (!can_start || !group_at(index_ + 1)) {
        if (separator == U' ') return {};
        return unclear();
      }
      ++index_;
      whole += digits();
    }
    if (separator_class(at(index_)) == U',' && is_digit(at(index_ + 1)) && !commas_separate_) return unclear();
    return {};
  }

  /// 2.7e-8; the e of 2e and 2e+n is a name.
  Result<int> read_exponent() {
    if (at(index_) != U'e' && at(index_) != U'E') return 0;
    std::size_t next = index_ + 1;
    const bool negative = at(next) == U'-' || at(next) == U'\u2212';
    if (negative || at(next) == U'+') ++next;
    if (!is_digit(at(next))) return 0;
    index_ = next;
    const std::string text = digits();
    if (text.size() > 2) return negative ? too_fine() : too_large();
    const auto size = static_cast<int>(integer(text).value_or(0));
    return negative ? -size : size;
  }

  [[nodiscard]] Result<Rational> assembled(const std::string& whole, std::string decimals, int exponent) const {
    decimals.erase(decimals.find_last_not_of('0') + 1);
    if (decimals.size() > most_decimals || exponent < -most_decimals) return too_fine();
    const auto numerator = integer(whole);
    const auto fraction = integer(decimals);
    const auto unit = power_of_ten(static_cast<int>(decimals.size()));
    const auto scale = power_of_ten(exponent < 0 ? -exponent : exponent);
    if (!numerator || !fraction || !unit || !scale) return too_large();
    Result<Rational> value = Rational::fraction(*fraction, *unit);
    if (value) value = add(*value, *numerator);
    if (value) value = exponent < 0 ? divide(*value, *scale) : multiply(*value, *scale);
    if (!value) return exponent < 0 ? too_fine() : too_large();
    return value;
  }

  static std::optional<std::int64_t> integer(const std::string& digits) {
    std::optional<std::int64_t> result = 0;
    for (const char digit : digits) {
      result = checked_multiply(*result, 10);
      if (result) result = checked_add(*result, digit - '0');
      if (!result) break;
    }
    return result;
  }

  static std::optional<std::int64_t> power_of_ten(int exponent) {
    return integer("1" + std::string(static_cast<std::size_t>(exponent), '0'));
  }

  std::u32string_view text_;
  std::size_t start_;
  std::size_t index_;
  bool commas_separate_;
};

}  // namespace

Result<NumberText> read_number(std::u32string_view text, std::size_t start, bool commas_separate) {
  return NumberReader(text, start, commas_separate).read();
}

}  // namespace stride::math
