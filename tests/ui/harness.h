#pragma once

#include <map>
#include <string>

#include "raster.h"
#include "ui/ui.h"

namespace stride::ui::test {

/// The fonts that the page uses, from STRIDE_FONTS_DIR (or the folder that the environment names instead).
Fonts load_fonts();

/// Rasterised for this screen, with every character that the tests set.
FontSet make_fonts(double pixel_ratio = 1, double scale = 1);

/// An ImGui context without a window; one at a time.
class Context {
 public:
  Context();
  ~Context();
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
};

/// What ImGui was told to be interactive: labels by box "x,y" of the item.
struct Seen {
  std::map<unsigned, std::string> labels;  // by ImGui's id
};

/// One frame with the part of the document from `top` on; what ImGui saw.
Seen draw_frame(View& view, const Viewport& viewport, double top, double height);
/// The same as pixels.
Image picture(View& view, const Viewport& viewport, double top, double height);
/// Writes the whole page as NAME.png into the folder that STRIDE_PICTURES names, if it does.
void keep_picture(View& view, const Viewport& viewport, const std::string& name, double height = 0);

/// The id that ImGui gives to an item of the page.
unsigned imgui_id(const std::string& id);

}  // namespace stride::ui::test
