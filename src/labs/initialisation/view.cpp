#include "labs/initialisation/view.h"

#include <algorithm>

#include "labs/initialisation/initialisation.h"

namespace stride::labs::initialisation {

using page::Block;
using page::Blocks;

namespace {

Block number_box(const Content& content, const State& state, const std::string& field) {
  const auto draft = state.drafts.find(field);
  const std::string value = draft != state.drafts.end() ? draft->second : value_of(lab, state, field);
  const std::string label = content.text.get("initialisation.field." + field);
  page::AnswerBox box{.label = label, .caption = label, .value = value, .keyboard = page::Keyboard::numeric};
  if (std::string problem = find_field(lab, field)->problem(content, value); !problem.empty()) {
    box.verdict = Verdict::unreadable;
    box.feedback = std::move(problem);
  }
  return {"field." + field, std::move(box)};
}

Block button(const Content& content, std::string id, const std::string& key, bool enabled = true) {
  return {std::move(id), page::Button{.label = content.text.get(key), .enabled = enabled}};
}

Block setup(const Content& content, const State& state) {
  const Text& text = content.text;
  std::vector<page::Option> options;
  for (const std::string_view slope : slopes)
    options.push_back({std::string(slope), text.get("initialisation.slope." + std::string(slope))});
  Blocks line = {number_box(content, state, "width"),
                 number_box(content, state, "depth"),
                 {"field.slope", page::Combobox{text.get("initialisation.field.slope"), std::move(options),
                                                value_of(lab, state, "slope")}}};
  Blocks chips;
  for (const char* preset : {"wide", "thirty", "linear"})
    chips.push_back(button(content, std::string("preset:") + preset, std::string("initialisation.preset.") + preset));
  return {"setup", page::Card{{{"", page::Line{std::move(line)}}, {"presets", page::Line{std::move(chips)}}}}};
}

Block question_card(const Content& content, const State& state, const Stack& stack, const course::Question& question) {
  const std::string& id = question.spec.id;
  const Entry entry = entry_of(state, stack, id);
  const course::QuestionGrade grade = grade_of(content, state, stack, question);
  const bool changed = entry.draft != entry.checked;
  page::AnswerBox box{.label = content.text.get("initialisation.cell." + id),
                      .caption = content.text.get("initialisation.cell." + id),
                      .value = entry.draft,
                      .verdict = changed ? Verdict::none : grade.verdict,
                      .current = state.current == id};
  if (box.verdict != Verdict::none) box.feedback = grade.message;
  return {"row." + id,
          page::Card{{page::prose(question.sentence("ask", content.text)), {"cell." + id, std::move(box)}}}};
}

page::Tone tone_of(Verdict verdict) {
  return verdict == Verdict::correct      ? page::Tone::right
         : verdict == Verdict::consistent ? page::Tone::consistent
                                          : page::Tone::wrong;
}

// The ladder: the principle in words, the formula, with the numbers, its value.
void add_help(const Content& content, const course::Question& question, int help, Blocks& blocks) {
  const Text& text = content.text;
  const math::Expr& formula = *question.spec.answer;
  const math::Expr numbers = math::substitute(formula, question.numbers);
  if (help >= 1) blocks.push_back(page::prose(question.sentence("hint", text)));
  if (help >= 2) blocks.push_back({"help.formula", page::Formula{formula, text.get("initialisation.symbols")}});
  if (help >= 3) blocks.push_back({"help.numbers", page::Formula{numbers, text.get("worksheet.with_numbers")}});
  if (help >= 4)
    blocks.push_back(
        {"help.value",
         page::Prose{{page::plain(text.get("initialisation.value", {{"value", course::number_text(numbers)}}))}}});
}

Blocks inspector(const Content& content, const State& state, const Stack& stack) {
  const Text& text = content.text;
  const course::Question* question = stack.find(state.current);
  if (question == nullptr)
    return {{"welcome.title", page::Heading{2, text.get("initialisation.welcome.title")}},
            {"welcome", page::Prose{{page::plain(text.get("initialisation.welcome"))}}}};
  const course::QuestionGrade grade = grade_of(content, state, stack, *question);
  const int help = entry_of(state, stack, state.current).help;
  Blocks blocks = {{"inspector.cell",
                    page::Prose{{page::plain(text.get("initialisation.cell." + state.current))}, page::Tone::soft}}};
  if (grade.verdict == Verdict::none) {
    blocks.push_back({"ask", page::Heading{2, question->sentence("head", text)}});
  } else {
    const std::string title = grade.verdict != Verdict::wrong ? std::string(to_string(grade.verdict))
                              : grade.routes.empty()          ? "unmatched"
                                                              : "one_slip";
    blocks.push_back({"feedback.title", page::Heading{2, text.get("worksheet.feedback." + title)}});
    Blocks inside = {page::prose(grade.message)};
    for (const course::Route& route : grade.routes)
      inside.push_back({"", page::Card{{{"", page::Formula{route.numbers, route.label}}}}});
    blocks.push_back({"feedback", page::Callout{tone_of(grade.verdict), "", std::move(inside)}});
  }
  add_help(content, *question, help, blocks);
  const bool attempted = grade.verdict != Verdict::none && grade.verdict != Verdict::unreadable;
  blocks.push_back({"help", page::Line{{button(content, "hint", "worksheet.hint", help < 3),
                                        button(content, "working", "worksheet.working", attempted && help < 4)}}});
  return blocks;
}

// What was measured, and what it means for the three ways.
Blocks measured(const Content& content, const State& state, const Stack& stack) {
  const Text& text = content.text;
  Blocks blocks = {{"figure.stack", stack_figure(content, state, stack)}};
  if (stack.result != nullptr && !stack.result->error.empty())
    blocks.push_back({"problem", page::Callout{page::Tone::wrong, "", {page::prose(stack.result->error)}}});
  if (stack.result != nullptr && stack.result->progress < 1)
    blocks.push_back({"progress", page::Progress{text.get("initialisation.progress"), stack.result->progress}});
  const bool all = std::ranges::all_of(ways, [&](auto way) { return is_open(content, state, stack, way); });
  if (stack.result == nullptr) return blocks;
  blocks.push_back({"", page::Line{{button(content, "pick:weights", "initialisation.another")}}});
  if (all)
    blocks.push_back({"found", page::Callout{page::Tone::note,
                                             text.get("initialisation.found.title"),
                                             {page::prose(text.get("initialisation.found." + stack.slope))}}});
  return blocks;
}

double progress(const Content& content, const State& state, const Stack& stack) {
  const auto right = std::ranges::count_if(stack.questions, [&](const course::Question& each) {
    return grade_of(content, state, stack, each).verdict == Verdict::correct;
  });
  return stack.questions.empty() ? 0 : static_cast<double>(right) / static_cast<double>(stack.questions.size());
}

}  // namespace

page::Page view(const Content& content, const State& state, const jobs::Results& results) {
  const Text& text = content.text;
  const Stack stack = read_stack(content, state, results);
  page::Page result;
  result.title = text.get("initialisation.title");
  result.main = {{"title", page::Heading{1, text.get("initialisation.title")}},
                 {"lead", page::Prose{{page::plain(text.get("initialisation.lead"))}, page::Tone::soft}},
                 setup(content, state)};
  for (const course::Question& each : stack.questions)
    result.main.push_back(question_card(content, state, stack, each));
  for (Block& block : measured(content, state, stack)) result.main.push_back(std::move(block));
  result.main.push_back({"method", page::Prose{{page::plain(text.get("initialisation.method"))}, page::Tone::soft}});
  result.main.push_back({"", page::Line{{button(content, "copy:markdown", "initialisation.copy"),
                                         button(content, "print", "initialisation.print")}}});
  result.inspector = inspector(content, state, stack);
  if (stack.find(state.current) != nullptr) result.inspector_row = "row." + state.current;
  result.rail = lab_links(content, state, progress(content, state, stack));
  return result;
}

std::optional<page::Figure> figure(const Content& content, const State& state, const jobs::Results& results,
                                   std::string_view id, double) {
  if (id != "figure.stack") return std::nullopt;
  return stack_figure(content, state, read_stack(content, state, results));
}

}  // namespace stride::labs::initialisation
