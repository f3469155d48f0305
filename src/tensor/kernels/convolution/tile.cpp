#include "tensor/kernels/convolution/tile.h"

namespace stride::tensor {

namespace {

// Not unrolled over the sum: the compiler would nest two chains of additions and run out of registers.
template <int rows>
[[gnu::noinline]] void multiply(const TileWork& work) {
  Float4 low[rows], high[rows];
  unrolled<rows>([&](auto r) {
    const float* start = work.start + static_cast<std::ptrdiff_t>(r) * work.start_stride;
    low[r] = load(start);
    high[r] = load(start + lanes);
  });
  const float* weights = work.weights;
  const std::ptrdiff_t row_stride = work.row_stride, run = work.run;
  for (std::int32_t outer = 0; outer < work.outer; ++outer) {
    const float* input = work.input + static_cast<std::ptrdiff_t>(outer) * work.outer_stride;
    for (std::int32_t inner = 0; inner < work.inner; ++inner, input += work.inner_stride) {
#pragma GCC unroll 1
      for (std::ptrdiff_t k = 0; k < run; ++k, weights += panel_width) {
        const Float4 first = load(weights), second = load(weights + lanes);
        unrolled<rows>([&](auto r) {
          const Float4 value = splat(input[r * row_stride + k]);
          low[r] = multiply_add(value, first, low[r]);
          high[r] = multiply_add(value, second, high[r]);
        });
      }
    }
  }
  const Float4 least = splat(work.least);
  unrolled<rows>([&](auto r) {
    float* to = work.output + static_cast<std::ptrdiff_t>(r) * work.output_stride;
    const Float4 first = maximum(low[r], least), second = maximum(high[r], least);
    if (work.columns == panel_width) {
      store(to, first);
      store(to + lanes, second);
    } else {
      store_first(to, first, work.columns);
      if (work.columns > lanes) store_first(to + lanes, second, work.columns - lanes);
    }
  });
}

}  // namespace

void multiply_tile(const TileWork& work, std::int64_t rows) {
  switch (rows) {
    case 1:
      return multiply<1>(work);
    case 2:
      return multiply<2>(work);
    case 3:
      return multiply<3>(work);
    case 4:
      return multiply<4>(work);
    case 5:
      return multiply<5>(work);
    default:
      return multiply<tile_rows>(work);
  }
}

}  // namespace stride::tensor
