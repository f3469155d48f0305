#include "random_network.h"

#include "nn/facts.h"

namespace stride::course::fixture {
namespace {

using nn::LayerSpec;
using nn::LayerType;

nn::Pair square(std::int64_t side) { return {side, side}; }

LayerSpec random_window(Random& random, std::size_t index, std::int64_t channels) {
  LayerSpec layer;
  const bool pool = random.below(3) == 0;
  layer.type = pool ? (random.below(2) == 0 ? LayerType::maxpool : LayerType::avgpool) : LayerType::conv;
  layer.name = (pool ? "pool" : "conv") + std::to_string(index);
  const std::int64_t kernel = random.between(1, pool ? 4 : 7);
  layer.kernel = square(kernel);
  layer.stride = square(random.between(1, 3));
  layer.pad = square(random.between(0, static_cast<std::int32_t>(kernel / 2)));
  if (pool) return layer;
  layer.output_channels = 4 * random.between(1, 12);
  if (random.below(5) == 0) layer.dilation = square(2);
  if (random.below(5) == 0 && channels % 2 == 0) layer.groups = 2;
  layer.bias = random.below(6) != 0;
  return layer;
}

LayerSpec plain(const std::string& name, LayerType type) {
  LayerSpec layer;
  layer.name = name;
  layer.type = type;
  return layer;
}

nn::NetworkSpec random_network(Random& random) {
  nn::NetworkSpec network;
  network.name = "random";
  network.input_channels = random.between(1, 4);
  std::int64_t channels = network.input_channels;
  const std::int64_t windows = random.between(1, 6);
  for (std::int64_t i = 1; i <= windows; ++i) {
    const LayerSpec layer = random_window(random, static_cast<std::size_t>(i), channels);
    if (layer.output_channels != 0) channels = layer.output_channels;
    network.layers.push_back(layer);
    if (random.below(2) == 0) network.layers.push_back(plain("relu" + std::to_string(i), LayerType::relu));
  }
  const std::int64_t linears = random.between(0, 3);
  for (std::int64_t i = 1; i <= linears; ++i) {
    if (random.below(2) == 0) network.layers.push_back(plain("dropout" + std::to_string(i), LayerType::dropout));
    LayerSpec layer = plain("fc" + std::to_string(i), LayerType::linear);
    layer.output_channels = 2 * random.between(1, 60);
    layer.bias = random.below(6) != 0;
    network.layers.push_back(layer);
  }
  return network;
}

}  // namespace

Sample random_sample(std::uint64_t seed) {
  Random random = Random::stream(seed);
  for (;;) {
    const Sample sample{random_network(random), random.between(12, 280)};
    if (nn::facts(sample.network, square(sample.size), nn::Rounding::ceil) &&
        nn::facts(sample.network, square(sample.size), nn::Rounding::floor))
      return sample;
  }
}

}  // namespace stride::course::fixture
