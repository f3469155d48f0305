#include "model/neuron_gradient.h"

#include <algorithm>
#include <cmath>

namespace stride::model {

using tensor::Shape;
using tensor::Tensor;

Neuron centre_neuron(const Network& network, std::size_t layer) {
  const Shape shape = network.layers()[layer].output();
  return {layer, 0, shape.height / 2, shape.width / 2};
}

Result<void> check(const Network& network, const Neuron& neuron) {
  const Shape shape = network.layers()[neuron.layer].output();
  const auto within = [](std::int64_t index, std::int64_t count) { return index >= 0 && index < count; };
  if (within(neuron.channel, shape.channels) && within(neuron.y, shape.height) && within(neuron.x, shape.width))
    return {};
  return fail("its neurons go from 0,0,0 to " + std::to_string(shape.channels - 1) + "," +
                  std::to_string(shape.height - 1) + "," + std::to_string(shape.width - 1) + " (channel, row, column)",
              network.layers()[neuron.layer].name);
}

Result<Tensor> neuron_gradient(Network& network, const Neuron& neuron, const Progress& progress) {
  if (auto good = check(network, neuron); !good) return std::unexpected(good.error());
  const auto half = [&](double done) { return !progress || progress(done / 2); };
  const auto output = network.output(neuron.layer, half);
  if (!output) return std::unexpected(output.error());
  auto gradient = Tensor::zeros(network.layers()[neuron.layer].output());
  if (!gradient) return gradient;
  gradient->at(neuron.channel, neuron.y, neuron.x) = 1;
  for (std::size_t layer = neuron.layer + 1; layer-- > 0;) {
    gradient = network.input_gradient(layer, *gradient);
    if (!gradient) return gradient;
    const double done = 1 - static_cast<double>(layer) / static_cast<double>(neuron.layer + 1);
    if (progress && !progress((1 + done) / 2)) return fail(std::string(cancelled));
  }
  return gradient;
}

void EffectiveField::add(const Tensor& gradient) {
  const Shape shape = gradient.shape();
  sums_.resize(static_cast<std::size_t>(shape.pixels()));
  for (std::int64_t y = 0; y < shape.height; ++y)
    for (std::int64_t x = 0; x < shape.width; ++x)
      for (std::int64_t c = 0; c < shape.channels; ++c) {
        const double value = gradient.at(c, y, x);
        sums_[y * shape.width + x] += value * value;
      }
  ++count_;
}

std::vector<float> EffectiveField::energy() const {
  std::vector<float> result;
  result.reserve(sums_.size());
  for (const double sum : sums_) result.push_back(static_cast<float>(sum / static_cast<double>(count_)));
  return result;
}

Spread spread(std::span<const float> energy, std::int64_t width, double share) {
  Spread result;
  double total = 0;
  const auto row = [width](std::size_t i) { return static_cast<double>(static_cast<std::int64_t>(i) / width); };
  const auto column = [width](std::size_t i) { return static_cast<double>(static_cast<std::int64_t>(i) % width); };
  for (std::size_t i = 0; i < energy.size(); ++i) {
    total += energy[i];
    result.centre_y += energy[i] * row(i);
    result.centre_x += energy[i] * column(i);
  }
  if (total == 0) return {};
  result.centre_y /= total;
  result.centre_x /= total;
  std::vector<std::pair<double, double>> by_distance;  // squared distance, energy
  for (std::size_t i = 0; i < energy.size(); ++i) {
    const double y = row(i) - result.centre_y, x = column(i) - result.centre_x;
    by_distance.emplace_back(y * y + x * x, energy[i]);
  }
  std::ranges::sort(by_distance);
  double held = 0;
  for (const auto& [distance, part] : by_distance) {
    held += part;
    if (held >= share * total) {
      result.radius = std::sqrt(distance);
      break;
    }
  }
  return result;
}

}  // namespace stride::model
