#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "nn/network.h"

// One axis of a network at a time: windows are products, so height and width never meet.

namespace stride::nn {

/// A layer's window along one axis.
struct Window {
  std::int64_t kernel = 1, stride = 1, pad = 0, dilation = 1;
};

Window window_of(const LayerSpec& layer, bool vertical);

/// From the first pixel of a window to the last, both included: d*(f - 1) + 1. Empty on overflow or where a number is
/// out of its range (a spec need not come from a file).
std::optional<std::int64_t> extent(Window window);

struct Side {
  std::int64_t remainder = 0;  // of (n + 2p - extent) / s
  bool nothing = false;        // no window fits
  std::optional<std::int64_t>
      output;  // empty when nothing fits, and under `exact` where the division does not come out
};

/// A layer's output side; fails on overflow only.
Result<Side> measure(const LayerSpec& layer, std::int64_t input, bool vertical, Rounding rounding);

/// The least input side, 1 at least, that gives `output` cells or more. Empty on overflow.
std::optional<std::int64_t> least_input_for(const LayerSpec& layer, std::int64_t output, bool vertical,
                                            Rounding rounding);

/// The layers with a window that lie between the image and a layer, in order: those before its input, or those up to
/// its output. An empty name stands for the whole network.
Result<std::vector<const LayerSpec*>> path_to(const NetworkSpec& network, std::string_view layer, bool to_output);

/// The sides along such a path, the image's first: one more than layers.
Result<std::vector<std::int64_t>> sides_along(const std::vector<const LayerSpec*>& path, std::int64_t size,
                                              bool vertical, Rounding rounding);

/// Which of `input` cells the marked cells of a layer read: a flag for each.
std::vector<char> cells_read(Window window, std::int64_t input, const std::vector<char>& readers);

/// The image sides for which every division along a path comes out: n = step*t + offset for every whole t >= least.
struct Progression {
  std::int64_t step = 1, offset = 0, least = 1;
};
Result<Progression> exact_inputs(const std::vector<const LayerSpec*>& path, bool vertical);

}  // namespace stride::nn
