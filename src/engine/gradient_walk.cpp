#include "engine/gradient_walk.h"

#include <utility>

#include "engine/parameters.h"

namespace stride::engine {

Result<bool> GradientWalk::advance() {
  model::Network& network = *session_.network;
  const auto forward = network.step(neuron_.layer);
  if (!forward) return std::unexpected(forward.error());
  if (*forward) return false;
  if (gradient_.empty()) {
    auto one = tensor::Tensor::zeros(network.layers()[neuron_.layer].output());
    if (!one) return std::unexpected(one.error());
    gradient_ = std::move(*one);
    gradient_.at(neuron_.channel, neuron_.y, neuron_.x) = 1;
  }
  auto below = network.input_gradient(--next_, gradient_);
  if (!below) return std::unexpected(below.error());
  gradient_ = std::move(*below);
  return next_ == 0;
}

Result<model::Neuron> neuron_of(const jobs::Job& job, const Session& session) {
  model::Neuron neuron = model::centre_neuron(*session.network, session.layer);
  const tensor::Shape shape = session.network->layers()[session.layer].output();
  const auto read = [&](std::string_view name, std::int64_t count, std::int64_t& value) -> Result<void> {
    const auto given = integer_parameter(job, name, 0, count - 1, value);
    if (!given) return std::unexpected(given.error());
    value = *given;
    return {};
  };
  if (auto good = read("channel", shape.channels, neuron.channel); !good) return std::unexpected(good.error());
  if (auto good = read("y", shape.height, neuron.y); !good) return std::unexpected(good.error());
  if (auto good = read("x", shape.width, neuron.x); !good) return std::unexpected(good.error());
  return neuron;
}

}  // namespace stride::engine
