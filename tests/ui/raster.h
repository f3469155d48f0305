#pragma once

#include <cstdint>
#include <string>
#include <vector>

struct ImDrawData;

namespace stride::ui::test {

struct Image {
  int width = 0, height = 0;
  std::vector<std::uint8_t> rgb;
};

/// Draws what ImGui made into pixels, as a graphics card would: triangles with a texture, colours blended.
Image rasterise(const ImDrawData& data, int width, int height, double pixel_ratio);
/// False where the file can't be written.
bool write_png(const Image& image, const std::string& path);

}  // namespace stride::ui::test
