// Arithmetic, tuples and names of an array program.

#include "base/checked.h"
#include "base/utf8.h"
#include "math/array_interpreter.h"
#include "math/array_operations.h"

namespace stride::math {
namespace {

constexpr int most_depth = 60;

}  // namespace

Thing Interpreter::tuple() {
  Thing first = sum();
  if (!take(U",")) return first;
  Tuple entries = {whole(first)};
  for (skip(); !error_ && !ends_tuple(); skip()) {
    entries.push_back(whole(sum()));
    if (!take(U",")) break;
  }
  return entries;
}

bool Interpreter::ends_tuple() const {
  const char32_t c = at(index_);
  return index_ >= text_.size() || c == U')' || c == U']' || c == U'\n' || c == U';';
}

std::int64_t Interpreter::whole(const Thing& thing) {
  if (const auto* const number = std::get_if<std::int64_t>(&thing)) return *number;
  refuse("a whole number is expected here");
  return 0;
}

Thing Interpreter::combined(char32_t sign, const Thing& left, const Thing& right, std::size_t where) {
  if (error_) return {};
  const auto *const a = std::get_if<std::int64_t>(&left), *const b = std::get_if<std::int64_t>(&right);
  if (a == nullptr || b == nullptr) return refuse("only whole numbers are added and multiplied here", where);
  if ((sign == U'/' || sign == U'%') && *b == 0) return refuse("this divides by zero", where);
  std::optional<std::int64_t> result;
  if (sign == U'+') result = checked_add(*a, *b);
  if (sign == U'-' && *b != INT64_MIN) result = checked_add(*a, -*b);
  if (sign == U'*') result = checked_multiply(*a, *b);
  if (sign == U'/' && *b != -1) result = *a / *b - (*a % *b != 0 && (*a < 0) != (*b < 0) ? 1 : 0);
  if (sign == U'%' && *b != -1) result = (*a % *b + *b) % *b;
  if (!result) return refuse("this number is too large", where);
  return *result;
}

Thing Interpreter::sum() {
  if (++depth_ > most_depth) return refuse("this is nested too deeply to be read");
  Thing left = product();
  for (;;) {
    skip();
    const std::size_t where = index_;
    const char32_t sign = at(index_);
    if (error_ || (sign != U'+' && sign != U'-')) break;
    ++index_;
    left = combined(sign, left, product(), where);
  }
  --depth_;
  return left;
}

Thing Interpreter::product() {
  Thing left = factor();
  for (;;) {
    skip();
    const std::size_t where = index_;
    if (error_) return left;
    if (take(U"//")) {
      left = combined(U'/', left, factor(), where);
    } else if (at(index_) == U'/') {
      return refuse("/ gives a decimal number, which no size can be; // divides whole numbers");
    } else if (at(index_) == U'*' && at(index_ + 1) != U'*') {
      ++index_;
      left = combined(U'*', left, factor(), where);
    } else if (take(U"%")) {
      left = combined(U'%', left, factor(), where);
    } else {
      return left;
    }
  }
}

Thing Interpreter::factor() {
  skip();
  const std::size_t where = index_;
  if (!take(U"-")) return power();
  if (++depth_ > most_depth) return refuse("this is nested too deeply to be read");
  Thing inner = factor();
  --depth_;
  return combined(U'-', std::int64_t{0}, inner, where);
}

Thing Interpreter::power() {
  Thing base = postfix();
  skip();
  const std::size_t where = index_;
  if (error_ || !take(U"**")) return base;
  if (++depth_ > most_depth) return refuse("this is nested too deeply to be read");
  const std::int64_t exponent = whole(factor());
  --depth_;
  if (!error_ && (exponent < 0 || exponent > 62)) return refuse("this exponent is not between 0 and 62", where);
  Thing result = std::int64_t{1};
  for (std::int64_t i = 0; i < exponent && !error_; ++i) result = combined(U'*', result, base, where);
  return result;
}

Thing Interpreter::postfix() {
  Thing thing = atom();
  while (!error_) {
    skip();
    const std::size_t where = index_;
    if (take(U"[")) {
      thing = indexed(thing, where);
    } else if (at(index_) == U'.' && is_name(at(index_ + 1))) {
      ++index_;
      thing = member(thing);
    } else {
      break;
    }
  }
  return thing;
}

Thing Interpreter::indexed(const Thing& thing, std::size_t where) {
  if (std::holds_alternative<NumberArray>(thing))
    return refuse("parts of arrays are not taken here; use reshape, transpose and max", where);
  ++brackets_;
  const Thing inner = sum();
  expect(U"]");
  --brackets_;
  const auto* const entries = std::get_if<Tuple>(&thing);
  if (error_) return {};
  if (entries == nullptr) return refuse("only a tuple such as x.shape has entries to pick", where);
  std::int64_t place = whole(inner);
  const auto count = static_cast<std::int64_t>(entries->size());
  if (place < -count || place >= count)
    return refuse(
        "entry " + std::to_string(place) + " does not exist: " + tuple_text(*entries) + " has " + std::to_string(count),
        where);
  return (*entries)[static_cast<std::size_t>(place < 0 ? place + count : place)];
}

Thing Interpreter::atom() {
  skip();
  const std::size_t where = index_;
  const char32_t c = at(index_);
  if (is_digit(c)) return number();
  if (c == U'(' || c == U'[') return group(c == U'(' ? U")" : U"]");
  const std::string name = word();
  if (name.empty()) {
    if (index_ >= text_.size()) return refuse("something is missing at the end");
    return refuse("a number, a name or an array is expected here");
  }
  if (name == "True") return std::int64_t{1};
  if (name == "False" || name == "None") return name == "None" ? Thing() : Thing(std::int64_t{0});
  if (name == "np" || name == "numpy") return function();
  if (name == "len") return length(where);
  const auto found = things_.find(name);
  if (found == things_.end()) return refuse(name + " is not known here; " + known(), where);
  return found->second;
}

Thing Interpreter::number() {
  std::string digits;
  const std::size_t where = index_;
  for (; is_digit(at(index_)) || at(index_) == U'_'; ++index_) {
    if (at(index_) != U'_') digits += static_cast<char>(at(index_));
  }
  if (at(index_) == U'.' && is_digit(at(index_ + 1))) return refuse("sizes and axes are whole numbers", where);
  if (digits.size() > 18) return refuse("this number is too large", where);
  return static_cast<std::int64_t>(std::stoll(digits));
}

Thing Interpreter::group(std::u32string_view close) {
  const std::size_t where = index_++;
  ++brackets_;
  skip();
  if (take(close)) {
    --brackets_;
    return Tuple();
  }
  Thing inner = tuple();
  if (!take(close)) return refuse("this bracket is not closed", error_ ? index_ : where);
  --brackets_;
  // [5] is a list, (5) a number.
  if (close == U"]" && std::holds_alternative<std::int64_t>(inner)) return Tuple{std::get<std::int64_t>(inner)};
  return inner;
}

}  // namespace stride::math
