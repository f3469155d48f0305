#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "jobs/job.h"
#include "labs/state.h"
#include "page/page.h"

namespace stride::labs {

/// A value that a student sets, declared once: from this list come saving, the fragment, `--set`, undo and the mirror's
/// ids (`field.NAME`).
struct Field {
  /// A number is turned by a slider, `field.NAME`, which applies as it moves, and typed into a box beside it,
  /// `typed.NAME`, which applies when it is left.
  enum class Kind : std::uint8_t { choice, flag, text, number };
  std::string_view name;
  Kind kind = Kind::text;
  std::string_view default_value;
  bool in_fragment = false;  // shared in links; the student ID never is
  /// Whether a value may stand there; empty when it may, else what is wrong and what would be right.
  std::string (*problem)(const Content&, std::string_view value) = nullptr;
  bool live = false;  // text: applies with every key, not on Enter
};

/// What a lab sees of an event. The id is without its prefix: `conv2.output`, `hint`.
struct Event {
  std::string_view id;
  std::string_view value;
  double time = 0;
  const jobs::Results* results = nullptr;  // what has come back from the engine; may be null
};

/// A lab is a value: adding one is a folder and a line in all_labs().
struct Lab {
  std::string_view name;  // as in the fragment
  std::span<const Field> fields;
  page::Page (*view)(const Content&, const State&, const jobs::Results&);
  std::optional<page::Figure> (*figure)(const Content&, const State&, const jobs::Results&, std::string_view id,
                                        double t);
  std::vector<jobs::Job> (*wants)(const Content&, const State&);
  /// Where the answers of this worksheet are kept: entries are under SHEET/CELL. Empty: a cell's name is the whole key.
  std::string (*sheet)(const Content&, const State&);
  void (*field_changed)(const Content&, State&, std::string_view field);
  void (*check)(const Content&, State&, const Event&);  // a box was checked: value is its text
  void (*press)(const Content&, State&, const Event&);
  void (*paste)(const Content&, State&, const Event&);
  /// The worksheet for the clipboard, where format is `csv` or `markdown`, or for a file: then it is the file's name.
  std::string (*copy)(const Content&, const State&, std::string_view format);
  /// Instead of it, where the working holds what the engine has found.
  std::string (*copy_results)(const Content&, const State&, const jobs::Results&, std::string_view format) = nullptr;
  bool keeps_playback = false;  // figures stay where they are when another cell is turned to
};

std::span<const Lab* const> all_labs();
const Lab* find_lab(std::string_view name);

/// Names of the built-in courses by their titles, the way through all of them last.
std::vector<std::string> course_names(const Content& content);
/// Links to the courses, to practice and to each lab, the current one with how much of it is done (0..1).
page::Blocks lab_links(const Content& content, const State& state, std::optional<double> progress = std::nullopt);

/// Links to the courses' exercises about a network, to stand beside a lab about it; nothing where there are none.
page::Blocks exercises_about(const Content& content, std::string_view network);

/// Fields that every lab has: theme, font_scale.
std::span<const Field> common_fields();
const Field* find_field(const Lab& lab, std::string_view name);
/// Whether another rung of help may be shown for the entry: an attempt came since the last one, or a while of thinking.
/// If not, the status says how long it takes.
bool may_help(const Content& content, State& state, std::string_view key, double time);
/// A field's value: as set, or its default.
std::string value_of(const Lab& lab, const State& state, std::string_view field);

}  // namespace stride::labs
