#include <algorithm>

#include "ui/blocks.h"

namespace stride::ui {

namespace {

Face heading_face(const Builder& builder, int level) {
  if (level > 1) return Face::heading;
  return builder.narrow() ? Face::small_title : Face::title;
}

Token tone_token(page::Tone tone) {
  switch (tone) {
    case page::Tone::soft:
      return Token::soft;
    case page::Tone::right:
      return Token::right;
    case page::Tone::consistent:
      return Token::consistent;
    case page::Tone::wrong:
      return Token::wrong;
    case page::Tone::plain:
    case page::Tone::note:
      break;
  }
  return Token::ink;
}

TextStyle prose_style(const Builder& builder, const page::Prose& prose) {
  const Token token = tone_token(prose.tone);
  const bool small = prose.tone == page::Tone::soft && builder.region != Region::table &&
                     builder.region != Region::main && builder.region != Region::panel;
  return small ? label_style(token) : builder.text_style(token);
}

}  // namespace

double natural_heading(const Builder& builder, const Block& block) {
  const auto& heading = std::get<page::Heading>(block.body);
  return builder.fonts.width(heading_face(builder, heading.level), heading.text);
}

Size place_heading(Builder& builder, const Block& block, double x, double y, double width) {
  const auto& heading = std::get<page::Heading>(block.body);
  const Size size = flow_text(builder.fonts, builder.scene, heading.text,
                              single_style(heading_face(builder, heading.level)), x, y, width);
  builder.report(block.id, {x, y, width, size.height});
  return {width, size.height};
}

double natural_prose(const Builder& builder, const Block& block) {
  const auto& prose = std::get<page::Prose>(block.body);
  const TextStyle style = prose_style(builder, prose);
  const double natural = natural_width(builder.fonts, prose.text, style), column = text_column(builder.fonts, style);
  return natural <= 1.2 * column ? natural : column;
}

Size place_prose(Builder& builder, const Block& block, double x, double y, double width) {
  const auto& prose = std::get<page::Prose>(block.body);
  const TextStyle style = prose_style(builder, prose);
  // What takes a little more than a column's line is better left on one line.
  const double column =
      natural_width(builder.fonts, prose.text, style) <= std::min(width, 1.2 * text_column(builder.fonts, style))
          ? width
          : std::min(width, text_column(builder.fonts, style));
  const Size size = flow_text(builder.fonts, builder.scene, prose.text, style, x, y, column + 0.5);
  builder.report(block.id, {x, y, std::min(width, std::max(size.width, 1.0)), size.height});
  return size;
}

double natural_formula(const Builder& builder, const Block& block) {
  const auto& formula = std::get<page::Formula>(block.body);
  const double math = set_math(builder.fonts, formula.expr, MathLevel::display).width;
  return std::max(math, natural_width(builder.fonts, formula.note, label_style()));
}

Size place_formula(Builder& builder, const Block& block, double x, double y, double width) {
  const auto& formula = std::get<page::Formula>(block.body);
  Size size{0, 0};
  for (const MathBox& line : set_math_lines(builder.fonts, formula.expr, MathLevel::display, width)) {
    const double ascent = std::max(line.ascent, 15.0), descent = std::max(line.descent, 6.0);
    add_math(builder.scene, line, x, y + size.height + 2 + ascent);
    size.height += ascent + descent + 4;
    size.width = std::max(size.width, line.width);
  }
  if (!formula.note.empty()) {
    const Size note =
        flow_text(builder.fonts, builder.scene, formula.note, label_style(), x, y + size.height + 3, width);
    size = {std::max(size.width, note.width), size.height + 3 + note.height};
  }
  builder.report(block.id, {x, y, size.width, size.height});
  return size;
}

double natural_progress(const Builder&, const Block&) { return 240; }

Size place_progress(Builder& builder, const Block& block, double x, double y, double width) {
  const auto& progress = std::get<page::Progress>(block.body);
  const double bar = std::min(width, 320.0), track = 6;
  const Size label = flow_text(builder.fonts, builder.scene, progress.label, label_style(), x, y, width);
  const double top = y + label.height + 6;
  const double filled = std::clamp(progress.fraction, 0.0, 1.0) * bar;
  builder.scene.shapes.emplace_back(
      Panel{.rect = {x, top, bar, track}, .fill = Token::line, .stroke = {}, .radius = track / 2});
  if (filled >= track)
    builder.scene.shapes.emplace_back(
        Panel{.rect = {x, top, filled, track}, .fill = Token::accent, .stroke = {}, .radius = track / 2});
  const Rect rect{x, y, std::max(bar, label.width), label.height + 6 + track + 2};
  builder.report(block.id, rect);
  return {rect.width, rect.height};
}

}  // namespace stride::ui
