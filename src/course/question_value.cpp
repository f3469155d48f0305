#include "course/question_value.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "course/route.h"
#include "course/values.h"

namespace stride::course {
namespace {

using math::Expr;
using math::Rational;

/// The value where it is exact, else the tree.
Expr settled(const Expr& expr) {
  const auto exact = math::evaluate(expr);
  return exact ? Expr(*exact) : expr;
}

Result<Expr> cell_value(const Question& question, const std::string& name) {
  if (!question.sheet) return fail("this exercise is about no network, so it has no cells");
  const auto cell = parse_cell(*question.sheet, name);
  if (!cell) return std::unexpected(cell.error());
  const auto route = way_to(right_values(*question.sheet), *cell);
  if (!route || route->value.size() != 1) return fail(name + " is no single number here");
  return Expr(route->value.front());
}

Result<Expr> least_value(const Question& question, const std::string& layer) {
  if (!question.sheet) return fail("this exercise is about no network");
  const auto side = nn::smallest_input(question.sheet->network, layer, question.sheet->facts.rounding);
  if (!side) return std::unexpected(side.error());
  return Expr(*side);
}

/// The earlier question that a symbol takes its value from.
Result<Question> earlier(const Question& question, const std::string& id) {
  const auto& all = question.exercise->questions;
  const auto spec = std::ranges::find(all, id, &QuestionSpec::id);
  if (spec == all.end()) return fail("there is no question \"" + id + "\"");
  if (spec->kind != QuestionKind::number && spec->kind != QuestionKind::crops)
    return fail("the question \"" + id + "\" has no number");
  return fill_in(question, *spec);
}

Result<Expr> earlier_value(const Question& question, const std::string& id) {
  const auto other = earlier(question, id);
  if (!other) return std::unexpected(other.error());
  return settled(math::substitute(principle_of(*other), other->numbers));
}

Result<Expr> value_of(const Question& question, const Binding& binding) {
  if (!binding.cell.empty()) return cell_value(question, binding.cell);
  if (!binding.least.empty()) return least_value(question, binding.least);
  return earlier_value(question, binding.question);
}

/// Puts symbols into each other until every one has a value.
Result<void> settle(const std::vector<Binding>& let, math::Bindings& numbers) {
  for (std::size_t pass = 0; pass <= let.size(); ++pass) {
    bool complete = true;
    for (const Binding& binding : let) {
      if (!binding.expr || numbers.contains(binding.name)) continue;
      const Expr value = math::substitute(*binding.expr, numbers);
      if (math::evaluate_real(value))
        numbers.insert_or_assign(binding.name, settled(value));
      else
        complete = false;
    }
    if (complete) return {};
  }
  for (const Binding& binding : let)
    if (!numbers.contains(binding.name))
      return fail(math::evaluate_real(math::substitute(*binding.expr, numbers)).error().message, "let." + binding.name);
  return {};
}

/// A number that may stand in for the right one: of its size, though its sign may be a slip.
bool is_plausible(double typed, double right) {
  const double size = std::abs(typed), wanted = std::abs(right);
  return std::isfinite(typed) && typed != 0 && size <= wanted * 1000 && size >= wanted / 1000 &&
         (right < 0 || typed > 0);
}

/// A cell as the student has it, and the wrong answer that this rests on.
std::optional<std::pair<Expr, std::string>> own_cell(const Question& question, const std::string& name,
                                                     const Values& own) {
  const auto cell = parse_cell(*question.sheet, name);
  if (!cell) return std::nullopt;
  const auto traced = own_value(own, *cell);
  if (!traced.value || !traced.root) return std::nullopt;
  return std::pair{Expr(*traced.value), question.sheet_key + "/" + traced.root->text()};
}

std::optional<std::pair<Expr, std::string>> own_answer(const Question& question, const std::string& id,
                                                       const Expr& right, const Replies& replies) {
  const auto other = earlier(question, id);
  if (!other) return std::nullopt;
  const std::string key = other->reply_key();
  const auto reply = replies.find(key);
  if (reply == replies.end()) return std::nullopt;
  const auto typed = read_number(reply->second, other->spec.unit);
  const auto value = math::evaluate_real(right);
  if (!typed || !typed->exact || !value || !is_plausible(typed->real, *value)) return std::nullopt;
  if (agrees(*typed, right, other->spec.within)) return std::nullopt;
  return std::pair{Expr(*typed->exact), key};
}

/// A real number with so many digits.
std::string digits_of(double real, int digits) {
  char text[40];
  std::snprintf(text, sizeof text, "%.*g", digits, real);
  return text;
}

}  // namespace

Given given_of(const Question& question, const Replies& replies) {
  Given given;
  if (!question.sheet) return given;
  const std::string prefix = question.sheet_key + "/";
  for (auto at = replies.lower_bound(prefix); at != replies.end() && at->first.starts_with(prefix); ++at)
    if (const auto cell = parse_cell(*question.sheet, std::string_view(at->first).substr(prefix.size())))
      given.emplace(*cell, at->second);
  return given;
}

math::Expr principle_of(const Question& question) {
  if (question.kind() != QuestionKind::crops) return question.spec.answer.value_or(Expr::unknown());
  const Expr places = Expr::symbol("n") - Expr::symbol("f") + 1;
  return question.spec.mirrored ? Expr(2) * places * places : places * places;
}

Result<math::Bindings> right_numbers(const Question& question) {
  math::Bindings numbers;
  if (question.kind() == QuestionKind::crops)
    return math::Bindings{{"n", question.spec.image}, {"f", question.spec.crop}};
  for (const Binding& binding : question.spec.let) {
    if (binding.expr) continue;
    auto value = value_of(question, binding);
    if (!value) return fail(value.error().message, "let." + binding.name);
    numbers.insert_or_assign(binding.name, std::move(*value));
  }
  if (const auto done = settle(question.spec.let, numbers); !done) return std::unexpected(done.error());
  if (question.kind() == QuestionKind::number)
    if (const auto value = math::evaluate_real(math::substitute(*question.spec.answer, numbers)); !value)
      return fail(value.error().message, "answer");
  return numbers;
}

OwnNumbers own_numbers(const Question& question, const Replies& replies) {
  OwnNumbers own;
  std::optional<Values> values;
  for (const Binding& binding : question.spec.let) {
    if (binding.expr) continue;
    const Expr right = question.numbers.at(binding.name);
    std::optional<std::pair<Expr, std::string>> found;
    if (!binding.cell.empty()) {
      if (!values) values = own_values(*question.sheet, given_of(question, replies), CellId{});
      found = own_cell(question, binding.cell, *values);
    } else if (!binding.question.empty()) {
      found = own_answer(question, binding.question, right, replies);
    }
    own.numbers.insert_or_assign(binding.name, found ? found->first : right);
    if (found && own.root_key.empty()) own.root_key = found->second;
  }
  if (!settle(question.spec.let, own.numbers)) return {question.numbers, ""};
  return own;
}

namespace {

/// A plain number with more decimals than can be held exactly: 3.09e-18.
std::optional<TypedNumber> read_fine(std::string_view typed) {
  if (typed.empty() || typed.find_first_not_of("0123456789.eE+-") != std::string_view::npos) return std::nullopt;
  TypedNumber number;
  const std::string text(typed);
  char* after = nullptr;  // the web's library has no from_chars for it
  number.real = std::strtod(text.c_str(), &after);
  if (after != text.c_str() + text.size() || !std::isfinite(number.real)) return std::nullopt;
  const std::size_t exponent = std::min(typed.find_first_of("eE"), typed.size()), point = typed.find('.');
  int power = 0;
  if (exponent < typed.size()) std::from_chars(typed.data() + exponent + 1, typed.data() + typed.size(), power);
  number.decimals = (point < exponent ? static_cast<int>(exponent - point) - 1 : 0) - power;
  return number;
}

}  // namespace

std::expected<TypedNumber, ReadProblem> read_number(std::string_view typed, std::string_view unit) {
  while (typed.ends_with(' ')) typed.remove_suffix(1);
  if (!unit.empty() && typed.ends_with(unit)) typed.remove_suffix(unit.size());
  // A comma that doesn't stand before thousands is a decimal one: 54,25.
  const auto comma = typed.find(',');
  const bool decimal = comma != std::string_view::npos &&
                       typed.find_first_of(",.(", comma + 1) == std::string_view::npos && !math::parse_answer(typed);
  if (decimal) return read_number(std::string(typed.substr(0, comma)) + "." + std::string(typed.substr(comma + 1)), "");
  const auto answer = read_answer(typed, AnswerKind::number);
  if (answer)
    return TypedNumber{answer->values.front(), answer->values.front().to_double(),
                       math::decimals_of(answer->values.front())};
  if (const auto fine = read_fine(typed)) return *fine;
  const auto parsed = math::parse_answer(typed);
  const auto real = parsed ? math::evaluate_real(*parsed) : Result<double>(std::unexpected(parsed.error()));
  if (!real) return std::unexpected(answer.error());
  return TypedNumber{std::nullopt, *real, std::nullopt};
}

bool agrees(const TypedNumber& typed, const Expr& value, double within) {
  const auto exact = math::evaluate(value);
  if (exact && typed.exact && agrees(*typed.exact, *exact)) return true;
  const auto real = math::evaluate_real(value);
  if (!real) return false;
  const double apart = std::abs(typed.real - *real);
  if (apart <= within * std::abs(*real)) return true;
  if (exact && typed.exact) return false;
  // One of them is no exact number (a root, or beyond 64 bits), so equal means equal to a double's digits.
  if (apart <= 1e-9 * std::abs(*real)) return true;
  return typed.decimals.value_or(0) > 0 && is_shortened(typed.real, *typed.decimals, *real);
}

std::string answer_text(const Expr& value, double within) {
  if (const auto exact = math::evaluate(value)) return exact->to_text();
  const auto real = math::evaluate_real(value);
  if (!real) return number_text(value);
  std::string text;
  for (int digits = 4; digits <= 17; ++digits) {
    text = digits_of(*real, digits);
    // As a power, a number beyond 64 bits is read too: 1.209*10^24.
    if (const std::size_t e = text.find('e'); e != std::string::npos)
      text = text.substr(0, e) + "*10^" + std::to_string(std::atoi(text.c_str() + e + 1));
    const auto typed = read_number(text, "");
    if (typed && agrees(*typed, value, within)) break;
  }
  return text;
}

std::string number_text(const Expr& value) {
  const auto exact = math::evaluate(value);
  if (exact && exact->is_integer()) return grouped(exact->numerator());
  if (exact) return exact->to_text();
  const auto real = math::evaluate_real(value);
  if (!real) return math::to_text(value);
  return digits_of(*real, 4);
}

}  // namespace stride::course
