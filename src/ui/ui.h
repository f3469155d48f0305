#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "page/page.h"

/// Draws a page with Dear ImGui. Knows blocks and marks, no lab; keeps no state of a control: what a control shows stands
/// in the page, and what a person does to it goes out as an action.
namespace stride::ui {

struct Viewport {
  double width = 1280, height = 800;  // CSS px
  double pixel_ratio = 1;
  bool touch = false;                 // controls of 44 px instead of 32
  bool dark = false;                  // the theme in force, already resolved
};

/// Where a block lies, in CSS px of the document (origin: its top left, not the visible part's).
struct Rect {
  double x = 0, y = 0, width = 0, height = 0;
};

struct Fonts {  // bytes of the TTF/OTF files by name: "inter-400", "math-italic", ...
  std::map<std::string, std::string, std::less<>> files;
};

enum class Arrangement : std::uint8_t { wide, medium, narrow };  // >= 900, >= 640, below

/// The page laid out for one viewport.
struct Layout {
  double height = 0;                  // of the whole document
  Arrangement arrangement = Arrangement::wide;
  std::map<std::string, Rect, std::less<>> rects;  // by block id; hot areas too
};

class View {
 public:
  explicit View(Fonts fonts);
  ~View();

  void set_page(page::Page page);            // lays out anew
  void set_viewport(const Viewport& viewport);  // rebuilds the atlas where the pixel ratio or font scale changed
  void set_figure(std::string_view id, page::Figure figure);  // playback: no new layout
  void set_drawer(bool open);                // the rail on a phone
  [[nodiscard]] const Layout& layout() const;
  /// {"height":..., "arrangement":"wide", "rects":{id:[x,y,w,h]}}
  [[nodiscard]] std::string layout_json() const;

  /// Submits everything that lies between `top` and `top + height` of the document, between ImGui's NewFrame and Render.
  void draw(double top, double height);

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace stride::ui
