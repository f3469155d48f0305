#include <algorithm>

#include "page/ids.h"
#include "ui/blocks.h"
#include "ui/controls.h"
#include "ui/figure.h"

namespace stride::ui {

namespace {

double button_width(const FontSet& fonts, std::string_view text) { return fonts.width(Face::button, text) + 30; }

double play_width(const FontSet& fonts, const page::Words& words) {
  return std::max(button_width(fonts, words.play), button_width(fonts, words.pause)) + 18;
}

// Play, Step back, Step and the scrubber: in one row where there is room, else the scrubber gets one of its own.
void plan_controls(const FontSet& fonts, const page::Words& words, double control, double width, double x,
                   FigurePlan& plan, double top) {
  const double gap = 8, least_scrub = 140;
  double left = 0, y = top;
  const auto next = [&](double wish) {
    wish = std::min(wish, width);
    if (left > 0 && left + wish > width + 0.5) {
      left = 0;
      y += control + gap;
    }
    const Rect rect{x + left, y, wish, control};
    left += wish + gap;
    return rect;
  };
  plan.play = next(play_width(fonts, words));
  plan.step_back = next(button_width(fonts, words.step_back));
  plan.step = next(button_width(fonts, words.step));
  if (width - left - 4 >= least_scrub) {
    plan.scrub = {x + left + 4, y, width - left - 4, control};
  } else {
    y += control + 4;
    plan.scrub = {x, y, width, control};
  }
  plan.height = y + control;
}

std::vector<Item> control_items(const std::string& id, const page::Figure& figure, const page::Words& words,
                                const FigurePlan& plan) {
  if (!figure.playback) return {};
  return {{page::play_id(id), figure.playback->playing ? words.pause : words.play, plan.play},
          {page::step_back_id(id), words.step_back, plan.step_back},
          {page::step_id(id), words.step, plan.step},
          {page::scrub_id(id), words.position, plan.scrub}};
}

void add_play_sign(Scene& scene, double x, double y, bool playing, Token token) {
  if (playing) {
    for (const double left : {-4.5, 1.5})
      scene.shapes.emplace_back(Panel{.rect = {x + left, y - 5.5, 3, 11}, .fill = token, .stroke = {}, .radius = 1});
  } else {
    scene.shapes.emplace_back(Path{{{x - 4, y - 5.5}, {x + 5.5, y}, {x - 4, y + 5.5}}, token, 1, true, true});
  }
}

void put_controls(Scene& scene, const FontSet& fonts, const page::Playback& playback, const page::Words& words,
                  const FigurePlan& plan, Token ground) {
  using Look = page::Button::Look;
  const double sign = 18;
  scene.shapes.emplace_back(Panel{.rect = plan.play, .fill = Token::accent, .stroke = {}, .radius = 8});
  const std::string& word = playback.playing ? words.pause : words.play;
  const double text = fonts.width(Face::button, word), left = plan.play.center_x() - (text + sign) / 2;
  add_play_sign(scene, left + 5, plan.play.center_y(), playback.playing, Token::on_accent);
  scene.text(left + sign, centred_baseline(plan.play.y, plan.play.height, Face::button), Face::button, Token::on_accent,
             word);
  page::Button back{
      .label = words.step_back, .name = {}, .look = Look::plain, .enabled = playback.t > 0, .shortcut = {}};
  page::Button step{
      .label = words.step, .name = {}, .look = Look::plain, .enabled = playback.t < playback.steps, .shortcut = {}};
  put_button(scene, fonts, back, plan.step_back, ground, false);
  put_button(scene, fonts, step, plan.step, ground, false);
  put_track(scene, plan.scrub, playback.steps > 0 ? std::clamp(playback.t / playback.steps, 0.0, 1.0) : 0);
}

}  // namespace

FigurePlan plan_figure(const FontSet& fonts, const page::Figure& figure, const page::Words& words, double control,
                       double x, double y, double width) {
  FigurePlan plan;
  Scene unseen;
  double top = y;
  // Title and sentence share a line where both fit on it.
  const double title_width = natural_width(fonts, figure.title, label_style()),
               said = natural_width(fonts, figure.sentence, label_style());
  const bool beside = !figure.playback && !figure.title.empty() && said > 0 && title_width + said + 32 <= width;
  if (!figure.title.empty()) {
    const Size title = flow_text(fonts, unseen, figure.title, label_style(), x, top, width);
    plan.title = {x, top, beside ? title_width + 1 : width, title.height};
    if (beside) plan.sentence = {x + width - said - 1, top, said + 1, title.height};
    top += title.height + 8;
  }
  double height = figure.height;
  const double spans = (figure.y.high - figure.y.low) / std::max(1e-9, figure.x.high - figure.x.low);
  if (figure.equal_aspect && figure.x.ticks.empty() && figure.y.ticks.empty()) height = std::min(height, width * spans);
  height += figure.below;
  plan.plot = {x, top, width, height};
  top += height;
  if (figure.playback) {
    plan_controls(fonts, words, control, width, x, plan, top + 12);
    top = plan.height;
  }
  if (!figure.sentence.empty() && !beside) {
    // Its numbers may get longer while the figure plays.
    const std::string longest = figure.sentence + (figure.playback ? " 00000000" : "");
    const double line = 1.35 * text_column(fonts, label_style());
    const double column = said <= std::min(width, line) ? width : std::min(width, line);
    const Size sentence = flow_text(fonts, unseen, longest, label_style(), x, top, column);
    plan.sentence = {x, top + 10, column, sentence.height};
    top += 10 + sentence.height;
  }
  plan.height = top - y;
  return plan;
}

std::vector<Item> figure_items(const FontSet& fonts, const std::string& id, const page::Figure& figure,
                               const page::Words& words, const FigurePlan& plan, double least) {
  std::vector<Item> items = control_items(id, figure, words, plan);
  const AxisMap axes = map_axes(fonts, figure, plan.plot);
  for (const page::Mark& mark : figure.marks) {
    const auto* hot = std::get_if<page::HotMark>(&mark.shape);
    if (hot == nullptr) continue;
    const page::Point a = axes.at(figure, hot->from), b = axes.at(figure, hot->to);
    Rect rect{std::min(a.x, b.x), std::min(a.y, b.y), std::abs(a.x - b.x), std::abs(a.y - b.y)};
    if (figure.clip && (rect.right() < plan.plot.x || rect.x > plan.plot.right())) continue;
    if (rect.height < least) rect = {rect.x, rect.center_y() - least / 2, rect.width, least};
    items.push_back({hot->id, hot->label, rect});
  }
  return items;
}

void draw_figure(const Painter& painter, const page::Figure& figure, const page::Words& words, const FigurePlan& plan,
                 Token ground) {
  Scene scene;
  const FontSet& fonts = painter.fonts();
  if (!figure.title.empty())
    flow_text(fonts, scene, figure.title, label_style(), plan.title.x, plan.title.y, plan.title.width);
  if (!figure.sentence.empty())
    flow_text(fonts, scene, figure.sentence, label_style(), plan.sentence.x, plan.sentence.y, plan.sentence.width);
  if (figure.playback) put_controls(scene, fonts, *figure.playback, words, plan, ground);
  painter.scene(scene);
  draw_marks(painter, figure, plan.plot);
}

double natural_figure(const Builder&, const Block& block) {
  const double width = std::get<page::Figure>(block.body).width;
  return width > 0 ? width : 960;
}

Size place_figure(Builder& builder, const Block& block, double x, double y, double width) {
  const auto& figure = std::get<page::Figure>(block.body);
  const double padding = builder.in_main() ? (width < 480 ? 14 : 20) : 0, vertical = std::min(padding, 16.0);
  FigurePlan plan = plan_figure(builder.fonts, figure, builder.page.words, builder.control, x + padding, y + vertical,
                                width - 2 * padding);
  const double height = plan.height + 2 * vertical;
  Token ground = builder.ground;
  if (padding > 0) {
    ground = Token::panel;
    builder.scene.shapes.emplace_back(
        Panel{.rect = {x, y, width, height}, .fill = ground, .stroke = Token::line, .radius = 12});
  }
  builder.report(block.id, {x, y, width, height});
  builder.report(page::cursor_id(block.id), plan.plot);
  for (const Item& item : figure_items(builder.fonts, block.id, figure, builder.page.words, plan, builder.control))
    builder.report(item.id, item.rect);
  builder.scene.shapes.emplace_back(FigureSlot{block.id, plan, ground, builder.control});
  return {width, height};
}

}  // namespace stride::ui
