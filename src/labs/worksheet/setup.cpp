#include "labs/worksheet/view.h"

namespace stride::labs::worksheet {

using page::Block;
using page::Blocks;

namespace {

Block combobox(const Content& content, const State& state, const Field& field, std::vector<page::Option> options) {
  const std::string name(field.name);
  return {"field." + name,
          page::Combobox{content.text.get("worksheet.field." + name), std::move(options), value_of(state, field)}};
}

Block text_field(const Content& content, const State& state, const Field& field, std::string value) {
  const std::string name(field.name), key = "worksheet.field." + name;
  if (const auto draft = state.drafts.find(name); draft != state.drafts.end()) value = draft->second;
  const std::string problem = field.problem(content, value);
  page::AnswerBox box{.label = content.text.get(key),
                      .caption = content.text.get(key),
                      .value = value,
                      .placeholder = content.text.get(key + ".placeholder"),
                      .keyboard = page::Keyboard::numeric};
  if (!problem.empty()) {
    box.verdict = Verdict::unreadable;
    box.described_by = "problem." + name;
  }
  return {"field." + name, box};
}

// What is wrong with the ID or the size, or what they give.
Block setup_line(const Content& content, const State& state, const Sheet& sheet) {
  const Text& text = content.text;
  for (const Field* field : {&student_id_field, &size_field}) {
    const auto draft = state.drafts.find(field->name);
    const std::string problem =
        field->problem(content, draft != state.drafts.end() ? draft->second : value_of(state, *field));
    if (problem.empty()) continue;
    return {"problem." + std::string(field->name), page::Prose{{page::plain(problem)}, page::Tone::wrong}};
  }
  const auto side = side_of_id(state);
  const bool of_id = side && sheet.size == nn::Pair{*side, *side};
  const std::string key = of_id  ? "worksheet.size_from_id"
                          : side ? "worksheet.size_not_of_id"
                                 : "worksheet.size_without_id";
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
    roundings.push_back({rounding, text.get(std::string("worksheet.rounding.") + rounding)});
  Blocks controls = {
      text_field(content, state, student_id_field, value_of(state, student_id_field)),
      text_field(content, state, size_field, nn::to_text(sheet.size)),
      combobox(content, state, network_field, std::move(networks)),
      combobox(content, state, rounding_field, std::move(roundings)),
  };
  Blocks card = {{"", page::Line{std::move(controls)}}};
  Blocks below = {setup_line(content, state, sheet)};
  if (value_of(state, student_id_field).empty())
    below.push_back(
        {"try-example", page::Button{.label = text.get("worksheet.try_example"), .look = page::Button::Look::link}});
  card.push_back({"", page::Line{std::move(below)}});
  return {"setup", page::Card{std::move(card)}};
}

}  // namespace stride::labs::worksheet
