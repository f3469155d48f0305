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
    if (field.name == "speed") continue;
    state.fields.erase(std::string(field.name));
    state.drafts.erase(std::string(field.name));
  }
  for (const auto& [field, value] : found->second) state.fields[field] = value;
  state.playback.clear();
  state.status = content.text.get("rnn.preset_taken", {{"name", content.text.get("rnn.preset." + std::string(name))},
                                                       {"story", content.text.get("rnn.story." + std::string(name))}});
}

// Numbers are judged by the network that is shown, so it has to be there; what its scale is, the field may say.
bool judged_by(const State& state, const Network& network, const Step& step) {
  return step.form != Form::number || (network.outcome && !network.stale) || value_of(lab, state, "scale") == "sigma";
}

}  // namespace

void press(const Content& content, State& state, const Event& event) {
  if (event.id.starts_with("preset:")) return take_preset(content, state, event.id.substr(7));
  if (event.id == "another-seed") {
    state.fields["seed"] = std::to_string(static_cast<int>(number_of(state, "seed") + 1) % 1'000'000'000);
    state.drafts.erase("seed");
  } else if (event.id.starts_with("hint:") && find_step(event.id.substr(5)) != nullptr) {
    Entry& entry = state.entries[std::string(sheet_key) + "/" + std::string(event.id.substr(5))];
    entry.help = std::min(entry.help + 1, 3);
    entry.time = event.time;
    state.status = fill(content, state, read_plain(state, event.results == nullptr ? jobs::Results{} : *event.results),
                        std::string(event.id.substr(5)) + ".hint." + std::to_string(entry.help));
  }
}

void check(const Content& content, State& state, const Event& event) {
  const Step* step = find_step(event.id);
  if (step == nullptr) return;
  const std::string key = std::string(sheet_key) + "/" + std::string(event.id);
  Network network = read_plain(state, event.results == nullptr ? jobs::Results{} : *event.results);
  if (!judged_by(state, network, *step)) {
    state.status = content.text.get("rnn.wait");
    return;
  }
  if (network.stale) network = read_plain(state, {});
  Entry& entry = state.entries[key];
  entry.draft = entry.checked = std::string(event.value);
  entry.time = event.time;
  state.current = event.id;
  if (event.value.empty()) return;
  const Judgement judgement = judge(content, state, network, *step, entry.checked);
  state.attempts.push_back({key, entry.checked, std::string(to_string(judgement.verdict)), entry.help, event.time});
  state.status = judgement.message;
}

}  // namespace stride::labs::rnn
