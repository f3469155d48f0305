#pragma once

#include <cstdint>
#include <vector>

namespace stride::model {

/// Fully-connected layers of one width without biases, y_l = W_l f(y_(l-1)) with f(y) = max(0, y) + slope*min(0, y), on
/// a standard normal y_0. The weights are made row by row as they are needed; none is kept. Their variance is
/// 2/((1 + slope^2) width) (He et al. 2015, section 2.2), with which y keeps its standard deviation. Weights c times as
/// large give layer l exactly c^l times the deviation, since f(c y) = c f(y): one pass measures every initialisation.
class ReluStack {
 public:
  ReluStack(std::int64_t width, double slope, std::uint64_t seed);

  /// Computes one more unit; true where it completed a layer.
  bool advance();
  /// log10 of the standard deviation of y in each layer that is complete; -inf once all units are dead.
  [[nodiscard]] const std::vector<float>& log10_deviations() const { return deviations_; }
  /// Units computed in the layer under way.
  [[nodiscard]] std::size_t units() const { return outputs_.size(); }

 private:
  void complete_layer();

  double slope_, scale_;
  std::uint64_t seed_;
  std::vector<double> inputs_, outputs_;  // f(y) of the layer before; y of this one, so far
  std::vector<float> deviations_;
};

}  // namespace stride::model
