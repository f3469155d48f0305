#include <algorithm>

#include "course/feedback.h"
#include "course/input_sizes.h"
#include "course/largest.h"
#include "course/rules.h"

namespace stride::course {
namespace {

/// Of what the cell is about, the layer's input or its output.
std::int64_t channels_of(const Values& right, const CellId& cell) {
  const auto row = right.find(cell.layer);
  if (!row) return 0;
  return cell.column == "input" ? right.rows[*row].channels_in : right.rows[*row].channels_out;
}

/// C, H, W: the channels, if typed, must be those.
bool channels_are_right(const Values& right, const CellId& cell, const Answer& answer) {
  return !answer.channels || !right.find(cell.layer) || *answer.channels == channels_of(right, cell);
}

/// What goes into a linear layer and comes out of it is one number: a shape typed there, 1000x1x1, counts its cells.
AnswerKind kind_here(const Values& right, const CellId& cell) {
  const auto row = right.find(cell.layer);
  return row && !right.rows[*row].layer->is_spatial() && (cell.column == "output" || cell.column == "input")
             ? AnswerKind::number
             : kind_of(cell.column);
}

bool gives(const Answer& answer, const std::optional<Route>& route) {
  if (!route) return false;
  return answer.along(true) == route->value.front() && answer.along(false) == route->value.back();
}

/// The student's own values may have led to a slip as well as the right ones.
std::vector<Route> routes_to(const Values& right_numbers, const std::optional<Values>& own, const CellId& cell,
                             const Answer& answer, const std::optional<Route>& right) {
  std::vector<Route> routes = matching_routes(right_numbers, cell, answer, right);
  if (!own) return routes;
  for (Route& route : matching_routes(*own, cell, answer, right))
    if (!std::ranges::contains(routes, route.id, &Route::id)) routes.push_back(std::move(route));
  const auto place = [rules = rules_of(right_numbers, cell)](const Route& route) {
    return std::ranges::find(rules, route.id, &Rule::id) - rules.begin();
  };
  std::ranges::stable_sort(routes, {}, place);
  return routes;
}

void name(const Occasion& occasion, const Answer& answer, const std::optional<Route>& right, std::vector<Route> routes,
          Grade& grade) {
  grade.misconception = routes.front().id;
  for (std::size_t i = 1; i < routes.size(); ++i) grade.also.push_back(routes[i].id);
  grade.routes = std::move(routes);
  name_slips(occasion, answer, right, grade);
}

/// Under `exact`, where nothing comes out: the number that rounding would have given is a slip of its own, and all
/// others differ from it.
std::vector<Route> routes_to_nothing(const Occasion& occasion, const std::optional<Values>& own, const Answer& answer) {
  const auto& [sheet, cell, right_numbers, text] = occasion;
  const auto down = way_to(right_values_under(right_numbers, nn::Rounding::floor), cell);
  const auto up = way_to(right_values_under(right_numbers, nn::Rounding::ceil), cell);
  std::vector<Route> routes = routes_to(right_numbers, own, cell, answer, down);
  const bool is_down = gives(answer, down);
  if (!is_down && !gives(answer, up)) return routes;
  const std::string id = is_down ? "rounded-down" : "rounded-up";
  if (std::ranges::contains(routes, id, &Route::id)) return routes;
  routes.insert(routes.begin(), is_down ? *down : *up);
  routes.front().id = id;
  return routes;
}

/// The quotient as it is, typed where `exact` gives no size, is right as well.
bool is_unrounded(const Occasion& occasion, const Answer& answer) {
  const auto row = occasion.right.find(occasion.cell.layer);
  if (occasion.cell.column != "output" || !row || !occasion.right.rows[*row].input.value) return false;
  const RowValues& here = occasion.right.rows[*row];
  const auto quotient =
      make_route("", output_way(here, nn::Rounding::exact, true), output_way(here, nn::Rounding::exact, false));
  return quotient && agrees(answer.along(true), quotient->value.front()) &&
         agrees(answer.along(false), quotient->value.back());
}

Grade unreadable(const Text& text, AnswerKind kind, const ReadProblem& problem, std::string expected) {
  Grade grade;
  grade.verdict = Verdict::unreadable;
  grade.expected = std::move(expected);
  grade.message = grade.brief = unreadable_message(text, kind, problem);
  return grade;
}

Grade consistent(const Occasion& occasion, const Answer& answer, const CellId& root, std::string expected) {
  Grade grade;
  grade.verdict = Verdict::consistent;
  grade.expected = std::move(expected);
  grade.root = root;
  grade.message = grade.brief = consistent_message(occasion, answer, root);
  return grade;
}

/// `remainder 2`: whichever number stands there.
bool says_a_remainder(std::string_view typed, const Text& text) {
  const std::string words = plain_words(typed);
  const std::string number = words.substr(words.find_last_not_of("0123456789x") + 1);
  return !number.empty() && is_one_of(typed, text.get("course.words.remainder", {{"remainder", number}}));
}

/// No size comes out: `none`, the remainder, or the unrounded quotient is right.
Grade grade_nothing(const Occasion& occasion, std::string_view typed, const Given& given) {
  const auto& [sheet, cell, right_numbers, text] = occasion;
  const FirstRemainder first = first_remainder(sheet).value_or(FirstRemainder{});
  const Hole layer{"layer", first.layer}, remainder{"remainder", first.remainder};
  const bool here = cell.layer == first.layer && cell.column == "output";
  Grade grade;
  grade.expected = text.get(here ? "course.exact.expected" : "course.exact.expected_after", {layer, remainder});
  const bool said_so = is_one_of(typed, text.get("course.words.none")) ||
                       is_one_of(typed, text.get("course.words.remainder", {remainder}));
  const AnswerKind kind = kind_here(right_numbers, cell);
  const auto answer = read_answer(typed, kind);
  if (said_so || (answer && is_unrounded(occasion, *answer))) {
    grade.verdict = Verdict::correct;
    grade.message = grade.brief = text.get("course.exact.right", {layer, remainder});
    return grade;
  }
  if (!answer && says_a_remainder(typed, text)) {
    grade.verdict = Verdict::wrong;
    grade.message = grade.brief = text.get("course.exact.other_remainder", {layer});
    return grade;
  }
  if (!answer) return unreadable(text, kind, answer.error(), grade.expected);
  const Values own = own_values(sheet, given, cell);
  const auto root = root_of(own, cell);
  if (root && gives(*answer, way_to(own, cell))) return consistent(occasion, *answer, *root, grade.expected);
  grade.verdict = Verdict::wrong;
  std::vector<Route> routes = routes_to_nothing(occasion, root ? std::optional(own) : std::nullopt, *answer);
  if (!routes.empty()) {
    name(occasion, *answer, std::nullopt, std::move(routes), grade);
  } else {
    grade.message = grade.brief = text.get("course.exact.near");
  }
  return grade;
}

/// `no limit` for the largest size that fits: named, though it is no number.
bool is_unlimited(const CellId& cell, std::string_view typed, const Text& text) {
  return cell.column == "admissible_max" && is_one_of(typed, text.get("course.words.unlimited"));
}

Grade grade_unlimited(const Text& text, std::string expected) {
  Grade grade;
  grade.verdict = Verdict::wrong;
  grade.expected = std::move(expected);
  grade.misconception = "at-least-training-size";
  grade.message = grade.brief = text.get("course.unlimited");
  return grade;
}

Grade grade_number(const Occasion& occasion, const Answer& answer, const Given& given, const Route& right) {
  const auto& [sheet, cell, right_numbers, text] = occasion;
  Grade grade;
  grade.expected = typed_text(right.value);
  const bool channels_right = channels_are_right(right_numbers, cell, answer);
  if (gives(answer, right)) {
    grade.verdict = channels_right ? Verdict::correct : Verdict::wrong;
    grade.message = grade.brief =
        channels_right ? right_message(occasion, answer) : near_message(occasion, answer, right);
    return grade;
  }
  const Values own = own_values(sheet, given, cell);
  const auto root = root_of(own, cell);
  if (root && channels_right && gives(answer, way_to(own, cell)))
    return consistent(occasion, answer, *root, grade.expected);
  grade.verdict = Verdict::wrong;
  auto routes = routes_to(right_numbers, root ? std::optional(own) : std::nullopt, cell, answer, right);
  if (channels_right && !routes.empty()) {
    name(occasion, answer, right, std::move(routes), grade);
  } else {
    grade.brief = near_message(occasion, answer, right);
    grade.message = grade.brief + next_step(occasion, right, root);
  }
  return grade;
}

}  // namespace

Grade grade(const Worksheet& sheet, const CellId& cell, std::string_view answer, const Given& given, const Text& text) {
  if (cell.column == "layer") return grade_largest(sheet, cell, answer, given, text);
  if (cell.column == "admissible") return grade_admissible(sheet, cell, answer, given, text);
  const Values right_numbers = right_values(sheet);
  const Occasion occasion{sheet, cell, right_numbers, text};
  const auto right = way_to(right_numbers, cell);
  if (!right) return grade_nothing(occasion, answer, given);
  if (is_unlimited(cell, answer, text)) return grade_unlimited(text, typed_text(right->value));
  const AnswerKind kind = kind_here(right_numbers, cell);
  const auto read = read_answer(answer, kind, channels_of(right_numbers, cell));
  if (!read) return unreadable(text, kind, read.error(), typed_text(right->value));
  return grade_number(occasion, *read, given, *right);
}

}  // namespace stride::course
