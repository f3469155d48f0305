#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/verdict.h"
#include "math/expr.h"
#include "page/figure.h"

/// The page is a value. ui draws it, the mirror repeats it in the DOM, the command line prints it: none of them knows a
/// lab.
namespace stride::page {

struct Mark {
  std::variant<RectangleMark, LineMark, TextMark, CellsMark, BoxMark, DotMark, PolygonMark, SlabsMark, HotMark,
               ReadingMark>
      shape;

  Mark() = default;
  // Defined apart: whoever puts marks into a list needs no code of its own for the variant.
  Mark(RectangleMark mark);  // NOLINT: shapes are marks
  Mark(LineMark mark);       // NOLINT
  Mark(TextMark mark);       // NOLINT
  Mark(CellsMark mark);      // NOLINT
  Mark(BoxMark mark);        // NOLINT
  Mark(DotMark mark);        // NOLINT
  Mark(PolygonMark mark);    // NOLINT
  Mark(SlabsMark mark);      // NOLINT
  Mark(HotMark mark);        // NOLINT
  Mark(ReadingMark mark);    // NOLINT
};

struct Inline {
  enum class Kind : std::uint8_t { plain, strong, soft, code, math };
  Kind kind = Kind::plain;
  std::string text;                // all but math
  std::optional<math::Expr> expr;  // math
};
using Inlines = std::vector<Inline>;

enum class Tone : std::uint8_t { plain, soft, right, consistent, wrong, note };
enum class Keyboard : std::uint8_t { text, numeric };  // which soft keyboard an answer asks for

struct Block;
using Blocks = std::vector<Block>;

struct Heading {
  int level = 2;
  std::string text;
};
struct Prose {
  Inlines text;
  Tone tone = Tone::plain;  // soft: second ink, label size
};
struct Formula {
  math::Expr expr;
  std::string note;  // one short line under it, may be empty
};
/// A box that takes what a student types. The mirror's textbox is visible and native; the verdict is drawn around it.
struct AnswerBox {
  std::string label;    // its accessible name: `conv2 output size`
  std::string caption;  // drawn above it where it stands alone or in a card; may be empty
  std::string value;    // as typed
  std::string placeholder;
  Verdict verdict = Verdict::none;
  std::string described_by;  // id of the block that explains the verdict, may be empty
  std::string feedback;  // what is said about the value, where no block does: the mirror ties it by aria-describedby
  Keyboard keyboard = Keyboard::text;
  bool current = false;  // the cell that the inspector speaks about
  int rows = 1;          // more: a text area of so many lines, where Enter makes a new line and Ctrl+Enter checks
  bool wide = false;     // takes the whole line: for formulas and sentences
};
struct Option {
  std::string value, label;
};
struct Combobox {
  std::string label;
  std::vector<Option> options;
  std::string value;
};
struct Toggle {
  std::string label;
  bool on = false;
};
/// A number that is dragged. It sends `input` while it moves, once a frame, and `commit` where it is left: as a live
/// field it is one step to undo.
struct Slider {
  std::string label;
  double low = 0, high = 1, step = 0.01;
  double value = 0;
  std::string value_text;  // as it is shown and spoken: `0.83`, `212 pixels`; empty where a box beside it shows it
};
/// One of several, or with `multiple` any of them. It sends `select` with the value, or with all ticked values joined
/// by commas in the order of the options: field.NAME sets the field, cell.NAME the cell's draft, which `check:NAME`
/// checks.
struct ChoiceOption {
  std::string value;
  Inlines label;
  bool chosen = false;
  Verdict verdict = Verdict::none;
  std::string reason;  // why it is right or not: shown under it where the lab says so
};
struct Choice {
  std::string label;    // the question, its accessible name
  std::string caption;  // drawn above it; may be empty where the question stands there already
  std::vector<ChoiceOption> options;
  bool multiple = false;
  Verdict verdict = Verdict::none;
  std::string described_by;  // id of the block that explains the verdict, may be empty
};
/// Lines to be put in order, by buttons, Alt with the arrow keys, or dragging. It sends `select` with all ids in their
/// new order, joined by commas; to a cell, as Choice does.
struct OrderItem {
  std::string id;
  Inlines text;
  std::optional<math::Expr> expr;  // set under the text, on lines of its own
  Verdict verdict = Verdict::none;
};
struct Ordering {
  std::string label, caption;    // as in Choice
  std::vector<OrderItem> items;  // as they stand now
  Verdict verdict = Verdict::none;
  std::string described_by;
};
/// Lets a student choose a file of text, which goes to the lab as a press with that text as its value.
struct FileButton {
  std::string label;
  std::string accept;  // `.json,.csv`
  bool kept = false;   // any file: it stays in the browser for the engine's jobs, and the value is `TOKEN NAME`
};
/// Some ids are the browser's to act on: `copy:FORMAT` puts the lab's copy() on the clipboard, `download:NAME` saves it
/// as a file of that name (the NAME is the format), `insert:BOX TEXT` writes into the box of that id where its caret is
/// (| in the text says where it goes then), `print` prints. `check:CELL` checks what stands in that cell.
struct Button {
  enum class Look : std::uint8_t { plain, primary, link, quiet };
  std::string label;  // what is drawn
  std::string name;   // accessible name where it says more than the label (it contains the label); else empty
  Look look = Look::plain;
  bool enabled = true;
  std::string shortcut;  // shown in the tooltip, `Ctrl+Z`
};
struct Link {  // to another place in Stride
  std::string label;
  std::string fragment;  // `#lab=layer-sizes`
  bool current = false;
  std::optional<double> progress;  // a ring, 0..1
};
struct Column {
  enum class Role : std::uint8_t { name, spec, value, answer, action };
  std::string label;
  Role role = Role::value;
};
struct Row {
  std::string id;
  std::vector<Blocks> cells;  // one per column; the first is the row's header
  bool current = false;
  bool total = false;  // set apart: sums under a line
};
struct Table {
  std::string caption;
  std::vector<Column> columns;
  std::vector<Row> rows;
};
struct Figure {
  std::string title;
  std::string sentence;  // what it shows, with its main numbers
  DataTable table;
  Axis x, y;
  double height = 200;        // px at font scale 1
  double below = 0;           // px under that, for labels that hang from what is drawn
  double width = 0;           // px at font scale 1 that it takes in a line of blocks; 0: the whole line
  bool equal_aspect = false;  // one unit is as long on both axes
  Marks marks;
  bool clip = false;                 // what lies beyond its axes isn't drawn
  bool glides = false;               // where its axes change, the drawing glides there from where it was
  bool pending = false;              // shown until a newer one is there: after a moment the page dims it
  std::optional<Playback> playback;  // with Play, Pause, Step, Step back and a scrubber under it
};
/// What can be read in a figure, one number after the other in the order of its marks.
struct Reading {
  Point from, to, at;
};
std::vector<Reading> readings(const Figure& figure);
/// What the index-th of them says; empty beyond the last.
std::string reading_text(const Figure& figure, std::size_t index);

/// A panel in the tone's wash: feedback, a warning, the choice between two slips.
struct Callout {
  Tone tone = Tone::note;
  std::string title;
  Blocks blocks;
};
/// A white panel with a hairline border around its blocks.
struct Card {
  Blocks blocks;
};
/// Blocks beside each other, wrapping onto further lines where they do not fit.
struct Line {
  Blocks blocks;
  bool spread = false;  // the last block goes to the right end
};
struct Progress {
  std::string label;
  double fraction = 0;  // 0..1
};
struct Disclosure {  // a heading that opens and closes what is under it
  std::string label;
  bool open = false;
  Blocks blocks;
};

struct Block {
  /// Stable across views: the field or control that it is. Empty ones are filled by place (assign_ids).
  std::string id;
  std::variant<Heading, Prose, Formula, AnswerBox, Combobox, Toggle, Button, Link, Table, Figure, Callout, Card, Line,
               Progress, Disclosure, Slider, Choice, Ordering, FileButton>
      body;
};

/// The few words on controls that belong to no lab: the same in the drawing and in the mirror.
struct Words {
  std::string play = "Play", pause = "Pause", step = "Step", step_back = "Step back", position = "Position";
  std::string menu = "Menu", inspector = "Current cell", data = "Data", numbers = "Numbers";
  std::string move_up = "Move up", move_down = "Move down";
};

/// Where a student is asked before something is lost. Escape presses the last button.
struct Dialog {
  std::string title;
  Blocks blocks;  // the last is a Line of buttons
};

struct Page {
  std::string title;  // of the document
  std::string language = "en";
  Blocks header;  // brand is ui's own; then network, ID, rounding, theme
  Blocks rail;    // links to labs and the outline of this one
  Blocks main;
  Blocks inspector;           // about the current cell; under that row where the screen is narrow
  std::string inspector_row;  // id of the row it belongs to, may be empty
  std::optional<Dialog> dialog;
  std::string status;  // spoken once when it changes
  std::string focus;   // id of the control that should take the focus now; empty: leave it where it is
  Words words;
  std::string theme = "system";  // system, light, dark
  double font_scale = 1;         // 0.8 .. 2
};

/// Gives every block without an id one from its place (`main.3.0`), so that what is drawn and what is mirrored can be
/// matched. ids.h names the parts that are no blocks.
void assign_ids(Page& page);

/// Every block of the page with those inside it, each before its own.
void for_each_block(const Page& page, const std::function<void(const Block&)>& visit);

/// The page as the mirror reads it: nested blocks with ids, formulas as MathML and text.
std::string to_json(const Page& page);
/// {id: fields of to_json} of what shows itself beside the drawing while something is turned: boxes, sliders, and
/// whether a figure waits.
std::string live_json(const Page& page);
std::string to_markdown(const Page& page);
/// One complete document without scripts: print, `stride show --format html`.
std::string to_html(const Page& page);

// Short hands for labs.
Inline plain(std::string text);
Inline strong(std::string text);
Inline soft(std::string text);
Inline code(std::string text);
Inline inline_math(math::Expr expr);
/// Points to tick that are never marked: a Choice of any number, without verdicts.
Block checklist(std::string id, std::string label, std::vector<ChoiceOption> points);
Block prose(std::string text, Tone tone = Tone::plain);
Block prose(Inlines text, Tone tone = Tone::plain);

}  // namespace stride::page
