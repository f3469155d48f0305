#pragma once

#include <string>
#include <vector>

#include "page/page.h"
#include "ui/math_layout.h"
#include "ui/scene.h"

namespace stride::ui {

struct TextStyle {
  Face plain = Face::body, strong = Face::body_strong;
  Token token = Token::ink;  // plain, strong, code and math
  Token soft = Token::soft;
  double line_height = 22;
};

/// Styles of running text: 15 px, 14 px in tables and panels, 12.5 px for captions.
TextStyle body_style(Token token = Token::ink);
TextStyle table_style(Token token = Token::ink);
TextStyle label_style(Token token = Token::soft);
/// One face throughout: headings.
TextStyle single_style(Face face, Token token = Token::ink);

/// Puts text at (x, y), broken into lines of at most `width`; a word that is wider is broken too.
/// Returns the width of the widest line and the height.
Size flow_text(const FontSet& fonts, Scene& scene, const page::Inlines& text, const TextStyle& style, double x,
               double y, double width);
Size flow_text(const FontSet& fonts, Scene& scene, const std::string& text, const TextStyle& style, double x, double y,
               double width);

/// On one line; and the least that its longest word needs.
double natural_width(const FontSet& fonts, const page::Inlines& text, const TextStyle& style);
double natural_width(const FontSet& fonts, const std::string& text, const TextStyle& style);
double longest_word(const FontSet& fonts, const page::Inlines& text, const TextStyle& style);

/// The baseline that centres capitals in a box.
double centred_baseline(double y, double height, Face face);

/// A line of at most 70 characters of text.
double text_column(const FontSet& fonts, const TextStyle& style);

}  // namespace stride::ui
