#include "page/names.h"

#include <array>

namespace stride::page {

namespace {

template <std::size_t count, class Enum>
std::string_view name_of(const std::array<std::string_view, count>& names, Enum value) {
  const auto index = static_cast<std::size_t>(value);
  return index < count ? names[index] : std::string_view();
}

}  // namespace

// Each list is in the order of its declaration in page.h.

std::string_view kind_name(const Block& block) {
  constexpr std::array<std::string_view, std::variant_size_v<decltype(Block::body)>> names = {
      "heading", "prose", "formula", "answer",   "combobox",   "toggle", "button", "link",     "table", "figure",
      "callout", "card",  "line",    "progress", "disclosure", "slider", "choice", "ordering", "file"};
  return name_of(names, block.body.index());
}

std::string_view to_string(Inline::Kind kind) {
  return name_of(std::to_array<std::string_view>({"plain", "strong", "soft", "code", "math"}), kind);
}

std::string_view to_string(Tone tone) {
  return name_of(std::to_array<std::string_view>({"plain", "soft", "right", "consistent", "wrong", "note"}), tone);
}

std::string_view to_string(Button::Look look) {
  return name_of(std::to_array<std::string_view>({"plain", "primary", "link", "quiet"}), look);
}

std::string_view to_string(Column::Role role) {
  return name_of(std::to_array<std::string_view>({"name", "spec", "value", "answer", "action"}), role);
}

std::string text_of(const Inlines& text) {
  std::string result;
  for (const Inline& part : text) result += part.expr ? math::to_text(*part.expr) : part.text;
  return result;
}

std::string_view sign(Verdict verdict) {
  return name_of(std::to_array<std::string_view>({"", "✓", "~", "✗", "?"}), verdict);
}

}  // namespace stride::page
