#include "nn/axis.h"

#include <algorithm>
#include <ranges>
#include <string>

#include "base/checked.h"
#include "math/expr.h"
#include "nn/facts.h"

namespace stride::nn {
namespace {

using Count = std::optional<std::int64_t>;

Count plus(Count a, Count b) { return a && b ? checked_add(*a, *b) : std::nullopt; }
Count minus(Count a, Count b) { return a && b ? checked_subtract(*a, *b) : std::nullopt; }
Count times(Count a, Count b) { return a && b ? checked_multiply(*a, *b) : std::nullopt; }

/// How far the first window's end may move: n + 2p - extent, which the stride divides.
Count slack(Window window, std::int64_t input) { return minus(plus(input, times(2, window.pad)), extent(window)); }

bool rounds_up(const LayerSpec& layer, Rounding rounding) { return rounding == Rounding::ceil && layer.is_pool(); }

Error overflow(const LayerSpec& layer) { return {"the numbers at " + layer.name + " do not fit 64 bits", ""}; }

std::int64_t ceil_divide(std::int64_t a, std::int64_t positive) { return a / positive + (a % positive > 0 ? 1 : 0); }

/// PyTorch's rule for ceil_mode (aten/src/ATen/native/Pool.h, pooling_output_shape_pad_lr): the last window must start
/// inside the input or its left padding, (o - 1)*s < n + p, or it is not counted. Empty on overflow.
std::optional<bool> last_window_outside(Window window, std::int64_t input, std::int64_t slack) {
  const Count start = times(ceil_divide(slack, window.stride), window.stride);
  const Count end = plus(input, window.pad);
  if (!start || !end) return std::nullopt;
  return *start >= *end;
}

}  // namespace

Window window_of(const LayerSpec& layer, bool vertical) {
  const auto along = [vertical](Pair pair) { return vertical ? pair.height : pair.width; };
  return {along(layer.kernel), along(layer.stride), along(layer.pad), along(layer.dilation)};
}

std::optional<std::int64_t> extent(Window window) {
  if (window.kernel < 1 || window.stride < 1 || window.pad < 0 || window.dilation < 1) return std::nullopt;
  return plus(times(window.dilation, window.kernel - 1), 1);
}

Result<Side> measure(const LayerSpec& layer, std::int64_t input, bool vertical, Rounding rounding) {
  const Window window = window_of(layer, vertical);
  const Count room = slack(window, input);
  if (!room) return std::unexpected(overflow(layer));
  bool dropped = false;
  if (rounds_up(layer, rounding)) {
    const std::optional<bool> outside = last_window_outside(window, input, *room);
    if (!outside) return std::unexpected(overflow(layer));
    dropped = *outside;
  }
  Side side;
  side.remainder = *room % window.stride;
  if (side.remainder < 0) side.remainder += window.stride;
  const Result<math::Rational> value = math::evaluate(
      math::substitute(output_formula(layer, rounding, dropped), output_bindings(layer, input, vertical)));
  if (!value) return std::unexpected(overflow(layer));
  if (*room < 0 && !rounds_up(layer, rounding)) {
    side.nothing = true;
  } else if (value->is_integer()) {
    side.nothing = value->numerator() < 1;
    if (!side.nothing) side.output = value->numerator();
  }
  return side;
}

std::optional<std::int64_t> output_side(const LayerSpec& layer, std::int64_t input, bool vertical, Rounding rounding) {
  const Result<Side> side = measure(layer, input, vertical, rounding);
  return side ? side->output : std::nullopt;
}

bool drops_last_window(const LayerSpec& layer, std::int64_t input, bool vertical, Rounding rounding) {
  if (!rounds_up(layer, rounding)) return false;
  const Window window = window_of(layer, vertical);
  const Count room = slack(window, input);
  return room && last_window_outside(window, input, *room).value_or(false);
}

std::optional<std::int64_t> least_input_for(const LayerSpec& layer, std::int64_t output, bool vertical,
                                            Rounding rounding) {
  const Window window = window_of(layer, vertical);
  const Count start = times(output - 1, window.stride);  // of the last window, in the padded input
  const Count twice_pad = times(2, window.pad);
  Count least = minus(plus(start, extent(window)), twice_pad);  // the whole window lies inside
  if (rounds_up(layer, rounding)) {
    // A window counts once the one before ends short of the padded input, and its own start lies before the right
    // padding: n > (o - 2)*s + extent - 2p and n > (o - 1)*s - p.
    const Count beyond_previous = plus(minus(least, window.stride), 1);
    const Count starts_inside = plus(minus(start, window.pad), 1);
    least = beyond_previous && starts_inside ? Count(std::max(*beyond_previous, *starts_inside)) : std::nullopt;
  }
  return least ? Count(std::max<std::int64_t>(*least, 1)) : std::nullopt;
}

Result<std::vector<const LayerSpec*>> path_to(const NetworkSpec& network, std::string_view layer, bool to_output) {
  std::vector<const LayerSpec*> path;
  for (const LayerSpec& candidate : network.layers) {
    const bool last = candidate.name == layer;
    if (candidate.is_spatial() && (!last || to_output)) path.push_back(&candidate);
    if (last) return path;
  }
  if (layer.empty()) return path;
  return fail("expected a layer of " + network.name + ", found \"" + std::string(layer) + "\"");
}

Result<std::vector<std::int64_t>> sides_along(const std::vector<const LayerSpec*>& path, std::int64_t size,
                                              bool vertical, Rounding rounding) {
  if (size < 1) return fail("expected an input side of at least 1, found " + std::to_string(size));
  std::vector<std::int64_t> sides{size};
  for (const LayerSpec* layer : path) {
    const Result<Side> side = measure(*layer, sides.back(), vertical, rounding);
    if (!side) return std::unexpected(side.error());
    if (side->nothing) return fail("an input side of " + std::to_string(size) + " leaves nothing at " + layer->name);
    if (!side->output) {
      return fail("an input side of " + std::to_string(size) + " leaves a remainder of " +
                  std::to_string(side->remainder) + " at " + layer->name);
    }
    sides.push_back(*side->output);
  }
  return sides;
}

Result<Progression> exact_inputs(const std::vector<const LayerSpec*>& path, bool vertical) {
  // Backwards, n = (o - 1)*s + extent - 2p keeps the form step*t + offset, t being the side at the end of the path.
  // Every side on the way must be 1 at least, which bounds t from below.
  Progression inputs;
  for (const LayerSpec* layer : path | std::views::reverse) {
    const Window window = window_of(*layer, vertical);
    const Count step = times(inputs.step, window.stride);
    const Count offset =
        minus(plus(times(minus(inputs.offset, 1), window.stride), extent(window)), times(2, window.pad));
    const Count missing = minus(1, offset);
    if (!step || !missing || !extent(window)) return std::unexpected(overflow(*layer));
    inputs = {*step, *offset, std::max(inputs.least, ceil_divide(*missing, *step))};
  }
  return inputs;
}

}  // namespace stride::nn
