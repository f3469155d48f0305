#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

#include "app/app.h"
#include "app/saved.h"

namespace stride::app {

namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string percent_decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
    if (low >= 0) i += 2;
    decoded += low >= 0 ? static_cast<char>(high * 16 + low) : text[i];
  }
  return decoded;
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || c == '-' || c == '.' || c == '_' || c == '~') {
      encoded += c;
    } else {
      encoded += '%';
      encoded += hex[byte >> 4U];
      encoded += hex[byte & 15U];
    }
  }
  return encoded;
}

// Labs that are an exercise of a course.
struct ExerciseLab {
  std::string_view name, course, exercise;
};
constexpr std::array<ExerciseLab, 3> exercise_labs = {{{"backpropagation", "theory-exercise-8", "3"},
                                                       {"derivatives", "ai5031-exercise-7", "1"},
                                                       {"pooling", "ai5031-exercise-7", "6"}}};

std::string lab_names() {
  std::string names;
  for (const labs::Lab* lab : labs::all_labs()) names += (names.empty() ? "" : ", ") + std::string(lab->name);
  for (const ExerciseLab& lab : exercise_labs) names += ", " + std::string(lab.name);
  return names;
}

// Empty when the part was taken, else why not.
std::string follow_part(const Content& content, State& state, const labs::Lab& lab, const std::string& name,
                        const std::string& value) {
  if (name == "lab") return "";
  const labs::Field* field = labs::find_field(lab, name);
  if (field == nullptr || !field->in_fragment) return content.text.get("app.fragment_unknown", {{"name", name}});
  if (const std::string problem = field->problem(content, value); !problem.empty()) return problem;
  state.fields[name] = value;
  return "";
}

}  // namespace

void follow_fragment(const Content& content, State& state, std::string_view fragment) {
  if (fragment.starts_with('#')) fragment.remove_prefix(1);
  if (fragment.empty()) return;
  std::vector<std::pair<std::string, std::string>> parts;
  while (!fragment.empty()) {
    const auto end = fragment.find('&');
    const std::string_view part = fragment.substr(0, end);
    fragment = end == std::string_view::npos ? std::string_view() : fragment.substr(end + 1);
    const auto equals = part.find('=');
    if (part.empty()) continue;
    const std::string name = percent_decoded(part.substr(0, equals)),
                      value = equals == std::string_view::npos ? "" : percent_decoded(part.substr(equals + 1));
    const auto exercise = std::ranges::find(exercise_labs, value, &ExerciseLab::name);
    if (name == "lab" && exercise != exercise_labs.end()) {
      parts.emplace_back("course", exercise->course);
      parts.emplace_back("exercise", exercise->exercise);
    } else {
      parts.emplace_back(name, value);
    }
  }
  std::string ignored;
  bool names_network = false, names_size = false;
  for (const auto& [name, value] : parts) {
    names_network |= name == "network" && content.find_network(value) != nullptr;
    names_size |= name == "size";
    if (name == "course") state.lab = "course";
    if (name != "lab") continue;
    if (labs::find_lab(value) != nullptr)
      state.lab = value;
    else
      ignored = content.text.get("app.fragment_lab", {{"name", value}, {"labs", lab_names()}});
  }
  const labs::Lab& lab = *labs::find_lab(state.lab);
  const std::string before = app::fragment(state);
  // Another network without a size means that network's own size, not the one of before.
  if (names_network && !names_size) state.fields.erase("size");
  // A course without an exercise opens at its first one, the lab without a course at their list.
  if (state.lab == "course")
    for (const char* field : {"course", "exercise"}) state.fields.erase(field);
  for (const auto& [name, value] : parts)
    if (const std::string problem = follow_part(content, state, lab, name, value); !problem.empty()) ignored = problem;
  state.drafts.clear();
  if (app::fragment(state) != before) state.playback.clear();
  if (!ignored.empty()) state.status = content.text.get("app.fragment_ignored", {{"why", ignored}});
}

std::string fragment(const State& state) {
  const labs::Lab* lab = labs::find_lab(state.lab);
  std::string text = "lab=" + state.lab;
  if (lab == nullptr) return text;
  if (state.lab == "course" && !labs::value_of(*lab, state, "course").empty()) text.clear();
  for (const labs::Field& field : lab->fields) {
    if (!field.in_fragment) continue;
    const std::string value = labs::value_of(*lab, state, field.name);
    if (!value.empty()) text += (text.empty() ? "" : "&") + std::string(field.name) + "=" + percent_encoded(value);
  }
  return text;
}

}  // namespace stride::app
