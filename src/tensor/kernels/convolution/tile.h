#pragma once

#include <cstdint>

#include "tensor/simd.h"

/// The innermost loop of everything that multiplies matrices: some rows (output pixels, Winograd tiles) by one panel of
/// eight columns (output channels), both kept in registers over the whole sum.
namespace stride::tensor {

inline constexpr int panel_width = 8;
/// Rows whose accumulators, the panel's two vectors and one splat fit into sixteen registers. Without fused
/// multiply-add the product needs a register too.
#if defined(__wasm_relaxed_simd__) || defined(__FMA__)
inline constexpr int tile_rows = 6;
#else
inline constexpr int tile_rows = 5;
#endif

/// A sum over `outer` x `inner` runs of `run` neighbouring floats: kernel rows, kernel columns, channels.
struct TileWork {
  const float* input = nullptr;  // of row 0
  std::int32_t row_stride = 0;   // floats between rows
  std::int32_t outer = 1, inner = 1, run = 0;
  std::int32_t outer_stride = 0, inner_stride = 0;
  const float* weights = nullptr;  // (outer, inner, run, panel_width)
  const float* start = nullptr;    // panel_width floats to start from, for each row
  std::int32_t start_stride = 0;   // floats between rows; 0: all start from the same
  float least = 0;                 // smaller results become this
  float* output = nullptr;
  std::int32_t output_stride = 0;      // floats between rows
  std::int32_t columns = panel_width;  // how many of them are stored
};

/// The first `rows` rows, 1 to tile_rows.
void multiply_tile(const TileWork& work, std::int64_t rows);

/// Calls body(first, count) for `total` rows in portions as even as possible, so that no portion is left with a row or
/// two (short tiles wait for their own sums).
template <class Body>
void for_even_rows(std::int64_t total, Body&& body) {
  const std::int64_t portions = (total + tile_rows - 1) / tile_rows;
  for (std::int64_t i = 0, first = 0; i < portions; ++i) {
    const std::int64_t count = (total - first + portions - i - 1) / (portions - i);
    body(first, count);
    first += count;
  }
}

}  // namespace stride::tensor
