#include <algorithm>
#include <optional>
#include <utility>

#include "engine/gradient_walk.h"
#include "engine/kinds.h"
#include "engine/parameters.h"

namespace stride::engine {

namespace {

constexpr double slice_ms = 100;  // each result makes the page anew
constexpr std::int64_t most_seeds = 10'000;

jobs::JobResult failed(const Error& error) { return {.error = error.text()}; }
double real(std::int64_t value) { return static_cast<double>(value); }

/// One network after the other, each with weights and an input of its own.
class Seeds {
 public:
  Seeds(Recipe recipe, std::int64_t count)
      : recipe_(std::move(recipe)), first_(std::get<model::Seeded>(recipe_.settings.weights).seed), count_(count) {
    // Transformed weights pay only when they are used more than once.
    recipe_.settings.packed_bytes = 0;
  }
  [[nodiscard]] std::int64_t count() const { return count_; }
  Result<Session> open(std::int64_t index) {
    auto& seeded = std::get<model::Seeded>(recipe_.settings.weights);
    recipe_.seed = seeded.seed = first_ + static_cast<std::uint64_t>(index);
    return open_apart(recipe_);
  }

 private:
  Recipe recipe_;
  std::uint64_t first_;
  std::int64_t count_;
};

bool is_zero(const tensor::Tensor& tensor) {
  const tensor::Shape shape = tensor.shape();
  for (std::int64_t y = 0; y < shape.height; ++y)
    for (std::int64_t x = 0; x < shape.width; ++x)
      for (std::int64_t c = 0; c < shape.channels; ++c)
        if (tensor.at(c, y, x) != 0) return false;
  return true;
}

/// Where a ReLU silences the neuron its gradient is zero and says nothing: then the channel that answers most at the
/// same place. Empty where the gradient is fine, or no channel is better.
std::optional<model::Neuron> livelier(const Session& session, const model::Neuron& neuron,
                                      const tensor::Tensor& gradient) {
  if (!is_zero(gradient)) return std::nullopt;
  const tensor::Tensor* map = session.network->activations(neuron.layer);
  if (map == nullptr) return std::nullopt;
  model::Neuron best = neuron;
  for (std::int64_t channel = 0; channel < map->shape().channels; ++channel)
    if (map->at(channel, neuron.y, neuron.x) > map->at(best.channel, neuron.y, neuron.x)) best.channel = channel;
  return best.channel == neuron.channel ? std::nullopt : std::optional(best);
}

/// The energy of one neuron's gradient; each seed adds to the picture seen so far.
class FieldJob {
 public:
  FieldJob(jobs::Job job, Seeds seeds, Clock clock)
      : job_(std::move(job)), seeds_(std::move(seeds)), clock_(std::move(clock)) {}

  jobs::JobResult operator()() {
    const double end = clock_() + slice_ms;
    bool seeded = false;
    do {
      const auto done = advance();
      if (!done) return failed(done.error());
      seeded = *done;
    } while (!seeded && clock_() < end);
    return result();
  }

 private:
  /// True when one more seed is through.
  Result<bool> advance() {
    if (!walk_) {
      auto session = seeds_.open(field_.count());
      if (!session) return std::unexpected(session.error());
      const auto neuron = neuron_of(job_, *session);
      if (!neuron) return std::unexpected(neuron.error());
      session_ = std::move(*session);
      neuron_ = *neuron;
      walk_.emplace(session_, neuron_);
    }
    const auto ended = walk_->advance();
    if (!ended || !*ended) return ended;
    if (const auto other = livelier(session_, neuron_, walk_->gradient());
        other && !job_.parameters.contains("channel")) {
      neuron_ = *other;
      walk_.emplace(session_, neuron_);
      return false;
    }
    field_.add(walk_->gradient());
    width_ = walk_->gradient().shape().width;
    walk_.reset();
    return true;
  }
  [[nodiscard]] jobs::JobResult result() const {
    const double part = walk_ ? walk_->progress() : 0;
    jobs::JobResult result{.progress = (real(field_.count()) + part) / real(seeds_.count())};
    if (field_.count() == 0) return result;
    result.tensor = field_.energy();
    const model::Spread spread = model::spread(result.tensor, width_);
    result.numbers = {
        {"seeds", real(field_.count())}, {"height", real(static_cast<std::int64_t>(result.tensor.size()) / width_)},
        {"width", real(width_)},         {"centre_y", spread.centre_y},
        {"centre_x", spread.centre_x},   {"radius_95", spread.radius}};
    return result;
  }

  jobs::Job job_;
  Seeds seeds_;
  Clock clock_;
  std::int64_t width_ = 1;
  Session session_;  // of this seed
  model::Neuron neuron_;
  std::optional<GradientWalk> walk_;
  model::EffectiveField field_;
};

/// How far the centre neuron's gradient reaches from every map up to one, averaged over seeds.
class DepthsJob {
 public:
  DepthsJob(Seeds seeds, std::vector<std::size_t> layers, Clock clock)
      : seeds_(std::move(seeds)), layers_(std::move(layers)), fields_(layers_.size()), clock_(std::move(clock)) {}

  jobs::JobResult operator()() {
    const double end = clock_() + slice_ms;
    bool seeded = false;
    do {
      const auto done = advance();
      if (!done) return failed(done.error());
      seeded = *done;
    } while (!seeded && clock_() < end);
    return result();
  }

 private:
  Result<bool> advance() {
    if (!session_.network) {
      auto session = seeds_.open(done_);
      if (!session) return std::unexpected(session.error());
      session_ = std::move(*session);
      next_ = 0;
    }
    if (!walk_) {
      neuron_ = model::centre_neuron(*session_.network, layers_[next_]);
      walk_.emplace(session_, neuron_);
    }
    const auto ended = walk_->advance();
    if (!ended || !*ended) return ended;
    if (const auto other = livelier(session_, neuron_, walk_->gradient())) {
      neuron_ = *other;
      walk_.emplace(session_, neuron_);
      return false;
    }
    fields_[next_].add(walk_->gradient());
    width_ = walk_->gradient().shape().width;
    walk_.reset();
    if (++next_ < layers_.size()) return false;
    session_ = {};
    ++done_;
    return true;
  }
  [[nodiscard]] jobs::JobResult result() const {
    const double part = session_.network ? real(static_cast<std::int64_t>(next_)) / real(std::ssize(layers_)) : 0;
    jobs::JobResult result{.progress = std::min((real(done_) + part) / real(seeds_.count()), 1.0)};
    if (done_ == 0) return result;
    result.numbers = {{"seeds", real(done_)}, {"layers", real(std::ssize(layers_))}};
    for (const model::EffectiveField& field : fields_) {
      const model::Spread spread = model::spread(field.energy(), width_);
      for (const double value : {spread.radius, spread.centre_y, spread.centre_x})
        result.tensor.push_back(static_cast<float>(value));
    }
    return result;
  }

  Seeds seeds_;
  std::vector<std::size_t> layers_;
  std::vector<model::EffectiveField> fields_;
  Clock clock_;
  Session session_;  // of this seed
  model::Neuron neuron_;
  std::optional<GradientWalk> walk_;
  std::size_t next_ = 0;  // of layers_
  std::int64_t done_ = 0, width_ = 1;
};

Result<Seeds> seeds_of(const jobs::Job& job) {
  auto recipe = Recipe::read(job);
  if (!recipe) return std::unexpected(recipe.error());
  const auto count = integer_parameter(job, "seeds", 1, most_seeds, 1);
  if (!count) return std::unexpected(count.error());
  return Seeds(std::move(*recipe), *count);
}

// std::function copies what it holds; the tensors of a gradient can't be.
template <class Job>
Work shared(Job job) {
  auto work = std::make_shared<Job>(std::move(job));
  return [work] { return (*work)(); };
}

}  // namespace

Result<Work> start_field(const jobs::Job& job, const Clock& clock) {
  auto seeds = seeds_of(job);
  if (!seeds) return std::unexpected(seeds.error());
  return shared(FieldJob(job, std::move(*seeds), clock));
}

Result<Work> start_depths(const jobs::Job& job, const Clock& clock) {
  auto seeds = seeds_of(job);
  if (!seeds) return std::unexpected(seeds.error());
  const auto first = seeds->open(0);
  if (!first) return std::unexpected(first.error());
  std::vector<std::size_t> layers;
  for (std::size_t i = 0; i <= first->layer; ++i) {
    const model::Op& op = first->network->layers()[i].op;
    if (std::holds_alternative<tensor::Convolution>(op) || std::holds_alternative<tensor::Pool>(op))
      layers.push_back(i);
  }
  if (layers.empty()) return fail("no layer up to this one has a window", "to");
  return shared(DepthsJob(std::move(*seeds), std::move(layers), clock));
}

}  // namespace stride::engine
