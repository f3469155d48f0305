#include <algorithm>
#include <cctype>
#include <cmath>

#include "math/expr.h"
#include "page/ids.h"
#include "ui/table_plan.h"

/// A worksheet on a phone: a card per row.
namespace stride::ui {

namespace {

using Role = page::Column::Role;

std::string plain_text(const page::Prose& prose) {
  std::string text;
  for (const page::Inline& part : prose.text) text += part.expr ? math::to_text(*part.expr) : part.text;
  return text;
}

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts(1);
  for (const char character : text) {
    if (character == separator)
      parts.emplace_back();
    else
      parts.back() += character;
  }
  for (std::string& part : parts) {
    while (part.starts_with(' ')) part.erase(0, 1);
    while (part.ends_with(' ')) part.pop_back();
  }
  return parts;
}

std::string lower_first(std::string text) {
  if (!text.empty()) text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
  return text;
}

// 'Kernel / stride / pad' over '5 / 2 / 2' becomes 'kernel 5 · stride 2 · pad 2'.
std::string spoken(const std::string& label, const std::string& value) {
  if (value.empty() || value == "–") return "";
  const auto names = split(label, '/'), values = split(value, '/');
  if (names.size() == 1 || names.size() != values.size())
    return names.size() == 1 ? lower_first(label) + " " + value : value;
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (values[i] == "–") continue;
    text += (text.empty() ? "" : " · ") + lower_first(names[i]) + " " + values[i];
  }
  return text;
}

struct Piece {
  std::string id, text;
};

struct CardPlacer {
  Builder& builder;
  const page::Table& table;
  const page::Row& row;
  double x, y, width;  // inside the padding
  double used = 0;

  [[nodiscard]] std::vector<Piece> pieces() const {
    std::vector<Piece> found;
    for (std::size_t i = 1; i < row.cells.size(); ++i) {
      if (table.columns[i].role != Role::spec && table.columns[i].role != Role::value) continue;
      for (const Block& block : row.cells[i])
        if (const auto* prose = std::get_if<page::Prose>(&block.body)) {
          std::string text = spoken(table.columns[i].label, plain_text(*prose));
          if (!text.empty()) found.push_back({block.id, std::move(text)});
        }
    }
    return found;
  }

  void title() {
    const Size name = place_cell(builder, row.cells.front(), x, y, width);
    used = std::max(name.height, 22.0);
    const auto parts = pieces();
    const TextStyle style = label_style();
    const double dot = builder.fonts.width(style.plain, " · ");
    double total = 0;
    for (const Piece& piece : parts) total += builder.fonts.width(style.plain, piece.text) + dot;
    total -= parts.empty() ? 0 : dot;
    const bool beside = name.width + 16 + total <= width;
    double left = beside ? width - total : 0, top = beside ? y + (used - style.line_height) / 2 : y + used;
    bool first = true;
    for (const Piece& piece : parts) {
      const double wish = builder.fonts.width(style.plain, piece.text);
      if (!first && left + dot + wish > width + 0.5) {
        left = 0;
        top += style.line_height;
      } else if (!first) {
        builder.scene.text(x + left, centred_baseline(top, style.line_height, style.plain), style.plain, Token::soft,
                           " · ");
        left += dot;
      }
      const Size size = flow_text(builder.fonts, builder.scene, piece.text, style, x + left, top, width - left + 0.5);
      builder.report(piece.id, {x + left, top, size.width, size.height});
      left += size.width;
      top += size.height - style.line_height;
      first = false;
    }
    if (!parts.empty() && !beside) used = top + style.line_height - y;
  }

  // Two to a line, or as many as there is room for, each under its column's name.
  void answers() {
    const double gap = 12;
    const double count = width < 220 ? 1 : std::max(2.0, std::floor((width + gap) / 190));
    const double box = (width - gap * (count - 1)) / count;
    double left = 0, tallest = 0;
    for (std::size_t i = 1; i < row.cells.size(); ++i) {
      if (table.columns[i].role != Role::answer || row.cells[i].empty()) continue;
      if (left + box > width + 0.5) {
        used += tallest;
        left = tallest = 0;
      }
      const Size caption =
          flow_text(builder.fonts, builder.scene, table.columns[i].label, label_style(), x + left, y + used + 10, box);
      builder.report(page::caption_id(row.cells[i].front().id),
                     {x + left, y + used + 10, caption.width, caption.height});
      const Size size = place_cell(builder, row.cells[i], x + left, y + used + 10 + caption.height + 4, box);
      tallest = std::max(tallest, 10 + caption.height + 4 + size.height);
      left += box + gap;
    }
    used += tallest;
  }

  void rest() {
    for (std::size_t i = 1; i < row.cells.size(); ++i) {
      const Role role = table.columns[i].role;
      if (role == Role::answer || row.cells[i].empty()) continue;
      const bool prose = std::ranges::all_of(
          row.cells[i], [](const Block& block) { return std::holds_alternative<page::Prose>(block.body); });
      if (prose && role != Role::action && role != Role::name) continue;
      used += 4 + place_cell(builder, row.cells[i], x, y + used + 4, width).height;
    }
  }
};

}  // namespace

Size place_table_as_cards(Builder& builder, const Block& block, double x, double y, double width) {
  const auto& table = std::get<page::Table>(block.body);
  const double padding = width < 240 ? 10 : 14;
  double used = 0;
  for (const page::Row& row : table.rows) {
    if (row.cells.empty()) continue;
    used += &row == table.rows.data() ? 0 : 12;
    builder.scene.shapes.emplace_back(Panel{});
    const std::size_t panel = builder.scene.shapes.size() - 1;
    CardPlacer card{builder, table, row, x + padding, y + used + padding, width - 2 * padding};
    {
      const Inside inside(builder, Region::table, Token::panel);
      card.title();
      card.answers();
      card.rest();
    }
    if (builder.inspector_in_table && row.id == builder.page.inspector_row) {
      builder.scene.shapes.emplace_back(
          Panel{.rect = {card.x, card.y + card.used + 16, card.width, 1}, .fill = Token::line, .stroke = {}});
      card.used += 30 + place_inspector_panel(builder, card.x, card.y + card.used + 30, card.width);
    }
    // 'Show working' at the end brings air of its own.
    const bool link = row.id != builder.page.inspector_row && !row.cells.back().empty() &&
                      std::holds_alternative<page::Button>(row.cells.back().back().body);
    const Rect rect{x, y + used, width, card.used + 2 * padding - (link ? (builder.control - 24) / 2 : 0)};
    builder.scene.panel(panel) = {
        .rect = rect, .fill = Token::panel, .stroke = row.current ? Token::accent : Token::line, .radius = 12};
    builder.report(row.id, rect);
    used += rect.height;
  }
  builder.report(block.id, {x, y, width, used});
  return {width, used};
}

}  // namespace stride::ui
