#include "course/practice.h"

#include <algorithm>
#include <array>
#include <utility>

namespace stride::course {

namespace {

constexpr double day = 24 * 60 * 60 * 1000.0;

/// How far one item has come.
struct ItemState {
  bool answered = false, settled = false, wrong = false;
};

void settle(SkillRecord& record, const Trial& trial, ItemState& item) {
  if (item.wrong) --record.open;
  item.wrong = false;
  if (item.settled) return;
  item.settled = true;
  if (trial.help > 0) {
    ++record.helped;
  } else {
    ++record.alone;
    if (!item.answered) ++record.first;
  }
}

void count(SkillRecord& record, const Trial& trial, ItemState& item) {
  const bool right = trial.verdict == Verdict::correct || trial.verdict == Verdict::consistent;
  const bool shown = trial.help >= whole_help;
  if (right) {
    settle(record, trial, item);
  } else if (!item.wrong) {
    item.wrong = true;
    ++record.open;
  }
  if (!right || shown) {
    record.level = 0;
    record.due = trial.time;
  } else if (trial.help == 0 && record.is_due(trial.time)) {
    ++record.level;
    record.due = trial.time + interval_days(record.level) * day;
  }
  item.answered = true;
  record.last = trial.time;
}

}  // namespace

double interval_days(int level) {
  constexpr std::array days = {0.0, 1.0, 3.0, 7.0, 16.0, 35.0};
  return days[static_cast<std::size_t>(std::clamp(level, 0, static_cast<int>(days.size()) - 1))];
}

std::map<std::string, SkillRecord> skill_records(std::span<const Trial> trials) {
  std::map<std::string, SkillRecord> records;
  std::map<std::pair<std::string, std::string>, ItemState> items;  // by skill and item
  for (const Trial& trial : trials) {
    if (trial.verdict == Verdict::none || trial.verdict == Verdict::unreadable) continue;
    for (const std::string& skill : trial.skills) count(records[skill], trial, items[{skill, trial.item}]);
  }
  return records;
}

}  // namespace stride::course
