#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "app/app.h"
#include "app/saved.h"

namespace stride::app {

using labs::Attempt;
using labs::Entry;
using nlohmann::json;

namespace {

constexpr int version = 1;
constexpr std::size_t attempt_limit = 20'000;
constexpr std::size_t text_limit = 10'000;

std::string text_of(const json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_string()) return "";
  auto text = found->get<std::string>();
  return text.size() > text_limit ? std::string() : text;
}

double number_of(const json& object, const char* name) {
  const auto found = object.find(name);
  const double number = found != object.end() && found->is_number() ? found->get<double>() : 0;
  return std::isfinite(number) ? number : 0;
}

int help_of(const json& object) { return static_cast<int>(std::clamp(number_of(object, "help"), 0.0, 4.0)); }

json entry_json(const Entry& entry) {
  json value = {{"draft", entry.draft}, {"time", entry.time}};
  if (!entry.checked.empty()) value["checked"] = entry.checked;
  if (!entry.slip.empty()) value["slip"] = entry.slip;
  if (entry.help > 0) value["help"] = entry.help;
  return value;
}

// Counts what had to be left out.
int read_fields(const Content& content, const json& saved, State& state) {
  int lost = 0;
  const auto fields = saved.find("fields");
  if (fields == saved.end()) return 0;
  if (!fields->is_object()) return 1;
  for (const auto& [name, value] : fields->items()) {
    const bool text = value.is_string() && value.get_ref<const std::string&>().size() <= text_limit;
    // Of whichever lab. A half-typed ID is worth keeping; any other field must be readable.
    const bool usable =
        text && std::ranges::any_of(labs::all_labs(), [&](const labs::Lab* lab) {
          const labs::Field* field = labs::find_field(*lab, name);
          return field != nullptr && (field->live || field->problem(content, value.get<std::string>()).empty());
        });
    if (usable)
      state.fields[name] = value.get<std::string>();
    else
      ++lost;
  }
  return lost;
}

int read_entries(const json& saved, State& state) {
  int lost = 0;
  const auto entries = saved.find("entries");
  if (entries == saved.end()) return 0;
  if (!entries->is_object()) return 1;
  for (const auto& [key, value] : entries->items()) {
    if (!value.is_object()) {
      ++lost;
      continue;
    }
    state.entries[key] = {text_of(value, "draft"), text_of(value, "checked"), text_of(value, "slip"), help_of(value),
                          number_of(value, "time")};
  }
  return lost;
}

int read_attempts(const json& saved, State& state) {
  int lost = 0;
  const auto attempts = saved.find("attempts");
  if (attempts == saved.end()) return 0;
  if (!attempts->is_array()) return 1;
  for (const json& value : *attempts) {
    if (value.is_object() && value.contains("key") && state.attempts.size() < attempt_limit)
      state.attempts.push_back({text_of(value, "key"), text_of(value, "answer"), text_of(value, "verdict"),
                                help_of(value), number_of(value, "time"), text_of(value, "skills")});
    else
      ++lost;
  }
  return lost;
}

void read_playback(const json& saved, State& state) {
  const auto playback = saved.find("playback");
  if (playback == saved.end() || !playback->is_object()) return;
  for (const auto& [figure, t] : playback->items())
    state.playback[figure] = std::clamp(number_of(*playback, figure.c_str()), 0.0, longest_playback);
}

}  // namespace

std::string save(const State& state) {
  json entries = json::object(), attempts = json::array();
  for (const auto& [key, entry] : state.entries)
    if (!(entry == Entry{})) entries[key] = entry_json(entry);
  const std::size_t first = state.attempts.size() > attempt_limit ? state.attempts.size() - attempt_limit : 0;
  for (std::size_t i = first; i < state.attempts.size(); ++i) {
    const Attempt& attempt = state.attempts[i];
    json& saved = attempts.emplace_back(json{{"key", attempt.key},
                                             {"answer", attempt.answer},
                                             {"verdict", attempt.verdict},
                                             {"help", attempt.help},
                                             {"time", attempt.time}});
    if (!attempt.skills.empty()) saved["skills"] = attempt.skills;
  }
  json saved = {
      {"stride", version}, {"lab", state.lab}, {"fields", state.fields}, {"entries", entries}, {"attempts", attempts}};
  if (state.emptied > 0) saved["emptied"] = state.emptied;
  for (const auto& [figure, t] : state.playback) saved["playback"][figure] = t;
  return saved.dump(-1, ' ', false, json::error_handler_t::replace);
}

bool is_saved(std::string_view text) {
  const json saved = json::parse(text, nullptr, false);
  return saved.is_object() && saved.contains("stride") && saved.contains("entries");
}

Restored restore(const Content& content, std::string_view text) {
  Restored restored{initial_state(content), ""};
  if (text.empty()) return restored;
  const json saved = json::parse(text, nullptr, false);
  if (!saved.is_object()) {
    restored.notice = content.text.get("app.restore_unreadable");
    return restored;
  }
  State& state = restored.state;
  state.emptied = std::max(number_of(saved, "emptied"), 0.0);
  if (const std::string lab = text_of(saved, "lab"); labs::find_lab(lab) != nullptr) state.lab = lab;
  read_playback(saved, state);
  const int lost = read_fields(content, saved, state) + read_entries(saved, state) + read_attempts(saved, state);
  if (lost > 0) restored.notice = content.text.get("app.restore_partly", {{"count", std::to_string(lost)}});
  state.status = restored.notice;
  return restored;
}

void merge(State& state, const State& other) {
  for (const auto& [key, entry] : other.entries) {
    const auto here = state.entries.find(key);
    if (here == state.entries.end() || here->second.time < entry.time) state.entries[key] = entry;
  }
  std::set<std::pair<double, std::string>> known;
  for (const Attempt& attempt : state.attempts) known.emplace(attempt.time, attempt.key);
  for (const Attempt& attempt : other.attempts)
    if (known.emplace(attempt.time, attempt.key).second) state.attempts.push_back(attempt);
  std::ranges::stable_sort(state.attempts, {}, &Attempt::time);
}

void merge_saved(const Content& content, State& state, std::string_view saved) {
  State other = restore(content, saved).state;
  if (other.emptied < state.emptied) return;
  if (other.emptied > state.emptied) {  // what stands there is all that there is
    other.lab = state.lab;
    other.now = state.now;
    state = std::move(other);
  } else {
    merge(state, other);
  }
}

}  // namespace stride::app
