#include <algorithm>

#include "page/ids.h"
#include "ui/blocks.h"
#include "ui/controls.h"

namespace stride::ui {

namespace {

constexpr double least_box = 160, line_height = 22;

// As many lines as the box shows.
void put_lines(Builder& builder, const Rect& rect, std::string_view text, Token ink, double width) {
  double y = rect.y + 7;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto mark = builder.scene.mark();
    const std::string line(text.substr(0, end));
    y += flow_text(builder.fonts, builder.scene, line, body_style(ink), rect.x + box_padding, y, width).height;
    if (y > rect.bottom()) return builder.scene.rewind(mark);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
}

// Native boxes show their own text, and would show it through whatever lies over them. While something does, the text
// is drawn, and the native one keeps its place (and the focus that it may get back) without height.
void put_box(Builder& builder, const std::string& id, const std::string& label, const Rect& rect, std::string_view text,
             Token ink, double room_for_sign, int rows = 1) {
  if (!builder.covered) return builder.item(id, label, rect);
  builder.item(id, label, {rect.x, rect.y, rect.width, 0});
  const double room = rect.width - box_padding - room_for_sign;
  if (rows > 1) return put_lines(builder, rect, text, ink, room);
  std::string shown;
  double width = 0;
  while (!text.empty()) {
    const std::string_view before = text;
    width += builder.fonts.advance(Face::body, next_character(text));
    if (width > room) break;
    shown += before.substr(0, before.size() - text.size());
  }
  builder.scene.text(rect.x + box_padding, centred_baseline(rect.y, rect.height, Face::body), Face::body, ink, shown);
}

Panel answer_panel(const Builder& builder, const page::AnswerBox& box, const Rect& rect) {
  Panel panel = verdict_panel(builder, box.verdict, rect);
  if (box.verdict == Verdict::none) panel.stroke = Token::soft;  // `line` can hardly be seen, and nothing else shows it
  const bool plain = box.verdict == Verdict::none || panel.fill == Token::wrong_wash;
  if (box.current && plain) panel.fill = Token::panel;
  if (box.current) panel.stroke = Token::accent, panel.stroke_width = 2;
  return panel;
}

}  // namespace

double natural_answer(const Builder& builder, const Block& block) {
  const auto& box = std::get<page::AnswerBox>(block.body);
  if (builder.region == Region::table) return 128;
  if (box.wide || box.rows > 1) return text_column(builder.fonts, body_style());
  if (box.caption.empty() && box.keyboard == page::Keyboard::numeric) return 92;  // beside a slider
  return std::max(least_box, std::min(natural_width(builder.fonts, box.caption, label_style()) + 1, 340.0));
}

Size place_answer(Builder& builder, const Block& block, double x, double y, double width) {
  const auto& box = std::get<page::AnswerBox>(block.body);
  const double above = put_caption(builder, block.id, box.caption, x, y, width);
  const bool alone = builder.region != Region::table;
  const double height = box.rows > 1 ? line_height * box.rows + 14 : builder.control;
  const Rect rect{x, y + above, alone && !builder.fill_boxes ? std::min(width, natural_answer(builder, block)) : width,
                  std::max(height, builder.control)};
  builder.scene.shapes.emplace_back(answer_panel(builder, box, rect));
  put_verdict(builder.scene, builder.fonts, box.verdict, rect.right() - 16,
              box.rows > 1 ? rect.y + 18 : rect.center_y());
  const bool empty = box.value.empty();
  put_box(builder, block.id, box.label, rect, empty ? box.placeholder : box.value, empty ? Token::soft : Token::ink, 30,
          box.rows);
  return {rect.width, above + rect.height};
}

double natural_combobox(const Builder& builder, const Block& block) {
  const auto& combobox = std::get<page::Combobox>(block.body);
  double text = 60;
  for (const page::Option& option : combobox.options)
    if (option.value == combobox.value) text = builder.fonts.width(Face::body, option.label);
  const double label = builder.region == Region::header ? 0 : builder.fonts.width(Face::label, combobox.label) + 1;
  return std::max(std::clamp(text + box_padding + 34, 104.0, 320.0), label);
}

Size place_combobox(Builder& builder, const Block& block, double x, double y, double width) {
  const auto& combobox = std::get<page::Combobox>(block.body);
  const bool header = builder.region == Region::header;
  const double above = header ? 0 : put_caption(builder, block.id, combobox.label, x, y, width);
  const bool fills = builder.region == Region::rail || builder.fill_boxes;
  const Rect rect{x, y + above, fills ? width : std::min(width, natural_combobox(builder, block)), builder.control};
  builder.scene.shapes.emplace_back(Panel{.rect = rect,
                                          .fill = box_ground(builder),
                                          .stroke = Token::soft,
                                          .radius = header ? rect.height / 2 : box_radius});
  add_chevron(builder.scene, rect.right() - 17, rect.center_y(), Token::soft, true, 8);
  const auto chosen = std::ranges::find(combobox.options, combobox.value, &page::Option::value);
  put_box(builder, block.id, combobox.label, rect,
          chosen == combobox.options.end() ? std::string_view() : chosen->label, Token::ink, 28);
  return {rect.width, above + rect.height};
}

double natural_toggle(const Builder& builder, const Block& block) {
  return builder.fonts.width(Face::button, std::get<page::Toggle>(block.body).label) + 12 + 22 + 14;
}

// A chip with a box to tick in it: on and off differ in more than colour.
Size place_toggle(Builder& builder, const Block& block, double x, double y, double width) {
  const auto& toggle = std::get<page::Toggle>(block.body);
  const double room = width - 48;
  const bool fits = natural_toggle(builder, block) <= width + 0.5;
  builder.scene.shapes.emplace_back(Panel{});
  const std::size_t panel = builder.scene.shapes.size() - 1;
  const auto mark = builder.scene.mark();
  TextStyle style = single_style(Face::button, toggle.on ? Token::accent : Token::soft);
  const Size text = flow_text(builder.fonts, builder.scene, toggle.label, style, x + 34, y, fits ? 1e9 : room);
  const Rect rect{x, y, std::min(width, text.width + 48), std::max(builder.control, text.height + 10)};
  builder.scene.shift(mark, 0, (rect.height - text.height) / 2);
  builder.scene.panel(panel) = {.rect = rect,
                                .fill = toggle.on ? Token::accent_wash : box_ground(builder),
                                .stroke = toggle.on ? Token::accent : Token::line,
                                .radius = std::min(rect.height / 2, 22.0)};
  const Rect tick{x + 12, rect.center_y() - 7, 14, 14};
  builder.scene.shapes.emplace_back(Panel{.rect = tick,
                                          .fill = toggle.on ? Token::accent : Token::panel,
                                          .stroke = toggle.on ? Token::accent : Token::soft,
                                          .radius = 4});
  if (toggle.on) add_check(builder.scene, tick.center_x(), tick.center_y(), Token::on_accent, 8);
  builder.item(block.id, toggle.label, rect);
  return {rect.width, rect.height};
}

double natural_button(const Builder& builder, const Block& block) {
  const auto& button = std::get<page::Button>(block.body);
  const double text = builder.fonts.width(Face::button, button.label);
  return button.look == page::Button::Look::link ? text + 1 : std::max(text + 30, builder.control);
}

void put_button(Scene& scene, const FontSet& fonts, const page::Button& button, const Rect& rect, Token ground,
                bool pill) {
  using Look = page::Button::Look;
  const bool primary = button.look == Look::primary && button.enabled;
  Token ink = primary ? Token::on_accent : button.look == Look::link ? Token::accent : Token::ink;
  if (!button.enabled) ink = Token::soft;
  if (button.look != Look::link) {
    Panel panel{.rect = rect,
                .fill = primary ? Token::accent : Token::panel,
                .stroke = primary ? Token::accent : Token::line,
                .radius = pill ? rect.height / 2 : box_radius};
    if (pill) panel.fill = ground == Token::panel ? Token::paper : Token::panel;
    if (!button.enabled) panel.fill = ground;
    scene.shapes.emplace_back(panel);
  }
  const double padding = button.look == Look::link ? 0 : 8;
  const auto mark = scene.mark();
  const double room = rect.width - 2 * padding + 0.5;
  const Size text = flow_text(fonts, scene, button.label, single_style(Face::button, ink), 0, 0, room);
  const double left = button.look == Look::link ? rect.x : rect.center_x() - text.width / 2;
  scene.shift(mark, left, rect.center_y() - text.height / 2);
}

Size place_button(Builder& builder, const Block& block, double x, double y, double width) {
  const auto& button = std::get<page::Button>(block.body);
  const bool link = button.look == page::Button::Look::link;
  const bool header = builder.region == Region::header;
  Rect rect{x, y, std::min(width, natural_button(builder, block)), builder.control};
  if (natural_button(builder, block) > width) {  // the label takes more than one line
    Scene unseen;
    const Size text =
        flow_text(builder.fonts, unseen, button.label, single_style(Face::button), 0, 0, width - (link ? 0 : 16));
    rect.height = std::max(rect.height, text.height + (link ? 8 : 12));
  }
  put_button(builder.scene, builder.fonts, button, rect, builder.ground, header);
  builder.item(block.id, button.name.empty() ? button.label : button.name, rect);
  return {rect.width, rect.height};
}

double natural_link(const Builder& builder, const Block& block) {
  return builder.fonts.width(Face::table_strong, std::get<page::Link>(block.body).label) + 50;
}

Size place_link(Builder& builder, const Block& block, double x, double y, double width) {
  const auto& link = std::get<page::Link>(block.body);
  const double indent = link.progress ? 38 : 12, row = std::max(builder.control, 38.0);
  const bool in_rail = builder.region == Region::rail;
  const Token ink = link.current || !in_rail ? Token::accent : Token::soft;
  builder.scene.shapes.emplace_back(Panel{});
  const std::size_t panel = builder.scene.shapes.size() - 1;
  const auto mark = builder.scene.mark();
  TextStyle style = single_style(link.current ? Face::table_strong : Face::table, ink);
  style.line_height = 21;
  const Size text = flow_text(builder.fonts, builder.scene, link.label, style, x + indent, y, width - indent - 10);
  const Rect rect{x, y, in_rail ? width : std::min(width, text.width + indent + 12), std::max(row, text.height + 16)};
  builder.scene.shift(mark, 0, (rect.height - text.height) / 2);
  builder.scene.panel(panel) = {
      .rect = rect, .fill = link.current ? std::optional(Token::accent_wash) : std::nullopt, .stroke = {}, .radius = 8};
  if (link.progress) {
    const double part = std::clamp(*link.progress, 0.0, 1.0);
    builder.scene.shapes.emplace_back(Arc{x + 20, rect.center_y(), 6.5, 1, 0, 1, Token::soft});
    if (part > 0) builder.scene.shapes.emplace_back(Arc{x + 20, rect.center_y(), 6.5, 3, 0, part, Token::right});
  }
  builder.item(block.id, link.label, rect);
  return {rect.width, rect.height};
}

}  // namespace stride::ui
