#include <utility>

#include "engine/gradient_walk.h"
#include "engine/kinds.h"
#include "engine/parameters.h"
#include "engine/recipe.h"

namespace stride::engine {

namespace {

jobs::JobResult failed(const Error& error) { return {.error = error.text()}; }

jobs::JobResult with_tensor(const tensor::Tensor& from) {
  const tensor::Shape shape = from.shape();
  jobs::JobResult result;
  result.numbers = {{"channels", static_cast<double>(shape.channels)},
                    {"height", static_cast<double>(shape.height)},
                    {"width", static_cast<double>(shape.width)}};
  result.tensor.resize(static_cast<std::size_t>(shape.count()));
  from.to_chw(result.tensor);
  return result;
}

double part(std::size_t done, std::size_t of) { return static_cast<double>(done) / static_cast<double>(of); }

// One layer per slice.
class Forward {
 public:
  explicit Forward(Session session) : session_(std::move(session)) {}
  jobs::JobResult operator()() {
    const auto done = session_.network->step(session_.layer);
    if (!done) return failed(done.error());
    if (*done && **done < session_.layer) return {.progress = part(**done + 1, session_.layer + 2)};
    jobs::JobResult result = with_tensor(*session_.network->activations(session_.layer));
    result.numbers["bytes"] = static_cast<double>(session_.network->bytes());
    return result;
  }

 private:
  Session session_;
};

// One layer per slice.
class GradientJob {
 public:
  explicit GradientJob(GradientWalk gradient) : gradient_(std::move(gradient)) {}
  jobs::JobResult operator()() {
    const auto ended = gradient_.advance();
    if (!ended) return failed(ended.error());
    return *ended ? with_tensor(gradient_.gradient()) : jobs::JobResult{.progress = gradient_.progress()};
  }

 private:
  GradientWalk gradient_;
};

}  // namespace

Result<Work> start_forward(const jobs::Job& job, const Clock&) {
  const auto recipe = Recipe::read(job);
  if (!recipe) return std::unexpected(recipe.error());
  auto session = open(*recipe);
  if (!session) return std::unexpected(session.error());
  return Forward(std::move(*session));
}

Result<Work> start_input(const jobs::Job& job, const Clock&) {
  const auto recipe = Recipe::read(job);
  if (!recipe) return std::unexpected(recipe.error());
  auto session = open(*recipe);
  if (!session) return std::unexpected(session.error());
  return [session = std::move(*session)] { return with_tensor(*session.network->input_of(0)); };
}

Result<Work> start_weights(const jobs::Job& job, const Clock&) {
  const auto recipe = Recipe::read(job);
  if (!recipe) return std::unexpected(recipe.error());
  const auto bias = integer_parameter(job, "bias", 0, 1, 0);
  if (!bias) return std::unexpected(bias.error());
  auto session = open(*recipe);
  if (!session) return std::unexpected(session.error());
  return [session = std::move(*session), wants_bias = *bias == 1] {
    const model::ParameterShape& shape = session.network->layers()[session.layer].parameters;
    const auto parameters = session.network->parameters(session.layer);
    if (!parameters) return failed(parameters.error());
    const std::span<const float> values = wants_bias ? parameters->bias : parameters->weight;
    jobs::JobResult result;
    result.tensor.assign(values.begin(), values.end());
    std::vector<std::int64_t> sizes = shape.weight;
    if (wants_bias) sizes = {static_cast<std::int64_t>(values.size())};
    result.numbers["axes"] = static_cast<double>(sizes.size());
    for (std::size_t i = 0; i < sizes.size(); ++i)
      result.numbers["axis." + std::to_string(i)] = static_cast<double>(sizes[i]);
    return result;
  };
}

Result<Work> start_gradient(const jobs::Job& job, const Clock&) {
  const auto recipe = Recipe::read(job);
  if (!recipe) return std::unexpected(recipe.error());
  auto session = open(*recipe);
  if (!session) return std::unexpected(session.error());
  const auto neuron = neuron_of(job, *session);
  if (!neuron) return std::unexpected(neuron.error());
  // std::function copies what it holds; the tensors of a gradient can't be.
  auto work = std::make_shared<GradientJob>(GradientWalk(std::move(*session), *neuron));
  return [work] { return (*work)(); };
}

}  // namespace stride::engine
