#include <algorithm>
#include <cmath>

#include "page/ids.h"
#include "page/names.h"
#include "ui/blocks.h"
#include "ui/controls.h"

namespace stride::ui {

namespace {

constexpr double row_gap = 8, mark_room = 40, sign_room = 30, row_padding = 6;

// Rows of text have a column's width, and that of what stands beside it.
double most_row(const Builder& builder) { return text_column(builder.fonts, builder.text_style()) + 120; }

// A row's panel comes before what is on it, and is filled in when its height is known.
std::size_t open_row(Builder& builder) {
  builder.scene.shapes.emplace_back(Panel{});
  return builder.scene.shapes.size() - 1;
}

// A ring or a box, and what says that it is chosen.
void put_mark(Scene& scene, double x, double y, bool multiple, bool chosen, Token ground) {
  const double half = 8;
  const Rect rect{x - half, y - half, 2 * half, 2 * half};
  const double radius = multiple ? 4 : half;
  scene.shapes.emplace_back(Panel{.rect = rect,
                                  .fill = chosen ? Token::accent : ground,
                                  .stroke = chosen ? Token::accent : Token::soft,
                                  .radius = radius});
  if (!chosen) return;
  if (multiple)
    add_check(scene, x, y, Token::on_accent, 9);
  else
    scene.shapes.emplace_back(Panel{.rect = {x - 3, y - 3, 6, 6}, .fill = Token::on_accent, .stroke = {}, .radius = 3});
}

double place_option(Builder& builder, const std::string& id, const page::Choice& choice,
                    const page::ChoiceOption& option, const Rect& room) {
  Scene& scene = builder.scene;
  const std::size_t panel = open_row(builder);
  const auto mark = scene.mark();
  const double left = room.x + mark_room, width = room.width - mark_room - sign_room;
  const Size text = flow_text(builder.fonts, scene, option.label, builder.text_style(), left, room.y, width);
  const std::string row_id = page::option_id(id, option.value);
  builder.report(page::text_id(row_id), {left, room.y, width, text.height});
  const double middle = room.y + std::min(text.height, 22.0) / 2;  // of its first line
  const Panel row = verdict_panel(builder, option.verdict, room);
  put_mark(scene, room.x + 20, middle, choice.multiple, option.chosen, row.fill.value_or(Token::panel));
  put_verdict(scene, builder.fonts, option.verdict, room.right() - 16, middle);
  double used = text.height;
  if (!option.reason.empty()) {
    const Size reason =
        flow_text(builder.fonts, scene, option.reason, label_style(Token::ink), left, room.y + used + 3, width);
    builder.report(page::reason_id(row_id), {left, room.y + used + 3, width, reason.height});
    used += 3 + reason.height;
  }
  const double height = std::max(builder.control + 4, used + 2 * row_padding);
  scene.shift(mark, 0, (height - used) / 2);
  scene.panel(panel) = row;
  scene.panel(panel).rect.height = height;
  if (option.chosen && option.verdict == Verdict::none) {
    scene.panel(panel).fill = Token::accent_wash;
    scene.panel(panel).stroke = Token::accent;
  }
  builder.item(row_id, page::text_of(option.label), {room.x, room.y, room.width, height});
  return height;
}

// Six dots: something to hold on to.
void put_grip(Scene& scene, double x, double y) {
  for (const double dx : {-3.0, 3.0})
    for (const double dy : {-5.0, 0.0, 5.0})
      scene.shapes.emplace_back(
          Panel{.rect = {x + dx - 1.25, y + dy - 1.25, 2.5, 2.5}, .fill = Token::soft, .stroke = {}, .radius = 1.25});
}

struct MoveButton {
  std::string id, label;
  bool up = false, enabled = true;
};
void put_move(Builder& builder, const MoveButton& button, const Rect& rect) {
  const double half = rect.width / 2, x = rect.x + half, y = rect.center_y();
  const Token token = button.enabled ? Token::ink : Token::line;
  const double turn = button.up ? -1 : 1;
  builder.scene.shapes.emplace_back(
      Path{{{x - 5, y - 2.5 * turn}, {x, y + 2.5 * turn}, {x + 5, y - 2.5 * turn}}, token, 1.6});
  builder.item(button.id, button.label, rect);
}

double place_item(Builder& builder, const std::string& id, const page::Ordering& ordering, std::size_t index,
                  const Rect& room) {
  Scene& scene = builder.scene;
  const page::OrderItem& item = ordering.items[index];
  const std::string row_id = page::item_id(id, item.id);
  const std::size_t panel = open_row(builder);
  const auto mark = scene.mark();
  const double buttons = 2 * builder.control,
               sign = ordering.verdict == Verdict::none && item.verdict == Verdict::none ? 0 : 26;
  const double left = room.x + 32, width = room.width - 32 - buttons - sign - 8;
  double used = item.text.empty()
                    ? 0
                    : flow_text(builder.fonts, scene, item.text, builder.text_style(), left, room.y, width).height;
  if (item.expr) used += place_formula(builder, {"", page::Formula{*item.expr, ""}}, left, room.y + used, width).height;
  builder.report(page::text_id(row_id), {left, room.y, width, used});
  const double height = std::max(builder.control + 4, used + 2 * row_padding);
  scene.shift(mark, 0, (height - used) / 2);
  const Rect row{room.x, room.y, room.width, height};
  scene.panel(panel) = verdict_panel(builder, item.verdict, row);
  builder.report(row_id, row);
  put_grip(scene, room.x + 16, row.center_y());
  builder.report(page::grip_id(row_id), {room.x, room.y, 32, height});
  put_verdict(scene, builder.fonts, item.verdict, row.right() - buttons - 16, row.center_y());
  const std::string name = page::text_of(item.text) + (item.expr ? " " + math::to_text(*item.expr) : "");
  const page::Words& words = builder.page.words;
  const double top = row.center_y() - builder.control / 2, x = row.right() - buttons - 2;
  put_move(builder, {page::up_id(row_id), words.move_up + ": " + name, true, index > 0},
           {x, top, builder.control, builder.control});
  put_move(builder, {page::down_id(row_id), words.move_down + ": " + name, false, index + 1 < ordering.items.size()},
           {x + builder.control, top, builder.control, builder.control});
  return height;
}

}  // namespace

double natural_choice(const Builder& builder, const Block& block) {
  const auto& choice = std::get<page::Choice>(block.body);
  double widest = natural_width(builder.fonts, choice.caption, label_style());
  for (const page::ChoiceOption& option : choice.options) {
    widest = std::max(widest, natural_width(builder.fonts, option.label, builder.text_style()) + mark_room + sign_room);
    widest = std::max(widest, natural_width(builder.fonts, option.reason, label_style()) + mark_room + sign_room);
  }
  return std::min(widest + 1, most_row(builder));
}

Size place_choice(Builder& builder, const Block& block, double x, double y, double width) {
  const auto& choice = std::get<page::Choice>(block.body);
  width = std::min(width, most_row(builder));
  double used = put_caption(builder, block.id, choice.caption, x, y, width);
  for (const page::ChoiceOption& option : choice.options)
    used += place_option(builder, block.id, choice, option, {x, y + used, width, 0}) + row_gap;
  const Rect rect{x, y, width, std::max(0.0, used - row_gap)};
  builder.report(block.id, rect);
  return {rect.width, rect.height};
}

double natural_ordering(const Builder& builder, const Block&) { return most_row(builder); }

Size place_ordering(Builder& builder, const Block& block, double x, double y, double width) {
  const auto& ordering = std::get<page::Ordering>(block.body);
  width = std::min(width, most_row(builder));
  double used = put_caption(builder, block.id, ordering.caption, x, y, width);
  for (std::size_t i = 0; i < ordering.items.size(); ++i)
    used += place_item(builder, block.id, ordering, i, {x, y + used, width, 0}) + row_gap;
  const Rect rect{x, y, width, std::max(0.0, used - row_gap)};
  builder.report(block.id, rect);
  return {rect.width, rect.height};
}

double natural_slider(const Builder& builder, const Block& block) {
  const auto& slider = std::get<page::Slider>(block.body);
  return std::max(slider.value_text.empty() ? 208.0 : 280.0,
                  natural_width(builder.fonts, slider.label, label_style()) + 1);
}

Size place_slider(Builder& builder, const Block& block, double x, double y, double width) {
  const auto& slider = std::get<page::Slider>(block.body);
  constexpr double longest = 720;  // alone it is as long as there is room; in a line it gets what it asks for
  width = std::min(width, longest);
  const double above = put_caption(builder, block.id, slider.label, x, y, width);
  // The value's room keeps its width while digits come and go.
  const double value = builder.fonts.width(Face::body_strong, slider.value_text);
  const double room = slider.value_text.empty() ? 0 : std::max(44.0, 12 * std::ceil((value + 1) / 12)) + 12;
  const Rect track{x, y + above, width - room, builder.control};
  const double span = slider.high - slider.low;
  put_track(builder.scene, track, span > 0 ? std::clamp((slider.value - slider.low) / span, 0.0, 1.0) : 0);
  builder.scene.text(x + width - value, centred_baseline(track.y, track.height, Face::body_strong), Face::body_strong,
                     Token::ink, slider.value_text);
  builder.item(block.id, slider.label, track);
  return {width, above + builder.control};
}

namespace {

Block as_button(const Block& block) {
  return {block.id, page::Button{.label = std::get<page::FileButton>(block.body).label}};
}

}  // namespace

double natural_file(const Builder& builder, const Block& block) { return natural_button(builder, as_button(block)); }

Size place_file(Builder& builder, const Block& block, double x, double y, double width) {
  return place_button(builder, as_button(block), x, y, width);
}

}  // namespace stride::ui
