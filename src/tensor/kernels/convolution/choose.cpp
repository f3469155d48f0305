#include <algorithm>

#include "tensor/kernels/convolution/packed.h"

namespace stride::tensor {

Shape Convolution::output() const {
  const auto side = [](std::int64_t size, std::int64_t window, std::int64_t step, std::int64_t border,
                       std::int64_t spread) {
    const std::int64_t room = size + 2 * border - spread * (window - 1) - 1;
    return room < 0 ? 0 : room / step + 1;
  };
  return {output_channels, side(input.height, kernel.height, stride.height, pad.height, dilation.height),
          side(input.width, kernel.width, stride.width, pad.width, dilation.width)};
}

std::vector<std::int64_t> winograd_tiles(const Convolution& convolution) {
  const auto& [input, outputs, kernel, stride, pad, dilation, groups, bias] = convolution;
  if (kernel.height != kernel.width || stride.height != stride.width || dilation != Pair{1, 1}) return {};
  if (kernel.height <= stride.height || (groups > 1 && stride.height > 1)) return {};
  switch ((kernel.height + stride.height - 1) / stride.height) {  // taps
    case 2:
      return {4, 5};
    case 3:
      return {3, 4, 5};
    case 4:
      return {3, 4};
    case 5:
      return {4};
    default:
      return {};
  }
}

std::int64_t packed_weights(const Convolution& convolution, Algorithm algorithm) {
  if (algorithm.kind == Algorithm::Kind::gemm) return gemm_weights(convolution);
  return winograd_weights(convolution, winograd_plan(convolution, algorithm.tile));
}

namespace {

// Estimated time in multiply-adds at full rate: the sums themselves; the transforms, which cost about as much as this
// many sums per value that goes in or comes out; and the weights, each of which has to come from memory once.
double cost(const Convolution& convolution, Algorithm algorithm) {
  constexpr double transform_cost = 16, weight_cost = 6;
  const double weights = static_cast<double>(packed_weights(convolution, algorithm));
  if (algorithm.kind == Algorithm::Kind::gemm) return static_cast<double>(convolution.macs()) + weight_cost * weights;
  const WinogradPlan plan = winograd_plan(convolution, algorithm.tile);
  const auto places = static_cast<double>(plan.tile_count() * plan.points());
  const auto inputs = static_cast<double>(plan.phases.channels),
             outputs = static_cast<double>(convolution.output_channels);
  return places * (inputs * outputs / static_cast<double>(convolution.groups) + transform_cost * (inputs + outputs)) +
         weight_cost * weights;
}

// Errors grow with a tile's side: at 7 they come near 1e-5 of the largest output when every tap is used, which a
// strided kernel's phases don't. At 8 only five taps are worth it.
bool accurate(const Convolution& convolution, std::int64_t tile) {
  const WinogradPlan plan = winograd_plan(convolution, tile);
  return plan.side < 7 || (plan.side == 7 && convolution.stride.height > 1) || plan.taps == 5;
}

}  // namespace

Algorithm choose(const Convolution& convolution, std::int64_t weight_bytes) {
  Algorithm best;
  for (const std::int64_t tile : winograd_tiles(convolution)) {
    const Algorithm candidate{Algorithm::Kind::winograd, tile};
    if (!accurate(convolution, tile)) continue;
    if (packed_weights(convolution, candidate) * 4 <= weight_bytes &&
        cost(convolution, candidate) < cost(convolution, best))
      best = candidate;
  }
  return best;
}

}  // namespace stride::tensor
