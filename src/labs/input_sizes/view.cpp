#include "labs/input_sizes/view.h"

#include <algorithm>

#include "labs/input_sizes/input_sizes.h"
#include "labs/worksheet/view.h"

namespace stride::labs::input_sizes {

using page::Block;
using page::Blocks;
using worksheet::size_text;

std::string list_text(const std::vector<nn::Interval>& sizes) {
  std::string text;
  for (const auto& [low, high] : sizes)
    text += (text.empty() ? "" : ", ") + std::to_string(low) + (high > low ? "–" + std::to_string(high) : "");
  return text;
}

page::Axis size_axis(const Content& content, nn::Interval shown) {
  page::Axis axis{.label = content.text.get("input_sizes.axis"),
                  .low = static_cast<double>(shown.low) - 0.5,
                  .high = static_cast<double>(shown.high) + 0.5};
  std::int64_t step = 1;
  for (const std::int64_t each : {1, 2, 5, 10, 20, 50, 100, 200, 500})
    if (step = each; (shown.high - shown.low) / each <= 9) break;
  for (std::int64_t at = (shown.low + step - 1) / step * step; at <= shown.high; at += step)
    axis.ticks.emplace_back(static_cast<double>(at), std::to_string(at));
  return axis;
}

namespace {

Block combobox(const Content& content, const State& state, const std::string& field, std::vector<page::Option> options,
               const std::string& value) {
  return {"field." + field, page::Combobox{content.text.get("input_sizes.field." + field), std::move(options),
                                           value.empty() ? value_of(lab, state, field) : value}};
}

Block kept_box(const Content& content, const State& state, const Inputs& inputs) {
  std::vector<page::Option> layers;
  for (const std::string& layer : keepable(inputs.network())) layers.push_back({layer, layer});
  std::ranges::reverse(layers);  // the fully-connected layer, which most is asked about, first
  return combobox(content, state, "kept", std::move(layers), inputs.kept);
}

// The two ends, or under `exact` the list.
Block question(const Content& content, const State& state, const Inputs& inputs) {
  const Text& text = content.text;
  const nn::Interval hundred = course::asked_hundred(inputs.sheet.size.height);
  const std::string key = std::string("input_sizes.question.") + (inputs.linear ? "linear" : "map");
  Blocks line = {kept_box(content, state, inputs)};
  for (const course::CellId& cell : kept_cells(inputs)) {
    Block box = worksheet::answer_box(content, state, inputs.sheet, cell);
    auto& answer = std::get<page::AnswerBox>(box.body);
    answer.caption = text.get("input_sizes.caption." + cell.column, {{"range", list_text({hundred})}});
    if (!inputs.sheet.size.square() && !inputs.exact()) answer.placeholder = text.get("input_sizes.pair");
    line.push_back(std::move(box));
  }
  const std::string size = size_text(inputs.sheet.size);
  Blocks card = {{"question.title", page::Heading{2, text.get(key, {{"layer", inputs.kept}, {"size", size}})}},
                 {"question", page::Line{std::move(line)}},
                 page::prose(text.get(inputs.exact() ? "input_sizes.how.exact" : "input_sizes.how"), page::Tone::soft)};
  return {"row.kept", page::Card{std::move(card)}};
}

Block tried_slider(const Content& content, const Inputs& inputs, bool vertical, bool apart) {
  const std::string field = vertical ? "tried_height" : "tried_width";
  const std::string label =
      content.text.get(apart ? "input_sizes.field." + field : std::string("input_sizes.field.tried"));
  const std::int64_t side = along(inputs.tried, vertical);
  return {"field." + field,
          page::Slider{.label = label,
                       .low = static_cast<double>(std::min(inputs.shown.low, side)),
                       .high = static_cast<double>(std::max(inputs.shown.high, side)),
                       .step = 1,
                       .value = static_cast<double>(side),
                       .value_text = content.text.get("input_sizes.pixels", {{"size", std::to_string(side)}})}};
}

Block tried_controls(const Content& content, const State& state, const Inputs& inputs) {
  const Text& text = content.text;
  const bool apart = value_of(lab, state, "apart") == "on" || !inputs.tried.square();
  Blocks card = {tried_slider(content, inputs, true, apart)};
  if (apart) card.push_back(tried_slider(content, inputs, false, apart));
  Blocks line = {{"field.apart", page::Toggle{text.get("input_sizes.field.apart"), apart}}};
  std::vector<page::Option> zooms;
  for (const char* zoom : {"whole", "hundred", "near"})
    zooms.push_back({zoom, text.get(std::string("input_sizes.zoom.") + zoom)});
  line.push_back(combobox(content, state, "zoom", std::move(zooms), ""));
  card.push_back({"", page::Line{std::move(line)}});
  return {"tried", page::Card{std::move(card)}};
}

void add_figures(const Content& content, const Inputs& inputs, const std::string& name,
                 page::Figure (*figure)(const Content&, const Inputs&, bool), bool one, Blocks& blocks) {
  blocks.push_back({one ? "figure." + name : "figure." + name + ".height", figure(content, inputs, true)});
  if (!one) blocks.push_back({"figure." + name + ".width", figure(content, inputs, false)});
}

// What was found, in words: how long the range is, and that the axes have nothing to do with each other.
Block found_note(const Content& content, const Inputs& inputs) {
  const Text& text = content.text;
  const auto& sizes = inputs.fitting;
  if (inputs.exact() || !sizes)
    return {"found", page::Callout{page::Tone::note,
                                   text.get("input_sizes.found.exact.title"),
                                   {page::prose(text.get("input_sizes.found.exact"))}}};
  const nn::Interval height = sizes->height.front(), width = sizes->width.front();
  const nn::Pair stride = total_stride(inputs);
  const std::int64_t rows = height.high - height.low + 1, columns = width.high - width.low + 1;
  const bool whole = rows == stride.height && columns == stride.width;
  return {
      "found",
      page::Callout{page::Tone::right,
                    text.get("input_sizes.found.title",
                             {{"layer", inputs.kept}, {"height", list_text({height})}, {"width", list_text({width})}}),
                    {page::prose(text.get(whole ? "input_sizes.found" : "input_sizes.found.cut",
                                          {{"rows", std::to_string(rows)},
                                           {"columns", std::to_string(columns)},
                                           {"stride", nn::to_text(stride)},
                                           {"shapes", grouped(rows * columns)}}))}}};
}

Blocks discovery(const Content& content, const State& state, const Inputs& inputs) {
  const bool symmetric = is_symmetric(inputs.network());
  Blocks blocks;
  add_figures(content, inputs, "staircase", staircase_figure, symmetric || !inputs.found, blocks);
  if (!inputs.found) return blocks;
  blocks.push_back(found_note(content, inputs));
  blocks.push_back(tried_controls(content, state, inputs));
  blocks.push_back({"figure.tried", tried_figure(content, inputs)});
  add_figures(content, inputs, "comparison", comparison_figure, symmetric && inputs.sheet.size.square(), blocks);
  return blocks;
}

// Why convolutions have no upper limit: the option that was checked has its reason.
Block limit(const Content& content, const State& state, const Inputs& inputs) {
  const Text& text = content.text;
  const std::string name(limit_question);
  const auto found = state.entries.find(inputs.sheet.key + "/" + name);
  const Entry entry = found == state.entries.end() ? Entry{} : found->second;
  page::Choice choice{.label = text.get("input_sizes.limit.question"),
                      .caption = text.get("input_sizes.limit.question")};
  for (const char letter : limit_options) {
    const std::string option(1, letter);
    page::ChoiceOption& added =
        choice.options.emplace_back(option, page::Inlines{page::plain(text.get("input_sizes.limit." + option))});
    added.chosen = entry.draft == option;
    if (entry.checked != option) continue;
    added.verdict = option == limit_answer ? Verdict::correct : Verdict::wrong;
    added.reason = text.get("input_sizes.limit.reason." + option);
    if (added.chosen) choice.verdict = added.verdict;
  }
  const bool unchecked = !entry.draft.empty() && entry.draft != entry.checked;
  return {"limit",
          page::Card{{{"limit.title", page::Heading{2, text.get("input_sizes.limit.title")}},
                      {"cell." + name, std::move(choice)},
                      {"check:" + name, page::Button{.label = text.get("input_sizes.check"), .enabled = unchecked}}}}};
}

Blocks exercise(const Content& content, const State& state, const Inputs& inputs) {
  const Text& text = content.text;
  Blocks blocks = {question(content, state, inputs)};
  for (Block& block : discovery(content, state, inputs)) blocks.push_back(std::move(block));
  blocks.push_back({"least.title", page::Heading{2, text.get("input_sizes.least.title")}});
  blocks.push_back({"least", page::Prose{{page::plain(text.get("input_sizes.least"))}, page::Tone::soft}});
  const worksheet::Sheet least = worksheet::read_sheet(content, state, least_questions());
  blocks.push_back({"worksheet", worksheet::worksheet_table(content, state, least)});
  blocks.push_back(limit(content, state, inputs));
  blocks.push_back(worksheet::sheet_buttons(content));
  return blocks;
}

// The list that fits has no formula to show: once asked for to its end, it stands here.
void add_list(const Content& content, const State& state, const Inputs& inputs, Blocks& blocks) {
  const course::CellId cell = worksheet::parse_cell_name(state.current);
  if (cell.column != "admissible" || inputs.sheet.entry(cell).help < 4) return;
  const auto sizes = course::admissible_inputs(*inputs.sheet.worksheet, cell.layer);
  const std::string list = sizes ? course::to_text(*sizes) : "";
  blocks.push_back(
      {"help.list",
       page::Prose{{page::plain(content.text.get("input_sizes.list", {{"sizes", list.empty() ? "–" : list}}))}}});
}

double progress(const Content& content, const State& state, const Inputs& inputs) {
  if (!inputs.sheet.worksheet) return 0;
  std::vector<course::CellId> cells = kept_cells(inputs);
  for (const course::CellId& cell : worksheet::shown_cells(worksheet::read_sheet(content, state, least_questions())))
    cells.push_back(cell);
  const auto right =
      std::ranges::count_if(cells, [&](const auto& cell) { return inputs.sheet.verdict(cell) == Verdict::correct; });
  return cells.empty() ? 0 : static_cast<double>(right) / static_cast<double>(cells.size());
}

}  // namespace

page::Page view(const Content& content, const State& state, const jobs::Results&) {
  const Text& text = content.text;
  const Inputs inputs = read_inputs(content, state);
  page::Page result;
  result.title = text.get("input_sizes.title");
  result.main = {{"title", page::Heading{1, text.get("input_sizes.title")}},
                 {"lead", page::Prose{{page::plain(text.get("input_sizes.lead"))}, page::Tone::soft}},
                 worksheet::setup(content, state, inputs.sheet)};
  if (!inputs.sheet.worksheet) {
    result.main.push_back(worksheet::problem(content, inputs.sheet));
  } else if (inputs.kept.empty()) {
    result.main.push_back(page::prose(text.get("input_sizes.no_maps")));
  } else {
    for (Block& block : exercise(content, state, inputs)) result.main.push_back(std::move(block));
    result.inspector = worksheet::inspector(content, state, inputs.sheet);
    add_list(content, state, inputs, result.inspector);
    if (result.inspector.empty())
      result.inspector = {{"welcome.title", page::Heading{2, text.get("input_sizes.welcome.title")}},
                          {"welcome", page::Prose{{page::plain(text.get("input_sizes.welcome"))}}}};
    if (const auto cell = worksheet::current_cell(state, inputs.sheet))
      result.inspector_row = cell->column == "smallest_input" ? "row." + cell->layer : "row.kept";
  }
  result.rail = lab_links(content, state, progress(content, state, inputs));
  result.dialog = worksheet::dialog(content, state, inputs.sheet);
  return result;
}

std::optional<page::Figure> figure(const Content& content, const State& state, const jobs::Results&,
                                   std::string_view id, double) {
  const Inputs inputs = read_inputs(content, state);
  if (!inputs.sheet.worksheet || inputs.kept.empty()) return std::nullopt;
  const bool vertical = !id.ends_with(".width");
  if (id.starts_with("figure.staircase")) return staircase_figure(content, inputs, vertical);
  if (!inputs.found) return std::nullopt;
  if (id.starts_with("figure.comparison")) return comparison_figure(content, inputs, vertical);
  if (id == "figure.tried") return tried_figure(content, inputs);
  return std::nullopt;
}

}  // namespace stride::labs::input_sizes
