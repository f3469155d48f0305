// An interpreter that evaluates as it reads.
//
//   program     { line (newline | ;) }
//   line        import ... | def name(names): | return tuple | names = tuple | tuple
//   tuple       sum { , sum } [,]
//   sum         product { (+ | -) product }
//   product     factor { (* | // | % | /) factor }
//   factor      - factor | power        power   postfix [** factor]
//   postfix     atom { .name [arguments] | [ sum ] }
//   atom        number | name | np.name arguments | len(...) | ( tuple ) | [ tuple ]

#include "math/array_program.h"

#include <algorithm>

#include "base/utf8.h"
#include "math/array_interpreter.h"
#include "math/expr_parser.h"

namespace stride::math {

Result<ArrayOutcome> Interpreter::run() {
  for (skip_lines(); !error_ && !returned_ && index_ < text_.size(); skip_lines()) line();
  if (error_) return std::unexpected(*std::move(error_));
  auto* const array = std::get_if<NumberArray>(&last_);
  if (array == nullptr) return fail("the last line is no array; end with the pooled array", std::to_string(last_at_));
  return ArrayOutcome{.value = std::move(*array), .operations = std::move(operations_)};
}

Thing Interpreter::refuse(std::string message, std::optional<std::size_t> where) {
  if (!error_) error_ = Error{.message = std::move(message), .where = std::to_string(where.value_or(index_))};
  index_ = text_.size();
  return {};
}

void Interpreter::skip_comment() {
  if (at(index_) != U'#') return;
  while (index_ < text_.size() && at(index_) != U'\n') ++index_;
}

void Interpreter::skip() {
  for (;;) {
    skip_comment();
    const char32_t c = at(index_);
    if (index_ >= text_.size() || !is_space(c) || (c == U'\n' && brackets_ == 0)) return;
    ++index_;
  }
}

void Interpreter::skip_lines() {
  for (;;) {
    skip_comment();
    if (index_ >= text_.size() || (!is_space(at(index_)) && at(index_) != U';')) return;
    ++index_;
  }
}

bool Interpreter::take(std::u32string_view sign) {
  skip();
  if (!text_.substr(index_).starts_with(sign)) return false;
  index_ += sign.size();
  return true;
}

void Interpreter::expect(std::u32string_view sign) {
  if (!take(sign)) refuse("a " + encode_utf8(sign) + " is expected here");
}

std::string Interpreter::word() {
  skip();
  std::string name;
  for (; is_name(at(index_)); ++index_) name += static_cast<char>(at(index_));
  return name;
}

std::string Interpreter::next_word() {
  const std::size_t start = index_;
  std::string name = word();
  index_ = start;
  return name;
}

void Interpreter::line() {
  last_at_ = index_;
  const std::string first = next_word();
  if (first == "import" || first == "from") {
    while (index_ < text_.size() && at(index_) != U'\n') ++index_;
    return;
  }
  if (first == "def") return definition();
  if (first == "return") {
    word();
    last_ = tuple();
    returned_ = true;
  } else if (const std::vector<std::string> names = assigned(); !names.empty()) {
    assign(names);
  } else {
    last_ = tuple();
  }
  skip();
  if (!error_ && index_ < text_.size() && at(index_) != U'\n' && at(index_) != U';')
    refuse("this is not understood here; a new line or an operation is expected");
}

void Interpreter::definition() {
  word();
  word();
  expect(U"(");
  std::size_t place = 0;
  do {
    const std::string name = word();
    if (name.empty()) break;
    if (place >= parameters_.size()) {
      refuse("the function takes " + std::to_string(parameters_.size()) + " parameters");
      return;
    }
    const Thing value = things_[parameters_[place++]];
    things_[name] = value;
  } while (take(U","));
  expect(U")");
  expect(U":");
}

std::vector<std::string> Interpreter::assigned() {
  const std::size_t start = index_;
  std::vector<std::string> names;
  do {
    names.push_back(word());
  } while (take(U","));
  skip();
  const bool equals = at(index_) == U'=' && at(index_ + 1) != U'=';
  if (equals && std::ranges::find(names, "") == names.end() && !is_digit(static_cast<char32_t>(names[0][0]))) {
    ++index_;
    return names;
  }
  index_ = start;
  return {};
}

void Interpreter::assign(const std::vector<std::string>& names) {
  const std::size_t start = index_;
  last_ = tuple();
  if (names.size() == 1) {
    things_[names[0]] = last_;
    return;
  }
  const auto* const values = std::get_if<Tuple>(&last_);
  if (error_) return;
  if (values == nullptr || values->size() != names.size()) {
    refuse(std::to_string(names.size()) + " names need a tuple of " + std::to_string(names.size()) + " numbers", start);
    return;
  }
  for (std::size_t i = 0; i < names.size(); ++i) things_[names[i]] = (*values)[i];
}

std::string Interpreter::known() const {
  std::string names;
  for (const auto& [name, thing] : things_) names += (names.empty() ? "" : ", ") + name;
  return names + " are";
}

bool Interpreter::is_name(char32_t c) {
  return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || c == U'_' || is_digit(c);
}

Result<ArrayOutcome> run_array_program(std::string_view text, const ArrayNames& names) {
  const Result<std::u32string> typed = read_typed(text);
  if (!typed) return std::unexpected(typed.error());
  return Interpreter(*typed, names).run();
}

}  // namespace stride::math
