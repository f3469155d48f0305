#include <algorithm>
#include <cstdlib>

#include "app/app.h"
#include "app/saved.h"

namespace stride::app {

using labs::Change;
using labs::Entry;
using labs::Event;
using labs::Field;
using labs::Lab;

namespace {

constexpr std::size_t undo_limit = 200;
constexpr std::string_view saved_name = "stride-saved.json";  // `download:` of everything that is kept
// The value of a focus that came with leaving a box, and so with checking what stood there.
constexpr std::string_view by_leaving = "leaving";

const Lab& lab_of(const State& state) {
  const Lab* lab = labs::find_lab(state.lab);
  return lab != nullptr ? *lab : *labs::all_labs().front();
}

std::string_view after(std::string_view id, std::string_view prefix) {
  return id.starts_with(prefix) ? id.substr(prefix.size()) : std::string_view();
}

std::string entry_key(const Content& content, const State& state, std::string_view cell) {
  const std::string sheet = lab_of(state).sheet(content, state);
  return sheet.empty() ? std::string(cell) : sheet + "/" + std::string(cell);
}

// What stands there now becomes one undoable step; all keystrokes in one box are a single step.
void remember(State& state, const std::string& label, bool typing) {
  if (typing && state.editing == label) return;
  state.editing = typing ? label : std::string();
  state.redo.clear();
  state.undo.push_back({label, state.fields, state.entries});
  if (state.undo.size() > undo_limit) state.undo.erase(state.undo.begin());
}

void set_field(const Content& content, State& state, std::string_view name, const std::string& value) {
  const Lab& lab = lab_of(state);
  state.fields[std::string(name)] = value;
  state.drafts.erase(std::string(name));
  if (labs::find_field(lab, name) != nullptr) lab.field_changed(content, state, name);
}

// A field of text: live ones apply with every key, others when they are left, a slider's as it moves. What cannot be
// read stays as a draft.
void type_field(const Content& content, State& state, std::string_view name, const std::string& value, bool leaving) {
  const Field* field = labs::find_field(lab_of(state), name);
  if (field == nullptr || (field->kind != Field::Kind::text && field->kind != Field::Kind::number)) return;
  const bool readable = field->problem(content, value).empty();
  if (field->live || (leaving && readable)) {
    if (labs::value_of(lab_of(state), state, name) == value && !state.drafts.contains(name)) return;
    remember(state, std::string(name), true);
    set_field(content, state, name, value);
  } else {
    state.drafts[std::string(name)] = value;
  }
}

void choose_field(const Content& content, State& state, std::string_view name, const std::string& value) {
  const Field* field = labs::find_field(lab_of(state), name);
  if (field == nullptr) return;
  if (const std::string problem = field->problem(content, value); !problem.empty()) {
    state.status = problem;
    return;
  }
  if (labs::value_of(lab_of(state), state, name) == value) return;
  remember(state, std::string(name), false);
  set_field(content, state, name, value);
}

void on_input(const Content& content, State& state, const Action& action) {
  if (const auto field = after(action.id, "field."); !field.empty()) {
    const Field* known = labs::find_field(lab_of(state), field);
    return type_field(content, state, field, action.value, known != nullptr && known->kind == Field::Kind::number);
  }
  if (const auto field = after(action.id, "typed."); !field.empty())
    return type_field(content, state, field, action.value, false);
  const auto cell = after(action.id, "cell.");
  if (cell.empty()) return;
  const std::string key = entry_key(content, state, cell);
  const auto entry = state.entries.find(key);
  if (entry != state.entries.end() ? entry->second.draft == action.value : action.value.empty()) return;
  remember(state, std::string(cell), true);
  state.entries[key].draft = action.value;
  state.entries[key].time = action.time;
  state.current = cell;
}

// A choice or an order in a cell: kept as a draft until it is checked.
void choose_cell(const Content& content, State& state, std::string_view cell, const Action& action) {
  const std::string key = entry_key(content, state, cell);
  const auto entry = state.entries.find(key);
  if (entry != state.entries.end() && entry->second.draft == action.value) return;
  remember(state, std::string(cell), false);
  state.entries[key].draft = action.value;
  state.entries[key].time = action.time;
  state.current = cell;
}

void on_select(const Content& content, State& state, const Action& action) {
  if (const auto cell = after(action.id, "cell."); !cell.empty()) return choose_cell(content, state, cell, action);
  choose_field(content, state, after(action.id, "field."), action.value);
}

void on_commit(const Content& content, State& state, const Action& action, const jobs::Results& results) {
  state.found_wrong = 0;
  for (const char* prefix : {"field.", "typed."})
    if (const auto field = after(action.id, prefix); !field.empty()) {
      type_field(content, state, field, action.value, true);
      state.editing.clear();
      return;
    }
  const auto cell = after(action.id, "cell.");
  if (cell.empty()) return;
  const auto entry = state.entries.find(entry_key(content, state, cell));
  const std::string before = entry == state.entries.end() ? "" : entry->second.checked;
  if (before == action.value) return;
  remember(state, std::string(cell), true);
  state.editing.clear();
  lab_of(state).check(content, state, Event{cell, action.value, action.time, &results});
}

// What stands in a cell, as its own button checks it.
void check_draft(const Content& content, State& state, std::string_view cell, double time,
                 const jobs::Results& results) {
  const auto entry = state.entries.find(entry_key(content, state, cell));
  const std::string draft = entry == state.entries.end() ? "" : entry->second.draft;
  on_commit(content, state, {Action::Kind::commit, "cell." + std::string(cell), draft, time}, results);
}

void import_saved(const Content& content, State& state, const std::string& saved) {
  if (!is_saved(saved)) {
    state.status = content.text.get("app.no_export");
    return;
  }
  const Restored other = restore(content, saved);
  const std::size_t before = state.attempts.size();
  merge(state, other.state);
  for (const auto& field : other.state.fields) state.fields.insert(field);  // what is set here stays
  state.status = !other.notice.empty()
                     ? other.notice
                     : content.text.get("app.imported", {{"count", std::to_string(state.attempts.size() - before)}});
}

// All that was answered; how the page looks and where it is stay.
void forget_everything(const Content& content, State& state) {
  State empty = initial_state(content);
  empty.lab = state.lab;
  for (const Field& field : labs::common_fields())
    if (const auto set = state.fields.find(field.name); set != state.fields.end()) empty.fields.insert(*set);
  empty.status = content.text.get("app.deleted");
  empty.now = state.now;
  empty.emptied = std::max(state.now, state.emptied + 1);
  state = std::move(empty);
}

void on_press(const Content& content, State& state, const Action& action, const jobs::Results& results) {
  state.editing.clear();
  if (const auto cell = after(action.id, "check:"); !cell.empty())
    return check_draft(content, state, cell, action.time, results);
  if (action.id == "import") return import_saved(content, state, action.value);
  if (action.id == "undo" || action.id == "redo") return;  // turned into their own kinds before
  if (action.id == "help") {
    state.dialog = "help";
  } else if (action.id == "close-dialog") {
    state.dialog.clear();
  } else if (action.id == "delete") {
    state.dialog = "delete";
  } else if (action.id == "delete-confirmed") {
    forget_everything(content, state);
  } else if (action.id == "theme") {
    set_field(content, state, "theme", action.value);
  } else {
    const bool changes = action.id == "try-example" || action.id == "reset-confirmed" ||
                         action.id.starts_with("check-question:") || action.id.starts_with("preset:") ||
                         action.id.starts_with("pick:") || action.id.starts_with("layer:") || action.id == "channels" ||
                         action.id == "another-seed";
    if (changes) remember(state, action.id.substr(0, action.id.find(':')), false);
    lab_of(state).press(content, state, Event{action.id, action.value, action.time, &results});
    // What is as it was needs no undoing.
    if (changes && !state.undo.empty() && state.undo.back().fields == state.fields &&
        state.undo.back().entries == state.entries)
      state.undo.pop_back();
  }
}

void on_toggle(const Content& content, State& state, const Action& action) {
  const auto name = after(action.id, "field.");
  const bool on = labs::value_of(lab_of(state), state, name) == "on";
  if (!name.empty()) choose_field(content, state, name, on ? "off" : "on");
}

void on_focus(State& state, const Action& action) {
  const auto cell = after(action.id, "cell.");
  if (cell.empty() || cell == state.current) return;
  if (action.value == by_leaving && state.found_wrong > 0) return;  // the reason stays in sight
  state.current = cell;
  state.opened = action.time;
  if (!lab_of(state).keeps_playback) state.playback.clear();
}

// Undo and redo are one move between two stacks. Attempts stay.
void step(const Content& content, State& state, bool back, double time) {
  auto& from = back ? state.undo : state.redo;
  auto& to = back ? state.redo : state.undo;
  state.editing.clear();
  if (from.empty()) {
    state.status = content.text.get(back ? "app.nothing_to_undo" : "app.nothing_to_redo");
    return;
  }
  Change change = std::move(from.back());
  from.pop_back();
  to.push_back({change.label, state.fields, state.entries});
  // Entries that came later go back to nothing, as newer than what another tab may hold.
  for (auto& [key, entry] : state.entries)
    if (!change.entries.contains(key)) change.entries[key] = Entry{};
  for (auto& [key, entry] : change.entries)
    if (const auto now = state.entries.find(key); now == state.entries.end() || !(now->second == entry))
      entry.time = time;
  state.fields = std::move(change.fields);
  state.entries = std::move(change.entries);
  state.drafts.clear();
  state.status = content.text.get(back ? "app.undone" : "app.redone", {{"what", change.label}});
}

void on_seek(State& state, const Action& action) {
  const double t = std::strtod(action.value.c_str(), nullptr);  // the web's library has no from_chars for it
  state.playback[action.id] = std::min(std::max(0.0, t), longest_playback);  // 0 for what is no number
}

}  // namespace

State initial_state(const Content&) { return {}; }

State update(const Content& content, State state, const Action& action, const jobs::Results& results) {
  state.focus.clear();
  if (action.time > 0) state.now = action.time;
  switch (action.kind) {
    case Action::Kind::input:
      on_input(content, state, action);
      break;
    case Action::Kind::commit:
      on_commit(content, state, action, results);
      break;
    case Action::Kind::select:
      on_select(content, state, action);
      break;
    case Action::Kind::toggle:
      on_toggle(content, state, action);
      break;
    case Action::Kind::press:
      if (action.id == "undo" || action.id == "redo")
        step(content, state, action.id == "undo", action.time);
      else
        on_press(content, state, action, results);
      break;
    case Action::Kind::focus:
      on_focus(state, action);
      break;
    case Action::Kind::paste:
      remember(state, "paste", false);
      lab_of(state).paste(content, state, Event{after(action.id, "cell."), action.value, action.time, &results});
      break;
    case Action::Kind::route:
      follow_fragment(content, state, action.value);
      state.opened = action.time;
      break;
    case Action::Kind::seek:
      on_seek(state, action);
      break;
    case Action::Kind::undo:
      step(content, state, true, action.time);
      break;
    case Action::Kind::redo:
      step(content, state, false, action.time);
      break;
    case Action::Kind::merge:
      merge_saved(content, state, action.value);
      break;
  }
  return state;
}

std::vector<jobs::Job> wants(const Content& content, const State& state) { return lab_of(state).wants(content, state); }

std::optional<page::Figure> figure_at(const Content& content, const State& state, const jobs::Results& results,
                                      std::string_view id, double t) {
  return lab_of(state).figure(content, state, results, id, t);
}

std::string clipboard_text(const Content& content, const State& state, std::string_view format,
                           const jobs::Results& results) {
  if (format == saved_name) return save(state);
  const Lab& lab = lab_of(state);
  if (lab.copy_results != nullptr) return lab.copy_results(content, state, results, format);
  return lab.copy(content, state, format);
}

}  // namespace stride::app
