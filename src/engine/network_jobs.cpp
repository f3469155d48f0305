#include <algorithm>
#include <utility>

#include "engine/gradient_walk.h"
#include "engine/kinds.h"
#include "engine/parameters.h"
#include "engine/recipe.h"

namespace stride::engine {

namespace {

jobs::JobResult failed(const Error& error) { return {.error = error.text()}; }

double real(std::int64_t value) { return static_cast<double>(value); }

jobs::JobResult with_tensor(const tensor::Tensor& from) {
  const tensor::Shape shape = from.shape();
  jobs::JobResult result;
  result.numbers = {{"channels", real(shape.channels)}, {"height", real(shape.height)}, {"width", real(shape.width)}};
  result.tensor.resize(static_cast<std::size_t>(shape.count()));
  from.to_chw(result.tensor);
  return result;
}

// The channel with the most energy alone, as means over squares of so many pixels that no side is above `side`.
jobs::JobResult outlined(const tensor::Tensor& from, std::int64_t side) {
  const tensor::Shape shape = from.shape();
  std::int64_t strongest = 0;
  double most = -1;
  for (std::int64_t c = 0; c < shape.channels; ++c) {
    double energy = 0;
    for (std::int64_t i = 0; i < shape.pixels(); ++i) energy += from.at(c, 0, i) * from.at(c, 0, i);
    if (energy > most) {
      most = energy;
      strongest = c;
    }
  }
  const std::int64_t factor = (std::max(shape.height, shape.width) + side - 1) / side;
  const std::int64_t rows = (shape.height + factor - 1) / factor, columns = (shape.width + factor - 1) / factor;
  jobs::JobResult result;
  result.numbers = {{"channel", real(strongest)}, {"height", real(rows)}, {"width", real(columns)}};
  result.tensor.resize(static_cast<std::size_t>(rows * columns));
  for (std::int64_t row = 0; row < rows; ++row)
    for (std::int64_t column = 0; column < columns; ++column) {
      const std::int64_t bottom = std::min(shape.height, (row + 1) * factor),
                         right = std::min(shape.width, (column + 1) * factor);
      double sum = 0;
      for (std::int64_t y = row * factor; y < bottom; ++y)
        for (std::int64_t x = column * factor; x < right; ++x) sum += from.at(strongest, y, x);
      result.tensor[static_cast<std::size_t>(row * columns + column)] =
          static_cast<float>(sum / real((bottom - row * factor) * (right - column * factor)));
    }
  return result;
}

double part(std::size_t done, std::size_t of) { return static_cast<double>(done) / static_cast<double>(of); }

// One layer per slice.
class Forward {
 public:
  Forward(Session session, std::int64_t side) : session_(std::move(session)), side_(side) {}
  jobs::JobResult operator()() {
    const auto done = session_.network->step(session_.layer);
    if (!done) return failed(done.error());
    if (*done && **done < session_.layer) return {.progress = part(**done + 1, session_.layer + 2)};
    const tensor::Tensor& output = *session_.network->activations(session_.layer);
    jobs::JobResult result = side_ > 0 ? outlined(output, side_) : with_tensor(output);
    result.numbers["bytes"] = static_cast<double>(session_.network->bytes());
    return result;
  }

 private:
  Session session_;
  std::int64_t side_;
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
  const auto side = integer_parameter(job, "side", 0, 1024, 0);
  if (!side) return std::unexpected(side.error());
  auto session = open(*recipe);
  if (!session) return std::unexpected(session.error());
  return Forward(std::move(*session), *side);
}

Result<Work> start_input(const jobs::Job& job, const Clock&) {
  const auto recipe = Recipe::read(job);
  if (!recipe) return std::unexpected(recipe.error());
  const auto side = integer_parameter(job, "side", 0, 1024, 0);
  if (!side) return std::unexpected(side.error());
  auto session = open(*recipe);
  if (!session) return std::unexpected(session.error());
  return [session = std::move(*session), side = *side] {
    const tensor::Tensor& picture = *session.network->input_of(0);
    return side > 0 ? outlined(picture, side) : with_tensor(picture);
  };
}

Result<Work> start_weights(const jobs::Job& job, const Clock&) {
  const auto recipe = Recipe::read(job);
  if (!recipe) return std::unexpected(recipe.error());
  const auto bias = integer_parameter(job, "bias", 0, 1, 0);
  if (!bias) return std::unexpected(bias.error());
  auto session = open(*recipe);
  if (!session) return std::unexpected(session.error());
  std::vector<std::int64_t> sizes = session->network->layers()[session->layer].parameters.weight;
  const std::int64_t outputs = sizes.empty() ? 0 : sizes.front();
  const auto channel = integer_parameter(job, "channel", -1, std::max<std::int64_t>(0, outputs - 1), -1);
  if (!channel) return std::unexpected(channel.error());
  return [session = std::move(*session), sizes = std::move(sizes), outputs, wants_bias = *bias == 1,
          channel = *channel]() mutable {
    const auto parameters = session.network->parameters(session.layer);
    if (!parameters) return failed(parameters.error());
    std::span<const float> values = wants_bias ? parameters->bias : parameters->weight;
    if (wants_bias) sizes = {static_cast<std::int64_t>(values.size())};
    jobs::JobResult result;
    if (channel >= 0 && outputs > 0) {
      const std::size_t share = values.size() / static_cast<std::size_t>(outputs);
      values = values.subspan(static_cast<std::size_t>(channel) * share, share);
      sizes.front() = 1;
      const bool biased = !parameters->bias.empty();
      result.numbers["bias"] = biased ? static_cast<double>(parameters->bias[static_cast<std::size_t>(channel)]) : 0;
    }
    result.tensor.assign(values.begin(), values.end());
    result.numbers["axes"] = real(std::ssize(sizes));
    for (std::size_t i = 0; i < sizes.size(); ++i) result.numbers["axis." + std::to_string(i)] = real(sizes[i]);
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
