#include <doctest/doctest.h>

#include <vector>

#include "tensor/kernels/read/read.h"

namespace stride::tensor::read {

TEST_CASE("read: every value is read once, over odd lengths and misaligned starts") {
  std::vector<float> values;
  for (int i = 0; i < 150; ++i) values.push_back(static_cast<float>(i % 13) - 5);  // sums stay exact
  for (const std::size_t count : {0U, 1U, 31U, 32U, 33U, 100U, 147U})
    for (const std::size_t offset : {0U, 1U, 3U}) {
      const std::span<const float> part(values.data() + offset, count);
      CHECK(simd(part) == reference(part));
    }
}

}  // namespace stride::tensor::read
