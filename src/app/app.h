#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/text.h"
#include "jobs/job.h"
#include "labs/lab.h"
#include "page/page.h"

/// State -> Page -> Action -> State. Pure: no clock, no randomness, no storage; platforms bring those.
namespace stride::app {

using labs::Content;
using labs::State;

struct Action {
  enum class Kind : std::uint8_t {
    input,   // the text of a box changed: kept as a draft, not checked
    commit,  // Enter, Tab or leaving a box: checked
    select,  // a combobox or choice got this value, an ordering this order
    toggle,  // a toggle or disclosure was pressed
    press,   // a button or a hot area was pressed
    focus,   // a control got the focus: the inspector turns to it; value "leaving": with the commit of the box before
    paste,   // several cells at once: value is the clipboard's text, id the cell it starts in
    route,   // the fragment changed: value is it
    seek,    // playback paused, stepped or scrubbed: id of the figure, value is t
    undo,
    redo,
    merge,  // another tab saved: value is its text; the newer entry wins
  };
  Kind kind = Kind::input;
  std::string id;
  std::string value;
  double time = 0;  // milliseconds since 1970
};

/// {"kind": "input", "id": ..., "value": ..., "time": ...}
Result<Action> parse_action(std::string_view json);

/// content.json: networks, courses, text. Courses that take exercises from others find them. Fails with the file and
/// path of what is wrong.
Result<Content> parse_content(std::string_view json);

/// A course that was loaded from an address; what is wrong with it is kept, and said by the page.
void add_course(Content& content, const std::string& address, std::string_view json);
/// The address of the course that the page waits for; empty: none.
std::string missing_course(const Content& content, const State& state);

State initial_state(const Content& content);
/// The only place where state changes.
/// `results`: what the engine has found, where an answer is judged by it.
State update(const Content& content, State state, const Action& action, const jobs::Results& results = {});
page::Page view(const Content& content, const State& state, const jobs::Results& results);
/// One figure of the page at another playback time; while playing nothing else reruns.
std::optional<page::Figure> figure_at(const Content& content, const State& state, const jobs::Results& results,
                                      std::string_view id, double t);
std::vector<jobs::Job> wants(const Content& content, const State& state);

/// What is kept on the device. A file of any age or shape restores what it can; `notice` is one line about the rest.
std::string save(const State& state);
struct Restored {
  State state;
  std::string notice;
};
Restored restore(const Content& content, std::string_view saved);

/// What `copy:csv` and `copy:markdown` put on the clipboard, and `download:NAME` into a file; stride-saved.json is all
/// that is kept, for `import`.
std::string clipboard_text(const Content& content, const State& state, std::string_view format,
                           const jobs::Results& results = {});

/// `lab=layer-sizes&network=alexnet-bern&size=212&rounding=floor`, `course=NAME&exercise=ID`: never the ID.
std::string fragment(const State& state);

}  // namespace stride::app
