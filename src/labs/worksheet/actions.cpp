#include "labs/worksheet/actions.h"

#include <algorithm>

namespace stride::labs::worksheet {

namespace {

constexpr std::string_view example_id = "14-141-512";

// A hint stops before the value; 'Show working' goes on to it.
constexpr int last_hint = 3;
constexpr int last_rung = 4;

Entry& entry_of(State& state, const Sheet& sheet, const course::CellId& cell) {
  return state.entries[sheet.key + "/" + cell.text()];
}

// What the status region says of a checked cell.
std::string spoken(const Content& content, const Sheet& sheet, const course::CellId& cell, const course::Grade& grade) {
  return cell_label(content, sheet, cell) + ": " +
         content.text.get("worksheet.verdict." + std::string(to_string(grade.verdict))) + ". " + grade.message;
}

void raise_help(const Content& content, State& state, const Sheet& sheet, int from, int to, double time) {
  const course::CellId cell = parse_cell_name(state.current);
  if (!may_help(content, state, sheet.key + "/" + cell.text(), time)) return;
  Entry& entry = entry_of(state, sheet, cell);
  entry.help = std::clamp(entry.help + 1, from, std::max(to, entry.help));
  entry.time = time;
  state.status = content.text.get("worksheet.help_shown." + std::to_string(entry.help),
                                  {{"cell", cell_label(content, sheet, cell)}});
}

// What another lab asked about the same network stays.
void reset(State& state, const Sheet& sheet, double time) {
  for (auto& [key, entry] : state.entries) {
    if (!key.starts_with(sheet.key + "/")) continue;
    const course::CellId cell = parse_cell_name(std::string_view(key).substr(sheet.key.size() + 1));
    const bool asked = std::ranges::contains(sheet.questions.columns, cell.column, &AnswerColumn::name) ||
                       (sheet.questions.whole_network && cell.layer == "largest");
    if (asked) entry = Entry{.time = time};
  }
}

void focus_first_cell(State& state, const Sheet& sheet) {
  if (const auto cells = shown_cells(sheet); !cells.empty()) state.focus = "cell." + cells.front().text();
}

}  // namespace

void check(const Content& content, State& state, const Questions& questions, const Event& event) {
  Sheet sheet = read_sheet(content, state, questions);
  if (!sheet.worksheet) return;
  const auto cell = course::parse_cell(*sheet.worksheet, event.id);
  if (!cell) return;
  Entry& entry = entry_of(state, sheet, *cell);
  entry.draft = std::string(event.value);
  entry.time = event.time;
  entry.slip.clear();
  const bool blank = event.value.find_first_not_of(" \t\n") == std::string_view::npos;
  entry.checked = blank ? "" : std::string(event.value);
  if (blank) return;
  sheet.given[*cell] = entry.checked;
  const course::Grade grade = course::grade(*sheet.worksheet, *cell, entry.checked, sheet.given, content.text);
  state.attempts.push_back({.key = sheet.key + "/" + cell->text(),
                            .answer = entry.checked,
                            .verdict = std::string(to_string(grade.verdict)),
                            .help = entry.help,
                            .time = event.time});
  state.status = spoken(content, sheet, *cell, grade);
  if (grade.verdict == Verdict::wrong || grade.verdict == Verdict::unreadable) {
    state.current = cell->text();
    state.found_wrong = event.time;
  }
}

void press(const Content& content, State& state, const Questions& questions, const Event& event) {
  const Sheet sheet = read_sheet(content, state, questions);
  const bool on_cell = sheet.worksheet && course::parse_cell(*sheet.worksheet, state.current).has_value();
  if (event.id == "try-example") {
    state.fields["student_id"] = example_id;
    state.fields["network"] = id_network;
    field_changed(content, state, "student_id");
    focus_first_cell(state, read_sheet(content, state, questions));
  } else if (event.id == "hint" && on_cell) {
    raise_help(content, state, sheet, 1, last_hint, event.time);
  } else if (event.id == "working" && on_cell) {
    raise_help(content, state, sheet, 2, last_rung, event.time);
  } else if (event.id.starts_with("slip:") && on_cell) {
    entry_of(state, sheet, parse_cell_name(state.current)).slip = event.id.substr(5);
  } else if (event.id == "reset") {
    state.dialog = "reset";
  } else if (event.id == "reset-confirmed") {
    reset(state, sheet, event.time);
    state.dialog.clear();
    state.status = content.text.get("worksheet.reset_done");
    focus_first_cell(state, sheet);
  } else if (event.id.starts_with("walk:")) {
    state.lab = "layer-stepper";
    state.fields["layer"] = event.id.substr(5);
    state.current.clear();
    state.playback.clear();
  } else if (event.id.starts_with("go:") || event.id.starts_with("root:")) {
    state.current = event.id.substr(event.id.find(':') + 1);
    state.focus = "cell." + state.current;
  }
}

void paste(const Content& content, State& state, const Questions& questions, const Event& event) {
  const Sheet sheet = read_sheet(content, state, questions);
  if (!sheet.worksheet) return;
  const course::CellId start = parse_cell_name(event.id);
  const auto& columns = sheet.columns;
  const std::vector<std::string> layers = shown_rows(sheet);
  auto row = static_cast<std::size_t>(std::ranges::find(layers, start.layer) - layers.begin());
  const auto first_column =
      static_cast<std::size_t>(std::ranges::find(columns, start.column, &AnswerColumn::name) - columns.begin());
  int filled = 0;
  std::string_view rest = event.value;
  while (!rest.empty() && row < layers.size()) {
    const auto end = rest.find('\n');
    std::string_view line = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    for (std::size_t column = first_column; column < columns.size(); ++column) {
      const auto tab = line.find('\t');
      const std::string name = layers[row] + "." + std::string(columns[column]->name);
      const std::string_view answer = line.substr(0, tab);
      const bool blank = answer.find_first_not_of(' ') == std::string_view::npos;
      if (!blank && has_cell(sheet, layers[row], columns[column]->name)) {
        check(content, state, questions, {name, answer, event.time});
        ++filled;
      }
      if (tab == std::string_view::npos) break;
      line.remove_prefix(tab + 1);
    }
    ++row;
  }
  state.status = content.text.get("worksheet.pasted", {{"count", std::to_string(filled)}});
}

}  // namespace stride::labs::worksheet
