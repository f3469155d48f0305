#include "ui/layout.h"

#include <algorithm>

#include "page/ids.h"
#include "ui/blocks.h"
#include "ui/frame.h"

namespace stride::ui {

namespace {

struct PagePlacer {
  Builder& builder;
  Frame frame;
  double width, view_height, scroll;
  bool drawer_open;
  double header_height = 0;

  Scene& scene() const { return builder.scene; }

  void vertical_line(double x, double top, double bottom) const {
    scene().shapes.emplace_back(Panel{.rect = {x, top, 1, bottom - top}, .fill = Token::line, .stroke = {}});
  }

  // A window on a grid and the step it takes: Stride's mark.
  double brand(double x, double middle) const {
    const double top = middle - 10;
    scene().shapes.emplace_back(
        Panel{.rect = {x, top, 20, 20}, .fill = Token::panel, .stroke = Token::line, .radius = 5});
    scene().shapes.emplace_back(Panel{.rect = {x, top, 11, 11}, .fill = Token::accent, .stroke = {}, .radius = 3});
    scene().shapes.emplace_back(Path{{{x + 8, top + 14.5}, {x + 16.5, top + 14.5}}, Token::accent, 1.7});
    scene().shapes.emplace_back(
        Path{{{x + 13.6, top + 11.6}, {x + 16.5, top + 14.5}, {x + 13.6, top + 17.4}}, Token::accent, 1.7});
    const double text = builder.fonts.width(Face::heading, "Stride");
    scene().text(x + 30, centred_baseline(middle, 0, Face::heading), Face::heading, Token::ink, "Stride");
    builder.report(std::string(page::brand_id), {x, middle - 16, 30 + text, 32});
    return 30 + text;
  }

  double drawer_button(double x, double middle) const {
    const double size = std::max(builder.control, 36.0);
    const Rect rect{x, middle - size / 2, size, size};
    if (drawer_open) {
      add_cross(scene(), rect.center_x(), rect.center_y(), Token::ink, 13);
    } else {
      for (const double dy : {-5.5, 0.0, 5.5})
        scene().shapes.emplace_back(Panel{.rect = {rect.center_x() - 9, middle + dy - 0.9, 18, 1.8},
                                          .fill = Token::ink,
                                          .stroke = {},
                                          .radius = 0.9});
    }
    builder.item(std::string(page::drawer_id), builder.page.words.menu, rect);
    return size;
  }

  // Brand, then one group of blocks at the left if there are several, the others at the right; what has no room in the
  // first row goes into further ones.
  void header() {
    const Inside inside(builder, Region::header, Token::panel);
    scene().shapes.emplace_back(Panel{});
    const std::size_t ground = scene().shapes.size() - 1;
    const double row = std::max(56.0, builder.control + 14), middle = row / 2;
    double left = frame.margin > 20 ? 20 : frame.margin;
    if (!frame.rail && !builder.page.rail.empty()) left += drawer_button(left - 8, middle) + 2 - 8;
    left += brand(left, middle) + 18;
    double right = width - std::min(frame.margin, 20.0);
    std::vector<const Block*> rest;
    const Blocks& groups = builder.page.header;
    for (std::size_t i = groups.size(); i-- > 0;) {
      const double wish = natural_width(builder, groups[i]);
      if (left + wish > right || !rest.empty()) {
        rest.insert(rest.begin(), &groups[i]);
        continue;
      }
      const auto mark = scene().mark();
      const bool at_left = i == 0 && groups.size() > 1;
      const Size size = place(builder, groups[i], at_left ? left : right - wish, 0, wish + 0.5);
      scene().shift(mark, 0, middle - size.height / 2);
      if (!at_left) right -= wish + 12;
    }
    header_height = row;
    for (const Block* block : rest) {
      const double margin = std::min(frame.margin, 20.0);
      header_height += place(builder, *block, margin, header_height - 4, width - 2 * margin).height + 8;
    }
    scene().panel(ground) = {.rect = {0, 0, width, header_height}, .fill = Token::panel, .stroke = {}};
    scene().shapes.emplace_back(Panel{.rect = {0, header_height - 1, width, 1}, .fill = Token::line, .stroke = {}});
  }

  double rail(double x, double top, double room) const {
    const Inside inside(builder, Region::rail, builder.ground);
    return top + place_stack(builder, builder.page.rail, x + 10, top + 16, room - 20) + 32;
  }

  double main_column(double top) const {
    const double pad = frame.arrangement == Arrangement::narrow ? 16 : 20;
    double bottom =
        top + pad + place_stack(builder, builder.page.main, frame.content_x, top + pad, frame.content_width);
    // Without a row of its own the inspector closes the content.
    if (!frame.inspector && !builder.inspector_placed && !builder.page.inspector.empty()) {
      const double padding = frame.content_width < 480 ? 14 : 20;
      scene().shapes.emplace_back(Panel{});
      const std::size_t panel = scene().shapes.size() - 1;
      const Inside inside(builder, Region::inspector, Token::panel);
      const double height = place_inspector_panel(builder, frame.content_x + padding, bottom + 16 + padding,
                                                  frame.content_width - 2 * padding) +
                            2 * padding;
      scene().panel(panel) = {.rect = {frame.content_x, bottom + 16, frame.content_width, height},
                              .fill = Token::panel,
                              .stroke = Token::line,
                              .radius = 12};
      bottom += 16 + height;
    }
    return bottom;
  }

  // A note in the margin: beside its row, but never above the content's top nor, if it fits, below its end.
  double inspector_column(double top, double content_bottom) const {
    const Inside inside(builder, Region::inspector, Token::paper);
    const auto mark = scene().mark();
    const double first = top + 20;
    const double height =
        place_stack(builder, builder.page.inspector, frame.inspector_x + 20, first, frame.inspector_width - 40);
    double wanted = first;
    for (std::size_t i = 0; i < mark.rects; ++i)
      if (scene().rects[i].first == builder.page.inspector_row) wanted = scene().rects[i].second.center_y() - 64;
    const double last = std::max(first, content_bottom - height);
    scene().shift(mark, 0, std::clamp(wanted, first, last) - first);
    return std::clamp(wanted, first, last) + height;
  }

  void drawer(double document) const {
    const double panel = std::min(300.0, width - 40);
    scene().shapes.emplace_back(
        Panel{.rect = {0, header_height, width, document - header_height}, .fill = Token::shade, .stroke = {}});
    scene().shapes.emplace_back(
        Panel{.rect = {0, header_height, panel, document - header_height}, .fill = Token::panel, .stroke = {}});
    const Inside inside(builder, Region::rail, Token::panel);
    const double bottom = rail(0, header_height, panel);
    builder.report("drawer.panel", {0, header_height, panel, std::max(bottom, view_height) - header_height});
  }

  double dialog(double document) const {
    const page::Dialog& dialog = *builder.page.dialog;
    const double room = std::min(520.0, width - 2 * std::min(frame.margin, 16.0)), padding = room < 320 ? 14 : 24;
    const double x = (width - room) / 2;
    scene().shapes.emplace_back(Panel{});
    const std::size_t shade = scene().shapes.size() - 1;
    const auto mark = scene().mark();
    scene().shapes.emplace_back(Panel{});
    const std::size_t panel = scene().shapes.size() - 1;
    const Inside inside(builder, Region::dialog, Token::panel);
    const Size title = flow_text(builder.fonts, scene(), dialog.title, single_style(Face::heading), x + padding,
                                 padding, room - 2 * padding);
    builder.report(std::string(page::dialog_title_id), {x + padding, padding, room - 2 * padding, title.height});
    const double height =
        padding + title.height + 12 +
        place_stack(builder, dialog.blocks, x + padding, padding + title.height + 12, room - 2 * padding) + padding;
    scene().panel(panel) = {.rect = {x, 0, room, height}, .fill = Token::panel, .stroke = Token::line, .radius = 14};
    builder.report(std::string(page::dialog_id), {x, 0, room, height});
    const double top = scroll + std::max(16.0, (view_height - height) / 2);
    scene().shift(mark, 0, top);
    const double bottom = std::max(document, top + height + 16);
    scene().panel(shade) = {.rect = {0, 0, width, bottom}, .fill = Token::shade, .stroke = {}};
    return bottom;
  }
};

}  // namespace

double place_inspector_panel(Builder& builder, double x, double y, double width) {
  const Inside inside(builder, Region::inspector, Token::panel);
  builder.inspector_placed = true;
  // Two columns where there is room: what is said, and from the first picture on what is shown.
  const Blocks& blocks = builder.page.inspector;
  const auto figure =
      std::ranges::find_if(blocks, [](const Block& block) { return std::holds_alternative<page::Figure>(block.body); });
  if (width >= 600 && figure != blocks.end() && figure != blocks.begin()) {
    const double gap = 32, picture = width >= 760 ? 340 : 280, said = std::min(width - gap - picture, 560.0);
    const double left = place_stack(builder, Blocks(blocks.begin(), figure), x, y, said);
    const double right = place_stack(builder, Blocks(figure, blocks.end()), x + said + gap, y, picture);
    return std::max(left, right);
  }
  return place_stack(builder, blocks, x, y, std::min(width, 640.0));
}

PlacedPage place_page(const FontSet& fonts, const page::Page& page, const Situation& situation) {
  const double scale = page.font_scale, width = situation.viewport.width / scale;
  PlacedPage placed;
  Builder builder{.fonts = fonts, .scene = placed.scene, .page = page};
  // Controls keep their least size on the screen whatever the font scale is; beyond it they grow with the text.
  builder.control = std::max((situation.viewport.touch ? 44 : 32) / scale, 32.0);
  const double least = least_table_width(builder, page.main);
  const Frame frame = choose_frame(width, least, !page.rail.empty(), !page.inspector.empty());
  builder.arrangement = placed.arrangement = frame.arrangement;
  builder.inspector_in_table = !frame.inspector;
  PagePlacer placer{builder,
                    frame,
                    width,
                    situation.viewport.height / scale,
                    situation.scroll / scale,
                    situation.drawer_open && !frame.rail};
  builder.covered = page.dialog || placer.drawer_open;
  placer.header();
  const double top = placer.header_height;
  double bottom = std::max(placer.view_height, frame.rail ? placer.rail(0, top, rail_width) : 0);
  const double content = placer.main_column(top);
  bottom = std::max(bottom, content + 40);
  if (frame.inspector) bottom = std::max(bottom, placer.inspector_column(top, content) + 32);
  if (frame.rail) placer.vertical_line(rail_width - 1, top, bottom);
  if (frame.inspector) placer.vertical_line(frame.inspector_x, top, bottom);
  builder.covered = page.dialog.has_value();
  if (placer.drawer_open && !page.rail.empty()) {
    const auto mark = placed.scene.mark();
    bottom = std::max(bottom, placer.rail(0, top, std::min(300.0, width - 40)));  // only to know how long it gets
    placed.scene.rewind(mark);
    placer.drawer(bottom);
  }
  builder.covered = false;
  if (page.dialog) bottom = placer.dialog(bottom);
  placed.height = bottom;
  return placed;
}

}  // namespace stride::ui
