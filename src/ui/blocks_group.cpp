#include <algorithm>

#include "page/ids.h"
#include "ui/blocks.h"

namespace stride::ui {

namespace {

struct Wash {
  Token ground, title;
};

Wash wash_of(page::Tone tone) {
  switch (tone) {
    case page::Tone::right:
      return {Token::right_wash, Token::right};
    case page::Tone::consistent:
      return {Token::consistent_wash, Token::consistent};
    case page::Tone::wrong:
      return {Token::wrong_wash, Token::wrong};
    case page::Tone::note:
    case page::Tone::plain:
    case page::Tone::soft:
      break;
  }
  return {Token::accent_wash, Token::accent};
}

double widest(const Builder& builder, const Blocks& blocks) {
  double width = 0;
  for (const Block& block : blocks) width = std::max(width, natural_width(builder, block));
  return width;
}

// The page's own margin shrinks with it; so does a card's.
double card_padding(const Builder& builder, double width) {
  if (builder.region != Region::main) return 12;
  return width < 240 ? 12 : width < 480 ? 14 : 20;
}

bool has_caption(const Builder& builder, const Block& block) {
  if (const auto* box = std::get_if<page::AnswerBox>(&block.body)) return !box->caption.empty();
  if (std::holds_alternative<page::Slider>(block.body)) return true;
  return std::holds_alternative<page::Combobox>(block.body) && builder.region != Region::header;
}

const page::Button* boxed_button(const Block& block) {
  const auto* button = std::get_if<page::Button>(&block.body);
  return button != nullptr && button->look != page::Button::Look::link ? button : nullptr;
}

// A link at the end brings air of its own: its control is higher than its text.
double air_below(const Builder& builder, const Blocks& blocks) {
  if (blocks.empty()) return 0;
  if (const auto* line = std::get_if<page::Line>(&blocks.back().body)) return air_below(builder, line->blocks);
  const auto* button = std::get_if<page::Button>(&blocks.back().body);
  return button != nullptr && button->look == page::Button::Look::link ? (builder.control - 20) / 2 : 0;
}

bool is_figure(const Block& block) { return std::holds_alternative<page::Figure>(block.body); }

struct Placed {
  Scene::Mark mark;
  const Block* block = nullptr;
  double x = 0;
  Size size;
};

// Blocks of one line share their middle; boxes with captions above share their lower edge, figures their upper one.
double settle(Builder& builder, std::vector<Placed>& row) {
  double height = 0;
  bool captions = false, figures = false;
  for (const Placed& placed : row) {
    height = std::max(height, placed.size.height);
    captions |= has_caption(builder, *placed.block);
    figures |= is_figure(*placed.block);
  }
  // Later blocks lie later in the scene: shifting all from a mark on moves them too, so each is moved by the
  // difference.
  double moved = 0;
  for (const Placed& placed : row) {
    const double room = height - placed.size.height;
    const double wanted = figures ? 0 : captions ? room : room / 2;
    builder.scene.shift(placed.mark, 0, wanted - moved);
    moved = wanted;
  }
  row.clear();
  return height;
}

}  // namespace

double natural_callout(const Builder& builder, const Block& block) {
  return widest(builder, std::get<page::Callout>(block.body).blocks) + 28;
}

Size place_callout(Builder& builder, const Block& block, double x, double y, double width) {
  const auto& callout = std::get<page::Callout>(block.body);
  const Wash wash = wash_of(callout.tone);
  const double padding = width < 240 ? 10 : 14;
  const double inner = builder.in_main() ? width - 2 * padding : std::min(width - 2 * padding, 640.0);
  const Rect room{x, y, std::min(width, inner + 2 * padding), 0};
  builder.scene.shapes.emplace_back(Panel{});
  const std::size_t panel = builder.scene.shapes.size() - 1;
  const Inside inside(builder, builder.region == Region::inspector ? Region::inspector : Region::panel, wash.ground);
  double used = padding - 2;
  if (!callout.title.empty()) {
    const Size title = flow_text(
        builder.fonts, builder.scene, callout.title,
        [&] {
          TextStyle style = single_style(Face::table_strong, wash.title);
          style.line_height = 21;
          return style;
        }(),
        x + padding, y + used, inner);
    builder.report(page::title_id(block.id), {x + padding, y + used, inner, title.height});
    used += title.height + (callout.blocks.empty() ? 0 : 4);
  }
  used += place_stack(builder, callout.blocks, x + padding, y + used, inner) + padding - 1 -
          air_below(builder, callout.blocks);
  const Rect rect{x, y, room.width, used};
  builder.scene.panel(panel) = {.rect = rect, .fill = wash.ground, .stroke = {}, .radius = 10};
  builder.report(block.id, rect);
  return {rect.width, rect.height};
}

double natural_card(const Builder& builder, const Block& block) {
  return widest(builder, std::get<page::Card>(block.body).blocks) + 2 * card_padding(builder, 1000);
}

Size place_card(Builder& builder, const Block& block, double x, double y, double width) {
  const auto& card = std::get<page::Card>(block.body);
  const double padding = card_padding(builder, width);
  const bool in_main = builder.in_main();
  builder.scene.shapes.emplace_back(Panel{});
  const std::size_t panel = builder.scene.shapes.size() - 1;
  const Inside inside(builder, in_main ? Region::panel : builder.region, Token::panel);
  const double vertical = std::min(padding, 16.0);
  double height = place_stack(builder, card.blocks, x + padding, y + vertical, width - 2 * padding) + 2 * vertical -
                  air_below(builder, card.blocks);
  if (builder.inspector_in_table && !block.id.empty() && block.id == builder.page.inspector_row)
    height += place_inspector_panel(builder, x + padding, y + height, width - 2 * padding) + padding;
  const Rect rect{x, y, width, height};
  builder.scene.panel(panel) = {
      .rect = rect, .fill = Token::panel, .stroke = Token::line, .radius = in_main ? 12.0 : 10.0};
  builder.report(block.id, rect);
  return {width, height};
}

double natural_line(const Builder& builder, const Block& block) {
  double width = 0;
  for (const Block& part : std::get<page::Line>(block.body).blocks) width += natural_width(builder, part) + 14;
  return std::max(0.0, width - 14);
}

Size place_line(Builder& builder, const Block& block, double x, double y, double width) {
  const auto& line = std::get<page::Line>(block.body);
  const auto& parts = line.blocks;
  const bool boxes =
      builder.narrow() && std::ranges::all_of(parts, [&](const Block& part) { return has_caption(builder, part); });
  const bool buttons = builder.narrow() && parts.size() > 1 && parts.size() < 4 && builder.region != Region::header &&
                       std::ranges::all_of(parts, [](const Block& part) { return boxed_button(part) != nullptr; });
  const double gap = boxes                                                                                         ? 12
                     : std::ranges::all_of(parts, [](const Block& part) { return boxed_button(part) != nullptr; }) ? 8
                                                                                                                   : 14;
  // On a phone boxes stand in two columns, and so do a few buttons.
  const double column = width >= 292 ? (width - gap) / 2 : width;
  const double share = (width - gap * static_cast<double>(parts.size() - 1)) /
                       static_cast<double>(std::max<std::size_t>(1, parts.size()));
  const bool shares =
      buttons && std::ranges::all_of(parts, [&](const Block& part) { return natural_width(builder, part) <= share; });
  const auto is_long_choice = [&](const Block& part) {  // its text would be cut, also without the air that it likes
    return std::holds_alternative<page::Combobox>(part.body) && natural_width(builder, part) - 6 > column;
  };
  // Figures that nearly fill the line fill it, so that their edge is that of the cards above and below.
  const double room = width - natural_line(builder, block);
  const bool fills = !builder.narrow() && room > 0 && room < 0.3 * width && std::ranges::all_of(parts, is_figure);
  const double wider = fills ? room / static_cast<double>(parts.size()) : 0;
  std::vector<Placed> row;
  double left = 0, used = 0, widest_row = 0;
  for (const Block& part : parts) {
    const bool last = &part == &parts.back();
    const bool alone = builder.narrow() && is_figure(part);
    const double wish = alone   ? width
                        : boxes ? (is_long_choice(part) ? width : column)
                                : std::min(shares ? share : natural_width(builder, part) + wider, width);
    if (!row.empty() && left + wish > width + 0.5) {
      used += settle(builder, row) + (boxes ? 12 : 8);
      left = 0;
    }
    if (line.spread && last && !row.empty()) left = std::max(left, width - wish);
    const auto mark = builder.scene.mark();
    builder.fill_boxes = boxes;
    Size size = place(builder, part, x + left, y + used, wish);
    builder.fill_boxes = false;
    if (shares && boxed_button(part) != nullptr) {  // wider than it asked for: put it anew at the full share
      builder.scene.rewind(mark);
      const auto& button = std::get<page::Button>(part.body);
      const Rect rect{x + left, y + used, share, size.height};
      put_button(builder.scene, builder.fonts, button, rect, builder.ground, false);
      builder.item(part.id, button.name.empty() ? button.label : button.name, rect);
      size.width = share;
    }
    row.push_back({mark, &part, left, size});
    left += std::max(size.width, 1.0);
    widest_row = std::max(widest_row, left);
    left += gap;
  }
  if (!row.empty()) used += settle(builder, row);
  builder.report(block.id, {x, y, line.spread ? width : widest_row, used});
  return {line.spread ? width : widest_row, used};
}

double natural_disclosure(const Builder& builder, const Block& block) {
  const auto& disclosure = std::get<page::Disclosure>(block.body);
  return std::max(builder.fonts.width(Face::table_strong, disclosure.label) + 22,
                  disclosure.open ? widest(builder, disclosure.blocks) : 0);
}

Size place_disclosure(Builder& builder, const Block& block, double x, double y, double width) {
  const auto& disclosure = std::get<page::Disclosure>(block.body);
  const auto mark = builder.scene.mark();
  const Size text = flow_text(builder.fonts, builder.scene, disclosure.label, single_style(Face::table_strong), x + 20,
                              y, width - 20);
  const Rect rect{x, y, text.width + 20, std::max(builder.control, text.height + 8)};
  builder.scene.shift(mark, 0, (rect.height - text.height) / 2);
  add_chevron(builder.scene, x + 7, rect.center_y(), Token::soft, disclosure.open, 8);
  builder.item(block.id, disclosure.label, rect);
  if (!disclosure.open || disclosure.blocks.empty()) return {rect.width, rect.height};
  const double below = place_stack(builder, disclosure.blocks, x, y + rect.height + 8, width);
  return {width, rect.height + 8 + below};
}

}  // namespace stride::ui
