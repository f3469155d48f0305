#include "tensor/kernels/pool/op.h"

#include <algorithm>

namespace stride::tensor {

Shape Pool::output() const {
  const auto side = [this](std::int64_t size, std::int64_t window, std::int64_t step, std::int64_t border,
                           std::int64_t spread) {
    const std::int64_t room = size + 2 * border - spread * (window - 1) - 1;
    if (room < 0) return std::int64_t{0};
    std::int64_t count = room / step + 1;
    if (ceil && room % step != 0 && count * step < size + border) ++count;
    return count;
  };
  return {input.channels, side(input.height, kernel.height, stride.height, pad.height, dilation.height),
          side(input.width, kernel.width, stride.width, pad.width, dilation.width)};
}

PoolWindow window(const Pool& pool, std::int64_t y, std::int64_t x) {
  struct Span {
    std::int64_t first, end, counted;
  };
  const auto along = [](std::int64_t index, std::int64_t size, std::int64_t window, std::int64_t step,
                        std::int64_t border, std::int64_t spread) {
    std::int64_t first = index * step - border;
    const std::int64_t end = first + spread * (window - 1) + 1;
    const std::int64_t counted = (std::min(end, size + border) - first + spread - 1) / spread;
    if (first < 0) first += (-first + spread - 1) / spread * spread;
    return Span{first, std::min(end, size), counted};
  };
  const Span rows =
      along(y, pool.input.height, pool.kernel.height, pool.stride.height, pool.pad.height, pool.dilation.height);
  const Span columns =
      along(x, pool.input.width, pool.kernel.width, pool.stride.width, pool.pad.width, pool.dilation.width);
  return {rows.first, rows.end, columns.first, columns.end, static_cast<float>(rows.counted * columns.counted)};
}

}  // namespace stride::tensor
