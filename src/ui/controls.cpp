#include "ui/controls.h"

#include <algorithm>

#include "page/ids.h"

namespace stride::ui {

double put_caption(Builder& builder, const std::string& id, const std::string& caption, double x, double y,
                   double width) {
  constexpr double gap = 4;
  if (caption.empty()) return 0;
  const Size size = flow_text(builder.fonts, builder.scene, caption, label_style(), x, y, width);
  builder.report(page::caption_id(id), {x, y, std::min(size.width, width), size.height});
  return size.height + gap;
}

Token box_ground(const Builder& builder) { return builder.ground == Token::panel ? Token::paper : Token::panel; }

void put_verdict(Scene& scene, const FontSet& fonts, Verdict verdict, double x, double y) {
  switch (verdict) {
    case Verdict::correct:
      add_check(scene, x, y, Token::right);
      break;
    case Verdict::consistent:
      add_tilde(scene, x, y, Token::consistent);
      break;
    case Verdict::wrong:
      add_cross(scene, x, y, Token::wrong);
      break;
    case Verdict::unreadable:
      scene.text(x - fonts.width(Face::body_strong, "?") / 2, centred_baseline(y, 0, Face::body_strong),
                 Face::body_strong, Token::wrong, "?");
      break;
    case Verdict::none:
      break;
  }
}

Panel verdict_panel(const Builder& builder, Verdict verdict, const Rect& rect) {
  Panel panel{.rect = rect, .fill = box_ground(builder), .stroke = Token::line, .radius = box_radius};
  switch (verdict) {
    case Verdict::correct:
      panel.fill = Token::right_wash, panel.stroke = Token::right;
      break;
    case Verdict::consistent:
      panel.fill = Token::consistent_wash, panel.stroke = Token::consistent;
      break;
    case Verdict::wrong:
    case Verdict::unreadable:
      panel.fill = Token::wrong_wash, panel.stroke = Token::wrong;
      break;
    case Verdict::none:
      break;
  }
  return panel;
}

void put_track(Scene& scene, const Rect& rect, double part) {
  const double middle = rect.center_y(), at = rect.x + slider_thumb / 2 + part * (rect.width - slider_thumb);
  scene.shapes.emplace_back(
      Panel{.rect = {rect.x, middle - 2, rect.width, 4}, .fill = Token::line, .stroke = {}, .radius = 2});
  scene.shapes.emplace_back(
      Panel{.rect = {rect.x, middle - 2, at - rect.x, 4}, .fill = Token::accent, .stroke = {}, .radius = 2});
  scene.shapes.emplace_back(
      Panel{.rect = {at - slider_thumb / 2, middle - slider_thumb / 2, slider_thumb, slider_thumb},
            .fill = Token::accent,
            .stroke = {},
            .radius = slider_thumb / 2});
}

}  // namespace stride::ui
