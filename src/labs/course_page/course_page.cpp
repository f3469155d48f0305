#include "labs/course_page/course_page.h"

#include <algorithm>
#include <array>

#include "labs/course_page/actions.h"
#include "labs/course_page/view.h"

namespace stride::labs::course_page {

namespace {

constexpr std::size_t longest_id = 60;

// Courses elsewhere have an address below this page's: nothing comes from other origins.
bool is_relative(std::string_view address) {
  return address.ends_with(".json") && address.size() <= 300 && !address.starts_with('/') &&
         address.find_first_of(":\\\n") == std::string_view::npos && address.find("//") == std::string_view::npos;
}

std::string course_problem(const Content& content, std::string_view value) {
  const bool known =
      value.empty() || value == practice_name || content.find_course(value) != nullptr || is_relative(value);
  return known ? "" : content.text.get("course_page.course_problem", {{"value", std::string(value)}});
}

std::string short_problem(const Content& content, std::string_view value) {
  return value.size() <= longest_id ? "" : content.text.get("course_page.long_problem");
}

std::string student_id_problem(const Content& content, std::string_view value) {
  // Each course has a rule of its own: the page says what is wrong under the one that is open.
  return short_problem(content, value);
}

constexpr std::array<Field, 4> fields = {{
    {.name = "course", .in_fragment = true, .problem = course_problem},
    {.name = "exercise", .in_fragment = true, .problem = short_problem},
    {.name = "student_id", .problem = student_id_problem, .live = true},
    {.name = "practice", .problem = short_problem},
}};

std::optional<page::Figure> figure(const Content& content, const State& state, const jobs::Results&,
                                   std::string_view id, double t) {
  const Work work = read_work(content, state);
  if (!work.questions) return std::nullopt;
  for (const course::Question& question : *work.questions)
    if (std::string(crops_prefix) + question.spec.id == id) return crops_figure(content, question, t);
  return std::nullopt;
}

std::vector<jobs::Job> wants(const Content&, const State&) { return {}; }

// A part's entry stands under its own reply key.
std::string sheet(const Content&, const State&) { return ""; }

}  // namespace

const Lab lab = {
    .name = "course",
    .fields = fields,
    .view = view,
    .figure = figure,
    .wants = wants,
    .sheet = sheet,
    .field_changed = field_changed,
    .check = check,
    .press = press,
    .paste = paste,
    .copy = copy,
};

}  // namespace stride::labs::course_page
