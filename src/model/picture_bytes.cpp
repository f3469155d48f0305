#include <optional>
#include <string>

#include "model/pictures.h"

namespace stride::model {

namespace {

std::optional<std::uint32_t> digit(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+') return 62;
  if (c == '/') return 63;
  return std::nullopt;
}

Result<std::vector<std::uint8_t>> decode(std::string_view base64) {
  while (base64.ends_with('=')) base64.remove_suffix(1);
  std::vector<std::uint8_t> bytes;
  bytes.reserve(base64.size() / 4 * 3 + 3);
  std::uint32_t held = 0;
  int bits = 0;
  for (const char c : base64) {
    const auto value = digit(c);
    if (!value) return fail("expected base64");
    held = held << 6 | *value;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push_back(static_cast<std::uint8_t>(held >> bits & 0xff));
  }
  return bytes;
}

}  // namespace

Result<tensor::Tensor> picture_from_bytes(std::string_view base64, tensor::Shape shape) {
  constexpr std::int64_t colours = 3;
  if (shape.channels != colours && shape.channels != 1)
    return fail("this network takes " + std::to_string(shape.channels) + " channels, a picture has 3");
  const auto bytes = decode(base64);
  if (!bytes) return std::unexpected(bytes.error());
  if (static_cast<std::int64_t>(bytes->size()) != shape.pixels() * colours)
    return fail("expected " + std::to_string(shape.pixels() * colours) + " bytes (" + std::to_string(shape.height) +
                " x " + std::to_string(shape.width) + " pixels of 3), found " + std::to_string(bytes->size()));
  auto picture = tensor::Tensor::make(shape);
  if (!picture) return picture;
  const std::uint8_t* next = bytes->data();
  for (std::int64_t y = 0; y < shape.height; ++y)
    for (std::int64_t x = 0; x < shape.width; ++x, next += colours) {
      if (shape.channels == 1) {
        picture->at(0, y, x) = static_cast<float>(next[0] + next[1] + next[2]) / 382.5F - 1;
        continue;
      }
      for (std::int64_t c = 0; c < colours; ++c) picture->at(c, y, x) = static_cast<float>(next[c]) / 127.5F - 1;
    }
  return picture;
}

Result<tensor::Tensor> input_of_file(const TensorFile& file, tensor::Shape shape) {
  const NamedTensor* found = file.find("input");
  if (found == nullptr) return fail("the file has no tensor named input");
  const std::vector<std::int64_t> expected{1, shape.channels, shape.height, shape.width};
  if (found->shape != expected)
    return fail("expected input to be " + shape_text(expected) + ", found " + shape_text(found->shape));
  return tensor::Tensor::from_chw(found->values.span(), shape);
}

}  // namespace stride::model
