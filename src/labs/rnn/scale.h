#pragma once

#include <cmath>
#include <initializer_list>
#include <span>

#include "labs/rnn/network.h"

namespace stride::labs::rnn {

/// A vertical axis in powers of ten, around all finite values given.
class Decades {
 public:
  void cover(double log10) {
    if (!std::isfinite(log10)) return;
    low_ = std::min(low_, std::floor(log10 - 0.05));
    high_ = std::max(high_, std::ceil(log10 + 0.05));
  }
  void cover(std::span<const float> values) {
    for (const float value : values) cover(static_cast<double>(value));
  }
  [[nodiscard]] double low() const { return std::min(low_, high_ - 3); }
  [[nodiscard]] double high() const { return high_; }
  /// Some six gridlines: 1, 10⁻², ...
  [[nodiscard]] page::Axis axis(std::string label) const {
    page::Axis axis{.label = std::move(label), .low = low(), .high = high(), .upwards = true};
    double step = 1;
    for (const double each : {1, 2, 5, 10, 20, 50, 100, 200, 500})
      if (step = each; (high() - low()) / each <= 7) break;
    for (double at = std::ceil(low() / step) * step; at <= high(); at += step)
      axis.ticks.emplace_back(at, at == 0 ? "1" : "10" + superscript(static_cast<int>(at)));
    return axis;
  }

 private:
  double low_ = -1, high_ = 0;
};

/// An axis over time or lag from `low` to `high` with some six ticks.
inline page::Axis step_axis(std::string label, int low, int high) {
  page::Axis axis{.label = std::move(label), .low = low - 0.5, .high = high + 0.5};
  int step = 1;
  for (const int each : {1, 2, 5, 10, 20, 50, 100, 200})
    if (step = each; (high - low) / each <= 8) break;
  for (int at = (low + step - 1) / step * step; at <= high; at += step) axis.ticks.emplace_back(at, std::to_string(at));
  return axis;
}

}  // namespace stride::labs::rnn
