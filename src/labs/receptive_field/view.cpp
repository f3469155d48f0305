#include "labs/receptive_field/view.h"

#include <algorithm>

#include "labs/receptive_field/receptive_field.h"
#include "labs/worksheet/view.h"

namespace stride::labs::receptive_field {

using page::Block;
using page::Blocks;

namespace {

Block combobox(const Content& content, const State& state, const std::string& field, std::vector<page::Option> options,
               std::string chosen = {}) {
  if (chosen.empty()) chosen = value_of(lab, state, field);
  return {"field." + field,
          page::Combobox{content.text.get("receptive_field.field." + field), std::move(options), std::move(chosen)}};
}

template <class Names>
Block choice(const Content& content, const State& state, const std::string& field, const Names& names) {
  // A stack's choices are called as the network's.
  const std::string group = field.starts_with("stack_") ? "measure_" + field.substr(6) : field;
  std::vector<page::Option> options;
  for (const std::string_view name : names)
    options.push_back({std::string(name), content.text.get("receptive_field." + group + "." + std::string(name))});
  return combobox(content, state, field, std::move(options));
}

Block number_box(const Content& content, const State& state, const std::string& field, std::string shown,
                 std::int64_t count = 0) {
  if (const auto draft = state.drafts.find(field); draft != state.drafts.end()) shown = draft->second;
  const std::string label = content.text.get("receptive_field.field." + field);
  page::AnswerBox box{.label = label, .caption = label, .value = shown, .keyboard = page::Keyboard::numeric};
  std::string problem = find_field(lab, field)->problem(content, shown);
  // What was typed may be a place that this map doesn't have.
  const std::int64_t typed = whole_field(state, field, 0);
  if (problem.empty() && count > 0 && typed >= count) {
    box.value = value_of(lab, state, field);
    problem = content.text.get("receptive_field.number_problem", {{"low", "0"}, {"high", whole(count - 1)}});
  }
  if (!problem.empty()) {
    box.verdict = Verdict::unreadable;
    box.feedback = problem;
  }
  return {"field." + field, std::move(box)};
}

Block toggle(const Content& content, const State& state, const std::string& field) {
  return {"field." + field,
          page::Toggle{content.text.get("receptive_field.field." + field), value_of(lab, state, field) == "on"}};
}

Block disclosure(const Content& content, const State& state, const std::string& field, Blocks blocks) {
  return {"field." + field, page::Disclosure{content.text.get("receptive_field.field." + field),
                                             value_of(lab, state, field) == "on", std::move(blocks)}};
}

bool is_on(const State& state, std::string_view field) { return value_of(lab, state, field) == "on"; }

void append(Blocks& to, Blocks from) {
  for (Block& block : from) to.push_back(std::move(block));
}

double playback_of(const State& state, const Walk& walk) {
  const auto found = state.playback.find("figure.grow");
  return found == state.playback.end() ? static_cast<double>(walk.depth()) : found->second;
}

Block controls(const Content& content, const State& state, const Walk& walk) {
  std::vector<page::Option> layers;
  for (const std::string& name : walk.choices) layers.push_back({name, name});
  const nn::Pair side = walk.side(walk.depth());
  Blocks first = {combobox(content, state, "layer", std::move(layers), walk.name()),
                  number_box(content, state, "row", whole(walk.neuron.height), side.height),
                  number_box(content, state, "column", whole(walk.neuron.width), side.width),
                  choice(content, state, "walk", walks)};
  Blocks second;
  if (walk.forward) second.push_back(choice(content, state, "touch_side", sides));
  second.push_back(toggle(content, state, "perspective"));
  second.push_back(toggle(content, state, "reveal"));
  return {"controls", page::Card{{{"", page::Line{std::move(first)}}, {"", page::Line{std::move(second)}}}}};
}

page::Figure walk_figure(const Content& content, const State& state, const Walk& walk, const jobs::Results& results,
                         double t) {
  if (walk.perspective) return perspective_figure(content, walk, t);
  return grow_figure(content, walk, find_result(results, field_job(state, walk)), t);
}

// Fields that are wider than the image, and for the network of the student ID: than every image there is.
Blocks overhang_note(const Content& content, const Walk& walk) {
  const Text& text = content.text;
  const nn::Field down = walk.field(walk.depth(), true), across = walk.field(walk.depth(), false);
  const nn::Pair size = walk.side(0);
  const bool wider = down.receptive_field > size.height || across.receptive_field > size.width;
  if (!walk.field_is_open(walk.depth()) || !wider) return {};
  constexpr std::int64_t largest_of_ids = 299;
  std::string said = text.get("receptive_field.wider", {{"inside", worksheet::size_text(size)}});
  const std::int64_t least = std::min(down.receptive_field, across.receptive_field);
  if (walk.sheet.network->name == worksheet::id_network && least > largest_of_ids)
    said += " " + text.get("receptive_field.wider_than_all");
  return {{"wider", page::Callout{page::Tone::consistent,
                                  text.get("receptive_field.wider_title", {{"field", walk.field_text(walk.depth())}}),
                                  {page::prose(said)}}}};
}

Blocks inspector(const Content& content, const State& state, const Walk& walk) {
  const Text& text = content.text;
  Blocks blocks = worksheet::inspector(content, state, walk.sheet);
  if (blocks.empty()) {
    const auto symbol = [](const char* name) { return math::Expr::symbol(name); };
    blocks = {{"recursion.title", page::Heading{2, text.get("receptive_field.recursion.heading")}},
              {"recursion.r", page::Formula{math::equal(symbol("r_l"), nn::receptive_field_formula()),
                                            text.get("receptive_field.recursion.note")}},
              {"recursion.j", page::Formula{math::equal(symbol("j_l"), symbol("j") * symbol("s")), ""}}};
  }
  blocks.push_back({"figure.grow.beside", recursion_figure(content, walk, playback_of(state, walk))});
  append(blocks, overhang_note(content, walk));
  return blocks;
}

// Before the field is known its picture would be the answer: the student chooses to see it.
Blocks overhang(const Content& content, const Walk& walk) {
  const Text& text = content.text;
  Blocks blocks = {{"overhang.title", page::Heading{2, text.get("receptive_field.overhang.heading")}}};
  if (!walk.field_is_open(walk.depth()) || !walk.jump_is_open(walk.depth())) {
    blocks.push_back(
        {"overhang.first",
         page::Callout{
             page::Tone::note,
             text.get("receptive_field.try_first"),
             {page::prose(text.get("receptive_field.try_first.why", {{"layer", walk.name()}})),
              {"", page::Line{{{"go:" + walk.name() + ".receptive_field",
                                page::Button{.label = text.get("receptive_field.try_first.go")}},
                               {"show-numbers", page::Button{.label = text.get("receptive_field.try_first.show"),
                                                             .look = page::Button::Look::link}}}}}}}});
    return blocks;
  }
  blocks.push_back({"figure.overhang", overhang_figure(content, walk, false)});
  const nn::Field down = walk.field(walk.depth(), true), across = walk.field(walk.depth(), false);
  const bool alike = walk.side(0).square() && down.receptive_field == across.receptive_field &&
                     down.jump == across.jump && down.start == across.start && walk.neuron.height == walk.neuron.width;
  if (!alike) blocks.push_back({"figure.overhang_rows", overhang_figure(content, walk, true)});
  blocks.push_back(page::prose(padding_text(content, walk), page::Tone::soft));
  return blocks;
}

// What a job has found so far: its figure once there is something to draw, and how far it is.
template <class Draw>
void add_result(const Content& content, const jobs::JobResult* result, std::string id, const std::string& label,
                const Draw& draw, Blocks& blocks) {
  if (result != nullptr && !result->error.empty()) {
    blocks.push_back(
        {id + ".problem",
         page::Callout{page::Tone::wrong, content.text.get("receptive_field.failed"), {page::prose(result->error)}}});
    return;
  }
  if (result != nullptr && !result->tensor.empty()) blocks.push_back({id, draw(*result)});
  if (result == nullptr || result->progress < 1)
    blocks.push_back({id + ".progress", page::Progress{label, result == nullptr ? 0 : result->progress}});
}

Block measured(const Content& content, const State& state, const Walk& walk, const jobs::Results& results) {
  const Text& text = content.text;
  Blocks blocks = {{"", page::Line{{choice(content, state, "measure_seeds", seed_counts),
                                    choice(content, state, "measure_activation", activations),
                                    choice(content, state, "measure_init", inits),
                                    choice(content, state, "measure_image", images)}}}};
  if (!is_on(state, "show_measured")) return disclosure(content, state, "show_measured", {});
  add_result(
      content, find_result(results, field_job(state, walk)), "figure.heat",
      text.get("receptive_field.heat.progress", {{"seeds", value_of(lab, state, "measure_seeds")}}),
      [&](const jobs::JobResult& result) { return heat_figure(content, walk, result); }, blocks);
  blocks.push_back(page::prose(text.get("receptive_field.heat.why"), page::Tone::soft));
  blocks.push_back(toggle(content, state, "show_depths"));
  if (is_on(state, "show_depths"))
    add_result(
        content, find_result(results, depths_job(state, walk)), "figure.depths",
        text.get("receptive_field.depths.progress"),
        [&](const jobs::JobResult& result) { return depths_figure(content, walk, result); }, blocks);
  return disclosure(content, state, "show_measured", std::move(blocks));
}

Block touch(const Content& content, const State& state, const Walk& walk, const jobs::Results& results) {
  if (!is_on(state, "show_touch")) return disclosure(content, state, "show_touch", {});
  const Text& text = content.text;
  const auto job = touch_job(state, walk);
  const jobs::JobResult* result = find_result(results, job);
  Blocks blocks = {page::prose(text.get("receptive_field.touch.lead"), page::Tone::soft),
                   {"", page::Line{{choice(content, state, "touch_side", sides),
                                    {"clear-paint", page::Button{.label = text.get("receptive_field.touch.clear"),
                                                                 .enabled = !walk.paint.blocks.empty()}}}}},
                   {"figure.touch", touch_figure(content, walk, result)}};
  if (walk.forward)
    std::get<page::Line>(blocks[1].body).blocks.erase(std::get<page::Line>(blocks[1].body).blocks.begin());
  if (result != nullptr && !result->error.empty())
    blocks.push_back({"touch.problem", page::Prose{{page::plain(result->error)}, page::Tone::wrong}});
  else if (job && (result == nullptr || result->progress < 1))
    blocks.push_back({"touch.progress", page::Progress{text.get("receptive_field.touch.progress"),
                                                       result == nullptr ? 0 : result->progress}});
  return disclosure(content, state, "show_touch", std::move(blocks));
}

Block stack(const Content& content, const State& state, const jobs::Results& results) {
  if (!is_on(state, "show_stack")) return disclosure(content, state, "show_stack", {});
  const Text& text = content.text;
  Blocks blocks = {page::prose(text.get("receptive_field.stack.lead"), page::Tone::soft),
                   {"", page::Line{{number_box(content, state, "stack_depth", value_of(lab, state, "stack_depth")),
                                    number_box(content, state, "stack_kernel", value_of(lab, state, "stack_kernel")),
                                    choice(content, state, "stack_activation", stack_activations),
                                    choice(content, state, "stack_init", inits)}}}};
  add_result(
      content, find_result(results, stack_job(state)), "figure.stack", text.get("receptive_field.stack.progress"),
      [&](const jobs::JobResult& result) { return stack_figure(content, state, result); }, blocks);
  return disclosure(content, state, "show_stack", std::move(blocks));
}

Blocks worksheet_blocks(const Content& content, const State& state, const Walk& walk) {
  return {{"worksheet.title", page::Heading{2, content.text.get("receptive_field.worksheet")}},
          {"worksheet", worksheet::worksheet_table(content, state, walk.sheet)},
          worksheet::sheet_buttons(content)};
}

}  // namespace

page::Page view(const Content& content, const State& state, const jobs::Results& results) {
  const Text& text = content.text;
  const auto walk = read_walk(content, state);
  const Sheet sheet = worksheet::read_sheet(content, state, questions());
  page::Page result;
  result.title = text.get("receptive_field.title");
  const std::string heading = walk ? text.get("receptive_field.heading", {{"layer", walk->name()}}) : result.title;
  result.main = {{"title", page::Heading{1, heading}},
                 {"lead", page::Prose{{page::plain(text.get("receptive_field.lead"))}, page::Tone::soft}},
                 worksheet::setup(content, state, sheet)};
  if (walk) {
    result.main.push_back(controls(content, state, *walk));
    result.main.push_back({"figure.grow", walk_figure(content, state, *walk, results, playback_of(state, *walk))});
    append(result.main, worksheet_blocks(content, state, *walk));
    append(result.main, overhang(content, *walk));
    result.main.push_back(measured(content, state, *walk, results));
    result.main.push_back(touch(content, state, *walk, results));
    result.inspector = inspector(content, state, *walk);
    if (const auto cell = worksheet::current_cell(state, sheet)) result.inspector_row = "row." + cell->layer;
  } else {
    result.main.push_back(
        {"problem.sheet",
         page::Callout{page::Tone::wrong, text.get("worksheet.no_sheet"), {page::prose(walk.error().text())}}});
  }
  result.main.push_back(stack(content, state, results));
  result.rail = lab_links(content, state, worksheet::progress(sheet));
  result.dialog = worksheet::dialog(content, state, sheet);
  return result;
}

std::optional<page::Figure> figure(const Content& content, const State& state, const jobs::Results& results,
                                   std::string_view id, double t) {
  if (id == "figure.stack") {
    const jobs::JobResult* found = find_result(results, stack_job(state));
    return found == nullptr ? std::nullopt : std::optional(stack_figure(content, state, *found));
  }
  const auto walk = read_walk(content, state);
  if (!walk) return std::nullopt;
  if (id == "figure.grow") return walk_figure(content, state, *walk, results, t);
  if (id == "figure.grow.beside") return recursion_figure(content, *walk, t);
  return std::nullopt;
}

}  // namespace stride::labs::receptive_field
