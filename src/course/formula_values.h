#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "course/formula_question.h"

/// Formulas compared by their values at every output of random draws.
namespace stride::course {

/// Where outputs and inputs begin to count: 1 or 0.
struct Counting {
  std::int64_t outputs = 1, inputs = 1;
};

/// The names whose values are set from outside: the task's indexes and those that a sum should have bound.
struct FreeIndex {
  std::string name;
  std::int64_t first = 1, last = 1;  // counted from 1
  std::int64_t from = 1;             // what the formula counts it from
};

struct Outcome {
  std::optional<math::Matrix> value;
  std::string error;
};
using Outcomes = std::vector<Outcome>;

Outcome outcome(const math::Expr& formula, const math::Scope& scope);
/// Of a formula that a student wrote, whose evaluations share `steps`.
Outcome outcome(const math::Expr& formula, const math::Scope& scope, std::int64_t& steps);

/// Goes through all combinations of the free indexes, the last one fastest.
class Outputs {
 public:
  Outputs(math::Scope scope, std::vector<FreeIndex> indexes);
  [[nodiscard]] const math::Scope& names() const { return names_; }
  /// False after the last one.
  bool next();

 private:
  void set();

  math::Scope names_;
  std::vector<FreeIndex> indexes_;
  std::vector<std::int64_t> at_;
};
/// `i = 1, j = 2` for the output that `names` stands at.
std::string place_text(const math::Scope& names, const std::vector<FreeIndex>& indexes);

/// Within rounding, and of one size.
bool same(const math::Matrix& a, const math::Matrix& b);

/// The draw's scope as a student counts it, without names that are not shown; `padded`: indexes beyond the ends give 0.
math::Scope shown_scope(const FormulaTask& task, const FormulaDraw& draw, std::int64_t inputs, bool padded = false);
std::vector<FreeIndex> output_indexes(const FormulaTask& task, const FormulaDraw& draw, std::int64_t from);

/// The tree with every node changed for which `change` gives another, from the leaves up.
math::Expr rewritten(const math::Expr& expr, const std::function<std::optional<math::Expr>(const math::Expr&)>& change);

/// The truth with the kernel running backwards.
math::Expr flipped(const FormulaTask& task, const math::Expr& truth);

/// The truth altered by each known slip; a sum left out leaves its index free, to be added to the task's.
struct AlteredTruth {
  std::string id;
  math::Expr formula;
  std::optional<std::string> freed;  // the index of the sum that was left out
  std::string freed_last;            // the size that it went to
};
std::vector<AlteredTruth> altered_truths(const FormulaTask& task, const math::Expr& truth);

}  // namespace stride::course
