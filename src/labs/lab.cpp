#include "labs/lab.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "labs/convolution/convolution.h"
#include "labs/course_page/course_page.h"
#include "labs/initialisation/initialisation.h"
#include "labs/input_sizes/input_sizes.h"
#include "labs/layer_sizes/layer_sizes.h"
#include "labs/layer_stepper/layer_stepper.h"
#include "labs/receptive_field/receptive_field.h"
#include "labs/rnn/rnn.h"

namespace stride::labs {

const nn::NetworkSpec* Content::find_network(std::string_view name) const {
  const auto found = std::ranges::find(networks, name, &nn::NetworkSpec::name);
  return found == networks.end() ? nullptr : &*found;
}

const course::Course* Content::find_course(std::string_view name) const {
  const auto found = courses.find(name);
  return found == courses.end() ? nullptr : &found->second;
}

// The one list of labs.
std::span<const Lab* const> all_labs() {
  static const std::array<const Lab*, 8> labs = {
      &layer_sizes::lab, &layer_stepper::lab, &convolution::lab,    &receptive_field::lab,
      &input_sizes::lab, &rnn::lab,           &initialisation::lab, &course_page::lab,
  };
  return labs;
}

const Lab* find_lab(std::string_view name) {
  const auto labs = all_labs();
  const auto found = std::ranges::find(labs, name, [](const Lab* lab) { return lab->name; });
  return found == labs.end() ? nullptr : *found;
}

namespace {

constexpr std::string_view own_course = "stride";  // the way through everything, for those without a course

}  // namespace

std::vector<std::string> course_names(const Content& content) {
  std::vector<std::pair<std::string, std::string>> titles;
  for (const auto& [name, course] : content.courses)
    if (!name.ends_with(".json")) titles.emplace_back(course.sentence("title", content.text), name);
  std::ranges::sort(titles);
  std::vector<std::string> names;
  for (auto& [title, name] : titles) names.push_back(std::move(name));
  if (const auto own = std::ranges::find(names, own_course); own != names.end()) std::rotate(own, own + 1, names.end());
  return names;
}

page::Blocks exercises_about(const Content& content, std::string_view network) {
  page::Blocks links;
  for (const std::string& name : course_names(content)) {
    if (name == own_course) continue;
    // The first of each sheet: the rest stands beside it there.
    const course::Course& sheet = *content.find_course(name);
    const auto exercise = std::ranges::find(sheet.exercises, network, &course::Exercise::network);
    if (exercise != sheet.exercises.end())
      links.push_back({"", page::Link{sheet.sentence("title", content.text),
                                      "#course=" + name + "&exercise=" + exercise->id, false, std::nullopt}});
  }
  if (links.empty()) return links;
  links.insert(links.begin(), page::prose(content.text.get("course_page.exercises_about"), page::Tone::soft));
  return {{"exercises", page::Line{std::move(links)}}};
}

page::Blocks lab_links(const Content& content, const State& state, std::optional<double> progress) {
  const bool practice = state.lab == "course" && value_of(course_page::lab, state, "course") == "practice";
  const bool courses = state.lab == "course" && value_of(course_page::lab, state, "course").empty();
  page::Blocks links = {
      {"", page::Link{content.text.get("course_page.link"), "#lab=course", courses, std::nullopt}},
      {"", page::Link{content.text.get("course_page.practice.link"), "#course=practice", practice, std::nullopt}},
      page::prose(content.text.get("course_page.labs"), page::Tone::soft)};
  for (const Lab* lab : all_labs()) {
    if (lab == &course_page::lab) continue;
    std::string key(lab->name);
    std::ranges::replace(key, '-', '_');
    const bool current = lab->name == state.lab;
    links.push_back({"", page::Link{content.text.get(key + ".link"), "#lab=" + std::string(lab->name), current,
                                    current ? progress : std::nullopt}});
  }
  return links;
}

namespace {

std::string theme_problem(const Content& content, std::string_view value) {
  const bool known = value == "system" || value == "light" || value == "dark";
  return known ? "" : content.text.get("app.theme_problem");
}

std::string font_scale_problem(const Content& content, std::string_view value) {
  const std::array<std::string_view, 6> known = {"80", "90", "100", "125", "150", "200"};
  return std::ranges::contains(known, value) ? "" : content.text.get("app.font_scale_problem");
}

}  // namespace

std::span<const Field> common_fields() {
  static const std::array<Field, 2> fields = {
      Field{.name = "theme", .kind = Field::Kind::choice, .default_value = "system", .problem = theme_problem},
      Field{.name = "font_scale", .kind = Field::Kind::choice, .default_value = "100", .problem = font_scale_problem},
  };
  return fields;
}

const Field* find_field(const Lab& lab, std::string_view name) {
  for (const auto fields : {lab.fields, common_fields()}) {
    const auto found = std::ranges::find(fields, name, &Field::name);
    if (found != fields.end()) return &*found;
  }
  return nullptr;
}

bool may_help(const Content& content, State& state, std::string_view key, double time) {
  constexpr double wait_milliseconds = 20'000;
  const auto found = state.entries.find(key);
  const Entry entry = found == state.entries.end() ? Entry{} : found->second;
  const bool tried = std::ranges::any_of(
      state.attempts, [&](const Attempt& attempt) { return attempt.key == key && attempt.help >= entry.help; });
  const double waited = time - std::max(entry.time, state.opened);
  if (tried || waited >= wait_milliseconds) return true;
  const auto seconds = static_cast<int>(std::ceil((wait_milliseconds - waited) / 1000));
  state.status = content.text.get("worksheet.hint_later", {{"seconds", std::to_string(seconds)}});
  return false;
}

std::string value_of(const Lab& lab, const State& state, std::string_view field) {
  if (const auto set = state.fields.find(field); set != state.fields.end()) return set->second;
  const Field* declared = find_field(lab, field);
  return declared == nullptr ? std::string() : std::string(declared->default_value);
}

}  // namespace stride::labs
