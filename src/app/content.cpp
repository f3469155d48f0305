#include <nlohmann/json.hpp>

#include "app/app.h"

namespace stride::app {

using nlohmann::json;

namespace {

Result<course::Course> resolved(const Content& content, const course::Course& course) {
  return course::resolve(course, [&](std::string_view name) { return content.find_course(name); });
}

Result<void> read_courses(const json& root, Content& content) {
  const auto courses = root.find("courses");
  if (courses == root.end() || !courses->is_object()) return {};
  for (const auto& [name, file] : courses->items()) {
    auto course = course::parse_course(file.dump());
    if (!course) return fail(course.error().text(), "courses/" + name + ".json");
    content.courses.insert_or_assign(name, std::move(*course));
  }
  Content whole = content;
  for (auto& [name, course] : whole.courses) {
    auto complete = resolved(content, course);
    if (!complete) return fail(complete.error().text(), "courses/" + name + ".json");
    course = std::move(*complete);
  }
  content.courses = std::move(whole.courses);
  return {};
}

}  // namespace

void add_course(Content& content, const std::string& address, std::string_view text) {
  Result<course::Course> course = fail(content.text.get("app.course_not_loaded", {{"address", address}}));
  if (!text.empty()) course = course::parse_course(text);
  if (course) course = resolved(content, *course);
  if (course)
    content.courses.insert_or_assign(address, std::move(*course));
  else
    content.course_problems.insert_or_assign(address, course.error().text());
}

std::string missing_course(const Content& content, const State& state) {
  const labs::Lab* lab = labs::find_lab(state.lab);
  if (lab == nullptr || labs::find_field(*lab, "course") == nullptr) return "";
  const std::string name = labs::value_of(*lab, state, "course");
  const bool known = content.find_course(name) != nullptr || content.course_problems.contains(name);
  return name.ends_with(".json") && !known ? name : "";
}

Result<Content> parse_content(std::string_view text) {
  const json root = json::parse(text, nullptr, false);
  if (!root.is_object()) return fail("content.json is not a JSON object");
  const auto networks = root.find("networks");
  if (networks == root.end() || !networks->is_object() || networks->empty())
    return fail("expected an object of networks", "networks");
  Content content;
  for (const auto& [name, file] : networks->items()) {
    auto network = nn::parse_network(file.dump());
    if (!network) return fail(network.error().text(), "networks/" + name + ".json");
    content.networks.push_back(std::move(*network));
  }
  const auto languages = root.find("text");
  if (languages == root.end() || !languages->is_object() || !languages->contains("en"))
    return fail("expected the English text", "text.en");
  auto parsed = Text::parse((*languages)["en"].dump());
  if (!parsed) return fail(parsed.error().text(), "text/en.json");
  content.text = std::move(*parsed);
  if (auto read = read_courses(root, content); !read) return std::unexpected(read.error());
  return content;
}

}  // namespace stride::app
