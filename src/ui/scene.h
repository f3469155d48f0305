#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "page/figure.h"
#include "ui/fonts.h"
#include "ui/geometry.h"
#include "ui/theme.h"

/// What layout makes and drawing repeats: shapes in document order, in px at font scale 1. Layout puts blocks at a
/// place and may shift what it has put, so nothing needs to be measured twice.
namespace stride::ui {

struct Panel {
  enum Corners : std::uint8_t { none = 0, top = 1, bottom = 2, all = 3 };
  Rect rect;
  std::optional<Token> fill, stroke;
  double radius = 0;
  double stroke_width = 1;
  Corners corners = all;
  bool dashed = false;
};
struct TextRun {
  double x = 0, baseline = 0;
  Face face = Face::body;
  Token token = Token::ink;
  std::string text;
  double factor = 1;  // only where nothing else fits
};
struct Path {
  std::vector<page::Point> points;
  Token token = Token::ink;
  double width = 1.5;
  bool closed = false;
  bool filled = false;  // convex shapes
};
struct Arc {
  double x = 0, y = 0, radius = 6, width = 3;
  double from = 0, to = 1;  // turns, clockwise from the top
  Token token = Token::line;
};
/// Where the parts of a figure lie; empty ones it doesn't have.
struct FigurePlan {
  Rect title, plot, play, step_back, step, scrub, sentence;
  double height = 0;
};
/// A figure's marks come at drawing time: while playing only they change.
struct FigureSlot {
  std::string id;
  FigurePlan plan;
  Token ground = Token::paper;
  double control = 32;  // the height of its controls
};
using Shape = std::variant<Panel, TextRun, Path, Arc, FigureSlot>;

/// Something that can be pressed or typed into.
struct Item {
  std::string id, label;
  Rect rect;
};

struct Scene {
  std::vector<Shape> shapes;
  std::vector<std::pair<std::string, Rect>> rects;
  std::vector<Item> items;

  struct Mark {
    std::size_t shapes = 0, rects = 0, items = 0;
  };
  [[nodiscard]] Mark mark() const { return {shapes.size(), rects.size(), items.size()}; }
  /// Moves all that came after the mark.
  void shift(const Mark& from, double dx, double dy);
  /// Forgets it.
  void rewind(const Mark& to);
  Panel& panel(std::size_t index) { return std::get<Panel>(shapes[index]); }
  void text(double x, double baseline, Face face, Token token, std::string text) {
    shapes.emplace_back(TextRun{x, baseline, face, token, std::move(text)});
  }
};

void shift(Shape& shape, double dx, double dy);
/// From top to bottom: what lies outside the visible slice isn't drawn.
std::pair<double, double> vertical_extent(const Shape& shape);

// Signs that mean something, drawn so that they look the same everywhere; centred on a point.
void add_check(Scene& scene, double x, double y, Token token, double size = 10);
void add_cross(Scene& scene, double x, double y, Token token, double size = 8);
void add_tilde(Scene& scene, double x, double y, Token token, double size = 11);
void add_chevron(Scene& scene, double x, double y, Token token, bool down, double size = 7);

}  // namespace stride::ui
