#include "fixture.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

namespace stride::course::fixture {

std::string read(const std::string& path) {
  std::ifstream file(std::string(STRIDE_SOURCE_DIR) + "/" + path, std::ios::binary);
  REQUIRE_MESSAGE(file.is_open(), path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

nn::NetworkSpec network(const std::string& name) {
  auto spec = nn::parse_network(read("web/content/networks/" + name + ".json"));
  REQUIRE(spec.has_value());
  return *spec;
}

const Text& text() {
  static const Text words = [] {
    nlohmann::json all = nlohmann::json::parse(read("web/content/text/en.course.json"));
    for (const char* part : {"courses", "formula", "pooling"})
      all.update(nlohmann::json::parse(read(std::string("web/content/text/en.") + part + ".json")));
    return Text::parse(all.dump()).value();
  }();
  return words;
}

const std::vector<std::string>& course_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> found;
    for (const auto& file : std::filesystem::directory_iterator(STRIDE_SOURCE_DIR "/web/content/courses"))
      if (file.path().stem().extension() != ".schema") found.push_back(file.path().stem().string());
    std::ranges::sort(found);
    return found;
  }();
  return names;
}

const Course& course(const std::string& name) {
  static std::map<std::string, Course> all;
  if (const auto found = all.find(name); found != all.end()) return found->second;
  const auto parsed = parse_course(read("web/content/courses/" + name + ".json"));
  REQUIRE_MESSAGE(parsed.has_value(), parsed.error().text());
  const auto whole = resolve(*parsed, [](std::string_view other) { return &course(std::string(other)); });
  REQUIRE_MESSAGE(whole.has_value(), whole.error().text());
  return all.emplace(name, *whole).first->second;
}

const nn::NetworkSpec* find_network(std::string_view name) {
  static std::map<std::string, nn::NetworkSpec, std::less<>> all;
  const auto found = all.find(name);
  if (found != all.end()) return &found->second;
  return &all.emplace(std::string(name), network(std::string(name))).first->second;
}

Worksheet sheet(const nn::NetworkSpec& spec, nn::Pair size, nn::Rounding rounding) {
  auto made = make_worksheet(spec, size, rounding);
  REQUIRE(made.has_value());
  return std::move(*made);
}

Worksheet sheet(const std::string& network_name, std::int64_t size, nn::Rounding rounding) {
  return sheet(network(network_name), {size, size}, rounding);
}

Given given(const Worksheet& sheet, std::initializer_list<std::pair<std::string_view, std::string_view>> answers) {
  Given all;
  for (const auto& [cell, answer] : answers) all.emplace(parse_cell(sheet, cell).value(), answer);
  return all;
}

Grade check(const Worksheet& sheet, std::string_view cell, std::string_view answer, const Given& given) {
  const auto id = parse_cell(sheet, cell);
  REQUIRE_MESSAGE(id.has_value(), std::string(cell));
  return grade(sheet, *id, answer, given, text());
}

std::string named(const Grade& grade) {
  std::string all = grade.misconception;
  for (const std::string& id : grade.also) all += " " + id;
  return all;
}

bool names(const Grade& grade, std::string_view id) {
  return grade.misconception == id || std::ranges::contains(grade.also, id);
}

}  // namespace stride::course::fixture
