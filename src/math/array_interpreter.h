#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "math/array_program.h"
#include "math/expr_tokens.h"

namespace stride::math {

using Tuple = std::vector<std::int64_t>;
using Thing = std::variant<std::monostate, std::int64_t, Tuple, NumberArray>;

struct Arguments {
  std::vector<Thing> places;
  std::map<std::string, Thing, std::less<>> keywords;
};

/// Evaluates as it reads. After an error the text counts as read to its end; only the first error is kept.
class Interpreter {
 public:
  Interpreter(std::u32string_view text, const ArrayNames& names) : text_(text), parameters_(names.parameters) {
    for (const auto& [name, array] : names.arrays) things_[name] = array;
    for (const auto& [name, integer] : names.integers) things_[name] = integer;
  }

  Result<ArrayOutcome> run();

 private:
  [[nodiscard]] char32_t at(std::size_t index) const { return index < text_.size() ? text_[index] : U'\0'; }
  static bool is_name(char32_t c);

  Thing refuse(std::string message, std::optional<std::size_t> where = {});

  void skip_comment();
  /// Within brackets a line may go on.
  void skip();
  void skip_lines();
  bool take(std::u32string_view sign);
  void expect(std::u32string_view sign);
  std::string word();
  std::string next_word();

  void line();

  /// def pool(a, size): gives our array and kernel size the student's names.
  void definition();

  /// The names before a single =; empty, and nothing read, where there is none.
  std::vector<std::string> assigned();

  void assign(const std::vector<std::string>& names);

  Thing tuple();
  [[nodiscard]] bool ends_tuple() const;

  std::int64_t whole(const Thing& thing);

  Thing combined(char32_t sign, const Thing& left, const Thing& right, std::size_t where);

  Thing sum();

  Thing product();

  Thing factor();

  Thing power();

  Thing postfix();

  Thing indexed(const Thing& thing, std::size_t where);

  Thing member(const Thing& thing);

  Thing atom();

  Thing number();

  Thing group(std::u32string_view close);

  Thing function();

  Thing length(std::size_t where);

  Arguments arguments();

  static bool is_operation(std::string_view name);

  /// Numbers one by one, or one tuple of them.
  Tuple listed(const std::vector<Thing>& places);

  Thing operated(std::string name, const NumberArray& array, Arguments given, std::size_t where);

  static Result<NumberArray> apply(const std::string& name, const NumberArray& array, Tuple list, bool keep);

  [[nodiscard]] std::string known() const;

  std::u32string_view text_;
  std::vector<std::string> parameters_;
  std::map<std::string, Thing, std::less<>> things_;
  std::size_t index_ = 0, last_at_ = 0;
  int brackets_ = 0, depth_ = 0;
  bool returned_ = false;
  Thing last_;
  std::vector<std::string> operations_;
  std::optional<Error> error_;
};

}  // namespace stride::math
