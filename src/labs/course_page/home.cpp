#include <algorithm>
#include <array>
#include <cmath>

#include "labs/course_page/course_page.h"
#include "labs/course_page/practice.h"
#include "labs/course_page/view.h"

namespace stride::labs::course_page {

using page::Block;
using page::Blocks;

namespace {

constexpr double day = 86'400'000;

// To each exercise; where a course has chapters, to the first of each.
Blocks exercise_links(const Content& content, const State& state, const std::string& name, const course::Course& course,
                      const Verdicts& verdicts) {
  Blocks links;
  const bool chapters = !course.exercises.front().chapter.empty();
  for (const course::Exercise& exercise : course.exercises) {
    if (chapters && exercise.chapter.empty()) continue;
    std::optional<double> done;
    if (!chapters) done = progress(content, state, verdicts, course, exercise);
    const std::string title =
        chapters ? course.sentence("chapter." + exercise.chapter, content.text) : exercise_title(content, exercise);
    links.push_back({"", page::Link{title, "#course=" + name + "&exercise=" + exercise.id, false, done}});
  }
  return links;
}

Block course_card(const Content& content, const State& state, const std::string& name, const course::Course& course,
                  const Verdicts& verdicts) {
  Blocks blocks = {{"", page::Heading{2, course_title(content, course)}}};
  if (!course.source.empty()) blocks.push_back(page::prose(course.source, page::Tone::soft));
  if (const std::string lead = course.sentence("lead", content.text); !lead.empty())
    blocks.push_back({"", page::Prose{rich(lead)}});
  if (!course.exercises.empty())
    blocks.push_back({"", page::Line{exercise_links(content, state, name, course, verdicts)}});
  return {"course." + name, page::Card{std::move(blocks)}};
}

std::string due_text(const Content& content, const State& state, const SkillLine& line) {
  const Text& text = content.text;
  if (!line.tried) return text.get("course_page.due.never");
  if (line.record.is_due(state.now)) return text.get("course_page.due.now");
  const auto days = static_cast<int>(std::ceil((line.record.due - state.now) / day));
  return text.get(days == 1 ? "course_page.due.tomorrow" : "course_page.due.days", {{"days", std::to_string(days)}});
}

Block skill_table(const Content& content, const State& state) {
  const Text& text = content.text;
  using Role = page::Column::Role;
  page::Table table{.caption = text.get("course_page.skills"),
                    .columns = {{text.get("course_page.skill"), Role::name},
                                {text.get("course_page.alone"), Role::value},
                                {text.get("course_page.helped"), Role::value},
                                {text.get("course_page.open"), Role::value},
                                {text.get("course_page.due"), Role::spec},
                                {"", Role::action}}};
  for (const SkillLine& line : skill_lines(content, state)) {
    const std::string name = skill_name(content, line.skill);
    page::Button practise{.label = text.get("course_page.practise"),
                          .name = text.get("course_page.practise_skill", {{"skill", name}}),
                          .look = page::Button::Look::link};
    const auto number = [](int value) { return Blocks{page::prose(std::to_string(value))}; };
    table.rows.push_back({.id = "skill." + line.skill,
                          .cells = {{page::prose({page::strong(name)})},
                                    number(line.record.alone),
                                    number(line.record.helped),
                                    number(line.record.open),
                                    {page::prose(due_text(content, state, line))},
                                    {{"practise:" + line.skill, std::move(practise)}}}});
  }
  return {"skills", std::move(table)};
}

}  // namespace

std::string skill_name(const Content& content, std::string_view skill) {
  const std::string key = "course_page.skills." + std::string(skill);
  if (content.text.has(key)) return content.text.get(key);
  std::string name(skill);
  std::ranges::replace(name, '-', ' ');
  return name;
}

Blocks home(const Content& content, const State& state) {
  const Text& text = content.text;
  Blocks blocks = {{"title", page::Heading{1, text.get("course_page.title")}},
                   {"lead", page::Prose{{page::plain(text.get("course_page.lead"))}, page::Tone::soft}}};
  const Verdicts verdicts = last_verdicts(state);
  for (const std::string& name : course_names(content))
    blocks.push_back(course_card(content, state, name, *content.find_course(name), verdicts));
  blocks.push_back({"skills.title", page::Heading{2, text.get("course_page.skills")}});
  blocks.push_back({"skills.lead", page::Prose{{page::plain(text.get("course_page.skills.lead"))}, page::Tone::soft}});
  blocks.push_back(skill_table(content, state));
  blocks.push_back({"kept.title", page::Heading{2, text.get("course_page.kept")}});
  blocks.push_back({"kept.lead", page::Prose{{page::plain(text.get("course_page.kept.lead"))}, page::Tone::soft}});
  blocks.push_back({"kept", page::Line{{button(content, "download:stride-saved.json", "course_page.export"),
                                        {"import", page::FileButton{text.get("course_page.import"), ".json"}},
                                        button(content, "delete", "course_page.delete")}}});
  return blocks;
}

namespace {

// The rows of the network up to the one that is asked about, with the sizes that come before it; all rows, without
// sizes, where the whole network has a say.
std::optional<Block> layers_before(const Content& content, const Work& work) {
  const Text& text = content.text;
  if (!work.questions || work.questions->empty()) return std::nullopt;
  const course::Question& question = work.questions->front();
  if (question.cells.empty() || question.kind() == course::QuestionKind::table) return std::nullopt;
  const course::CellId& cell = question.cells.front();
  const bool sizes = question.kind() == course::QuestionKind::cell && cell.column != "smallest_input";
  page::Table table{.caption = text.get("course_page.practice.layers"),
                    .columns = {{text.get("course_page.column.layer"), page::Column::Role::name}}};
  std::vector<std::string> shown = {"filters", "kernel", "stride", "pad"};
  if (sizes) shown.emplace_back("output");
  for (const std::string& column : shown)
    table.columns.push_back({text.get("course_page.column." + column), page::Column::Role::spec});
  for (const nn::LayerSpec& layer : question.sheet->network.layers) {
    if (!layer.is_row()) continue;
    const bool asked = layer.name == cell.layer;
    page::Row row{.id = "before." + layer.name, .cells = {{page::prose({page::strong(layer.name)})}}, .current = asked};
    for (const std::string& column : shown) {
      const bool hidden = asked && column == "output" && cell.column == "output";
      row.cells.push_back({page::prose(hidden ? "?" : course::shown_text(question, layer.name, column))});
    }
    table.rows.push_back(std::move(row));
    if (asked && question.kind() == course::QuestionKind::cell) break;
  }
  return Block{"layers", std::move(table)};
}

}  // namespace

Blocks practice_page(const Content& content, const State& state, const Work& work) {
  const Text& text = content.text;
  Blocks blocks = {{"title", page::Heading{1, text.get("course_page.practice.title")}}};
  const PracticeItem item = practice_item(content, state);
  if (!item.skill.empty()) {
    blocks.push_back(
        {"lead",
         page::Prose{{page::plain(text.get(
                         item.fresh ? "course_page.practice.item" : "course_page.practice.again",
                         {{"skill", skill_name(content, item.skill)}, {"number", std::to_string(item.number)}}))},
                     page::Tone::soft}});
    if (item.context) {
      blocks.push_back({"exercise.title", page::Heading{2, exercise_title(content, work.exercise)}});
      if (const std::string lead = work.exercise.sentence("lead", text); !lead.empty())
        blocks.push_back({"exercise.lead", page::Prose{rich(lead), page::Tone::soft}});
    }
    if (const auto& sheet = work.questions && !work.questions->empty() ? work.questions->front().sheet : nullptr)
      blocks.push_back(
          {"about",
           page::Prose{{page::plain(text.get(
               "course_page.practice.about",
               {{"network", sheet->network.title},
                {"size", nn::to_text(sheet->facts.input.size)},
                {"rounding", text.get("course.convention." + std::string(nn::to_string(sheet->facts.rounding)))}}))}}});
    if (auto layers = layers_before(content, work)) blocks.push_back(std::move(*layers));
    for (Block& block : question_list(content, state, work)) blocks.push_back(std::move(block));
    blocks.push_back(
        {"", page::Line{{button(content, "next-item", "course_page.practice.next", page::Button::Look::primary)}}});
  }
  blocks.push_back({"skills.title", page::Heading{2, text.get("course_page.skills")}});
  blocks.push_back({"skills.lead", page::Prose{{page::plain(text.get("course_page.skills.lead"))}, page::Tone::soft}});
  blocks.push_back(skill_table(content, state));
  return blocks;
}

Blocks rail(const Content& content, const State& state, const Work& work) {
  const Text& text = content.text;
  if (work.course == nullptr) return lab_links(content, state);
  Blocks links = {page::prose(course_title(content, *work.course), page::Tone::soft)};
  const Verdicts verdicts = last_verdicts(state);
  std::string chapter;
  for (const course::Exercise& exercise : work.course->exercises) {
    if (!exercise.chapter.empty() && exercise.chapter != chapter) {
      chapter = exercise.chapter;
      links.push_back(page::prose(work.course->sentence("chapter." + chapter, text), page::Tone::soft));
    }
    links.push_back(
        {"", page::Link{exercise_title(content, exercise),
                        "#course=" + value_of(lab, state, "course") + "&exercise=" + exercise.id,
                        exercise.id == work.id, progress(content, state, verdicts, *work.course, exercise)}});
  }
  for (Block& block : lab_links(content, state)) links.push_back(std::move(block));
  return links;
}

}  // namespace stride::labs::course_page
