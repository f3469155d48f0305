#pragma once

#include <vector>

#include "math/expr.h"
#include "ui/scene.h"

/// Sets an expression as mathematics: fractions, stretched brackets, sub- and superscripts, spaces as in print.
namespace stride::ui {

enum class MathLevel : std::uint8_t { display, text, script };

/// Shapes around an origin at the left end of the baseline.
struct MathBox {
  double width = 0, ascent = 0, descent = 0;
  std::vector<Shape> shapes;
};

/// On one line.
MathBox set_math(const FontSet& fonts, const math::Expr& expr, MathLevel level, Token token = Token::ink);

/// Broken before = and, where that isn't enough, before + and ×; smaller where one part alone is too wide.
std::vector<MathBox> set_math_lines(const FontSet& fonts, const math::Expr& expr, MathLevel level, double width,
                                    Token token = Token::ink);

/// Puts a box into the scene with its baseline's left end at (x, baseline).
void add_math(Scene& scene, const MathBox& box, double x, double baseline);

}  // namespace stride::ui
