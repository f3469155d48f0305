#include "course/answer.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>

#include "math/expr.h"

namespace stride::course {
namespace {

constexpr std::size_t kMostCharacters = 400;

using math::Expr;
using math::ExprKind;
using math::Rational;

std::unexpected<ReadProblem> problem(std::string key, const Error& error = {}) {
  return std::unexpected(ReadProblem{std::move(key), error.message, error.where});
}

/// A list of sides. Three are C, H, W; H, W, C only where the last is the layer's channels and the first is not.
std::expected<Answer, ReadProblem> read_sides(const std::vector<Expr>& sides, std::int64_t channels) {
  std::vector<Rational> numbers;
  for (const Expr& side : sides) {
    const auto number = math::evaluate(side);
    if (!number) return problem("formula", number.error());
    numbers.push_back(*number);
  }
  if (numbers.size() == 2) return Answer{std::nullopt, numbers};
  if (numbers.size() != 3 || !std::ranges::all_of(numbers, &Rational::is_integer)) return problem("sides");
  const bool channels_last = numbers[2] == Rational(channels) && numbers[0] != Rational(channels);
  if (channels_last) return Answer{numbers[2].numerator(), {numbers[0], numbers[1]}};
  return Answer{numbers[0].numerator(), {numbers[1], numbers[2]}};
}

/// Most answers are plain digits, and a whole sheet of them is read with every check.
std::optional<Rational> plain_number(std::string_view typed) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(typed.data(), typed.data() + typed.size(), number);
  const bool digits = error == std::errc() && end == typed.data() + typed.size() && typed.front() != '-';
  return digits ? std::optional(Rational(number)) : std::nullopt;
}

Expr product(const std::vector<Expr>& factors) {
  Expr result = factors.front();
  for (std::size_t i = 1; i < factors.size(); ++i) result = result * factors[i];
  return result;
}

}  // namespace

AnswerKind kind_of(std::string_view column) {
  if (column == "layer") return AnswerKind::layers;
  if (column == "admissible") return AnswerKind::inputs;
  const bool per_axis = column == "output" || column == "input" || column == "receptive_field" || column == "jump" ||
                        column == "admissible_min" || column == "admissible_max";
  return per_axis ? AnswerKind::sizes : AnswerKind::number;
}

std::expected<Answer, ReadProblem> read_answer(std::string_view typed, AnswerKind kind, std::int64_t channels) {
  if (const auto number = plain_number(typed)) return Answer{std::nullopt, {*number}};
  if (plain_words(typed).empty()) return problem("empty");
  while (typed.ends_with(' ')) typed.remove_suffix(1);
  if (typed.ends_with('.')) typed.remove_suffix(1);  // a full stop
  if (typed.size() > kMostCharacters) return problem("long");
  const auto parsed = math::parse_answer(typed);
  if (!parsed) return problem("formula", parsed.error());
  const bool is_list = parsed->kind() == ExprKind::dims;
  if (is_list && kind == AnswerKind::sizes) return read_sides(parsed->children(), channels);
  const auto number = math::evaluate(is_list ? product(parsed->children()) : *parsed);
  if (!number) return problem("formula", number.error());
  return Answer{std::nullopt, {*number}};
}

bool is_shortened(double typed, int decimals, double exact) {
  if (typed == 0 || exact == 0 || (typed < 0) != (exact < 0)) return false;
  // Zeros at the end are digits too, 0.20 for 0.2004, but they are gone here.
  const double second_digit = std::pow(10, std::floor(std::log10(std::abs(exact))) - 1);
  const double unit = std::min(std::pow(10, -decimals), second_digit);
  const double missing = std::abs(exact) - std::abs(typed), rounding = 1e-9 * unit + 1e-15 * std::abs(exact);
  return missing >= -unit / 2 - rounding && missing < unit - rounding;
}

bool agrees(Rational typed, Rational exact) {
  if (typed == exact) return true;
  const auto decimals = math::decimals_of(typed);
  if (exact.is_integer() || typed.is_integer() || !decimals) return false;
  return is_shortened(typed.to_double(), *decimals, exact.to_double());
}

std::string plain_words(std::string_view typed) {
  const auto is_space = [](char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; };
  while (!typed.empty() && is_space(typed.front())) typed.remove_prefix(1);
  while (!typed.empty() && (is_space(typed.back()) || typed.back() == '.')) typed.remove_suffix(1);
  std::string words;
  for (const char c : typed) {
    if (is_space(c) && !words.empty() && words.back() == ' ') continue;
    words += is_space(c) ? ' ' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return words;
}

bool is_one_of(std::string_view typed, std::string_view list) {
  const std::string words = plain_words(typed);
  while (!words.empty() && !list.empty()) {
    const std::size_t bar = std::min(list.find('|'), list.size());
    if (list.substr(0, bar) == words) return true;
    list.remove_prefix(std::min(bar + 1, list.size()));
  }
  return false;
}

}  // namespace stride::course
