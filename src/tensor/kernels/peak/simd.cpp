#include "tensor/simd.h"

#include "tensor/kernels/peak/peak.h"

namespace stride::tensor::peak {

namespace {

template <std::size_t Chains>
void one_round(float* values, Float4 factor, Float4 term, std::int64_t steps) {
  std::array<Float4, Chains> chain;
  for (std::size_t i = 0; i < Chains; ++i) chain[i] = load(values + i * lanes);
  // The product is of the chain itself: a * b + chain would let the compiler move a * b out of the loop.
  for (std::int64_t step = 0; step < steps; ++step) {
    for (std::size_t i = 0; i < Chains; ++i) chain[i] = multiply_add(chain[i], factor, term);
  }
  for (std::size_t i = 0; i < Chains; ++i) store(values + i * lanes, chain[i]);
}

template <std::size_t Chains>
void all_rounds(std::span<float> values, float factor, float term, std::int64_t steps) {
  for (; values.size() >= values_for(Chains); values = values.subspan(values_for(Chains))) {
    one_round<Chains>(values.data(), splat(factor), splat(term), steps);
  }
  for (float& value : values) {
    for (std::int64_t step = 0; step < steps; ++step) value = value * factor + term;
  }
}

}  // namespace

std::size_t values_for(std::size_t chains) { return chains * lanes; }

void simd(std::size_t chains, std::span<float> values, float factor, float term, std::int64_t steps) {
  switch (chains) {
    case 8:
      return all_rounds<8>(values, factor, term, steps);
    case 12:
      return all_rounds<12>(values, factor, term, steps);
    default:
      return all_rounds<24>(values, factor, term, steps);
  }
}

}  // namespace stride::tensor::peak
