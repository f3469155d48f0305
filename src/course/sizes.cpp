#include "course/sizes.h"

#include <algorithm>
#include <charconv>
#include <string>

#include "course/answer.h"

namespace stride::course {
namespace {

struct Parts {
  std::vector<std::int64_t> numbers;
  std::vector<std::string> between;  // before the first number, between neighbours, behind the last one
};

/// Empty where a number is too long.
std::optional<Parts> split(const std::string& words) {
  Parts parts;
  std::string text;
  for (std::size_t i = 0; i < words.size();) {
    if (words[i] < '0' || words[i] > '9') {
      text += words[i++];
      continue;
    }
    std::int64_t number = 0;
    const char* const end = words.data() + words.size();
    const auto [after, error] = std::from_chars(words.data() + i, end, number);
    if (error != std::errc() || number > kNoLimit) return std::nullopt;
    i = static_cast<std::size_t>(after - words.data());
    parts.numbers.push_back(number);
    parts.between.push_back(std::move(text));
    text.clear();
  }
  parts.between.push_back(std::move(text));
  return parts;
}

bool has(const std::string& text, std::initializer_list<std::string_view> any) {
  return std::ranges::any_of(any, [&](std::string_view part) { return text.contains(part); });
}

/// 211x211 is the side 211. Where the sides differ this is nothing that we read.
bool join_squares(Parts& parts) {
  for (std::size_t i = 0; i + 1 < parts.numbers.size();) {
    const std::string sign = plain_words(parts.between[i + 1]);
    if (sign != "x" && sign != "×" && sign != "*") {
      ++i;
      continue;
    }
    if (parts.numbers[i] != parts.numbers[i + 1]) return false;
    parts.numbers.erase(parts.numbers.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    parts.between.erase(parts.between.begin() + static_cast<std::ptrdiff_t>(i) + 1);
  }
  return true;
}

std::vector<nn::Interval> one(const Parts& parts) {
  const std::int64_t number = parts.numbers.front();
  const std::string &before = parts.between.front(), &after = parts.between.back();
  if (has(before, {">=", "≥", "from", "at least", "min"}) || has(after, {"more", "up", "+", "above", "larger", "<="}))
    return {{number, kNoLimit}};
  if (has(before, {">", "above", "more than", "larger"})) return {{number + 1, kNoLimit}};
  if (has(before, {"<=", "≤", "at most", "up to", "max"})) return {{1, number}};
  return {{number, number}};
}

bool is_range(const Parts& parts, std::size_t i) {
  const std::string& sign = parts.between[i];
  if (has(sign, {"..", "-", "–", "—", "−", "…", "to", "until", "through", "<", "≤"})) return true;
  const std::string& before = parts.between.front();
  const bool pair = parts.numbers.size() == 2;
  return pair && (has(before, {"["}) || (has(before, {"between", "from"}) && has(sign, {"and"})));
}

}  // namespace

std::vector<nn::Interval> normalised(std::vector<nn::Interval> sizes, std::int64_t low, std::int64_t high) {
  std::vector<nn::Interval> joined;
  std::ranges::sort(sizes, {}, &nn::Interval::low);
  for (nn::Interval size : sizes) {
    size = {std::max(size.low, low), std::min(size.high, high)};
    if (size.low > size.high) continue;
    if (!joined.empty() && size.low <= joined.back().high + 1)
      joined.back().high = std::max(joined.back().high, size.high);
    else
      joined.push_back(size);
  }
  return joined;
}

std::optional<std::vector<nn::Interval>> read_sizes(std::string_view typed) {
  if (typed.size() > 1000) return std::nullopt;
  auto parts = split(plain_words(typed));
  if (!parts) return std::nullopt;
  if (parts->numbers.empty()) {
    if (has(parts->between.front(), {"any", "all", "no limit", "unlimited", "every"})) return {{{1, kNoLimit}}};
    return std::nullopt;
  }
  if (!join_squares(*parts)) return std::nullopt;
  if (parts->numbers.size() == 1) return one(*parts);
  std::vector<nn::Interval> sizes;
  for (std::size_t i = 0; i < parts->numbers.size(); ++i) {
    const bool range = i + 1 < parts->numbers.size() && is_range(*parts, i + 1);
    if (range && parts->numbers[i] > parts->numbers[i + 1]) return std::nullopt;
    sizes.push_back({parts->numbers[i], parts->numbers[range ? i + 1 : i]});
    if (range) ++i;
  }
  return normalised(std::move(sizes), 1, kNoLimit);
}

std::string sizes_text(const std::vector<nn::Interval>& sizes) {
  std::string text;
  for (const nn::Interval size : sizes) {
    text += text.empty() ? "" : ", ";
    text += std::to_string(size.low);
    if (size.high != size.low) text += ".." + std::to_string(size.high);
  }
  return text;
}

}  // namespace stride::course
