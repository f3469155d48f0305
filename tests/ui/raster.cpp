#include "raster.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>

namespace stride::ui::test {

namespace {

struct Texture {
  unsigned char* pixels = nullptr;
  int width = 0, height = 0;

  [[nodiscard]] float texel(int x, int y) const {
    return static_cast<float>(pixels[std::clamp(y, 0, height - 1) * width + std::clamp(x, 0, width - 1)]);
  }
  /// Bilinear coverage, 0 to 1.
  [[nodiscard]] float sample(float u, float v) const {
    const float x = u * static_cast<float>(width) - 0.5F, y = v * static_cast<float>(height) - 0.5F;
    const float left = std::floor(x), top = std::floor(y), dx = x - left, dy = y - top;
    const int i = static_cast<int>(left), j = static_cast<int>(top);
    const float above = texel(i, j) * (1 - dx) + texel(i + 1, j) * dx,
                below = texel(i, j + 1) * (1 - dx) + texel(i + 1, j + 1) * dx;
    return (above * (1 - dy) + below * dy) / 255;
  }
};

struct Corner {
  float x, y, u, v;
  std::array<float, 4> color;
};

struct Clip {
  int left, top, right, bottom;
};

float edge(const Corner& a, const Corner& b, float x, float y) {
  return (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x);
}

// An edge that two triangles share belongs to one of them: no pixel is blended twice.
bool owns(const Corner& a, const Corner& b) { return a.y == b.y ? b.x > a.x : b.y < a.y; }

void triangle(Image& image, const Texture& texture, const Clip& clip, Corner a, Corner b, Corner c) {
  float area = edge(a, b, c.x, c.y);
  if (area == 0) return;
  if (area < 0) {
    std::swap(b, c);
    area = -area;
  }
  const auto [least_x, most_x] = std::minmax({a.x, b.x, c.x});
  const auto [least_y, most_y] = std::minmax({a.y, b.y, c.y});
  const int left = std::max(clip.left, static_cast<int>(std::floor(least_x))),
            right = std::min(clip.right, static_cast<int>(std::ceil(most_x)));
  const int top = std::max(clip.top, static_cast<int>(std::floor(least_y))),
            bottom = std::min(clip.bottom, static_cast<int>(std::ceil(most_y)));
  for (int y = top; y < bottom; ++y)
    for (int x = left; x < right; ++x) {
      const float px = static_cast<float>(x) + 0.5F, py = static_cast<float>(y) + 0.5F;
      const float wa = edge(b, c, px, py), wb = edge(c, a, px, py), wc = edge(a, b, px, py);
      const auto inside = [](float w, bool owned) { return w > 0 || (w == 0 && owned); };
      if (!inside(wa, owns(b, c)) || !inside(wb, owns(c, a)) || !inside(wc, owns(a, b))) continue;
      const auto mix = [&](float fa, float fb, float fc) { return (fa * wa + fb * wb + fc * wc) / area; };
      const float alpha =
          mix(a.color[3], b.color[3], c.color[3]) / 255 * texture.sample(mix(a.u, b.u, c.u), mix(a.v, b.v, c.v));
      auto* pixel = &image.rgb[3 * (static_cast<std::size_t>(y) * image.width + x)];
      for (std::size_t i = 0; i < 3; ++i)
        pixel[i] = static_cast<std::uint8_t>(
            std::lround(pixel[i] * (1 - alpha) + mix(a.color[i], b.color[i], c.color[i]) * alpha));
    }
}

std::uint32_t crc(const std::string& bytes) {
  std::uint32_t value = 0xffffffff;
  for (const char byte : bytes) {
    value ^= static_cast<unsigned char>(byte);
    for (int bit = 0; bit < 8; ++bit) value = value >> 1 ^ (value & 1 ? 0xedb88320U : 0U);
  }
  return ~value;
}

std::string big_endian(std::uint32_t value) {
  return {static_cast<char>(value >> 24), static_cast<char>(value >> 16), static_cast<char>(value >> 8),
          static_cast<char>(value)};
}

std::string chunk(const std::string& type, const std::string& data) {
  return big_endian(static_cast<std::uint32_t>(data.size())) + type + data + big_endian(crc(type + data));
}

// zlib's form without compression.
std::string stored(const std::string& data) {
  std::string out = "\x78\x01";
  std::uint32_t low = 1, high = 0;
  for (const char byte : data) {
    low = (low + static_cast<unsigned char>(byte)) % 65521;
    high = (high + low) % 65521;
  }
  for (std::size_t at = 0; at < data.size(); at += 65535) {
    const auto length = static_cast<std::uint16_t>(std::min<std::size_t>(65535, data.size() - at));
    out += static_cast<char>(at + length == data.size());
    for (const unsigned part : {unsigned{length}, ~unsigned{length}})
      out += {static_cast<char>(part & 0xff), static_cast<char>(part >> 8 & 0xff)};
    out.append(data, at, length);
  }
  return out + big_endian(high << 16 | low);
}

}  // namespace

Image rasterise(const ImDrawData& data, int width, int height, double pixel_ratio) {
  Image image{width, height, std::vector<std::uint8_t>(std::size_t{3} * width * height, 255)};
  Texture texture;
  ImGui::GetIO().Fonts->GetTexDataAsAlpha8(&texture.pixels, &texture.width, &texture.height);
  const auto ratio = static_cast<float>(pixel_ratio);
  for (const ImDrawList* list : data.CmdLists)
    for (const ImDrawCmd& command : list->CmdBuffer) {
      const auto pixel = [&](float value, int most) {
        return std::clamp(static_cast<int>(std::lround(value * ratio)), 0, most);
      };
      const Clip clip{pixel(command.ClipRect.x, width), pixel(command.ClipRect.y, height),
                      pixel(command.ClipRect.z, width), pixel(command.ClipRect.w, height)};
      const auto corner = [&](unsigned index) {
        const ImDrawVert& vertex = list->VtxBuffer[static_cast<int>(
            command.VtxOffset + list->IdxBuffer[static_cast<int>(command.IdxOffset + index)])];
        const ImU32 c = vertex.col;
        return Corner{vertex.pos.x * ratio,
                      vertex.pos.y * ratio,
                      vertex.uv.x,
                      vertex.uv.y,
                      {static_cast<float>(c & 255), static_cast<float>(c >> 8 & 255), static_cast<float>(c >> 16 & 255),
                       static_cast<float>(c >> 24)}};
      };
      for (unsigned i = 0; i + 2 < command.ElemCount; i += 3)
        triangle(image, texture, clip, corner(i), corner(i + 1), corner(i + 2));
    }
  return image;
}

bool write_png(const Image& image, const std::string& path) {
  std::string rows;
  for (int y = 0; y < image.height; ++y) {
    rows += '\0';
    rows.append(reinterpret_cast<const char*>(&image.rgb[std::size_t{3} * y * image.width]),
                std::size_t{3} * image.width);
  }
  const std::string head = big_endian(static_cast<std::uint32_t>(image.width)) +
                           big_endian(static_cast<std::uint32_t>(image.height)) +
                           std::string("\x08\x02\x00\x00\x00", 5);
  std::ofstream file(path, std::ios::binary);
  file << "\x89PNG\r\n\x1a\n" << chunk("IHDR", head) << chunk("IDAT", stored(rows)) << chunk("IEND", "");
  return file.good();
}

}  // namespace stride::ui::test
