// Attributes, methods and functions of an array program.

#include <algorithm>

#include "math/array_interpreter.h"
#include "math/array_operations.h"

namespace stride::math {
namespace {

constexpr std::size_t most_operations = 100;

}  // namespace

Thing Interpreter::member(const Thing& thing) {
  const std::size_t where = index_;
  const std::string name = word();
  const auto* const array = std::get_if<NumberArray>(&thing);
  if (array == nullptr) return refuse("only an array has ." + name, where);
  if (name == "shape") return array->shape;
  if (name == "ndim") return static_cast<std::int64_t>(array->shape.size());
  if (name == "size") return static_cast<std::int64_t>(array->entries.size());
  if (name == "T") return operated("transpose", *array, {}, where);
  if (!is_operation(name)) return refuse("." + name + " is not executed here; reshape, transpose and max are", where);
  return operated(name, *array, arguments(), where);
}

Thing Interpreter::function() {
  if (!take(U".")) return refuse("np. is followed by a function, as in np.max(x, axis=2)");
  const std::size_t where = index_;
  const std::string name = word();
  if (!is_operation(name))
    return refuse("np." + name + " is not executed here; np.reshape, np.transpose and np.max are", where);
  Arguments given = arguments();
  if (error_) return {};
  if (const auto array = given.keywords.extract("a"); array) given.places.insert(given.places.begin(), array.mapped());
  if (given.places.empty() || !std::holds_alternative<NumberArray>(given.places[0]))
    return refuse("np." + name + " needs an array first", where);
  const NumberArray array = std::get<NumberArray>(given.places[0]);
  given.places.erase(given.places.begin());
  return operated(name, array, std::move(given), where);
}

Thing Interpreter::length(std::size_t where) {
  const Arguments given = arguments();
  if (error_) return {};
  if (given.places.size() == 1) {
    if (const auto* const entries = std::get_if<Tuple>(&given.places[0]))
      return static_cast<std::int64_t>(entries->size());
    const auto* const array = std::get_if<NumberArray>(&given.places[0]);
    if (array != nullptr && !array->shape.empty()) return array->shape[0];
  }
  return refuse("len() takes one tuple or array", where);
}

Arguments Interpreter::arguments() {
  Arguments given;
  expect(U"(");
  ++brackets_;
  for (skip(); !error_ && at(index_) != U')'; skip()) {
    const std::size_t start = index_;
    const std::string keyword = word();
    skip();
    if (!keyword.empty() && !is_digit(static_cast<char32_t>(keyword[0])) && at(index_) == U'=' &&
        at(index_ + 1) != U'=') {
      ++index_;
      given.keywords[keyword] = sum();
    } else {
      index_ = start;
      if (take(U"*") && next_word().empty()) refuse("a shape is expected after *");
      Thing value = sum();
      const bool spread = at(start) == U'*' && std::holds_alternative<Tuple>(value);
      if (spread) {
        for (const std::int64_t entry : std::get<Tuple>(value)) given.places.emplace_back(entry);
      } else {
        given.places.push_back(std::move(value));
      }
    }
    if (!take(U",")) break;
  }
  if (!error_) expect(U")");
  --brackets_;
  return given;
}

bool Interpreter::is_operation(std::string_view name) {
  constexpr std::string_view operations[] = {"reshape", "max", "amax",      "min",     "amin",
                                             "mean",    "sum", "transpose", "swapaxes"};
  return std::ranges::find(operations, name) != std::end(operations);
}

Tuple Interpreter::listed(const std::vector<Thing>& places) {
  if (places.size() == 1 && std::holds_alternative<Tuple>(places[0])) return std::get<Tuple>(places[0]);
  Tuple result;
  for (const Thing& place : places) result.push_back(whole(place));
  return result;
}

Thing Interpreter::operated(std::string name, const NumberArray& array, Arguments given, std::size_t where) {
  if (error_) return {};
  if (name == "amax" || name == "amin") name.erase(0, 1);
  if (operations_.size() >= most_operations) return refuse("this takes more than 100 operations", where);
  const bool reduces = name != "reshape" && name != "transpose" && name != "swapaxes";
  bool keep = false;
  for (auto& [keyword, value] : given.keywords) {
    const bool list = (keyword == "axis" && reduces) || (keyword == "axes" && name == "transpose") ||
                      ((keyword == "newshape" || keyword == "shape") && name == "reshape");
    if (list) {
      if (!std::holds_alternative<std::monostate>(value)) given.places = {std::move(value)};
    } else if (keyword == "keepdims" && reduces) {
      keep = whole(value) != 0;
    } else {
      return refuse(name + "() takes no " + keyword + " here", where);
    }
  }
  std::erase_if(given.places, [](const Thing& place) { return std::holds_alternative<std::monostate>(place); });
  Tuple list = listed(given.places);
  if (error_) return {};
  operations_.push_back(name);
  Result<NumberArray> result = apply(name, array, std::move(list), keep);
  if (!result) return refuse(result.error().message, where);
  return *std::move(result);
}

Result<NumberArray> Interpreter::apply(const std::string& name, const NumberArray& array, Tuple list, bool keep) {
  if (name == "reshape") return reshaped(array, std::move(list));
  if (name == "transpose") return transposed_axes(array, std::move(list));
  if (name != "swapaxes") return reduced(array, name, std::move(list), keep);
  const auto count = static_cast<std::int64_t>(array.shape.size());
  Tuple axes;
  for (std::int64_t i = 0; i < count; ++i) axes.push_back(i);
  for (std::int64_t& axis : list) axis = axis < 0 ? axis + count : axis;
  if (list.size() != 2 || std::ranges::any_of(list, [&](std::int64_t axis) { return axis < 0 || axis >= count; }))
    return fail("swapaxes takes two axes of the array");
  std::swap(axes[static_cast<std::size_t>(list[0])], axes[static_cast<std::size_t>(list[1])]);
  return transposed_axes(array, std::move(axes));
}

}  // namespace stride::math
