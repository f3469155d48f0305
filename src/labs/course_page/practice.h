#pragma once

#include "labs/course_page/work.h"

namespace stride::labs::course_page {

/// Entries of practice items stand under `practice/SKILL/N/`.
inline constexpr std::string_view practice_prefix = "practice/";

struct PracticeItem {
  std::string skill;
  int number = 0;        // of this skill's items, from 1
  bool fresh = false;    // numbers, layer or slip are new; else a course's question once more
  bool context = false;  // it stands in a course's exercise, whose words belong to it
  std::string prefix;
  course::Exercise exercise;
  Result<std::vector<course::Question>> questions = std::vector<course::Question>();  // one, or none
};

/// The item that the field `practice`, SKILL/N, names: the same every time it is asked for. Where the skill is asked of
/// a network's layers, it is a layer of another network or size on which the known slips bite and don't collide; else a
/// course's question with numbers drawn in that way, a worked solution with another slip, or the question once more.
PracticeItem practice_item(const Content& content, const State& state);
/// `SKILL/N` of the next item.
std::string next_practice(const State& state, std::string_view skill);

/// All skills that the built-in courses name, those first that are due longest; then those not tried yet.
struct SkillLine {
  std::string skill;
  course::SkillRecord record;
  bool tried = false;
};
std::vector<SkillLine> skill_lines(const Content& content, const State& state);

}  // namespace stride::labs::course_page
