#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "page/figure.h"

namespace stride::ui {

struct Color {
  std::uint8_t red = 0, green = 0, blue = 0, alpha = 255;
  friend bool operator==(const Color&, const Color&) = default;
};

/// What a colour means. The first ones are page::Ink, in its order.
enum class Token : std::uint8_t {
  ink,
  soft,
  line,
  accent,
  accent_wash,
  panel,
  paper,
  right,
  right_wash,
  consistent,
  consistent_wash,
  wrong,
  wrong_wash,
  face_front,
  face_side,
  face_top,
  face_edge,  // the edges of a box
  on_accent,  // text on an accent ground
  shade,      // what dims the page under a dialog
  count,
};

constexpr Token token(page::Ink ink) { return static_cast<Token>(ink); }
static_assert(token(page::Ink::wrong_wash) == Token::wrong_wash && token(page::Ink::face_top) == Token::face_top);

struct Theme {
  std::array<Color, static_cast<std::size_t>(Token::count)> colors;
  Color operator[](Token token) const { return colors[static_cast<std::size_t>(token)]; }
};

const Theme& theme(bool dark);

/// The WCAG contrast ratio of two opaque colours, 1 to 21.
double contrast(Color a, Color b);

struct TextPair {
  Token text, ground;
};
/// Every pair of text and ground that ui draws: a test holds them to 4.5:1.
std::span<const TextPair> text_pairs();

/// Magnitudes: t from 0 to 1, dark blue to yellow, even in lightness.
Color cividis(double t);
/// Signed values: t from -1 to 1, blue to orange, zero white.
Color diverging(double t);

}  // namespace stride::ui
