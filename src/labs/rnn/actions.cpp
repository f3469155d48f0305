#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "labs/rnn/derivation.h"
#include "labs/rnn/rnn.h"
#include "labs/rnn/view.h"

namespace stride::labs::rnn {

namespace {

using Values = std::vector<std::pair<const char*, const char*>>;

// What differs from the defaults.
const std::vector<std::pair<std::string_view, Values>>& preset_values() {
  static const std::vector<std::pair<std::string_view, Values>> values = {
      {"vanish", {}},
      {"edge", {{"scale", "gain"}, {"scale_to", "1"}, {"input_scale", "0.05"}}},
      {"explode", {{"scale", "gain"}, {"scale_to", "1.8"}, {"input_scale", "0.1"}}},
      {"saturated", {{"scale_to", "1.2"}, {"input_scale", "4"}}},
      {"dying", {{"cell", "relu"}, {"scale_to", "1.5"}, {"bias", "-1.2"}}},
      {"orthogonal", {{"cell", "identity"}, {"weights", "orthogonal"}, {"scale_to", "1"}, {"sequence", "pulse"}}},
      {"lstm", {{"cell", "lstm"}, {"scale_to", "1"}, {"forget_bias", "1"}}},
      {"beside", {{"scale_to", "1"}, {"compare_1", "lstm"}, {"compare_2", "gru"}, {"compare_3", "relu"}}},
  };
  return values;
}

void take_preset(const Content& content, State& state, std::string_view name) {
  const auto& all = preset_values();
  const auto found = std::ranges::find(all, name, [](const auto& preset) { return preset.first; });
  if (found == all.end()) return;
  for (const Field& field : lab.fields) {
    state.fields.erase(std::string(field.name));
    state.drafts.erase(std::string(field.name));
  }
  for (const auto& [field, value] : found->second) state.fields[field] = value;
  state.playback.clear();
  state.status = content.text.get("rnn.preset_taken", {{"name", content.text.get("rnn.preset." + std::string(name))},
                                                       {"story", content.text.get("rnn.story." + std::string(name))}});
}

void turn(State& state, double by) {
  const double now = number_of(state, "scale_to");
  const double next = std::clamp(std::round((now + by) * 100) / 100, 0.0, 100.0);
  state.fields["scale_to"] = short_number(next);
  state.drafts.erase("scale_to");
}

void answer(const Content& content, State& state, const std::string& step, std::string_view value, double time) {
  Entry& entry = state.entries[std::string(sheet_key) + "/" + step];
  entry.draft = entry.checked = std::string(value);
  entry.time = time;
  if (value.empty()) return;
  const Judgement judgement = judge(content, state, {}, step, entry.checked);
  state.attempts.push_back({.key = std::string(sheet_key) + "/" + step,
                            .answer = entry.checked,
                            .verdict = std::string(to_string(judgement.verdict)),
                            .time = time});
  state.status = judgement.message;
  state.current = step;
}

}  // namespace

void press(const Content& content, State& state, const Event& event) {
  if (event.id.starts_with("preset:")) return take_preset(content, state, event.id.substr(7));
  if (event.id == "less") return turn(state, -0.05);
  if (event.id == "more") return turn(state, 0.05);
  if (!event.id.starts_with("pick:")) return;
  const std::string_view rest = event.id.substr(5);
  const auto colon = rest.find(':');
  if (colon == std::string_view::npos) return;
  answer(content, state, std::string(rest.substr(0, colon)), rest.substr(colon + 1), event.time);
}

void check(const Content& content, State& state, const Event& event) {
  answer(content, state, std::string(event.id), event.value, event.time);
}

}  // namespace stride::labs::rnn
