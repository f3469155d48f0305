#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "course/course.h"
#include "nn/network.h"

namespace stride::labs {

/// All that content files hold, read once.
struct Content {
  std::vector<nn::NetworkSpec> networks;  // in the order of their names
  Text text;
  std::map<std::string, course::Course, std::less<>> courses;  // by file name, or the address that it was loaded from
  std::map<std::string, std::string, std::less<>> course_problems;  // addresses that gave no course, and why

  [[nodiscard]] const course::Course* find_course(std::string_view name) const;
  [[nodiscard]] const nn::NetworkSpec* find_network(std::string_view name) const;
};

/// What stands in one answer box, and what came of it.
struct Entry {
  std::string draft;    // as typed, checked or not
  std::string checked;  // what was last checked; empty: nothing yet
  std::string slip;     // which of several slips the student says it was
  int help = 0;         // rungs of help shown: 1 principle, 2 formula, 3 with the numbers, 4 value
  double time = 0;      // of the last change, ms since 1970: the newer one wins between two tabs
  friend bool operator==(const Entry&, const Entry&) = default;
};

/// One attempt at a cell: logged for good, never undone.
struct Attempt {
  std::string key;     // alexnet-bern/212x212/floor/conv2.output
  std::string answer;  // as typed
  std::string verdict;
  int help = 0;
  double time = 0;     // ms since 1970
  std::string skills;  // what it takes, joined by commas; may be empty
  friend bool operator==(const Attempt&, const Attempt&) = default;
};

using Fields = std::map<std::string, std::string, std::less<>>;
using Entries = std::map<std::string, Entry, std::less<>>;

/// One undoable step: what stood there before it.
struct Change {
  std::string label;  // what was changed, for the status line
  Fields fields;
  Entries entries;
};

struct State {
  // Saved:
  std::string lab = "layer-sizes";
  Fields fields;    // by field name; a missing one has its default
  Entries entries;  // by SHEET/CELL
  std::vector<Attempt> attempts;
  std::map<std::string, double, std::less<>> playback;  // figure id -> t
  double emptied = 0;  // when everything was deleted last, ms since 1970: what another tab still has is older
  // Of this visit only:
  std::vector<Change> undo, redo;
  std::string editing;  // the box being typed in: its keystrokes are one undoable step
  std::map<std::string, std::string, std::less<>> drafts;  // text of fields that apply on Enter
  std::string current;                                     // the cell that the inspector speaks about
  double now = 0;                                          // of the last action, ms since 1970
  double opened = 0;                                       // when the current question came into sight
  double found_wrong = 0;                                  // when the last check found something wrong; 0: it didn't
  std::string dialog;                                      // the question that is open
  std::string status;                                      // spoken once when it changes
  std::string focus;  // the control that should take the focus now; empty: leave it
  bool printing = false;
};

}  // namespace stride::labs
