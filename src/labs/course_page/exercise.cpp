#include <algorithm>
#include <iterator>

#include "labs/course_page/course_page.h"
#include "labs/course_page/view.h"
#include "labs/worksheet/view.h"

namespace stride::labs::course_page {

using course::QuestionKind;
using page::Block;
using page::Blocks;

std::string exercise_title(const Content& content, const course::Exercise& exercise) {
  const std::string title = exercise.sentence("title", content.text);
  return title.empty() ? content.text.get("course_page.exercise", {{"id", exercise.id}}) : title;
}

std::string course_title(const Content& content, const course::Course& course) {
  const std::string title = course.sentence("title", content.text);
  return title.empty() ? course.name : title;
}

std::string row_of(const Part& part) {
  const std::string& id = part.question->spec.id;
  if (part.question->kind() != QuestionKind::table) return "question." + id;
  return "row." + id + "." + part.name.substr(0, part.name.rfind('.'));
}

Blocks carried(const Content& content, const Work& work, const course::Question& question) {
  worksheet::Carried by_root;
  for (const std::string& name : question.parts) {
    const Part part{&question, name, work.prefix + question.reply_key(name)};
    if (const std::string root = work.grade(part).root_key; !root.empty())
      worksheet::add_carried(root, part_label(content, part), by_root);
  }
  Blocks blocks;
  for (const auto& [key, cells] : by_root)
    if (const auto root = work.find(work.prefix + key)) {
      const std::string name = part_label(content, *root);
      blocks.push_back(worksheet::carried(content, cells, name, root->key));
    }
  return blocks;
}

namespace {

// What is chosen is checked by a button; where Enter makes a new line, or a phone has none, so is what is typed. A
// table can be taken to a spreadsheet.
std::optional<Block> check_button(const Content& content, const Work& work, const course::Question& question) {
  const auto box = [&](std::string_view part) { return "check:" + work.prefix + question.reply_key(part); };
  switch (question.kind()) {
    case QuestionKind::choice:
    case QuestionKind::order:
    case QuestionKind::steps:
      return button(content, "check-question:" + question.spec.id, "course_page.check");
    case QuestionKind::table:
      return button(content, "copy:table:" + question.spec.id, "course_page.copy_table");
    case QuestionKind::formula:
      return button(content, box(""), "course_page.check");
    case QuestionKind::numpy:
      return button(content, box(""), "course_page.check_code");
    case QuestionKind::checklist:
      return button(content, box("text"), "course_page.check_text");
    default:
      return std::nullopt;
  }
}

// Practice asks of a layer what no course has words for.
std::string asked_sentence(const Content& content, const course::Question& question) {
  const std::string own = question.sentence("ask", content.text);
  if (!own.empty() || question.cells.empty()) return own;
  const course::CellId& cell = question.cells.front();
  return content.text.get("course_page.ask." + cell.column, {{"layer", cell.layer}});
}

// The number of a question, then what it asks.
Block ask(const Content& content, const course::Question& question, std::size_t number, std::size_t count) {
  page::Inlines said;
  if (count > 1) said.push_back(page::strong(std::to_string(number) + "  "));
  for (page::Inline& part : rich(asked_sentence(content, question))) said.push_back(std::move(part));
  return {"ask." + question.spec.id, page::Prose{std::move(said)}};
}

void add_question(const Content& content, const State& state, const Work& work, const course::Question& question,
                  std::size_t number, Blocks& blocks) {
  Blocks inside = {ask(content, question, number, work.questions->size())};
  for (Block& block : question_blocks(content, state, work, question)) inside.push_back(std::move(block));
  if (auto check = check_button(content, work, question)) inside.push_back({"", page::Line{{std::move(*check)}}});
  // Where the student is at work on something else; else it is said there.
  const auto current = work.find(work.current);
  if (!current || current->question != &question)
    for (Block& block : carried(content, work, question)) inside.push_back(std::move(block));
  if (question.kind() == QuestionKind::table) {
    for (Block& block : inside) blocks.push_back(std::move(block));
  } else {
    blocks.push_back({"question." + question.spec.id, page::Card{std::move(inside)}});
  }
}

Block id_card(const Content& content, const State& state, const course::Course& course) {
  const Text& text = content.text;
  const std::string value = value_of(lab, state, "student_id");
  page::AnswerBox box{.label = text.get("course_page.student_id"),
                      .caption = text.get("course_page.student_id"),
                      .value = value,
                      .placeholder = text.get("course_page.student_id.placeholder"),
                      .keyboard = page::Keyboard::numeric};
  const auto id = course::parse_student_id(value, text, course.options.id);
  Block said;
  if (id) {
    said = page::prose(text.get("course_page.size_from_id", {{"size", std::to_string(id->side)}}), page::Tone::soft);
  } else if (value.empty()) {
    said = {"try-example",
            page::Button{.label = text.get("course_page.try_example"), .look = page::Button::Look::link}};
  } else {
    box.verdict = Verdict::unreadable;
    box.described_by = "problem.student_id";
    said = {"problem.student_id", page::Prose{{page::plain(id.error().message)}, page::Tone::wrong}};
  }
  return {"setup", page::Card{{{"", page::Line{{{"field.student_id", std::move(box)}, std::move(said)}}}}}};
}

std::string exercise_link(const State& state, const course::Exercise& exercise) {
  return "#course=" + value_of(lab, state, "course") + "&exercise=" + exercise.id;
}

// To the exercises before and after this one.
Block neighbours(const Content& content, const State& state, const Work& work) {
  const auto& all = work.course->exercises;
  const auto here = std::ranges::find(all, work.id, &course::Exercise::id);
  Blocks links;
  const auto link = [&](const course::Exercise& to, std::string_view key) {
    links.push_back({"", page::Link{content.text.get(key, {{"title", exercise_title(content, to)}}),
                                    exercise_link(state, to), false, std::nullopt}});
  };
  if (here != all.begin() && here != all.end()) link(*(here - 1), "course_page.before");
  if (here != all.end() && here + 1 != all.end()) link(*(here + 1), "course_page.after");
  return {"neighbours", page::Line{std::move(links)}};
}

// A result file names its student: the box for the ID where the exercise has none, and the way to it where it has one.
Blocks id_for_result(const Content& content, const State& state, const Work& work) {
  Blocks blocks;
  if (!work.course->needs_id()) return blocks;
  if (!student_of(state, *work.course)) {
    blocks.push_back({"result-needs-id",
                      page::Prose{{page::plain(content.text.get("course_page.result_needs_id"))}, page::Tone::soft}});
    if (work.exercise.size_from_id)
      blocks.push_back(button(content, "to-id", "course_page.to_id", page::Button::Look::link));
  }
  if (!work.exercise.size_from_id) blocks.push_back(id_card(content, state, *work.course));
  return blocks;
}

Block hand_in(const Content& content, const State& state, bool result) {
  const std::string name = value_of(lab, state, "course");
  const std::string file = name.ends_with(".json") ? "course" : name;
  Block save = button(content, "download:" + file + "-result.json", "course_page.save_result");
  std::get<page::Button>(save.body).enabled = result;
  return {"hand-in", page::Line{{page::prose(content.text.get("course_page.hand_in"), page::Tone::soft),
                                 button(content, "copy:markdown", "course_page.copy_markdown"),
                                 button(content, "download:" + file + ".md", "course_page.save_markdown"),
                                 button(content, "download:" + file + ".csv", "course_page.save_csv"), std::move(save),
                                 button(content, "print", "course_page.print")}}};
}

}  // namespace

Blocks question_list(const Content& content, const State& state, const Work& work) {
  Blocks blocks;
  if (!work.questions) return blocks;
  for (std::size_t i = 0; i < work.questions->size(); ++i)
    add_question(content, state, work, (*work.questions)[i], i + 1, blocks);
  return blocks;
}

Blocks exercise_page(const Content& content, const State& state, const Work& work) {
  Blocks blocks = {{"title", page::Heading{1, exercise_title(content, work.exercise)}}};
  const std::string lead = work.exercise.sentence("lead", content.text);
  blocks.push_back(
      {"lead", page::Prose{rich(lead.empty() ? course_title(content, *work.course) : lead), page::Tone::soft}});
  if (work.exercise.size_from_id) blocks.push_back(id_card(content, state, *work.course));
  const bool waits_for_id = work.exercise.size_from_id && !student_of(state, *work.course);
  if (waits_for_id)
    blocks.push_back(
        {"needs-id", page::Prose{{page::plain(content.text.get("course_page.needs_id"))}, page::Tone::soft}});
  else if (!work.questions)
    blocks.push_back({"problem", page::Callout{page::Tone::wrong,
                                               content.text.get("course_page.problem"),
                                               {page::prose(work.questions.error().text())}}});
  for (Block& block : question_list(content, state, work)) blocks.push_back(std::move(block));
  blocks.push_back(neighbours(content, state, work));
  blocks.push_back(hand_in(content, state, !work.course->needs_id() || student_of(state, *work.course)));
  std::ranges::move(id_for_result(content, state, work), std::back_inserter(blocks));
  return blocks;
}

}  // namespace stride::labs::course_page
