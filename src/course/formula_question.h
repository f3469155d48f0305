#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "base/verdict.h"
#include "math/index_formula.h"

/// Formulas that a student writes freely, judged by their values on random tensors.
namespace stride::course {

struct FormulaSize {
  std::string name;      // H
  std::string rule;      // a range `2..5` drawn from, or a formula in earlier sizes: (P - 1)*s + N
  bool shown = true;     // a name the student may use
  bool distinct = true;  // from all other distinct ones, so that mistaken sizes show
};

struct FormulaTensor {
  std::string name;
  std::vector<std::string> sizes;  // names of sizes; none for a real number
  std::vector<std::string> axes;   // channels, rows, columns; for messages
  std::string definition = {};     // in earlier names, of the whole tensor; empty: drawn at random
  bool zero_outside = false;
};

struct FormulaIndex {
  std::string name;  // i
  std::string last;  // the size that it goes to
  std::int64_t first = 1;
};

/// A question whose answer is a formula.
struct FormulaTask {
  std::string id;
  std::string asked;  // what stands left of the =, for the page: Z[i,j]
  std::vector<FormulaSize> sizes;
  std::vector<FormulaTensor> tensors;
  std::vector<FormulaIndex> indexes;  // free in the answer; none where it is a number or a matrix
  std::string truth;                  // counting from 1
  bool any_first = false;             // indexes from 0 are as right as from 1
  std::string flipped;                // a tensor whose last two indexes may run backwards (a kernel); else empty
  std::string gaps;                   // the truth with ? where a student fills in; empty: not asked so
};

/// The tasks of the coursework, by id: `convolution`, `convolution-padding`, `convolution-filters`, `relu-slope`, ...
std::span<const FormulaTask> formula_tasks();
const FormulaTask* find_formula_task(std::string_view id);

struct FormulaGrade {
  Verdict verdict = Verdict::none;    // correct, wrong or unreadable
  std::string message;                // what happened, then what to do; names what was recognised
  std::string first;                  // recognised: `1`, `0`, `mixed` (outputs and inputs counted differently) or empty
  std::string kernel;                 // recognised: `correlation`, `flipped` or empty where the task knows no kernel
  std::string misconception;          // as in `stride-missing`; empty when none
  std::vector<std::string> also;      // other slips with the same values
  std::optional<std::size_t> where;   // unreadable: the character
  std::optional<math::Expr> formula;  // as read, for the preview
};

/// Judges `typed` on several random draws of the task's tensors (the same `seed` gives the same draws), at every
/// output. A right formula never names a slip. Slips are the truth altered by one rule each. Texts under `formula.`.
FormulaGrade grade_formula(const FormulaTask& task, std::string_view typed, const Text& text, std::uint64_t seed = 1);

/// The formula with gaps: `fills` in the order of the ?s in task.gaps. `where` is then the gap, from 0.
FormulaGrade grade_gaps(const FormulaTask& task, std::span<const std::string> fills, const Text& text,
                        std::uint64_t seed = 1);

/// A slip's id and what it did to the truth: for tests and for find-the-error items.
struct FormulaSlip {
  std::string id;
  math::Expr formula;  // counting from 1
};
std::vector<FormulaSlip> formula_slips(const FormulaTask& task);

/// The task's numbers for one seed: sizes, tensors (from 1) and the free indexes' ranges.
struct FormulaDraw {
  math::Scope scope;
  std::vector<std::int64_t> lasts;  // of task.indexes
};
Result<FormulaDraw> draw_formula(const FormulaTask& task, std::uint64_t seed);

}  // namespace stride::course
