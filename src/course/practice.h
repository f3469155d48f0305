#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "base/verdict.h"

/// What a student has shown of each skill, and when it is worth coming back to it.
namespace stride::course {

/// One checked answer.
struct Trial {
  std::string item;  // what was asked: answers to the same item belong together
  std::vector<std::string> skills;
  Verdict verdict = Verdict::none;
  int help = 0;     // rungs of help that had been shown
  double time = 0;  // ms since 1970
};

/// Rungs of help that give the answer away: what was found with them asks for a fresh try.
inline constexpr int whole_help = 4;

struct SkillRecord {
  int alone = 0;    // items answered rightly without help, slips mended included
  int first = 0;    // of those, at the first answer
  int helped = 0;   // items answered rightly after some help
  int open = 0;     // items answered wrongly, not yet put right
  int level = 0;    // successes in a row that came when they were due
  double last = 0;  // of the last answer, ms since 1970
  double due = 0;   // when to come back, ms since 1970
  // A clock that was put back doesn't keep it away.
  [[nodiscard]] bool is_due(double now) const { return now >= due || now < last; }
};

/// By skill. An answer without help that comes when it is due moves the skill on to the next interval, 1, 3, 7, 16, 35
/// days (about the doubling that retrieval practice asks for); a wrong answer, or one whose value had been shown, makes
/// it due at once. `consistent` counts as right. Unreadable answers and those without a skill count nowhere.
std::map<std::string, SkillRecord> skill_records(std::span<const Trial> trials);

/// The days until the next time after so many successes.
double interval_days(int level);

}  // namespace stride::course
