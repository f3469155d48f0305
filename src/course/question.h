#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "course/course.h"
#include "course/worksheet.h"

/// Questions as values: made for one student, graded part by part.
namespace stride::course {

/// All that a student typed or chose, by reply key.
using Replies = std::map<std::string, std::string, std::less<>>;

/// A sub-question with this student's numbers.
struct Question {
  QuestionSpec spec;
  std::shared_ptr<const Exercise> exercise;
  std::shared_ptr<const Worksheet> sheet;  // of an exercise about a network
  std::string sheet_key;                   // alexnet-bern/212x212/floor
  std::vector<CellId> cells;               // cell, largest, interval; table: those to fill in, row by row
  math::Bindings numbers;                  // the symbols' right values
  std::vector<std::string> parts;          // what is answered by itself; see below

  [[nodiscard]] QuestionKind kind() const { return spec.kind; }
  /// A sentence of the question with its {symbols} filled in: `ask`, `option.a`, `why.a`, `formula`.
  [[nodiscard]] std::string sentence(std::string_view key, const Text& words) const;
  /// Where the reply to a part is kept. Cells are kept by worksheet, `alexnet-bern/212x212/floor/conv2.output`, so that
  /// one answer serves wherever it is asked; others by `COURSE/EXERCISE/QUESTION` and `/PART`, with the image size
  /// where the answer depends on it.
  [[nodiscard]] std::string reply_key(std::string_view part = "") const;
};

/// The parts, and how a reply to each is written:
///   cell, largest, number, shape, crops, formula, numpy   one part "": as typed
///   table      one part per cell, `conv2.output`: as typed
///   interval   one part "": `211..242`, `211 to 242`, `211-242 x 275-306`, `211, 243, 275`, `from 211`, `any`
///   choice     one part "": the option's id; several with commas
///   order      one part "": ids of lines with commas, first to last
///   blanks     one part per blank: as typed
///   steps      one part per step, `2`: `right` or `wrong`; and `2.fix` of each step that can be mended: option or
///   number checklist  `text`: the student's own; `points`: ids of the points ticked, with commas
///
/// Fails with COURSE/EXERCISE/QUESTION where a network, a cell or a symbol's value is missing, the image is too small,
/// or an ID is needed. All that are asked:
Result<std::vector<Question>> instantiate(const Exercise& exercise, const FindNetwork& networks,
                                          const std::optional<StudentId>& student);

/// A symbol of a question, or any expression: exact where it comes out, to some digits else.
std::string number_text(const math::Expr& value);

/// What a table shows beside the cells to fill in: `type`, `channels`, `kernel`, `stride`, `pad`, `filters`, or any
/// column's right number. Empty where the row has none.
std::string shown_text(const Question& question, std::string_view layer, std::string_view column);

/// A mark beside one option, line, point or entry of a shape.
struct ItemMark {
  std::string item;
  bool right = false;
  std::string why;  // may be empty
};

struct QuestionGrade : Grade {
  std::vector<ItemMark> marks;
  std::string root_key;  // consistent: the reply that this one rests on
};

/// Grades one part. The marks of array code are its runs, one per test. `replies` are all answers of this student, this
/// one included or not: it has no say itself. Verdict `none` for a checklist, and for an order that is right so far.
QuestionGrade grade(const Question& question, std::string_view part, std::string_view reply, const Replies& replies,
                    const Text& words);

/// The right reply to a part, written as a student would: for answer keys. Empty where there is none (checklist).
std::string expected(const Question& question, std::string_view part, const Text& words);

/// A step of help; the later ones say more. Those that a question doesn't have are left out.
struct Hint {
  enum class Rung : std::uint8_t { principle = 1, formula, numbers, value };
  Rung rung = Rung::principle;
  std::string text;  // may be empty beside an expression
  std::optional<math::Expr> expr;
};
/// As far as the course allows. Numbers follow the student's own earlier answers; the value is the right one.
std::vector<Hint> hints(const Question& question, std::string_view part, const Replies& replies, const Text& words);

}  // namespace stride::course
