#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "nn/axis.h"
#include "nn/facts.h"

namespace stride::nn {

/// What one cell sees of one map, along one axis.
struct Look {
  Interval whole;                  // by its windows alone: may reach into padding and past the edges
  std::optional<Interval> inside;  // the first and last cell that it really reads; empty where all is padding
};

/// Which cells see which, along one axis, on the maps from the image (0) to a layer's own.
class Sight {
 public:
  /// Up to the output of `layer`. Fails where the layer has no map or the input is too small or too large to trace.
  static Result<Sight> make(const NetworkSpec& network, std::string_view layer, std::int64_t size, bool vertical,
                            Rounding rounding);

  /// The layers between the maps, in order: sides() has one more.
  [[nodiscard]] const std::vector<LayerSpec>& layers() const { return layers_; }
  [[nodiscard]] const std::vector<std::int64_t>& sides() const { return sides_; }
  /// What `cell` of the last map sees of each map.
  [[nodiscard]] std::vector<Look> back(std::int64_t cell) const;
  /// Which cells of each map see some of these pixels (clipped to the image): a flag for each.
  [[nodiscard]] std::vector<std::vector<char>> forward(Interval pixels) const;

 private:
  std::vector<LayerSpec> layers_;
  std::vector<std::int64_t> sides_;
  bool vertical_ = false;
};

/// The first and last flag that is set; empty where none is.
std::optional<Interval> ends(const std::vector<char>& flags);

}  // namespace stride::nn
