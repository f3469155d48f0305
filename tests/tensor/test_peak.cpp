#include <doctest/doctest.h>

#include <vector>

#include "tensor/kernels/peak/peak.h"

namespace stride::tensor::peak {

namespace {

std::vector<float> ramp(std::size_t count) {
  std::vector<float> values(count);
  for (std::size_t i = 0; i < count; ++i) values[i] = static_cast<float>(i % 97) - 48;
  return values;
}

}  // namespace

TEST_CASE("peak: whole numbers come out exactly as in the reference, over odd lengths and misaligned starts") {
  for (const std::size_t chains : chain_counts) {
    const std::size_t round = values_for(chains);
    for (const std::size_t count : {std::size_t{0}, std::size_t{1}, round - 1, round, 2 * round + 3}) {
      for (const std::size_t offset : {0U, 1U, 3U}) {
        std::vector<float> expected = ramp(count + offset);
        std::vector<float> values = expected;
        reference(std::span(expected).subspan(offset), -1, 3, 1001);
        simd(chains, std::span(values).subspan(offset), -1, 3, 1001);
        CHECK(values == expected);
      }
    }
  }
}

TEST_CASE("peak: each of the steps is done") {
  for (const std::size_t chains : chain_counts) {
    std::vector<float> values = ramp(values_for(chains));
    simd(chains, values, 1, 1, 12345);
    for (std::size_t i = 0; i < values.size(); ++i) CHECK(values[i] == static_cast<float>(i % 97) - 48 + 12345);
    std::vector<float> untouched = ramp(values_for(chains));
    simd(chains, untouched, 1, 1, 0);
    CHECK(untouched == ramp(values_for(chains)));
  }
}

TEST_CASE("peak: rounding stays within the bound of a converging sum") {
  // value -> 0.75 value + 1 shrinks earlier errors by a quarter each step: at most 4 half-units of 4 in the end.
  for (const std::size_t chains : chain_counts) {
    std::vector<float> expected = ramp(values_for(chains) + 5);
    std::vector<float> values = expected;
    reference(expected, 0.75F, 1, 40);
    simd(chains, values, 0.75F, 1, 40);
    for (std::size_t i = 0; i < values.size(); ++i) CHECK(values[i] == doctest::Approx(expected[i]).epsilon(1e-6));
  }
}

}  // namespace stride::tensor::peak
