#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "tensor/tensor.h"

/// The definition of a receptive field: touch pixels, see which neurons change.
namespace stride::model {

/// A block of pixels: its row and column among blocks of some side.
struct Block {
  std::int64_t row = 0, column = 0;
};
/// `3.4,3.5`: row and column of each block.
Result<std::vector<Block>> parse_blocks(std::string_view text);

/// Adds 1 to the pixels of each block (`side` x `side`, the last ones may hang over) on even channels and takes 1 off
/// on odd ones, so that no sum over channels stays as it was. A block that is named twice is touched once.
void touch(tensor::Tensor& picture, const std::vector<Block>& blocks, std::int64_t side);

/// (H, W): the largest change of any channel at each place; both of one shape.
std::vector<float> change(const tensor::Tensor& before, const tensor::Tensor& after);

}  // namespace stride::model
