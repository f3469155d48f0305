#include <array>
#include <charconv>

#include "app/app.h"

namespace stride::app {

using page::Block;
using page::Blocks;

namespace {

Block button(const Content& content, std::string id, std::string_view key, bool enabled, std::string shortcut) {
  return {std::move(id), page::Button{.label = content.text.get(key),
                                      .look = page::Button::Look::quiet,
                                      .enabled = enabled,
                                      .shortcut = std::move(shortcut)}};
}

Blocks header(const Content& content, const State& state) {
  return {{"header.tools", page::Line{{button(content, "undo", "app.undo", !state.undo.empty(), "Ctrl+Z"),
                                       button(content, "redo", "app.redo", !state.redo.empty(), "Ctrl+Shift+Z"),
                                       button(content, "help", "app.help", true, "?")}}}};
}

Blocks settings(const Content& content, const labs::Lab& lab, const State& state) {
  const Text& text = content.text;
  std::vector<page::Option> themes, scales;
  for (const char* theme : {"system", "light", "dark"})
    themes.push_back({theme, text.get(std::string("app.theme.") + theme)});
  for (const char* scale : {"80", "90", "100", "125", "150", "200"})
    scales.push_back({scale, std::string(scale) + " %"});
  return {
      {"field.theme", page::Combobox{text.get("app.theme"), std::move(themes), labs::value_of(lab, state, "theme")}},
      {"field.font_scale",
       page::Combobox{text.get("app.font_scale"), std::move(scales), labs::value_of(lab, state, "font_scale")}}};
}

page::Dialog help(const Content& content) {
  const Text& text = content.text;
  constexpr std::array<std::string_view, 8> shortcuts = {"enter", "tab",   "shift_enter", "undo",
                                                         "redo",  "paste", "step",        "help"};
  page::Table table;
  table.caption = text.get("app.help.title");
  table.columns = {{text.get("app.help.key"), page::Column::Role::name},
                   {text.get("app.help.does"), page::Column::Role::value}};
  for (const std::string_view shortcut : shortcuts) {
    const std::string key = "app.shortcut." + std::string(shortcut);
    table.rows.push_back(
        {.id = "shortcut." + std::string(shortcut),
         .cells = {{page::prose({page::strong(text.get(key + ".key"))})}, {page::prose(text.get(key + ".does"))}}});
  }
  page::Dialog dialog{text.get("app.help.title"), {}};
  dialog.blocks.push_back({"help.table", std::move(table)});
  dialog.blocks.push_back(page::prose(text.get("app.help.privacy"), page::Tone::soft));
  dialog.blocks.push_back({"", page::Line{{{"close-dialog", page::Button{.label = text.get("app.close"),
                                                                         .look = page::Button::Look::primary}}}}});
  return dialog;
}

page::Dialog ask_to_delete(const Content& content) {
  const Text& text = content.text;
  return {text.get("app.delete.title"),
          {page::prose(text.get("app.delete.question")),
           {"", page::Line{{{"delete-confirmed", page::Button{.label = text.get("app.delete.yes")}},
                            {"close-dialog", page::Button{.label = text.get("app.delete.no"),
                                                          .look = page::Button::Look::primary}}}}}}};
}

page::Words words(const Text& text) {
  return {.play = text.get("page.play"),
          .pause = text.get("page.pause"),
          .step = text.get("page.step"),
          .step_back = text.get("page.step_back"),
          .position = text.get("page.position"),
          .menu = text.get("page.menu"),
          .inspector = text.get("page.inspector"),
          .data = text.get("page.data"),
          .numbers = text.get("page.numbers"),
          .move_up = text.get("page.move_up"),
          .move_down = text.get("page.move_down")};
}

}  // namespace

page::Page view(const Content& content, const State& state, const jobs::Results& results) {
  const labs::Lab* found = labs::find_lab(state.lab);
  const labs::Lab& lab = found != nullptr ? *found : *labs::all_labs().front();
  page::Page result = lab.view(content, state, results);
  result.header = header(content, state);
  for (Block& block : settings(content, lab, state)) result.rail.push_back(std::move(block));
  if (state.dialog == "help") result.dialog = help(content);
  if (state.dialog == "delete") result.dialog = ask_to_delete(content);
  result.words = words(content.text);
  if (result.status.empty()) result.status = state.status;
  result.focus = state.focus;
  result.theme = labs::value_of(lab, state, "theme");
  const std::string scale = labs::value_of(lab, state, "font_scale");
  int percent = 100;
  std::from_chars(scale.data(), scale.data() + scale.size(), percent);
  result.font_scale = percent / 100.0;
  page::assign_ids(result);
  return result;
}

}  // namespace stride::app
