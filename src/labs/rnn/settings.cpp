#include <algorithm>
#include <cmath>

#include "labs/rnn/rnn.h"
#include "labs/rnn/view.h"

namespace stride::labs::rnn {

using page::Block;
using page::Blocks;

namespace {

// How far a slider reaches; what lies beyond can be typed.
struct Reach {
  double low = 0, high = 1, step = 1;
};

// Boxes hold what is typed, as a draft where it can't be read, and say what is wrong with it.
Block typed(const Content& content, const State& state, const std::string& field, const std::string& label,
            const std::string& caption, page::Keyboard keyboard) {
  std::string value = value_of(lab, state, field);
  if (const auto draft = state.drafts.find(field); draft != state.drafts.end()) value = draft->second;
  page::AnswerBox box{.label = label, .caption = caption, .value = value, .keyboard = keyboard};
  if (const std::string problem = find_field(lab, field)->problem(content, value); !problem.empty()) {
    box.verdict = Verdict::unreadable;
    box.feedback = problem;
  }
  return {"typed." + field, std::move(box)};
}

Block turned(const Content& content, const State& state, const std::string& field, Reach reach,
             const std::string& key = "") {
  const std::string label = content.text.get(key.empty() ? "rnn.field." + field : key);
  const double value = number_of(state, field);
  const page::Slider slider{.label = label,
                            .low = std::min(reach.low, value),
                            .high = std::max(reach.high, value),
                            .step = reach.step,
                            .value = value,
                            .value_text = {}};
  return {"turn." + field,
          page::Line{{{"field." + field, slider}, typed(content, state, field, label, "", page::Keyboard::numeric)}}};
}

template <class Names>
Block chosen(const Content& content, const State& state, const std::string& field, const Names& names,
             const std::string& prefix) {
  std::vector<page::Option> options;
  for (const std::string_view name : names)
    options.push_back({std::string(name), content.text.get(prefix + std::string(name))});
  return {"field." + field,
          page::Combobox{content.text.get("rnn.field." + field), std::move(options), value_of(lab, state, field)}};
}

}  // namespace

Block main_settings(const Content& content, const State& state) {
  const std::string scale = "rnn.scale." + value_of(lab, state, "scale") + ".of";
  Blocks chips;
  for (const std::string_view preset : presets)
    chips.push_back({"preset:" + std::string(preset),
                     page::Button{.label = content.text.get("rnn.preset." + std::string(preset))}});
  return {"setup", page::Card{{{"", page::Line{{chosen(content, state, "cell", cells, "rnn.cell."),
                                                chosen(content, state, "scale", scales, "rnn.scale."),
                                                turned(content, state, "scale_to", {0, 2, 0.01}, scale)}}},
                               {"presets", page::Line{std::move(chips)}}}}};
}

Block more_settings(const Content& content, const State& state) {
  const double steps = number_of(state, "steps");
  Blocks sliders = {turned(content, state, "steps", {1, 1000, 1}), turned(content, state, "hidden", {1, 512, 1}),
                    turned(content, state, "input_scale", {0, 5, 0.05}), turned(content, state, "bias", {-5, 5, 0.1})};
  if (value_of(lab, state, "cell") == "lstm") sliders.push_back(turned(content, state, "forget_bias", {-5, 5, 0.1}));
  sliders.push_back(turned(content, state, "truncate", {0, steps, 1}));
  sliders.push_back(turned(content, state, "clip", {0, 5, 0.05}));
  Blocks choices = {chosen(content, state, "weights", inits, "rnn.init."),
                    chosen(content, state, "sequence", sequences, "rnn.sequence.")};
  if (value_of(lab, state, "sequence") == "text")
    choices.push_back(typed(content, state, "reads", content.text.get("rnn.field.reads"),
                            content.text.get("rnn.field.reads"), page::Keyboard::text));
  choices.push_back(typed(content, state, "seed", content.text.get("rnn.field.seed"),
                          content.text.get("rnn.field.seed"), page::Keyboard::numeric));
  choices.push_back({"another-seed", page::Button{.label = content.text.get("rnn.another_seed")}});
  Blocks beside;
  for (const char* field : {"compare_1", "compare_2", "compare_3"})
    beside.push_back(chosen(content, state, field, comparisons, "rnn.compare."));
  beside.push_back(chosen(content, state, "speed", speeds, "rnn.speed."));
  return {"more-settings", page::Card{{{"", page::Line{std::move(sliders)}},
                                       {"", page::Line{std::move(choices)}},
                                       {"", page::Line{std::move(beside)}}}}};
}

Blocks clipping(const Content& content, const State& state, const jobs::RnnOutcome& outcome) {
  const Text& text = content.text;
  const double clip = number_of(state, "clip"), whole = outcome.whole_gradient;
  const bool cut = clip > 0 && whole > std::log10(clip);
  const double shorter = cut ? std::log10(clip) - whole : 0;
  page::Table table{.caption = text.get("rnn.clip.title"), .columns = {}, .rows = {}};
  table.columns = {{text.get("rnn.clip.of"), page::Column::Role::name},
                   {text.get("rnn.clip.before"), page::Column::Role::value},
                   {text.get("rnn.clip.after"), page::Column::Role::value}};
  for (const auto& [name, size] : {std::pair{"w", outcome.weight_gradient}, std::pair{"u", outcome.input_gradient},
                                   std::pair{"b", outcome.bias_gradient}, std::pair{"all", whole}})
    table.rows.push_back({.id = "clip." + std::string(name),
                          .cells = {{page::prose(text.get("rnn.clip." + std::string(name)))},
                                    {page::prose(power_text(size))},
                                    {page::prose(power_text(size + shorter))}},
                          .total = name == std::string_view("all")});
  const std::string said = text.get(clip == 0 ? "rnn.clip.off"
                                    : cut     ? "rnn.clip.cut"
                                              : "rnn.clip.kept",
                                    {{"clip", short_number(clip)}, {"factor", power_text(shorter)}});
  return {{"clip.title", page::Heading{3, text.get("rnn.clip.title")}},
          {"clip.said", page::Prose{{page::plain(said)}}},
          {"clip", std::move(table)}};
}

}  // namespace stride::labs::rnn
