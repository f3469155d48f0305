#pragma once

#include <span>

/// A loop that does nothing but read memory, which is what a kernel can reach at most whose data are too many for the
/// caches, such as the weights of a linear layer.
namespace stride::tensor::read {

/// The sum of all values.
float reference(std::span<const float> values);
float simd(std::span<const float> values);

}  // namespace stride::tensor::read
