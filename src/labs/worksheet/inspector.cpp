#include <algorithm>
#include <iterator>

#include "course/feedback.h"
#include "labs/worksheet/view.h"

namespace stride::labs::worksheet {

using page::Block;
using page::Blocks;

namespace {

page::Tone tone_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::correct:
      return page::Tone::right;
    case Verdict::consistent:
      return page::Tone::consistent;
    default:
      return page::Tone::wrong;
  }
}

// One way to the answer: its numbers and what it is called; where there are several, its name is the button that owns
// up to it.
Block slip_card(const Content& content, const course::Route& route, bool ask) {
  if (!ask) return {"", page::Card{{{"", page::Formula{route.numbers, route.label}}}}};
  const std::string name = content.text.get("worksheet.this_one", {{"slip", route.label}});
  return {"", page::Card{{{"", page::Formula{route.numbers, ""}},
                          {"slip:" + route.id,
                           page::Button{.label = route.label, .name = name, .look = page::Button::Look::link}}}}};
}

Blocks slips(const Content& content, const course::Grade& grade, const Entry& entry) {
  Blocks cards;
  const bool chosen = std::ranges::contains(grade.routes, entry.slip, &course::Route::id);
  for (const course::Route& route : grade.routes)
    if (!chosen || route.id == entry.slip)
      cards.push_back(slip_card(content, route, !chosen && grade.routes.size() > 1));
  return cards;
}

std::string feedback_title(const Content& content, const course::Grade& grade, const Entry& entry) {
  if (grade.verdict != Verdict::wrong)
    return content.text.get("worksheet.feedback." + std::string(to_string(grade.verdict)));
  const bool chosen = std::ranges::contains(grade.routes, entry.slip, &course::Route::id);
  const std::string_view kind = grade.routes.empty()                 ? "unmatched"
                                : chosen || grade.routes.size() == 1 ? "one_slip"
                                                                     : "which_slip";
  return content.text.get("worksheet.feedback." + std::string(kind));
}

void add_feedback(const Content& content, const Sheet& sheet, const course::CellId& cell, Blocks& blocks) {
  const auto found = sheet.grades.find(cell);
  if (found == sheet.grades.end()) {
    blocks.push_back({"ask", page::Heading{2, content.text.get("worksheet.ask." + cell.column)}});
    return;
  }
  const course::Grade& grade = found->second;
  const Entry entry = sheet.entry(cell);
  blocks.push_back({"feedback.title", page::Heading{2, feedback_title(content, grade, entry)}});
  Blocks inside = {page::prose(course::brief_text(grade, entry.slip, entry.checked, content.text))};
  for (Block& card : slips(content, grade, entry)) inside.push_back(std::move(card));
  if (grade.root)
    inside.push_back({"go:" + grade.root->text(),
                      page::Button{.label = content.text.get("worksheet.go_to_root",
                                                             {{"cell", cell_label(content, sheet, *grade.root)}}),
                                   .look = page::Button::Look::link}});
  blocks.push_back({"feedback", page::Callout{tone_of(grade.verdict), "", std::move(inside)}});
}

// Principle in words, formula, formula with the numbers, value: each on its own request. A recognised slip brings the
// formula with it, so that the wrong way stands beside the right one.
void add_help(const Content& content, const Sheet& sheet, const course::CellId& cell, Blocks& blocks) {
  const Text& text = content.text;
  const auto grade = sheet.grades.find(cell);
  const bool slipped = grade != sheet.grades.end() && !grade->second.routes.empty();
  const int help = std::max(sheet.entry(cell).help, slipped ? 2 : 0);
  if (help == 0) return;
  blocks.push_back(page::prose(text.get("worksheet.principle"), page::Tone::soft));
  if (sheet.entry(cell).help >= 1)
    blocks.push_back({"help.principle", page::Prose{{page::plain(text.get("worksheet.principle." + cell.column))}}});
  const auto route = course::right_route(*sheet.worksheet, cell, help >= 4 ? course::Given{} : sheet.given);
  if (help < 2) return;
  if (!route) {
    blocks.push_back(page::prose(text.get("worksheet.no_formula." + cell.column)));
    return;
  }
  blocks.push_back({"help.formula", page::Formula{route->principle, text.get("worksheet.symbols." + cell.column)}});
  if (help >= 3) blocks.push_back({"help.numbers", page::Formula{route->numbers, text.get("worksheet.with_numbers")}});
  if (help < 4) return;
  for (const math::Rational& value : route->value)
    blocks.push_back({"", page::Formula{math::equal(route->numbers, value), text.get("worksheet.value")}});
}

Block help_buttons(const Content& content, const Sheet& sheet, const course::CellId& cell) {
  const Text& text = content.text;
  const Entry entry = sheet.entry(cell);
  const bool attempted = sheet.verdict(cell) != Verdict::none && sheet.verdict(cell) != Verdict::unreadable;
  page::Button hint{.label = text.get("worksheet.hint")};
  hint.enabled = entry.help < 3;
  page::Button working{.label = text.get("worksheet.working")};
  working.enabled = attempted && entry.help < 4;
  return {"help", page::Line{{{"hint", hint}, {"working", working}}}};
}

}  // namespace

void add_carried(const std::string& root, const std::string& cell, Carried& carried) {
  const auto found = std::ranges::find(carried, root, &Carried::value_type::first);
  if (found == carried.end())
    carried.emplace_back(root, cell);
  else
    found->second += ", " + cell;
}

Block carried(const Content& content, const std::string& cells, const std::string& root, const std::string& key) {
  const Text& text = content.text;
  page::Button back{.label = text.get("worksheet.go_to_root", {{"cell", root}}), .look = page::Button::Look::link};
  return {"carried." + key,
          page::Callout{page::Tone::consistent,
                        "",
                        {page::prose(text.get("worksheet.carried", {{"cells", cells}, {"root", root}})),
                         {"root:" + key, std::move(back)}}}};
}

namespace {

// The same of all cells of a sheet: the focus has gone on from them.
Blocks all_carried(const Content& content, const Sheet& sheet) {
  Carried by_root;
  for (const course::CellId& cell : shown_cells(sheet))
    if (const auto found = sheet.grades.find(cell); found != sheet.grades.end() && found->second.root)
      add_carried(found->second.root->text(), cell_label(content, sheet, cell), by_root);
  Blocks blocks;
  for (const auto& [root, cells] : by_root)
    blocks.push_back(carried(content, cells, cell_label(content, sheet, parse_cell_name(root)), root));
  return blocks;
}

}  // namespace

Blocks inspector(const Content& content, const State& state, const Sheet& sheet) {
  const auto current = current_cell(state, sheet);
  if (!current) return {};
  const course::CellId& cell = *current;
  Blocks blocks = {{"inspector.cell", page::Prose{{page::plain(cell_label(content, sheet, cell))}, page::Tone::soft}}};
  add_feedback(content, sheet, cell, blocks);
  const auto grade = sheet.grades.find(cell);
  if (grade == sheet.grades.end() || !grade->second.root)  // else it is said there
    std::ranges::move(all_carried(content, sheet), std::back_inserter(blocks));
  add_help(content, sheet, cell, blocks);
  blocks.push_back(help_buttons(content, sheet, cell));
  if (state.lab != "layer-stepper" && sheet.network->find(cell.layer) != nullptr)
    blocks.push_back(
        {"walk:" + cell.layer, page::Button{.label = content.text.get("worksheet.walk", {{"layer", cell.layer}}),
                                            .look = page::Button::Look::link}});
  return blocks;
}

}  // namespace stride::labs::worksheet
