#include "labs/course_page/work.h"

#include <algorithm>
#include <array>

#include "labs/course_page/course_page.h"
#include "labs/course_page/practice.h"

namespace stride::labs::course_page {

namespace {

using course::Question;
using course::QuestionKind;

bool is_right(Verdict verdict) { return verdict == Verdict::correct || verdict == Verdict::consistent; }

// All checked entries under the prefix, by reply key.
course::Replies replies_under(const State& state, const std::string& prefix) {
  course::Replies replies;
  for (auto at = state.entries.lower_bound(prefix); at != state.entries.end() && at->first.starts_with(prefix); ++at)
    if (!at->second.checked.empty() && (!prefix.empty() || !at->first.starts_with(practice_prefix)))
      replies.emplace(at->first.substr(prefix.size()), at->second.checked);
  return replies;
}

// An ordering is kept with the lines that are left out: replies have only those that are used.
void strip_orders(const std::vector<Question>& questions, course::Replies& replies) {
  for (const Question& question : questions)
    if (question.kind() == QuestionKind::order)
      if (const auto found = replies.find(question.reply_key()); found != replies.end())
        found->second = order_reply(found->second);
}

}  // namespace

std::vector<Part> Work::parts() const {
  std::vector<Part> parts;
  if (!questions) return parts;
  for (const Question& question : *questions)
    for (const std::string& part : question.parts)
      parts.push_back({&question, part, prefix + question.reply_key(part)});
  return parts;
}

std::optional<Part> Work::find(std::string_view key) const {
  for (Part& part : parts())
    if (part.key == key) return std::move(part);
  return std::nullopt;
}

std::string Work::reply(const Part& part) const {
  const auto found = replies.find(std::string_view(part.key).substr(prefix.size()));
  return found == replies.end() ? std::string() : found->second;
}

course::QuestionGrade Work::grade(const Part& part) const {
  const auto found = grades.find(part.key);
  return found == grades.end() ? course::QuestionGrade{} : found->second;
}

bool in_practice(const State& state) { return value_of(lab, state, "course") == practice_name; }

const course::Course* chosen_course(const Content& content, const State& state) {
  return content.find_course(value_of(lab, state, "course"));
}

std::optional<course::StudentId> student_of(const State& state, const course::Course& course) {
  const auto id = course::parse_student_id(value_of(lab, state, "student_id"), course.options.id);
  return id ? std::optional(*id) : std::nullopt;
}

Result<std::vector<Question>> questions_of(const Content& content, const State& state, const course::Course& course,
                                           const course::Exercise& exercise) {
  const auto find = [&](std::string_view name) { return content.find_network(name); };
  return course::instantiate(exercise, find, student_of(state, course));
}

namespace {

using Grades = std::map<std::string, course::QuestionGrade, std::less<>>;

// All that the grades rest on.
std::string grounds(const Content& content, const State& state, const Work& work) {
  std::string text = std::to_string(reinterpret_cast<std::uintptr_t>(&content)) + "\n" + work.prefix;
  for (const char* field : {"course", "exercise", "student_id"}) text += "\n" + value_of(lab, state, field);
  for (const auto& [key, reply] : work.replies) text += "\n" + key + "\t" + reply;
  return text;
}

Grades judged(const Content& content, const std::vector<Part>& parts, const Work& work) {
  Grades grades;
  for (const Part& part : parts)
    if (const std::string given = work.reply(part); !given.empty())
      grades.emplace(part.key, course::grade(*part.question, part.name, given, work.replies, content.text));
  return grades;
}

void judge(const Content& content, const State& state, Work& work) {
  // One key makes the page several times over: what was judged last is judged once.
  static std::pair<std::string, Grades> last;
  const std::vector<Part> parts = work.parts();
  if (std::string now = grounds(content, state, work); now != last.first)
    last = {std::move(now), judged(content, parts, work)};
  work.grades = last.second;
  std::string first, open;
  for (const Part& part : parts) {
    if (part.key == state.current) work.current = part.key;
    if (first.empty()) first = part.key;
    const bool marked = part.question->kind() != QuestionKind::checklist;
    if (open.empty() && marked && !is_right(work.grade(part).verdict)) open = part.key;
  }
  if (work.current.empty()) work.current = open.empty() ? first : open;
}

}  // namespace

Work read_work(const Content& content, const State& state) {
  Work work;
  if (in_practice(state)) {
    PracticeItem item = practice_item(content, state);
    work.exercise = std::move(item.exercise);
    work.questions = std::move(item.questions);
    work.prefix = item.prefix;
  } else if (const course::Course* course = chosen_course(content, state);
             course != nullptr && !course->exercises.empty()) {
    const course::Exercise* exercise = course->find(value_of(lab, state, "exercise"));
    work.course = course;
    work.exercise = exercise != nullptr ? *exercise : course->exercises.front();
    work.questions = questions_of(content, state, *course, work.exercise);
  }
  work.id = work.exercise.id;
  work.replies = replies_under(state, work.prefix);
  if (work.questions) strip_orders(*work.questions, work.replies);
  judge(content, state, work);
  return work;
}

Entry entry_of(const State& state, std::string_view key) {
  const auto found = state.entries.find(key);
  return found == state.entries.end() ? Entry{} : found->second;
}

std::vector<std::string> split(std::string_view list) {
  std::vector<std::string> parts;
  while (!list.empty()) {
    const auto end = list.find(',');
    parts.emplace_back(list.substr(0, end));
    list = end == std::string_view::npos ? std::string_view() : list.substr(end + 1);
  }
  return parts;
}

std::string order_reply(std::string_view draft) {
  std::string reply;
  for (const std::string& line : split(draft)) {
    if (line == divider) break;
    reply += (reply.empty() ? "" : ",") + line;
  }
  return reply;
}

Verdicts last_verdicts(const State& state) {
  constexpr std::array all = {Verdict::correct, Verdict::consistent, Verdict::wrong, Verdict::unreadable};
  Verdicts verdicts;
  for (const Attempt& attempt : state.attempts) {
    const auto found = std::ranges::find(all, attempt.verdict, [](Verdict verdict) { return to_string(verdict); });
    verdicts[attempt.key] = found == all.end() ? Verdict::none : *found;
  }
  return verdicts;
}

namespace {

struct Counted {
  std::string key;
  bool free_text = false;
};

// The parts of an exercise that count. The same few exercises are asked for with every key.
const std::vector<Counted>& counted_parts(const Content& content, const State& state, const course::Course& course,
                                          const course::Exercise& exercise) {
  struct Known {
    std::string key;
    std::vector<Counted> parts;
  };
  static std::vector<Known> known;
  const auto student = student_of(state, course);
  const std::string key = std::to_string(reinterpret_cast<std::uintptr_t>(&exercise)) + "/" + course.name + "/" +
                          exercise.id + "/" + (student ? student->digits : "");
  const auto found = std::ranges::find(known, key, &Known::key);
  if (found != known.end()) return found->parts;
  if (known.size() > 200) known.clear();
  std::vector<Counted>& parts = known.emplace_back(key).parts;
  if (const auto questions = questions_of(content, state, course, exercise))  // none before the ID is there
    for (const Question& question : *questions)
      for (const std::string& part : question.parts)
        if (part != "points")  // of the text beside them
          parts.push_back({question.reply_key(part), question.kind() == QuestionKind::checklist});
  return parts;
}

}  // namespace

double progress(const Content& content, const State& state, const Verdicts& verdicts, const course::Course& course,
                const course::Exercise& exercise) {
  const std::vector<Counted>& parts = counted_parts(content, state, course, exercise);
  const auto done = std::ranges::count_if(parts, [&](const Counted& part) {
    const auto verdict = verdicts.find(part.key);
    const bool right = verdict != verdicts.end() && is_right(verdict->second);
    return (part.free_text || right) && !entry_of(state, part.key).checked.empty();
  });
  return parts.empty() ? 0 : static_cast<double>(done) / static_cast<double>(parts.size());
}

std::map<std::string, course::SkillRecord> skills_of(const State& state) {
  constexpr std::array all = {Verdict::correct, Verdict::consistent, Verdict::wrong};
  std::vector<course::Trial> trials;
  for (const Attempt& attempt : state.attempts) {
    const auto found = std::ranges::find(all, attempt.verdict, [](Verdict verdict) { return to_string(verdict); });
    if (found != all.end() && !attempt.skills.empty())
      trials.push_back({attempt.key, split(attempt.skills), *found, attempt.help, attempt.time});
  }
  return course::skill_records(trials);
}

}  // namespace stride::labs::course_page
