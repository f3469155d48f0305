#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "math/rational.h"
#include "ui/math_layout.h"

/// The boxes that mathematics is set from: what a line is put together of, with Latin Modern Math's own measures.
namespace stride::ui {

// In ems.
inline constexpr double axis_height = 0.25, thin_space = 3.0 / 18, medium_space = 4.5 / 18, thick_space = 5.5 / 18;

struct MathBoxes {
  const FontSet& fonts;
  Token token;

  static Face upright(MathLevel level) {
    return level == MathLevel::display ? Face::math : level == MathLevel::text ? Face::text_math : Face::script_math;
  }
  static Face italic(MathLevel level) {
    return level == MathLevel::display ? Face::math_italic
           : level == MathLevel::text  ? Face::text_math_italic
                                       : Face::script_math_italic;
  }
  static double em(MathLevel level) { return FontSet::size(upright(level)); }

  [[nodiscard]] MathBox glyphs(std::string text, Face face) const;
  /// One letter is a variable and italic; a word is a name and upright. Greek letters by their names.
  [[nodiscard]] MathBox identifier(std::string_view name, MathLevel level) const;
  /// r_1: what stands after the underscore hangs below.
  [[nodiscard]] MathBox symbol(const std::string& name, MathLevel level) const;
  /// A box that waits for an answer, with what it is called in it: a symbol [1].
  [[nodiscard]] MathBox blank(std::string text, MathLevel level) const;
  [[nodiscard]] MathBox number(const math::Rational& value, MathLevel level) const;
  [[nodiscard]] MathBox fraction(const MathBox& above, const MathBox& below, MathLevel level) const;
  /// ∑ with what stands under and over it.
  [[nodiscard]] MathBox sum_sign(const MathBox& under, const MathBox& over, MathLevel level) const;
  /// Between f(loor), c(eil), [ or ( brackets as high as what they hold.
  [[nodiscard]] MathBox enclosed(MathBox inner, char kind, MathLevel level) const;
  [[nodiscard]] MathBox root(const MathBox& inner, MathLevel level) const;

  void append(MathBox& line, const MathBox& box, double gap = 0) const;
  void append_subscript(MathBox& line, MathBox index, MathLevel level) const;
  void append_superscript(MathBox& line, MathBox exponent, MathLevel level) const;
  void sign(MathBox& line, const char* text, MathLevel level, double space) const;

 private:
  void stroke(MathBox& box, std::vector<page::Point> points, double width) const;
  void bar(MathBox& box, double x, double y, double width, double height) const;
  void bracket(MathBox& box, double x, double top, double bottom, char kind, bool left, double unit) const;
};

}  // namespace stride::ui
