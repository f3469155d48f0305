#pragma once

#include "labs/course_page/work.h"

namespace stride::labs::course_page {

/// The rung that each button would show next; 0: it has none to show.
struct HelpOffer {
  int hint = 0;     // below the value
  int working = 0;  // the last one
};
HelpOffer offered_help(const State& state, const Part& part, const std::vector<course::Hint>& hints);

void field_changed(const Content& content, State& state, std::string_view field);
void check(const Content& content, State& state, const Event& event);
/// hint, working, slip:ID, go:KEY, check-question:ID, try-example, practise:SKILL.
void press(const Content& content, State& state, const Event& event);
/// A column from a spreadsheet into a table's boxes, downwards and to the right.
void paste(const Content& content, State& state, const Event& event);

/// A table for a spreadsheet: `table:QUESTION`. What is handed in: `markdown` or `csv` for the clipboard, or a file's
/// name that ends in .md, .csv or .json.
std::string copy(const Content& content, const State& state, std::string_view format);

}  // namespace stride::labs::course_page
