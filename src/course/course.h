#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/text.h"
#include "course/student_id.h"
#include "math/expr.h"
#include "nn/network.h"

/// A course as data: web/content/courses/NAME.json, described by course.schema.json there. The file holds what is asked
/// and how it is worked out; the sentences stand in the language file under `courses.NAME.EXERCISE.QUESTION.*`, or in
/// the course file's own `text` (which wins), under `EXERCISE.QUESTION.*`.
namespace stride::course {

/// All kinds of question.
enum class QuestionKind : std::uint8_t {
  cell,       // one cell of a network's worksheet, with all known slips of its column
  table,      // a worksheet to fill in: columns of its own, totals
  largest,    // which layer has most parameters, ties included
  interval,   // which input sizes a layer accepts: two ends, or, without rounding, several sizes
  number,     // a number from an expression; slips are expressions too
  shape,      // a tuple such as (N, 222, 222, 64)
  crops,      // how many crops a picture gives: slide and count
  choice,     // one option of several, or all that hold; a reason for every option
  order,      // lines of a derivation to put in order, some of them strangers
  blanks,     // a formula with blanks
  formula,    // a formula typed freely, checked by evaluation
  steps,      // find the error: each step of a worked solution is right, or wrong and to be mended
  checklist,  // an own text beside points to tick: never marked
  numpy,      // a line of array code that is run
};
std::string_view to_string(QuestionKind kind);

/// A symbol's value: an expression in other symbols, a cell of the exercise's worksheet, the least image side that
/// gives a layer an output, or the answer to an earlier question of the exercise. Errors in the student's own cells and
/// answers carry forward.
struct Binding {
  std::string name;
  std::optional<math::Expr> expr;
  std::string cell;      // pool5.output
  std::string least;     // pool5
  std::string question;  // id
};

/// A wrong way that is known: where it leads, in the question's symbols. Its name is in the text under `slip.ID`, or,
/// for COURSEWORK's own, under `course.slip.ID`.
struct SlipSpec {
  std::string id;
  math::Expr answer = math::Expr::unknown();
};

/// An option, a line, a blank, a step, a point: its text is under `option.ID`, `line.ID`, `blank.ID`, `step.ID`,
/// `point.ID`, why it is right or wrong under `why.ID`. A step's corrections are under `fix.STEP.option.ID` and
/// `fix.STEP.why.ID`; where to look for its error, under `look.STEP`.
struct ItemSpec {
  std::string id;
  bool right = false;  // an option that holds; a step without error; a line that belongs to the derivation
  std::string slip;    // the misconception that choosing it shows; may be empty
  // Lines that must stand before this one; where the file says nothing, the one before it there.
  std::vector<std::string> needs;
  std::vector<std::string> accept;  // a blank's right fillings, as typed; expressions are compared as such
  std::map<std::string, std::string, std::less<>> wrong;  // a blank's known wrong fillings -> ID of the text `why.ID`
  std::vector<std::string> options;  // corrections of a wrong step, the first being right; shown in alphabetical order
  std::optional<math::Expr> answer;  // a step's right number, typed instead of chosen
};

/// What practice draws a symbol from: expressions; for `source` tasks, for `image` and `crop` whole numbers.
struct FreshValues {
  std::string name;
  std::vector<std::string> values;
};

/// A sub-question as it stands in the file. Which members count depends on the kind.
struct QuestionSpec {
  std::string id;
  QuestionKind kind = QuestionKind::number;
  std::vector<std::string> skills;
  std::vector<Binding> let;          // number, shape, steps
  std::string cell;                  // cell: LAYER.COLUMN; interval: the linear layer
  std::vector<std::string> columns;  // table: those to fill in
  std::vector<std::string> shown;    // table: those given
  std::vector<std::string> totals;   // table: columns with a total to fill in
  std::vector<std::string> layers;   // table: rows to fill in; empty: all
  std::optional<math::Expr> answer;  // number, shape, formula
  std::vector<SlipSpec> slips;       // number, shape, formula
  double within = 0;                 // number: relative error that still counts as right
  std::string unit;                  // number: what may stand behind it, as `%`
  std::int64_t image = 0, crop = 0;  // crops
  bool mirrored = false;             // crops
  std::vector<ItemSpec> items;       // choice, order, blanks, steps, checklist
  bool many = false;                 // choice: all that hold
  std::string source;                // formula and numpy: what the room's own checkers read
  std::vector<FreshValues> fresh;    // what practice alters
  std::vector<std::string> with;     // earlier questions without which it can't be asked
  std::string variant;               // of practice: sentences under VARIANT.KEY stand in for those under KEY
};

struct CourseOptions {
  nn::Rounding rounding = nn::Rounding::floor;
  bool count_pools = true;  // whether totals of neurons include the outputs of pools
  IdRule id;
  int hints = 4;  // rungs that a student may see: 0 none, 1 principle, 2 formula, 3 with its numbers, 4 value
};

struct Exercise {
  std::string id;
  std::string chapter;               // its heading is in the text under `chapter.ID`; empty: as before
  std::string network;               // a name under web/content/networks; empty: about none
  bool size_from_id = false;         // W = H = the course's rule for the student's ID
  std::optional<nn::Pair> size;      // else; empty: the network's own
  std::string use;                   // COURSE/EXERCISE that stands here
  std::vector<std::string> chosen;   // with `use`: the questions that are asked, in this order; empty: all
  std::string course, origin;        // where its answers are kept and its sentences stand: course and exercise id
  CourseOptions options;             // the course's, with the exercise's own rounding
  std::shared_ptr<const Text> text;  // the file's own sentences
  std::vector<QuestionSpec> questions;

  /// Those that are asked: all, or the chosen ones.
  [[nodiscard]] std::vector<const QuestionSpec*> asked() const;
  /// The sentence under `courses.COURSE.EXERCISE.KEY`, from the file or the language file; empty where there is none.
  [[nodiscard]] std::string sentence(std::string_view key, const Text& words) const;
};

struct Course {
  std::string name;
  std::string source;  // the document that it follows
  CourseOptions options;
  std::vector<Exercise> exercises;
  std::shared_ptr<const Text> text;  // the file's own sentences

  [[nodiscard]] const Exercise* find(std::string_view exercise) const;
  /// The sentence under `courses.NAME.KEY`: `title`, `lead`, `chapter.ID`.
  [[nodiscard]] std::string sentence(std::string_view key, const Text& words) const;
  /// Whether some exercise needs the student's ID.
  [[nodiscard]] bool needs_id() const;
};

/// Reads a course file. An error's `where` is the path of the wrong value (`exercises[2].questions[0].cell`), its
/// message what was expected there; unknown members are errors too. Networks and cells are looked up when a question is
/// made.
Result<Course> parse_course(std::string_view json);

using FindNetwork = std::function<const nn::NetworkSpec*(std::string_view)>;
using FindCourse = std::function<const Course*(std::string_view)>;

/// The course with the exercises that it takes from others put in, their options kept.
Result<Course> resolve(const Course& course, const FindCourse& find);

}  // namespace stride::course
