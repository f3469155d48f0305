#pragma once

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "app/app.h"

namespace stride::app {

inline std::string read_text_file(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

/// content.json as the build makes it, from the files of web/content.
inline std::string content_json() {
  using nlohmann::json;
  const std::filesystem::path root = std::filesystem::path(STRIDE_SOURCE_DIR) / "web/content";
  json networks = json::object(), courses = json::object(), english = json::object();
  for (const auto& file : std::filesystem::directory_iterator(root / "networks"))
    networks[file.path().stem().string()] = json::parse(read_text_file(file.path()), nullptr, false);
  for (const auto& file : std::filesystem::directory_iterator(root / "courses"))
    if (!file.path().stem().string().ends_with(".schema"))
      courses[file.path().stem().string()] = json::parse(read_text_file(file.path()), nullptr, false);
  for (const auto& file : std::filesystem::directory_iterator(root / "text"))
    if (file.path().filename().string().starts_with("en"))
      english.update(json::parse(read_text_file(file.path()), nullptr, false));
  return json{{"networks", networks}, {"courses", courses}, {"text", {{"en", english}}}}.dump();
}

inline const Content& content() {
  static const Result<Content> parsed = parse_content(content_json());
  REQUIRE_MESSAGE(parsed.has_value(), (parsed ? std::string() : parsed.error().text()));
  return *parsed;
}

/// A student at the page: every method is one action, a second after the one before.
struct Student {
  State state = initial_state(content());
  double time = 1'800'000'000'000;

  Student& act(Action::Kind kind, const std::string& id, const std::string& value = "") {
    time += 1000;
    state = update(content(), state, {kind, id, value, time});
    return *this;
  }
  Student& type(const std::string& id, const std::string& text) {
    std::string typed;
    for (const char c : text) act(Action::Kind::input, id, typed += c);
    return *this;
  }
  Student& answer(const std::string& cell, const std::string& text) {
    act(Action::Kind::focus, "cell." + cell);
    act(Action::Kind::input, "cell." + cell, text);
    return act(Action::Kind::commit, "cell." + cell, text);
  }
  Student& press(const std::string& id) { return act(Action::Kind::press, id); }
  /// After long enough for a rung of help without an attempt.
  Student& think_and_press(const std::string& id) {
    time += 20'000;
    return press(id);
  }
  [[nodiscard]] page::Page page() const { return view(content(), state, {}); }
  [[nodiscard]] std::string json() const { return page::to_json(page()); }
};

/// The first block with this id, wherever it is nested.
inline const page::Block* find_block(const page::Blocks& blocks, std::string_view id) {
  for (const page::Block& block : blocks) {
    if (block.id == id) return &block;
    const page::Block* found = nullptr;
    if (const auto* card = std::get_if<page::Card>(&block.body)) found = find_block(card->blocks, id);
    if (const auto* line = std::get_if<page::Line>(&block.body)) found = find_block(line->blocks, id);
    if (const auto* callout = std::get_if<page::Callout>(&block.body)) found = find_block(callout->blocks, id);
    if (const auto* part = std::get_if<page::Disclosure>(&block.body)) found = find_block(part->blocks, id);
    if (const auto* table = std::get_if<page::Table>(&block.body))
      for (const page::Row& row : table->rows)
        for (const page::Blocks& cell : row.cells)
          if (found == nullptr) found = find_block(cell, id);
    if (found != nullptr) return found;
  }
  return nullptr;
}

inline const page::Block* find_block(const page::Page& page, std::string_view id) {
  for (const page::Blocks* blocks : {&page.header, &page.rail, &page.main, &page.inspector})
    if (const page::Block* found = find_block(*blocks, id)) return found;
  if (page.dialog) return find_block(page.dialog->blocks, id);
  return nullptr;
}

template <class T>
const T& block_of(const page::Page& page, std::string_view id) {
  const page::Block* block = find_block(page, id);
  REQUIRE_MESSAGE(block != nullptr, std::string(id));
  const T* body = std::get_if<T>(&block->body);
  REQUIRE_MESSAGE(body != nullptr, std::string(id));
  return *body;
}

/// What a slip in a predicted value is called.
inline std::string slip_name(const std::string& id) {
  const std::string own = "courses.lab.predict.value.slip." + id, name = content().text.get(own);
  return name == "<" + own + ">" ? content().text.get("course.slip." + id) : name;
}

inline Verdict verdict_of(const Student& student, const std::string& cell) {
  const page::Page page = student.page();  // a name of its own: the block lives in it
  return block_of<page::AnswerBox>(page, "cell." + cell).verdict;
}

}  // namespace stride::app
