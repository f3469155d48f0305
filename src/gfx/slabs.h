#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <vector>

/// Boxes with pictures on their fronts, lit simply, in one draw call: shaders/slabs.*.
namespace stride::gfx {

struct Rgb {
  float red = 0, green = 0, blue = 0;
};

/// Along the row from `back` to `front`, on the ground; it reaches half its width to either side.
struct SlabInstance {
  float back = 0, front = 0, height = 0, half_width = 0;
  float picture_x = 0, picture_y = 0, columns = 0, rows = 0;  // in the texture; without rows none
  float current = 0;                                          // 1: its edges are in the accent
};

/// What is to be drawn: slabs in the order in which they cover each other. Lengths in pixels of the device.
struct SlabPass {
  std::array<std::array<float, 4>, 3> rows{};  // times (along, up, near, 1): x, y and what both are divided by
  std::array<int, 4> clip{};                   // left, top, width, height
  Rgb face, edge, accent;
  float line = 1;                       // the thickness of edges
  std::vector<SlabInstance> slabs;      // without a place in the texture: it is found while drawing
  std::vector<std::uint64_t> pictures;  // of each slab: equal numbers, equal pictures
  /// Writes a picture as RGBA, row by row, where it isn't in the texture yet.
  std::function<void(std::size_t slab, std::span<std::uint32_t> pixels)> paint;
};
using DrawSlabs = std::function<void(const SlabPass&)>;

inline constexpr int tile_side = 72;  // of a picture, at most
inline constexpr int tiles_across = 28;

/// The places of pictures in one texture of so many tiles.
class Tiles {
 public:
  /// The tile of each picture; -1 where it is 0, which is none, or there are too many. Where they don't fit into the
  /// texture, it is made anew with as many lines as are needed now. `fresh`: those that must be painted.
  struct Plan {
    std::vector<int> tiles;
    std::vector<std::size_t> fresh;
    bool anew = false;
  };
  Plan place(std::span<const std::uint64_t> pictures);
  void forget() { *this = {}; }
  [[nodiscard]] int lines() const { return lines_; }

 private:
  std::map<std::uint64_t, int> known_;
  int lines_ = 0;
};

/// Draws with WebGL2 or OpenGL ES 3 into the bound framebuffer; the state that it changes isn't put back.
class SlabRenderer {
 public:
  void draw(const SlabPass& pass, int width, int height);
  void forget();                                         // after a lost context: all is made again
  [[nodiscard]] bool failed() const { return failed_; }  // this card's driver doesn't take the shaders

 private:
  bool make();
  void paint(const SlabPass& pass, const Tiles::Plan& plan);

  Tiles tiles_;
  unsigned program_ = 0, array_ = 0, buffer_ = 0, texture_ = 0;
  bool failed_ = false;
};

}  // namespace stride::gfx
