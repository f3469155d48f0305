#include "labs/initialisation/actions.h"

#include <algorithm>
#include <array>

#include "labs/initialisation/initialisation.h"
#include "labs/initialisation/stack.h"

namespace stride::labs::initialisation {

namespace {

constexpr int last_hint = 3, last_rung = 4;  // a hint stops before the value; 'Show working' goes on to it

void raise_help(const Content& content, State& state, const Stack& stack, int to, double time) {
  if (!may_help(content, state, stack.key + "/" + state.current, time)) return;
  Entry& entry = state.entries[stack.key + "/" + state.current];
  entry.help = std::max(entry.help, std::min(entry.help + 1, to));
  entry.time = time;
  state.status = content.text.get("worksheet.help_shown." + std::to_string(entry.help),
                                  {{"cell", content.text.get("initialisation.cell." + state.current)}});
}

void take_preset(State& state, std::string_view name) {
  struct Preset {
    std::string_view name;
    const char *width, *depth, *slope;
  };
  constexpr std::array<Preset, 3> presets = {
      {{"wide", "4096", "22", "0"}, {"thirty", "512", "30", "0"}, {"linear", "512", "22", "1"}}};
  const auto found = std::ranges::find(presets, name, &Preset::name);
  if (found == presets.end()) return;
  state.fields["width"] = found->width;
  state.fields["depth"] = found->depth;
  state.fields["slope"] = found->slope;
  state.drafts.clear();
}

}  // namespace

void check(const Content& content, State& state, const Event& event) {
  Stack stack = read_stack(content, state, {});
  const std::string id(event.id);
  const course::Question* question = stack.find(id);
  if (question == nullptr) return;
  Entry& entry = state.entries[stack.key + "/" + id];
  entry.draft = std::string(event.value);
  const bool blank = event.value.find_first_not_of(" \t\n") == std::string_view::npos;
  entry.checked = blank ? "" : entry.draft;
  entry.time = event.time;
  if (blank) return;
  const course::QuestionGrade grade = grade_of(content, state, stack, *question);
  const std::string verdict(to_string(grade.verdict));
  state.attempts.push_back({stack.key + "/" + id, entry.checked, verdict, entry.help, event.time});
  state.status = content.text.get("initialisation.cell." + id) + ": " +
                 content.text.get("worksheet.verdict." + verdict) + ". " + grade.message;
  if (grade.verdict == Verdict::correct) return;
  state.current = id;
  state.found_wrong = event.time;
}

void press(const Content& content, State& state, const Event& event) {
  const Stack stack = read_stack(content, state, {});
  const bool on_cell = stack.find(state.current) != nullptr;
  if (event.id == "hint" && on_cell) raise_help(content, state, stack, last_hint, event.time);
  if (event.id == "working" && on_cell) raise_help(content, state, stack, last_rung, event.time);
  if (event.id == "pick:weights")
    state.fields["stack_seed"] = std::to_string((std::stoll(stack.job.parameters.at("seed")) + 1) % 1'000'000'000);
  if (event.id.starts_with("preset:")) take_preset(state, event.id.substr(7));
}

std::string copy(const Content& content, const State& state, std::string_view) {
  const Stack stack = read_stack(content, state, {});
  std::string text;
  for (const course::Question& question : stack.questions)
    text += "- " + question.sentence("ask", content.text) + " " + entry_of(state, stack, question.spec.id).draft + "\n";
  return text;
}

}  // namespace stride::labs::initialisation
