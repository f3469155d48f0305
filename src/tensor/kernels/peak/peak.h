#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

/// Multiply-adds that need nothing but registers: what a core can do at most. Each value becomes value * factor + term,
/// `steps` times over. With factor 1 and whole numbers below 2^24 every path is exact.
namespace stride::tensor::peak {

/// How many vectors are in flight at once: a machine is fastest with enough of them to hide the latency of its
/// multiply-add, and few enough to keep all of them in registers (8 or 12 with 16 registers, 24 with 32).
inline constexpr std::array<std::size_t, 3> chain_counts{8, 12, 24};

/// Values for one round of `chains` chains.
std::size_t values_for(std::size_t chains);

void reference(std::span<float> values, float factor, float term, std::int64_t steps);

/// `chains` is one of chain_counts. Values beyond the last full round go one by one.
void simd(std::size_t chains, std::span<float> values, float factor, float term, std::int64_t steps);

}  // namespace stride::tensor::peak
