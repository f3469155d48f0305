#include <functional>

#include "course/result.h"
#include "labs/course_page/actions.h"
#include "labs/course_page/course_page.h"
#include "labs/course_page/practice.h"
#include "labs/course_page/view.h"

namespace stride::labs::course_page {

namespace {

std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\n\r;") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

std::string csv_line(const std::vector<std::string>& cells) {
  std::string line;
  for (const std::string& cell : cells) line += (line.empty() ? "" : ",") + csv_field(cell);
  return line + "\n";
}

// A row of a Markdown table: on one line, bars escaped.
std::string markdown_line(const std::vector<std::string>& cells) {
  std::string line = "|";
  for (const std::string& cell : cells) {
    line += ' ';
    for (const char c : cell) line += c == '|' ? std::string("\\|") : std::string(1, c == '\n' ? ' ' : c);
    line += " |";
  }
  return line + "\n";
}

struct Answered {
  const course::Exercise& exercise;
  const Part& part;
  std::string answer, working, verdict, help;
};

// Everything that was answered in the course, in its order.
void each_answer(const Content& content, const State& state, const std::function<void(const Answered&)>& take) {
  const course::Course* course = chosen_course(content, state);
  if (course == nullptr) return;
  State at = state;
  for (const course::Exercise& exercise : course->exercises) {
    at.fields["exercise"] = exercise.id;
    const Work work = read_work(content, at);
    for (const Part& part : work.parts()) {
      const std::string answer = work.reply(part);
      if (answer.empty()) continue;
      const Verdict verdict = work.grade(part).verdict;
      const int help = entry_of(state, part.key).help;
      const bool right = verdict == Verdict::correct || verdict == Verdict::consistent;
      take({exercise, part, answer, right ? course::working_of(*part.question, part.name, work.replies) : std::string(),
            verdict == Verdict::none ? "" : content.text.get("course_page.verdict." + std::string(to_string(verdict))),
            content.text.get("course_page.helped_by." + std::to_string(help))});
    }
  }
}

std::vector<std::string> head(const Text& text) {
  return {text.get("course_page.out.exercise"), text.get("course_page.out.question"),
          text.get("course_page.out.answer"),   text.get("course_page.out.working"),
          text.get("course_page.out.verdict"),  text.get("course_page.out.help")};
}

std::string markdown(const Content& content, const State& state) {
  const course::Course* course = chosen_course(content, state);
  if (course == nullptr) return "";
  std::string text = "# " + course_title(content, *course) + "\n";
  std::string_view exercise;
  const std::vector<std::string> columns = head(content.text);
  each_answer(content, state, [&](const Answered& answered) {
    if (answered.exercise.id != exercise) {
      exercise = answered.exercise.id;
      text += "\n## " + exercise_title(content, answered.exercise) + "\n\n" +
              markdown_line({columns.begin() + 1, columns.end()}) + "| --- | --- | --- | --- | --- |\n";
    }
    text += markdown_line(
        {part_label(content, answered.part), answered.answer, answered.working, answered.verdict, answered.help});
  });
  return text;
}

std::string csv(const Content& content, const State& state) {
  std::string text = csv_line(head(content.text));
  each_answer(content, state, [&](const Answered& answered) {
    text += csv_line({answered.exercise.id, part_label(content, answered.part), answered.answer, answered.working,
                      answered.verdict, answered.help});
  });
  return text;
}

// What `stride verify` works out anew.
std::string result_file(const Content& content, const State& state) {
  const course::Course* course = chosen_course(content, state);
  if (course == nullptr) return "";
  course::Replies replies;
  for (const auto& [key, entry] : state.entries)
    if (!entry.checked.empty() && !key.starts_with(practice_prefix)) replies.emplace(key, entry.checked);
  const auto effort_of = [&](std::string_view key) {
    course::Effort effort{.attempts = 0, .help = entry_of(state, key).help};
    for (const Attempt& attempt : state.attempts) effort.attempts += attempt.key == key ? 1 : 0;
    return effort;
  };
  const auto find = [&](std::string_view name) { return content.find_network(name); };
  const auto result = course::make_result(*course, find, student_of(state, *course), replies, effort_of, content.text);
  return result ? course::write_result(*result) : result.error().text();
}

std::string cell_text(const page::Blocks& cell) {
  if (cell.empty()) return "";
  if (const auto* box = std::get_if<page::AnswerBox>(&cell.front().body)) return box->value;
  const auto* prose = std::get_if<page::Prose>(&cell.front().body);
  return prose == nullptr ? "" : page::text_of(prose->text);
}

// A table question as it stands, for a spreadsheet: cells apart by tabs.
std::string table_cells(const Content& content, const State& state, std::string_view id) {
  const Work work = read_work(content, state);
  if (!work.questions) return "";
  std::string text;
  for (const course::Question& question : *work.questions) {
    if (question.spec.id != id || question.kind() != course::QuestionKind::table) continue;
    const page::Blocks blocks = question_blocks(content, state, work, question);
    const auto& table = std::get<page::Table>(blocks.front().body);
    for (const page::Column& column : table.columns) text += column.label + '\t';
    for (const page::Row& row : table.rows) {
      text.back() = '\n';
      for (const page::Blocks& cell : row.cells) text += cell_text(cell) + '\t';
    }
    text.back() = '\n';
  }
  return text;
}

}  // namespace

std::string copy(const Content& content, const State& state, std::string_view format) {
  if (format.starts_with("table:")) return table_cells(content, state, format.substr(6));
  if (format.ends_with(".json")) return result_file(content, state);
  return format.ends_with("csv") ? csv(content, state) : markdown(content, state);
}

}  // namespace stride::labs::course_page
