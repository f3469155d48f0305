#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gfx/slabs.h"
#include "page/page.h"
#include "ui/fonts.h"
#include "ui/geometry.h"

/// Draws a page with Dear ImGui. Knows blocks and marks, no lab; keeps no state of a control: what a control shows
/// stands in the page, and what a person does to it goes out as an action.
namespace stride::ui {

struct Viewport {
  double width = 1280, height = 800;  // CSS px
  double pixel_ratio = 1;
  bool touch = false;  // controls of 44 px instead of 32
  bool dark = false;   // the theme in force, already resolved
};

/// Where a key moves the cursor in a figure; stay: shows it where it is.
enum class Way : std::uint8_t { stay, left, right, up, down, first, last };

/// Which number of a figure is read.
struct Cursor {
  std::string figure;
  std::size_t index = 0;
  friend bool operator==(const Cursor&, const Cursor&) = default;
};

enum class Arrangement : std::uint8_t { wide, medium, narrow };  // >= 900, >= 640, below

/// A part of the document from top to bottom, in CSS px.
struct Slice {
  double top = 0, bottom = 1e9;
};

/// The page laid out for one viewport.
struct Layout {
  double height = 0;  // of the whole document
  Arrangement arrangement = Arrangement::wide;
  std::map<std::string, Rect, std::less<>> rects;  // by block id; hot areas too
};

class View {
 public:
  explicit View(Fonts fonts);
  ~View();

  void set_page(page::Page page);  // lays out anew
  [[nodiscard]] const page::Page& page() const;
  void set_viewport(const Viewport& viewport);  // rebuilds the atlas where the pixel ratio or font scale changed
  void set_figure(std::string_view id, page::Figure figure);  // playback: no new layout
  /// Figures that glide are so much of the way (0 to 1) from where they were drawn before to where they are now.
  void glide(double part);
  [[nodiscard]] unsigned turns() const;  // grows whenever one of them has somewhere to glide to
  /// What draws slabs while ImGui's lists are rendered; without it they are drawn flat, as polygons.
  void draw_slabs_with(gfx::DrawSlabs draw);
  void set_drawer(bool open);  // the rail on a phone
  /// Reads the number under a point of the document (CSS px), or near it; none where there is none. Whether anything
  /// else is read now than before.
  bool point_at(double x, double y);
  /// Reads a figure's number by keys: of the one read there last. What it says; empty where nothing can be read.
  std::string move_cursor(std::string_view figure, Way way);
  void put_cursor(std::optional<Cursor> cursor);
  [[nodiscard]] const std::optional<Cursor>& cursor() const;
  void set_scroll(double top);  // the visible part's top in CSS px: a dialog is centred in that part
  [[nodiscard]] const Layout& layout() const;
  /// {"height":..., "arrangement":"wide", "rects":{id:[x,y,w,h]}} with those that differ from what was told last, null
  /// where there is none any more; empty where all is as it was.
  std::string news_of_layout();
  /// Grows whenever ImGui's atlas was rasterised anew: the backend must upload its texture again before it draws.
  [[nodiscard]] unsigned atlas_version() const;

  /// Submits what lies between `top` and `top + height` of the document, and within `seen`, between ImGui's NewFrame
  /// and Render.
  void draw(double top, double height, const Slice& seen = {});

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace stride::ui
