#include <algorithm>
#include <numeric>

#include "engine/kinds.h"
#include "engine/parameters.h"
#include "engine/recipe.h"
#include "model/neuron_gradient.h"
#include "tensor/kernels/read/read.h"

namespace stride::engine {

namespace {

double quantile(std::vector<double> values, double share) {
  std::ranges::sort(values);
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1) + 0.5)];
}

// One run per slice, the first ones to warm up. Between runs all activations are forgotten; weights stay ready.
class Bench {
 public:
  Bench(Session session, std::int64_t runs, bool backward, Clock clock)
      : session_(std::move(session)),
        runs_(runs),
        backward_(backward),
        clock_(std::move(clock)),
        layer_ms_(session_.network->layers().size()),
        read_ms_(layer_ms_.size()) {}

  jobs::JobResult operator()() {
    if (warming_ == 0) begin_ = clock_();
    const bool timed = warming_ >= most_warm_up || (warming_ >= least_warm_up && clock_() - begin_ >= warm_up_ms);
    if (!timed) ++warming_;
    const auto done = run(timed);
    if (!done) return {.error = done.error().text()};
    const auto count = static_cast<std::int64_t>(total_ms_.size());
    jobs::JobResult result{.progress = static_cast<double>(count) / static_cast<double>(runs_)};
    if (count == runs_) summarise(result);
    return result;
  }

 private:
  // A browser compiles what runs often once more, better, while it runs: only then is anything timed.
  static constexpr std::int64_t least_warm_up = 3, most_warm_up = 200;
  static constexpr double warm_up_ms = 300;

  Result<void> run(bool timed) {
    model::Network& network = *session_.network;
    auto input = network.input_of(0)->clone();
    if (!input) return std::unexpected(input.error());
    if (auto set = network.set_input(std::move(*input)); !set) return set;
    const double start = clock_();
    for (double before = start;;) {
      const auto done = network.step(session_.layer);
      if (!done) return std::unexpected(done.error());
      if (!*done) break;
      const double now = clock_();
      if (timed) layer_ms_[**done].push_back(now - before);
      before = now;
    }
    const double half = clock_();
    if (backward_) {
      const auto gradient = model::neuron_gradient(network, model::centre_neuron(network, session_.layer));
      if (!gradient) return std::unexpected(gradient.error());
    }
    const double end = clock_();
    if (!timed) return {};
    total_ms_.push_back(end - start);
    backward_ms_.push_back(end - half);
    read_weights();
    return {};
  }

  // What the linear layers are measured against: a plain loop over the same bytes, in turns with them.
  void read_weights() {
    const auto& layers = session_.network->layers();
    for (std::size_t i = 0; i < layers.size(); ++i) {
      if (layer_ms_[i].empty() || !std::holds_alternative<tensor::Linear>(layers[i].op)) continue;
      const double start = clock_();
      read_sum_ += tensor::read::simd(session_.network->held_weights(i));
      read_ms_[i] += clock_() - start;
    }
  }

  void summarise(jobs::JobResult& result) const {
    result.numbers = {{"total_ms.median", quantile(total_ms_, 0.5)},
                      {"total_ms.p90", quantile(total_ms_, 0.9)},
                      {"total_ms.min", quantile(total_ms_, 0)}};
    if (backward_) result.numbers["backward_ms.median"] = quantile(backward_ms_, 0.5);
    const auto& layers = session_.network->layers();
    for (std::size_t i = 0; i < layers.size(); ++i) {
      if (layer_ms_[i].empty()) continue;
      const bool fused = i > 0 && layers[i].is_relu() && layer_ms_[i - 1].empty();
      const model::Layer& layer = layers[fused ? i - 1 : i];
      // A browser's clock ticks too coarsely for the median of one layer; the mean of many runs knows more.
      const double mean =
          std::accumulate(layer_ms_[i].begin(), layer_ms_[i].end(), 0.0) / static_cast<double>(layer_ms_[i].size());
      const std::string name = "layer." + std::to_string(i) + "." + layer.name;
      result.numbers[name + ".ms"] = mean;
      result.numbers[name + ".gflops"] = mean > 0 ? 2e-6 * static_cast<double>(layer.macs()) / mean : 0;
      if (mean <= 0 || read_ms_[i] <= 0) continue;
      const double megabytes = 4e-6 * static_cast<double>(layer.parameters.count());
      result.numbers[name + ".gb_per_s"] = megabytes / mean;
      result.numbers[name + ".read_gb_per_s"] = megabytes * static_cast<double>(runs_) / read_ms_[i];
    }
    result.numbers["bytes"] = static_cast<double>(session_.network->bytes());
    const tensor::Tensor* output = session_.network->activations(session_.layer);
    result.tensor.resize(static_cast<std::size_t>(output->shape().count()));
    output->to_chw(result.tensor);
  }

  Session session_;
  std::int64_t runs_, warming_ = 0;
  double begin_ = 0;
  bool backward_;
  Clock clock_;
  std::vector<std::vector<double>> layer_ms_;
  std::vector<double> read_ms_;  // per layer, of all runs together
  std::vector<double> total_ms_, backward_ms_;
  float read_sum_ = 0;  // so that nobody can leave the reading out
};

}  // namespace

Result<Work> start_bench(const jobs::Job& job, const Clock& clock) {
  auto recipe = Recipe::read(job);
  if (!recipe) return std::unexpected(recipe.error());
  const auto runs = integer_parameter(job, "runs", 1, 10'000, 15);
  if (!runs) return std::unexpected(runs.error());
  const auto backward = integer_parameter(job, "backward", 0, 1, 0);
  if (!backward) return std::unexpected(backward.error());
  auto session = open_apart(*recipe);
  if (!session) return std::unexpected(session.error());
  return Bench(std::move(*session), *runs, *backward == 1, clock);
}

}  // namespace stride::engine
