#include "course/feedback.h"

#include <algorithm>
#include <cstdlib>

namespace stride::course {
namespace {

using math::Rational;

std::string number_text(Rational number) {
  return number.is_integer() ? grouped(number.numerator()) : number.to_text();
}

bool is_total(const CellId& cell, const Values& values) { return !values.find(cell.layer); }

/// ` The rule: floor((n + 2*p - f)/s) + 1.`, where one line says it.
std::string rule_sentence(const Occasion& occasion, const std::optional<Route>& right) {
  const bool says_it = right && !is_total(occasion.cell, occasion.right) &&
                       right->principle.kind() != math::ExprKind::number &&
                       !occasion.cell.column.starts_with("admissible");
  if (!says_it) return "";
  return " " + occasion.text.get("course.rule", {{"principle", math::to_text(right->principle)}});
}

/// `: floor((25 + 2*2 - 5)/2)`; nothing where the way is the answer's own number, or stays in symbols.
std::string working(const Route& route) {
  const bool has_working = route.numbers.kind() != math::ExprKind::number && !(route.numbers == route.principle);
  return has_working ? ": " + math::to_text(route.numbers) : "";
}

std::string replaced(std::string text, char from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, 1, to);
  return text;
}

std::string slip_label(const Text& text, const Route& route) {
  return text.get("course.slip." + route.id, {{"where", replaced(route.where, '|', text.get("course.or"))}});
}

/// What to do about a slip, in a column's own words where it has some.
std::string advice_of(const Occasion& occasion, const std::string& id) {
  const Text& text = occasion.text;
  const std::string convention = text.get("course.convention." + std::string(nn::to_string(occasion.right.rounding)));
  const std::string own = "course.advice." + occasion.cell.column + "." + id;
  return text.get(text.has(own) ? own : "course.advice." + id, {{"convention", convention}});
}

std::string one_slip(const Occasion& occasion, const std::string& answer, const Grade& grade) {
  const Text& text = occasion.text;
  const Route& route = grade.routes.front();
  return text.get(
      "course.one_slip",
      {{"answer", answer}, {"label", route.label + working(route)}, {"advice", advice_of(occasion, route.id)}});
}

std::string several_slips(const Occasion& occasion, const std::string& answer, const Grade& grade) {
  const Text& text = occasion.text;
  std::string list;
  for (const Route& route : grade.routes)
    list += (list.empty() ? "" : text.get("course.or_when")) + route.label + working(route);
  return text.get("course.several_slips", {{"answer", answer}, {"list", list}});
}

}  // namespace

std::string cell_name(const Text& text, const CellId& cell) {
  return text.get("course.cell." + cell.column, {{"layer", cell.layer}});
}

std::string value_text(const std::vector<Rational>& values) {
  std::string text;
  for (const Rational value : values) text += (text.empty() ? "" : " x ") + number_text(value);
  return text;
}

std::string typed_text(const std::vector<Rational>& values) {
  std::string text;
  for (const Rational value : values) text += (text.empty() ? "" : "x") + value.to_text();
  return text;
}

std::string unreadable_message(const Text& text, AnswerKind kind, const ReadProblem& problem) {
  const std::string_view format = kind == AnswerKind::sizes    ? "course.format.sizes"
                                  : kind == AnswerKind::number ? "course.format.number"
                                  : kind == AnswerKind::inputs ? "course.format.inputs"
                                                               : "course.format.layers";
  // People count characters from 1.
  const std::string at = problem.where.empty() ? "" : std::to_string(std::atoll(problem.where.c_str()) + 1);
  const std::string key = "course.unreadable." + problem.key + (at.empty() || problem.key != "formula" ? "" : "_at");
  return text.get(key, {{"problem", problem.detail}, {"position", at}}) + " " + text.get(format);
}

std::string right_message(const Occasion& occasion, const Answer& answer) {
  const auto& [sheet, cell, right, text] = occasion;
  const auto row = right.find(cell.layer);
  std::string key = "course.right." + cell.column;
  if (!row) {
    key += "_total";
  } else if (right.rows[*row].layer->is_pool() && cell.column == "parameters") {
    key += "_pool";
  } else if (!right.rows[*row].layer->is_spatial() && cell.column == "output") {
    key += "_linear";
  }
  if (!text.has(key)) key = "course.right.any";
  std::string message = text.get(key, {{"answer", value_text(answer.values)}});
  const bool overhangs = cell.column == "receptive_field" &&
                         math::compare(answer.along(true), right.image.height) > 0 &&
                         math::compare(answer.along(false), right.image.width) > 0;
  if (overhangs) message += " " + text.get("course.right.overhang", {{"size", nn::to_text(right.image)}});
  return message;
}

std::string consistent_message(const Occasion& occasion, const Answer& answer, const CellId& root) {
  return occasion.text.get("course.consistent", {{"answer", value_text(answer.values)},
                                                 {"cell", cell_name(occasion.text, occasion.cell)},
                                                 {"root", cell_name(occasion.text, root)}});
}

std::string brief_text(const Grade& grade, std::string_view slip, std::string_view answer, const Text& text) {
  const auto route = std::ranges::find(grade.routes, slip, &Route::id);
  if (grade.routes.size() < 2 || route == grade.routes.end()) return grade.brief;
  return text.get("course.brief.one", {{"answer", std::string(answer)}, {"label", route->label}});
}

void name_slips(const Occasion& occasion, const Answer& answer, const std::optional<Route>& right, Grade& grade) {
  const Text& text = occasion.text;
  for (Route& route : grade.routes) route.label = slip_label(text, route);
  const std::string typed = value_text(answer.values);
  if (grade.routes.size() == 1) {
    grade.brief = text.get("course.brief.one", {{"answer", typed}, {"label", grade.routes.front().label}});
    grade.message = one_slip(occasion, typed, grade);
  } else {
    const std::string number = "course.number." + std::to_string(grade.routes.size());
    const std::string count = text.has(number) ? text.get(number) : std::to_string(grade.routes.size());
    grade.brief = text.get("course.brief.several", {{"answer", typed}, {"count", count}});
    grade.message = several_slips(occasion, typed, grade);
  }
  grade.message += rule_sentence(occasion, right);
}

std::string next_step(const Occasion& occasion, const std::optional<Route>& right, const std::optional<CellId>& root) {
  const Text& text = occasion.text;
  std::string next = rule_sentence(occasion, right);
  const auto row = occasion.right.find(occasion.cell.layer);
  std::string column = row ? occasion.cell.column : "total";
  if (row && column == "output" && !occasion.right.rows[*row].layer->is_spatial()) column += "_linear";
  if (const std::string key = "course.next." + column; text.has(key))
    next += " " + text.get(key, {{"layer", occasion.cell.layer}});
  if (root) next += " " + text.get("course.next.root", {{"root", cell_name(text, *root)}});
  return next;
}

std::optional<FirstRemainder> first_remainder(const Worksheet& sheet) {
  for (const nn::LayerFacts& layer : sheet.facts.layers)
    if (layer.input && !layer.output) return FirstRemainder{layer.name, nn::to_text(layer.remainder)};
  return std::nullopt;
}

}  // namespace stride::course
