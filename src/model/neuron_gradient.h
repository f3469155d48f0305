#pragma once

#include "model/network.h"

namespace stride::model {

struct Neuron {
  std::size_t layer = 0;
  std::int64_t channel = 0, y = 0, x = 0;
};

/// Channel 0 at (floor(H/2), floor(W/2)).
Neuron centre_neuron(const Network& network, std::size_t layer);
Result<void> check(const Network& network, const Neuron& neuron);

/// d(neuron)/d(input) for the network's present input; runs forward first where that is missing. Only what can matter
/// is added up: gradients that are zero, such as all outside the receptive field, cost nothing.
Result<tensor::Tensor> neuron_gradient(Network& network, const Neuron& neuron, const Progress& progress = {});

/// The effective receptive field (Luo et al. 2016) grows by one seed's gradient after the other.
class EffectiveField {
 public:
  /// Adds one gradient.
  void add(const tensor::Tensor& gradient);
  [[nodiscard]] std::int64_t count() const { return count_; }
  /// (H, W): the mean over all gradients of the sum over channels of their squares.
  [[nodiscard]] std::vector<float> energy() const;

 private:
  std::vector<double> sums_;
  std::int64_t count_ = 0;
};

/// Where the energy of a map (H, W) lies: its centre, and the radius around it that holds `share` of it (in pixels).
struct Spread {
  double centre_y = 0, centre_x = 0, radius = 0;
};
Spread spread(std::span<const float> energy, std::int64_t width, double share = 0.95);

}  // namespace stride::model
