#pragma once

#include "engine/recipe.h"
#include "model/neuron_gradient.h"

namespace stride::engine {

/// One neuron's gradient by the input, a layer at a time: forward to the neuron, then back.
class GradientWalk {
 public:
  GradientWalk(Session session, model::Neuron neuron)
      : session_(std::move(session)), neuron_(neuron), next_(neuron.layer + 1) {}

  /// One layer; true once the gradient is there.
  Result<bool> advance();
  /// From 0 to 1, backward steps only.
  [[nodiscard]] double progress() const {
    return static_cast<double>(neuron_.layer + 1 - next_) / static_cast<double>(neuron_.layer + 2);
  }
  [[nodiscard]] const tensor::Tensor& gradient() const { return gradient_; }

 private:
  Session session_;
  model::Neuron neuron_;
  std::size_t next_;
  tensor::Tensor gradient_;
};

/// The neuron that a job names by `channel`, `y` and `x` in layer `to`: the centre one's unless given.
Result<model::Neuron> neuron_of(const jobs::Job& job, const Session& session);

}  // namespace stride::engine
