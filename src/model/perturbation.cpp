#include "model/perturbation.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include <string>
#include <utility>

namespace stride::model {

namespace {

constexpr std::int64_t most = 100'000;  // of rows and columns, as sides go

bool read_whole(std::string_view text, std::int64_t& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && value >= 0 && value < most;
}

}  // namespace

Result<std::vector<Block>> parse_blocks(std::string_view text) {
  std::vector<Block> blocks;
  while (!text.empty()) {
    const auto comma = text.find(',');
    const std::string_view one = text.substr(0, comma);
    text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
    const auto dot = one.find('.');
    Block block;
    if (dot == std::string_view::npos || !read_whole(one.substr(0, dot), block.row) ||
        !read_whole(one.substr(dot + 1), block.column))
      return fail("expected ROW.COLUMN,ROW.COLUMN,..., found '" + std::string(one) + "'");
    blocks.push_back(block);
  }
  return blocks;
}

void touch(tensor::Tensor& picture, const std::vector<Block>& blocks, std::int64_t side) {
  const tensor::Shape shape = picture.shape();
  std::set<std::pair<std::int64_t, std::int64_t>> done;
  for (const Block& block : blocks) {
    if (!done.emplace(block.row, block.column).second) continue;
    for (std::int64_t y = block.row * side; y < std::min((block.row + 1) * side, shape.height); ++y)
      for (std::int64_t x = block.column * side; x < std::min((block.column + 1) * side, shape.width); ++x)
        for (std::int64_t c = 0; c < shape.channels; ++c) picture.at(c, y, x) += c % 2 == 0 ? 1.0F : -1.0F;
  }
}

std::vector<float> change(const tensor::Tensor& before, const tensor::Tensor& after) {
  const tensor::Shape shape = before.shape();
  std::vector<float> result(static_cast<std::size_t>(shape.pixels()), 0.0F);
  for (std::int64_t y = 0; y < shape.height; ++y)
    for (std::int64_t x = 0; x < shape.width; ++x)
      for (std::int64_t c = 0; c < shape.channels; ++c) {
        float& most_here = result[static_cast<std::size_t>(y * shape.width + x)];
        most_here = std::max(most_here, std::abs(after.at(c, y, x) - before.at(c, y, x)));
      }
  return result;
}

}  // namespace stride::model
