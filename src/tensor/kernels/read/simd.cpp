#include "tensor/kernels/read/read.h"

#include <cstddef>

#include "tensor/simd.h"

namespace stride::tensor::read {

float simd(std::span<const float> values) {
  constexpr int chains = 8;  // enough that no addition waits for another
  Float4 sums[chains];
  unrolled<chains>([&](auto i) { sums[i] = splat(0); });
  std::size_t at = 0;
  for (; at + chains * lanes <= values.size(); at += chains * lanes)
    unrolled<chains>([&](auto i) { sums[i] = sums[i] + load(values.data() + at + i * lanes); });
  float total = 0;
  unrolled<chains>([&](auto i) { total += sum(sums[i]); });
  for (; at < values.size(); ++at) total += values[at];
  return total;
}

}  // namespace stride::tensor::read
