#include "labs/course_page/actions.h"

#include <algorithm>

#include "labs/course_page/course_page.h"
#include "labs/course_page/practice.h"
#include "labs/course_page/view.h"

namespace stride::labs::course_page {

using course::Hint;
using course::QuestionKind;

namespace {

constexpr std::string_view example_id = "14-141-512";

std::string joined(const std::vector<std::string>& list) {
  std::string text;
  for (const std::string& item : list) text += (text.empty() ? "" : ",") + item;
  return text;
}

std::vector<Hint> hints_of(const Content& content, const Work& work, const Part& part) {
  return course::hints(*part.question, part.name, work.replies, content.text);
}

void raise_help(const Content& content, State& state, const Part& part, int rung, double time) {
  if (!may_help(content, state, part.key, time)) return;
  Entry& entry = state.entries[part.key];
  entry.help = rung;
  entry.time = time;
  state.status = content.text.get("course_page.help_shown." + std::to_string(rung));
}

void help(const Content& content, State& state, const Work& work, const Event& event) {
  const auto part = work.find(work.current);
  if (!part) return;
  const HelpOffer offer = offered_help(state, *part, hints_of(content, work, *part));
  const int rung = event.id == "hint" ? offer.hint : offer.working;
  state.current = part->key;
  if (rung > 0) raise_help(content, state, *part, rung, event.time);
}

std::string spoken(const Content& content, const Part& part, const course::QuestionGrade& grade) {
  const std::string verdict =
      grade.verdict == Verdict::none
          ? ""
          : content.text.get("course_page.verdict." + std::string(to_string(grade.verdict))) + ". ";
  return part_label(content, part) + ": " + verdict + grade.message;
}

void check_part(const Content& content, State& state, const Part& part, const std::string& value, double time) {
  Entry& entry = state.entries[part.key];
  entry.draft = value;
  entry.time = time;
  entry.slip.clear();
  const bool blank = value.find_first_not_of(" \t\n") == std::string::npos;
  entry.checked = blank ? "" : value;
  state.current = part.key;
  if (blank) return;
  const Work work = read_work(content, state);
  const course::QuestionGrade grade = work.grade(part);
  if (part.question->kind() == QuestionKind::checklist) {
    state.status = content.text.get("course_page.written");
    return;
  }
  state.attempts.push_back({.key = part.key,
                            .answer = value,
                            .verdict = std::string(to_string(grade.verdict)),
                            .help = entry.help,
                            .time = time,
                            .skills = joined(part.question->spec.skills)});
  state.status = spoken(content, part, grade);
  if (grade.verdict == Verdict::wrong || grade.verdict == Verdict::unreadable) state.found_wrong = time;
}

// The parts that were chosen or put in order; an order that nobody touched stands as it was shown.
void check_question(const Content& content, State& state, const Work& work, std::string_view id, double time) {
  std::optional<Part> first_wrong;
  for (const Part& part : work.parts()) {
    if (part.question->spec.id != id) continue;
    Entry entry = entry_of(state, part.key);
    if (part.question->kind() == QuestionKind::order && entry.draft.empty()) entry.draft = first_order(part);
    const bool mended_alone = part.name.ends_with(".fix") && entry.draft.empty();
    if (entry.draft.empty() || entry.draft == entry.checked || mended_alone) continue;
    check_part(content, state, part, entry.draft, time);
    if (!first_wrong && state.found_wrong == time) first_wrong = part;
  }
  if (first_wrong) state.current = first_wrong->key;
}

void begin_practice(const Content& content, State& state, std::string_view skill, double time) {
  state.fields["course"] = practice_name;
  state.fields["practice"] = next_practice(state, skill);
  state.fields.erase("exercise");
  state.current.clear();
  state.opened = time;
  if (const auto parts = read_work(content, state).parts(); !parts.empty()) state.focus = "cell." + parts.front().key;
}

}  // namespace

HelpOffer offered_help(const State& state, const Part& part, const std::vector<Hint>& hints) {
  const Entry entry = entry_of(state, part.key);
  HelpOffer offer;
  for (const Hint& hint : hints) {
    const int rung = static_cast<int>(hint.rung);
    if (rung <= entry.help) continue;
    if (rung < course::whole_help && offer.hint == 0) offer.hint = rung;
    if (rung >= course::whole_help) offer.working = rung;
  }
  const bool solved = std::ranges::any_of(state.attempts, [&](const Attempt& attempt) {
    return attempt.key == part.key && (attempt.verdict == "correct" || attempt.verdict == "consistent");
  });
  if (offer.hint > 0 && !solved) offer.working = 0;  // the last rung of an open answer
  return offer;
}

void field_changed(const Content&, State& state, std::string_view field) {
  if (field == "student_id") state.current.clear();
}

void check(const Content& content, State& state, const Event& event) {
  const Work work = read_work(content, state);
  if (const auto part = work.find(event.id)) check_part(content, state, *part, std::string(event.value), event.time);
}

void press(const Content& content, State& state, const Event& event) {
  const Work work = read_work(content, state);
  if (event.id == "to-id") {
    state.focus = "field.student_id";
  } else if (event.id == "try-example") {
    state.fields["student_id"] = example_id;
  } else if (event.id == "hint" || event.id == "working") {
    help(content, state, work, event);
  } else if (event.id.starts_with("slip:")) {
    if (const auto part = work.find(state.current)) state.entries[part->key].slip = event.id.substr(5);
  } else if (event.id.starts_with("go:") || event.id.starts_with("root:")) {
    state.current = event.id.substr(event.id.find(':') + 1);
    state.focus = "cell." + state.current;
  } else if (event.id.starts_with("check-question:")) {
    check_question(content, state, work, event.id.substr(15), event.time);
  } else if (event.id.starts_with("practise:")) {
    begin_practice(content, state, event.id.substr(9), event.time);
  } else if (event.id == "next-item") {
    begin_practice(content, state, practice_item(content, state).skill, event.time);
  }
}

void paste(const Content& content, State& state, const Event& event) {
  const Work work = read_work(content, state);
  const auto start = work.find(event.id);
  if (!start || start->question->kind() != QuestionKind::table) return check(content, state, event);
  const course::Question& question = *start->question;
  const auto dot = start->name.rfind('.');
  const auto& columns = question.spec.columns;
  const auto first = std::ranges::find(columns, start->name.substr(dot + 1)) - columns.begin();
  std::vector<std::string> layers;
  for (const course::CellId& cell : question.cells)
    if (!std::ranges::contains(layers, cell.layer)) layers.push_back(cell.layer);
  auto row = std::ranges::find(layers, start->name.substr(0, dot));
  int filled = 0;
  for (std::string_view rest = event.value; !rest.empty() && row != layers.end(); ++row) {
    const auto end = rest.find('\n');
    std::string_view line = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    for (auto column = columns.begin() + first; column != columns.end(); ++column) {
      const auto tab = line.find('\t');
      const std::string answer(line.substr(0, tab)), name = *row + "." + *column;
      if (answer.find_first_not_of(' ') != std::string::npos && std::ranges::contains(question.parts, name)) {
        check_part(content, state, {&question, name, work.prefix + question.reply_key(name)}, answer, event.time);
        ++filled;
      }
      if (tab == std::string_view::npos) break;
      line.remove_prefix(tab + 1);
    }
  }
  state.status = content.text.get("course_page.pasted", {{"count", std::to_string(filled)}});
}

}  // namespace stride::labs::course_page
