#include <utility>

#include "engine/kinds.h"
#include "engine/parameters.h"
#include "engine/recipe.h"
#include "model/neuron_gradient.h"

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

// One layer per slice: forward to the neuron, then back.
class Gradient {
 public:
  Gradient(Session session, model::Neuron neuron)
      : session_(std::move(session)), neuron_(neuron), next_(neuron.layer + 1) {}

  /// Empty while it goes on.
  Result<bool> advance() {
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
  [[nodiscard]] double progress() const { return part(neuron_.layer + 1 - next_, neuron_.layer + 2); }
  [[nodiscard]] const tensor::Tensor& gradient() const { return gradient_; }

 private:
  Session session_;
  model::Neuron neuron_;
  std::size_t next_;
  tensor::Tensor gradient_;
};

class GradientJob {
 public:
  explicit GradientJob(Gradient gradient) : gradient_(std::move(gradient)) {}
  jobs::JobResult operator()() {
    const auto ended = gradient_.advance();
    if (!ended) return failed(ended.error());
    return *ended ? with_tensor(gradient_.gradient()) : jobs::JobResult{.progress = gradient_.progress()};
  }

 private:
  Gradient gradient_;
};

// One seed after the other; each adds to the picture seen so far.
class FieldJob {
 public:
  FieldJob(Recipe recipe, std::int64_t seeds) : recipe_(std::move(recipe)), seeds_(seeds) {}

  jobs::JobResult operator()() {
    if (!gradient_) {
      if (auto error = open_next(); !error) return failed(error.error());
    }
    const auto ended = gradient_->advance();
    if (!ended) return failed(ended.error());
    if (*ended) {
      field_.add(gradient_->gradient());
      width_ = gradient_->gradient().shape().width;
      gradient_.reset();
    }
    return result(*ended);
  }

 private:
  Result<void> open_next() {
    auto& seeded = std::get<model::Seeded>(recipe_.settings.weights);
    recipe_.seed = seeded.seed = first_seed() + static_cast<std::uint64_t>(field_.count());
    auto session = open_apart(recipe_);
    if (!session) return std::unexpected(session.error());
    const model::Neuron neuron = model::centre_neuron(*session->network, session->layer);
    gradient_.emplace(std::move(*session), neuron);
    return {};
  }
  std::uint64_t first_seed() {
    if (!first_seed_) first_seed_ = std::get<model::Seeded>(recipe_.settings.weights).seed;
    return *first_seed_;
  }
  [[nodiscard]] jobs::JobResult result(bool changed) const {
    jobs::JobResult result{.progress = static_cast<double>(field_.count()) / static_cast<double>(seeds_)};
    if (!changed) return result;
    result.tensor = field_.energy();
    const model::Spread spread = model::spread(result.tensor, width_);
    result.numbers = {{"seeds", static_cast<double>(field_.count())},
                      {"height", static_cast<double>(static_cast<std::int64_t>(result.tensor.size()) / width_)},
                      {"width", static_cast<double>(width_)},
                      {"centre_y", spread.centre_y},
                      {"centre_x", spread.centre_x},
                      {"radius_95", spread.radius}};
    return result;
  }

  Recipe recipe_;
  std::int64_t seeds_ = 1, width_ = 1;
  std::optional<std::uint64_t> first_seed_;
  std::optional<Gradient> gradient_;
  model::EffectiveField field_;
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
  model::Neuron neuron = model::centre_neuron(*session->network, session->layer);
  const tensor::Shape shape = session->network->layers()[session->layer].output();
  const auto read = [&](std::string_view name, std::int64_t count, std::int64_t& value) -> Result<void> {
    const auto given = integer_parameter(job, name, 0, count - 1, value);
    if (!given) return std::unexpected(given.error());
    value = *given;
    return {};
  };
  if (auto good = read("channel", shape.channels, neuron.channel); !good) return std::unexpected(good.error());
  if (auto good = read("y", shape.height, neuron.y); !good) return std::unexpected(good.error());
  if (auto good = read("x", shape.width, neuron.x); !good) return std::unexpected(good.error());
  // std::function copies what it holds; the tensors of a gradient can't be.
  auto work = std::make_shared<GradientJob>(Gradient(std::move(*session), neuron));
  return [work] { return (*work)(); };
}

Result<Work> start_field(const jobs::Job& job, const Clock&) {
  auto recipe = Recipe::read(job);
  if (!recipe) return std::unexpected(recipe.error());
  const auto seeds = integer_parameter(job, "seeds", 1, 10'000, 1);
  if (!seeds) return std::unexpected(seeds.error());
  auto work = std::make_shared<FieldJob>(std::move(*recipe), *seeds);
  return [work] { return (*work)(); };
}

}  // namespace stride::engine
