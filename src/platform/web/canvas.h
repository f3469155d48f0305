#pragma once

#include <functional>

#include "gfx/slabs.h"

struct SDL_Window;

namespace stride::platform {

/// The canvas in the document: a WebGL2 context made through SDL, and Dear ImGui drawing into it. It is moved and sized
/// by the page's script; it has no loop of its own and takes no keys.
class Canvas {
 public:
  /// Takes the element that SDL knows by its id, #canvas. False where there is no WebGL2.
  bool open();
  [[nodiscard]] bool is_open() const { return window_ != nullptr; }

  /// Size in device pixels; `pixel_ratio` of them make a CSS px.
  void resize(int width, int height, double pixel_ratio);
  /// Runs `submit` between ImGui's NewFrame and Render and shows the outcome. Another `atlas_version` than before: the
  /// glyphs are uploaded anew.
  void draw(unsigned atlas_version, const std::function<void()>& submit);
  /// While the outcome is shown: slabs, among the rest.
  void draw_slabs(const gfx::SlabPass& pass) { slabs_.draw(pass, width_, height_); }
  [[nodiscard]] bool can_draw_slabs() const { return !slabs_.failed(); }
  /// A lost context has come back, empty.
  void restore();

 private:
  void read_pointer();

  SDL_Window* window_ = nullptr;
  int width_ = 1, height_ = 1;
  double pixel_ratio_ = 1;
  unsigned uploaded_atlas_ = 0;
  gfx::SlabRenderer slabs_;
};

}  // namespace stride::platform
