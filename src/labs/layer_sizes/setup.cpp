#include "labs/layer_sizes/layer_sizes.h"
#include "labs/layer_sizes/view.h"

namespace stride::labs::layer_sizes {

using page::Block;
using page::Blocks;

namespace {

Block combobox(const Content& content, const State& state, std::string_view field, std::string_view label_key,
               std::vector<page::Option> options) {
  return {"field." + std::string(field),
          page::Combobox{content.text.get(label_key), std::move(options), value_of(lab, state, field)}};
}

Block text_field(const Content& content, const State& state, std::string_view field, std::string value,
                 page::Keyboard keyboard) {
  const Field* declared = find_field(lab, field);
  if (const auto draft = state.drafts.find(field); draft != state.drafts.end()) value = draft->second;
  const std::string problem = declared->problem(content, value);
  const std::string key = "layer_sizes.field." + std::string(field);
  page::AnswerBox box{.label = content.text.get(key),
                      .caption = content.text.get(key),
                      .value = value,
                      .placeholder = content.text.get(key + ".placeholder"),
                      .keyboard = keyboard};
  if (!problem.empty()) {
    box.verdict = Verdict::unreadable;
    box.described_by = "problem." + std::string(field);
  }
  return {"field." + std::string(field), box};
}

// What is wrong with the ID or the size, or what they give.
Block setup_line(const Content& content, const State& state, const Sheet& sheet) {
  const Text& text = content.text;
  for (const std::string field : {"student_id", "size"}) {
    const auto draft = state.drafts.find(field);
    const std::string value = draft != state.drafts.end() ? draft->second : value_of(lab, state, field);
    const std::string problem = find_field(lab, field)->problem(content, value);
    if (!problem.empty()) return {"problem." + field, page::Prose{{page::plain(problem)}, page::Tone::wrong}};
  }
  const auto side = side_of_id(state);
  const bool of_id = side && sheet.size == nn::Pair{*side, *side};
  const std::string key = of_id  ? "layer_sizes.size_from_id"
                          : side ? "layer_sizes.size_not_of_id"
                                 : "layer_sizes.size_without_id";
  return {"setup.size", page::Prose{{page::plain(text.get(key, {{"size", size_text(sheet.size)},
                                                                {"number", std::to_string(sheet.size.height)},
                                                                {"id_size", std::to_string(side.value_or(0))}}))},
                                    page::Tone::soft}};
}

}  // namespace

Block setup(const Content& content, const State& state, const Sheet& sheet) {
  const Text& text = content.text;
  std::vector<page::Option> networks, roundings;
  for (const nn::NetworkSpec& network : content.networks) networks.push_back({network.name, network.title});
  for (const char* rounding : {"floor", "ceil", "exact"})
    roundings.push_back({rounding, text.get(std::string("layer_sizes.rounding.") + rounding)});
  Blocks controls = {
      text_field(content, state, "student_id", value_of(lab, state, "student_id"), page::Keyboard::numeric),
      text_field(content, state, "size", nn::to_text(sheet.size), page::Keyboard::numeric),
      combobox(content, state, "network", "layer_sizes.field.network", std::move(networks)),
      combobox(content, state, "rounding", "layer_sizes.field.rounding", std::move(roundings)),
  };
  Blocks card = {{"", page::Line{std::move(controls)}}};
  Blocks below = {setup_line(content, state, sheet)};
  if (value_of(lab, state, "student_id").empty())
    below.push_back(
        {"try-example", page::Button{.label = text.get("layer_sizes.try_example"), .look = page::Button::Look::link}});
  card.push_back({"", page::Line{std::move(below)}});
  return {"setup", page::Card{std::move(card)}};
}

}  // namespace stride::labs::layer_sizes
