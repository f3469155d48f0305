#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "course/practice.h"
#include "course/question.h"
#include "labs/lab.h"

namespace stride::labs::course_page {

/// What the course field says besides a course's name.
inline constexpr std::string_view practice_name = "practice";

/// A question's part and where its reply is kept.
struct Part {
  const course::Question* question = nullptr;
  std::string name;  // as grade() wants it
  std::string key;   // of the entry: the reply key, under `practice/N/` for a practice item
};

/// What stands on the screen, and everything that was answered.
struct Work {
  const course::Course* course = nullptr;  // none: the list of courses, or practice
  course::Exercise exercise;
  std::string id;  // of the exercise as it is in the fragment
  Result<std::vector<course::Question>> questions = std::vector<course::Question>();
  std::string prefix;                                                // of entry keys
  course::Replies replies;                                           // what was checked, by reply key
  std::map<std::string, course::QuestionGrade, std::less<>> grades;  // of what was checked, by entry key
  std::string current;  // key of the part that help and feedback are about: the one last touched, else the first open

  /// The parts of all questions, in order. They point into this value.
  [[nodiscard]] std::vector<Part> parts() const;
  [[nodiscard]] std::optional<Part> find(std::string_view key) const;
  [[nodiscard]] course::QuestionGrade grade(const Part& part) const;  // an empty one where nothing was checked
  /// What was checked of a part, as grade() wants it; empty: nothing.
  [[nodiscard]] std::string reply(const Part& part) const;
};

bool in_practice(const State& state);
const course::Course* chosen_course(const Content& content, const State& state);
std::optional<course::StudentId> student_of(const State& state, const course::Course& course);

/// The chosen exercise, or the practice item; nothing where neither is chosen.
Work read_work(const Content& content, const State& state);
/// The questions of one exercise for this student.
Result<std::vector<course::Question>> questions_of(const Content& content, const State& state,
                                                   const course::Course& course, const course::Exercise& exercise);

Entry entry_of(const State& state, std::string_view key);

/// What the reply is in an ordering's draft: the lines above the divider.
inline constexpr std::string_view divider = "|";
std::string order_reply(std::string_view draft);
/// Split at commas; nothing for an empty text.
std::vector<std::string> split(std::string_view list);

/// The last verdict on each key.
using Verdicts = std::map<std::string_view, Verdict, std::less<>>;
Verdicts last_verdicts(const State& state);
/// How much of an exercise is answered rightly, 0 to 1; texts that are never marked count when they are written.
double progress(const Content& content, const State& state, const Verdicts& verdicts, const course::Course& course,
                const course::Exercise& exercise);

/// What the attempts show of each skill.
std::map<std::string, course::SkillRecord> skills_of(const State& state);

}  // namespace stride::labs::course_page
