#include "cli/content.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

namespace stride::cli {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

Result<std::vector<fs::path>> json_files(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (auto at = fs::directory_iterator(folder, error); !error && at != fs::directory_iterator(); at.increment(error))
    if (at->path().extension() == ".json") files.push_back(at->path());
  if (error || files.empty())
    return fail("no content files there; STRIDE_CONTENT may name the folder web/content", folder.string());
  std::ranges::sort(files, {}, [](const fs::path& file) { return file.stem().string(); });
  return files;
}

Result<json> load_words() {
  const auto files = json_files(content_folder() / "text");
  if (!files) return std::unexpected(files.error());
  json words = json::object();
  for (const fs::path& file : *files) {
    const std::string name = file.stem().string();
    if (name != "en" && !name.starts_with("en.")) continue;
    const auto content = read_file(file);
    if (!content) return std::unexpected(content.error());
    const json part = json::parse(*content, nullptr, false);
    if (!part.is_object()) return fail("expected a JSON object", file.string());
    words.update(part);
  }
  return words;
}

/// The names of the files in a folder of web/content. A schema there is no content.
Result<std::vector<std::string>> names_in(const char* folder) {
  const auto files = json_files(content_folder() / folder);
  if (!files) return std::unexpected(files.error());
  std::vector<std::string> names;
  for (const fs::path& file : *files)
    if (file.stem().extension() != ".schema") names.push_back(file.stem().string());
  return names;
}

/// A name has no folder and no ending; all else is a path.
bool is_path(const std::string& text) { return text.contains('/') || text.ends_with(".json"); }

/// Where a network or a course stands that is given by its name or by a path.
Result<fs::path> path_of(const std::string& name_or_path, const std::string& kind) {
  if (is_path(name_or_path)) return name_or_path;
  const std::string folder = kind + "s";
  const auto names = names_in(folder.c_str());
  if (!names) return std::unexpected(names.error());
  if (std::ranges::contains(*names, name_or_path)) return content_folder() / folder / (name_or_path + ".json");
  std::string list;
  for (const std::string& name : *names) list += (list.empty() ? "" : ", ") + name;
  return fail("there is no " + kind + " \"" + name_or_path + "\"; " +
              (kind == "network" ? "`stride networks` lists them" : "there are " + list) +
              ", and a path to a file works too");
}

}  // namespace

fs::path content_folder() {
  const char* const chosen = std::getenv("STRIDE_CONTENT");
  return chosen != nullptr && *chosen != '\0' ? fs::path(chosen) : fs::path(STRIDE_SOURCE_DIR) / "web" / "content";
}

Result<std::string> read_file(const fs::path& path) {
  std::error_code error;
  if (fs::is_directory(path, error)) return fail("expected a file, found a folder", path.string());
  std::ifstream file(path, std::ios::binary);
  std::string content((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file.is_open() || file.bad()) return fail("cannot be read", path.string());
  return content;
}

Result<std::vector<std::string>> network_names() { return names_in("networks"); }

Result<std::vector<std::string>> course_names() { return names_in("courses"); }

Result<nn::NetworkSpec> load_network(const std::string& name_or_path) {
  const auto path = path_of(name_or_path, "network");
  if (!path) return std::unexpected(path.error());
  const auto content = read_file(*path);
  if (!content) return std::unexpected(content.error());
  auto network = nn::parse_network(*content);
  if (!network) return fail(network.error().text(), path->string());
  return network;
}

namespace {

Result<course::Course> load_own(const fs::path& path) {
  const auto content = read_file(path);
  if (!content) return std::unexpected(content.error());
  auto course = course::parse_course(*content);
  if (!course) return fail(course.error().text(), path.string());
  return course;
}

}  // namespace

Result<course::Course> load_course(const std::string& name_or_path) {
  const auto path = path_of(name_or_path, "course");
  if (!path) return std::unexpected(path.error());
  const auto course = load_own(*path);
  if (!course) return course;
  std::map<std::string, course::Course, std::less<>> others;
  auto whole = course::resolve(*course, [&others](std::string_view name) -> const course::Course* {
    if (const auto found = others.find(name); found != others.end()) return &found->second;
    auto other = load_own(content_folder() / "courses" / (std::string(name) + ".json"));
    return other ? &others.emplace(std::string(name), std::move(*other)).first->second : nullptr;
  });
  if (!whole) return fail(whole.error().text(), path->string());
  return whole;
}

course::FindNetwork find_networks() {
  using Found = std::map<std::string, std::optional<nn::NetworkSpec>, std::less<>>;
  return [all = std::make_shared<Found>()](std::string_view name) -> const nn::NetworkSpec* {
    auto found = all->find(name);
    if (found == all->end()) {
      auto network = load_network(std::string(name));
      found = all->emplace(std::string(name), network ? std::optional(std::move(*network)) : std::nullopt).first;
    }
    return found->second ? &*found->second : nullptr;
  };
}

Result<Text> load_text() {
  auto words = load_words();
  if (!words) return std::unexpected(words.error());
  json& cells = (*words)["course"]["cell"];
  for (auto& [column, name] : cells.items()) name = "{layer}." + column;
  return Text::parse(words->dump());
}

Result<labs::Content> load_content() {
  const auto words = load_words();
  if (!words) return std::unexpected(words.error());
  auto text = Text::parse(words->dump());
  if (!text) return std::unexpected(text.error());
  labs::Content content;
  content.text = std::move(*text);
  const auto names = network_names();
  if (!names) return std::unexpected(names.error());
  for (const std::string& name : *names) {
    auto network = load_network(name);
    if (!network) return std::unexpected(network.error());
    content.networks.push_back(std::move(*network));
  }
  const auto courses = course_names();
  if (!courses) return std::unexpected(courses.error());
  for (const std::string& name : *courses) {
    auto course = load_course(name);
    if (!course) return std::unexpected(course.error());
    content.courses.emplace(name, std::move(*course));
  }
  return content;
}

}  // namespace stride::cli
