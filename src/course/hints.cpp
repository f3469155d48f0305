#include <algorithm>
#include <iterator>

#include "course/answer.h"
#include "course/question_kinds.h"
#include "course/question_value.h"
#include "course/route.h"

// Help in steps: the principle, the formula, the formula with this student's numbers, the value.

namespace stride::course {
namespace {

using math::Expr;
using Rung = Hint::Rung;

/// A number's way from its symbols.
void add_number(const Expr& principle, const math::Bindings& own, const math::Bindings& right,
                std::vector<Hint>& rungs) {
  const Expr numbers = math::substitute(principle, own), value = math::substitute(principle, right);
  if (principle.kind() != math::ExprKind::number) rungs.push_back({Rung::formula, "", principle});
  if (!(numbers == principle)) rungs.push_back({Rung::numbers, "", numbers});
  const auto exact = math::evaluate(value);
  rungs.push_back({Rung::value, number_text(value), exact ? std::optional(Expr(*exact)) : std::nullopt});
}

void add_cell(const Question& question, const CellId& cell, const Given& given, std::vector<Hint>& rungs) {
  const auto own = right_route(*question.sheet, cell, given), right = right_route(*question.sheet, cell);
  if (own) rungs.push_back({Rung::formula, "", own->principle});
  if (own && !(own->numbers == own->principle)) rungs.push_back({Rung::numbers, "", own->numbers});
  if (right)
    rungs.push_back(
        {Rung::value, "",
         math::equal(right->numbers, right->value.size() == 1
                                         ? Expr(right->value[0])
                                         : Expr::make(math::ExprKind::dims, {right->value[0], right->value[1]}))});
}

/// The ways to both ends; without rounding there are none.
void add_ends(const Question& question, const Given& given, std::vector<Hint>& rungs) {
  for (const auto part : {&Route::principle, &Route::numbers})
    for (const char* end : {"admissible_min", "admissible_max"})
      if (const auto route = right_route(*question.sheet, {question.cells.front().layer, end}, given))
        rungs.push_back({part == &Route::principle ? Rung::formula : Rung::numbers, "", (*route).*part});
}

std::string principle_text(const Question& question, const std::optional<CellId>& cell, const Text& words) {
  if (std::string own = question.sentence("hint", words); !own.empty()) return own;
  const std::string key = cell ? "course.principle." + cell->column : "";
  return words.has(key) ? words.get(key) : "";
}

/// What an item's own texts say first and last.
void add_item(const Question& question, std::string_view part, const Text& words, std::vector<Hint>& rungs) {
  const std::string id(part.ends_with(".fix") ? part.substr(0, part.size() - 4) : part);
  const bool blank = question.kind() == QuestionKind::blanks;
  const std::string first = question.sentence((blank ? "next." : "look.") + id, words);
  if (!first.empty()) rungs.push_back({Rung::principle, first, std::nullopt});
  const std::string last = blank ? expected(question, part, words) : question.sentence("why." + id, words);
  rungs.push_back({Rung::value, last, std::nullopt});
}

std::string right_options(const Question& question, const Text& words) {
  const std::string kind = question.kind() == QuestionKind::order ? "line." : "option.";
  std::string all;
  for (const ItemSpec& item : question.spec.items)
    if (item.right) all += (all.empty() ? "" : "\n") + question.sentence(kind + item.id, words);
  return all;
}

}  // namespace

std::vector<Hint> hints(const Question& question, std::string_view part, const Replies& replies, const Text& words) {
  std::vector<Hint> rungs;
  const bool about_cells = !question.cells.empty();
  const std::string name = about_cells && part.empty() ? question.cells.front().text() : std::string(part);
  std::optional<CellId> cell;
  if (about_cells)
    if (const auto parsed = parse_cell(*question.sheet, name)) cell = *parsed;
  if (std::string text = principle_text(question, cell, words); !text.empty())
    rungs.push_back({Rung::principle, std::move(text), std::nullopt});
  switch (question.kind()) {
    case QuestionKind::cell:
    case QuestionKind::table:
      if (cell) add_cell(question, *cell, given_of(question, replies), rungs);
      break;
    case QuestionKind::interval:
      add_ends(question, given_of(question, replies), rungs);
      rungs.push_back({Rung::value, expected(question, part, words), std::nullopt});
      break;
    case QuestionKind::number:
    case QuestionKind::crops:
      add_number(principle_of(question), own_numbers(question, replies).numbers, question.numbers, rungs);
      break;
    case QuestionKind::shape:
      add_number(*question.spec.answer, question.numbers, question.numbers, rungs);
      break;
    case QuestionKind::blanks:
    case QuestionKind::steps:
      add_item(question, part, words, rungs);
      break;
    case QuestionKind::choice:
    case QuestionKind::order:
      rungs.push_back({Rung::value, right_options(question, words), std::nullopt});
      break;
    case QuestionKind::formula:
    case QuestionKind::numpy:
      std::ranges::move(formula_hints(question.spec), std::back_inserter(rungs));
      break;
    case QuestionKind::largest:
      rungs.push_back({Rung::value, expected(question, part, words), std::nullopt});
      break;
    case QuestionKind::checklist:
      break;
  }
  std::erase_if(rungs, [&](const Hint& hint) {
    return static_cast<int>(hint.rung) > question.exercise->options.hints || (hint.text.empty() && !hint.expr);
  });
  return rungs;
}

}  // namespace stride::course
