#include "course/input_sizes.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <initializer_list>

#include "base/utf8.h"

namespace stride::course {
namespace {

using nn::Interval;

constexpr std::size_t most_characters = 400;

std::unexpected<ReadProblem> problem(std::string key) { return std::unexpected(ReadProblem{std::move(key), "", ""}); }

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

/// One sign for each meaning: `:` between the ends of a range, `,` between sizes, `x` between axes.
std::string normalised(std::string_view typed) {
  std::string text = plain_words(typed);
  constexpr std::array<std::pair<std::string_view, std::string_view>, 17> signs = {{{" or more", "+"},
                                                                                    {"<=", ":"},
                                                                                    {"≤", ":"},
                                                                                    {"...", ":"},
                                                                                    {"..", ":"},
                                                                                    {"…", ":"},
                                                                                    {"–", ":"},
                                                                                    {"—", ":"},
                                                                                    {"−", ":"},
                                                                                    {"-", ":"},
                                                                                    {" to ", ":"},
                                                                                    {" and ", ","},
                                                                                    {" or ", ","},
                                                                                    {";", ","},
                                                                                    {"×", "x"},
                                                                                    {"{", "["},
                                                                                    {"}", "]"}}};
  for (const auto& [from, to] : signs) text = replaced(std::move(text), from, to);
  for (const char* name : {":n:", ": n :", ":h:", ": h :", ":w:", ": w :"}) text = replaced(std::move(text), name, ":");
  return text;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

void skip_spaces(std::string_view& rest) {
  while (rest.starts_with(' ')) rest.remove_prefix(1);
}

std::optional<std::int64_t> take_size(std::string_view& rest) {
  skip_spaces(rest);
  std::int64_t size = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), size);
  const bool read = error == std::errc() && !rest.starts_with('-') && size >= 1 && size <= kMostSide;
  if (!read) return std::nullopt;
  rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
  skip_spaces(rest);
  return size;
}

bool take(std::string_view& rest, char sign) {
  skip_spaces(rest);
  if (!rest.starts_with(sign)) return false;
  rest.remove_prefix(1);
  skip_spaces(rest);
  return true;
}

/// In order, and joined where one goes on where another ends.
std::vector<Interval> tidy(std::vector<Interval> sizes) {
  std::ranges::sort(sizes, {}, &Interval::low);
  std::vector<Interval> tidied;
  for (const Interval& each : sizes) {
    if (!tidied.empty() && each.low <= tidied.back().high + 1)
      tidied.back().high = std::max(tidied.back().high, each.high);
    else
      tidied.push_back(each);
  }
  return tidied;
}

/// `from 211`, `at least 211`, `>= 211`, `211 or more`, `any`: up to any size.
bool take_word(std::string_view& rest, std::initializer_list<std::string_view> words) {
  for (const std::string_view word : words)
    if (rest.starts_with(word)) {
      rest.remove_prefix(word.size());
      return true;
    }
  return false;
}

std::vector<Interval> read_unlimited(std::string_view rest) {
  skip_spaces(rest);
  const bool from = take_word(rest, {"from ", "at least ", ">=", "≥"});
  if (!from && take_word(rest, {"any", "all", "no limit", "unlimited"})) {
    skip_spaces(rest);
    return rest.empty() ? std::vector<Interval>{{1, kMostSide}} : std::vector<Interval>{};
  }
  const auto size = take_size(rest);
  if (!size) return {};
  const bool open = take_word(rest, {"on", "up", "+"});
  skip_spaces(rest);
  if (!rest.empty() || (!from && !open)) return {};
  return {{*size, kMostSide}};
}

/// SIZES = [ `[` ] SIZE [ `:` SIZE ] { [ `,` ] SIZE [ `:` SIZE ] } [ `]` ]; two in brackets are the ends of a range.
std::vector<Interval> read_axis(std::string_view rest) {
  if (auto unlimited = read_unlimited(rest); !unlimited.empty()) return unlimited;
  const bool between = take_word(rest, {"between "});
  if (!between) take_word(rest, {"from "});
  const bool bracketed = take(rest, '[') || take(rest, '(');
  std::vector<Interval> sizes;
  do {
    const auto low = take_size(rest);
    const auto high = low && take(rest, ':') ? take_size(rest) : low;
    if (!low || !high || *high < *low) return {};
    sizes.push_back({*low, *high});
  } while (take(rest, ',') || (!rest.empty() && is_digit(rest.front())));
  const bool closed = take(rest, ']') || take(rest, ')');
  if (closed != bracketed || !rest.empty()) return {};
  if (between && sizes.size() == 2) return {{sizes.front().low, sizes.back().high}};
  return sizes;
}

std::string axis_text(const std::vector<Interval>& sizes) {
  std::string text;
  for (const auto& [low, high] : sizes)
    text += (text.empty() ? "" : ", ") + std::to_string(low) + (high > low ? "-" + std::to_string(high) : "");
  return text;
}

}  // namespace

std::expected<InputSizes, ReadProblem> read_input_sizes(std::string_view typed) {
  if (plain_words(typed).empty()) return problem("empty");
  if (typed.size() > most_characters) return problem("long");
  if (!decode_utf8(typed)) return problem("inputs");
  const std::string text = normalised(typed);
  const bool ends = text.starts_with('[') && text.ends_with(']');
  const std::size_t sign = text.find('x');
  const auto height = read_axis(std::string_view(text).substr(0, sign));
  const auto width = sign == std::string::npos ? height : read_axis(std::string_view(text).substr(sign + 1));
  if (height.empty() || width.empty()) return problem("inputs");
  const bool pair = ends && sign == std::string::npos && height.size() == 2;
  if (pair) {
    const std::vector<Interval> range = {{height.front().low, height.back().high}};
    return InputSizes{range, range};
  }
  return InputSizes{tidy(height), tidy(width)};
}

std::string to_text(const InputSizes& sizes) {
  const std::string height = axis_text(sizes.height), width = axis_text(sizes.width);
  return height == width ? height : height + " x " + width;
}

nn::Interval asked_hundred(std::int64_t side) {
  const std::int64_t low = side / 100 * 100;
  return {std::max<std::int64_t>(low, 1), low + 99};
}

}  // namespace stride::course
