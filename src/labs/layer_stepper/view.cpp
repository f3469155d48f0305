#include "labs/layer_stepper/view.h"

#include <algorithm>
#include <array>

#include "labs/layer_stepper/layer_stepper.h"
#include "labs/layer_stepper/own_files.h"

namespace stride::labs::layer_stepper {

using page::Block;
using page::Blocks;

namespace {

Block choice_box(const Content& content, const State& state, const std::string& field,
                 std::vector<page::Option> options) {
  return {"field." + field, page::Combobox{content.text.get("layer_stepper.field." + field), std::move(options),
                                           field_value(state, field)}};
}

Block choice_box(const Content& content, const State& state, const std::string& field,
                 std::initializer_list<const char*> values) {
  std::vector<page::Option> options;
  for (const char* value : values) options.push_back({value, content.text.get("layer_stepper." + field + "." + value)});
  return choice_box(content, state, field, std::move(options));
}

Block number_box(const Content& content, const State& state, const std::string& field) {
  std::string value = field_value(state, field);
  if (const auto draft = state.drafts.find(field); draft != state.drafts.end()) value = draft->second;
  const std::string label = content.text.get("layer_stepper.field." + field);
  page::AnswerBox box{.label = label, .caption = label, .value = value, .keyboard = page::Keyboard::numeric};
  if (const std::string problem = find_field(lab, field)->problem(content, value); !problem.empty()) {
    box.verdict = Verdict::unreadable;
    box.feedback = problem;
  }
  return {"field." + field, std::move(box)};
}

Block toggle(const Content& content, const State& state, const std::string& field) {
  return {"field." + field,
          page::Toggle{content.text.get("layer_stepper.field." + field), field_value(state, field) == "on"}};
}

Block button(const Content& content, std::string id, const std::string& key, std::initializer_list<Hole> holes = {}) {
  return {std::move(id), page::Button{.label = content.text.get(key, holes)}};
}

Block controls(const Content& content, const State& state, const Opened& o) {
  std::vector<page::Option> layers;
  for (const nn::LayerSpec& layer : o.sheet.network->layers)
    layers.push_back(
        {layer.name,
         layer.name + " · " + content.text.get("layer_stepper.type." + std::string(nn::to_string(layer.type)))});
  Block layer = choice_box(content, state, "layer", std::move(layers));
  std::get<page::Combobox>(layer.body).value = o.layer->name;
  const bool convolves = o.layer->type == nn::LayerType::conv;
  Blocks first = {std::move(layer)};
  if (convolves) first.push_back(choice_box(content, state, "walk_by", {"windows", "products"}));
  first.push_back(choice_box(content, state, "steps_per_second", {"1", "4", "15", "60"}));
  first.push_back(choice_box(content, state, "order", {"number", "energy"}));
  Blocks second = {number_box(content, state, "channel")};
  if (convolves) second.push_back(number_box(content, state, "input_channel"));
  Block image = choice_box(content, state, "image", {"gratings", "shapes", "patches", "text", "noise"});
  if (const std::string own = own_picture_name(state); !own.empty())
    std::get<page::Combobox>(image.body).options.push_back({"own", own});
  second.push_back(std::move(image));
  second.push_back(number_box(content, state, "weight_seed"));
  Blocks card = {{"", page::Line{std::move(first)}}, {"", page::Line{std::move(second)}}};
  for (Block& block : own_file_blocks(content, state, o)) card.push_back(std::move(block));
  return {"controls", page::Card{std::move(card)}};
}

std::string shape_text(const nn::Shape& shape) {
  const std::string channels = whole(shape.channels);
  return shape.size == nn::Pair{1, 1} ? channels : channels + " × " + worksheet::size_text(shape.size);
}

Blocks heading(const Content& content, const Opened& o) {
  const Text& text = content.text;
  std::string said = text.get("layer_stepper.does." + std::string(nn::to_string(o.layer->type)));
  if (o.asked.empty() && o.problem.empty())
    said = text.get("layer_stepper.shapes", {{"in", shape_text(o.in)}, {"out", shape_text(o.out)}}) + " " + said;
  std::string name = o.layer->name;
  if (o.layer->is_row()) {
    const std::string spec = worksheet::spec_text(content, *o.layer);
    name += " · " + spec;
    if (o.layer->is_spatial()) said += " " + text.get("layer_stepper.spec", {{"spec", spec}});
  }
  return {{"layer.title", page::Heading{2, name}},
          {"layer.shapes", page::Prose{{page::plain(said)}, page::Tone::soft}}};
}

// A size that the worksheet still asks for is asked here too: the same cell.
Blocks asked(const Content& content, const State& state, const Opened& o) {
  const course::CellId cell = worksheet::parse_cell_name(o.asked);
  Block box = worksheet::answer_box(content, state, o.sheet, cell);
  auto& answer = std::get<page::AnswerBox>(box.body);
  answer.caption = answer.label;
  return {{"asked", page::Callout{page::Tone::note,
                                  content.text.get("layer_stepper.asked.title", {{"layer", cell.layer}}),
                                  {page::prose(content.text.get(
                                       "layer_stepper.asked",
                                       {{"layer", cell.layer},
                                        {"spec", worksheet::spec_text(content, *o.sheet.network->find(cell.layer))}})),
                                   std::move(box)}}}};
}

Blocks steps(const Content& content, const State& state, const Opened& o) {
  Blocks blocks;
  const double t = playback_of(state, window_id);
  const auto add = [&](std::string_view id, page::Figure figure) {
    blocks.push_back({std::string(id), std::move(figure)});
  };
  if (o.is_map()) {
    blocks.push_back({"maps", page::Line{{{std::string(window_id), window_figure(content, state, o, t)},
                                          {std::string(output_id), output_figure(content, state, o, t)}}}});
    for (const Prediction& asked : predictions(content, state, o, t))
      blocks.push_back(prediction_card(content, state, o.sheet.key, asked));
    if (o.slides()) add(patch_id, patch_figure(content, state, o, t));
  }
  add(ledger_id, ledger_figure(content, state, o, o.is_linear() ? playback_of(state, ledger_id) : t));
  if (has_weight_map(o)) add(weights_id, weights_figure(content, o, playback_of(state, weights_id)));
  add(channels_id, channels_figure(content, state, o, playback_of(state, channels_id)));
  return blocks;
}

// What the worksheet knows of the layer's row, and the way there.
Blocks explanation(const Content& content, const State& state, const Opened& o) {
  const Text& text = content.text;
  if (!o.asked.empty())
    if (Blocks blocks = worksheet::inspector(content, state, o.sheet); !blocks.empty()) return blocks;
  Blocks blocks;
  const std::string row = o.row();
  const course::CellId cell{row, "output"};
  blocks.push_back(
      {"row.title", page::Heading{2, text.get("layer_stepper.row.title", {{"row", row.empty() ? "input" : row}})}});
  if (!row.empty() && o.asked.empty() && worksheet::has_cell(o.sheet, row, "output")) {
    if (const auto route = course::right_route(*o.sheet.worksheet, cell))
      for (const math::Rational& value : route->value)
        blocks.push_back({"", page::Formula{math::equal(route->numbers, value), text.get("layer_stepper.row.output")}});
    const auto given = o.sheet.given.find(cell);
    const std::string key = given == o.sheet.given.end() ? "empty" : std::string(to_string(o.sheet.verdict(cell)));
    blocks.push_back(page::prose(
        text.get("layer_stepper.row." + key, {{"answer", given == o.sheet.given.end() ? "" : given->second}})));
  }
  if (!row.empty()) blocks.push_back(button(content, "row:" + row, "layer_stepper.row.go", {{"row", row}}));
  blocks.push_back({"about.weights", page::Prose{{page::plain(text.get("layer_stepper.weights"))}, page::Tone::soft}});
  return blocks;
}

}  // namespace

double playback_of(const State& state, std::string_view figure) {
  const auto found = state.playback.find(figure);
  return found == state.playback.end() ? 0 : found->second;
}

namespace {

page::Figure network(const Content& content, const State& state, const Opened& o, const jobs::Results& results) {
  return state.printing || field_value(state, "flat") == "on" ? schematic_figure(content, state, o, results)
                                                              : network_figure(content, state, o, results);
}

}  // namespace

page::Page view(const Content& content, const State& state, const jobs::Results& results) {
  const Text& text = content.text;
  const Opened o = open_layer(content, state, results);
  page::Page result;
  result.title = text.get("layer_stepper.title");
  result.main = {{"title", page::Heading{1, text.get("layer_stepper.title")}},
                 {"lead", page::Prose{{page::plain(text.get("layer_stepper.lead"))}, page::Tone::soft}},
                 worksheet::setup(content, state, o.sheet)};
  const auto append = [&](Blocks blocks) {
    for (Block& block : blocks) result.main.push_back(std::move(block));
  };
  if (o.layer == nullptr) {
    if (!o.sheet.worksheet) result.main.push_back(worksheet::problem(content, o.sheet));
  } else {
    result.main.push_back({std::string(network_id), network(content, state, o, results)});
    Blocks switches = {toggle(content, state, "flat"), toggle(content, state, "predict")};
    // Last, for it comes and goes: no other moves under the pointer.
    if (field_value(state, "flat") != "on") switches.push_back(toggle(content, state, "whole"));
    result.main.push_back({"switches", page::Line{std::move(switches)}});
    append(heading(content, o));
    result.main.push_back(controls(content, state, o));
    if (!o.problem.empty())
      result.main.push_back(
          {"problem", page::Callout{page::Tone::wrong, text.get("layer_stepper.problem"), {page::prose(o.problem)}}});
    else
      append(o.asked.empty() ? steps(content, state, o) : asked(content, state, o));
    result.inspector = explanation(content, state, o);
    result.status = own_weights_status(content, state, o);
  }
  result.rail = lab_links(content, state);
  return result;
}

std::optional<page::Figure> figure(const Content& content, const State& state, const jobs::Results& results,
                                   std::string_view id, double t) {
  const Opened o = open_layer(content, state, results);
  if (o.layer == nullptr) return std::nullopt;
  if (id == network_id) return network(content, state, o, results);
  if (!o.asked.empty() || !o.problem.empty()) return std::nullopt;
  if (id == channels_id) return channels_figure(content, state, o, t);
  if (id == ledger_id) return ledger_figure(content, state, o, t);
  if (id == weights_id && has_weight_map(o)) return weights_figure(content, o, t);
  if (!o.is_map()) return std::nullopt;
  if (id == window_id) return window_figure(content, state, o, t);
  if (id == output_id) return output_figure(content, state, o, t);
  if (id == patch_id && o.slides()) return patch_figure(content, state, o, t);
  return std::nullopt;
}

}  // namespace stride::labs::layer_stepper
