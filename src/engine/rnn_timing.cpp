#include "engine/rnn_timing.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include "rnn/parameters.h"

namespace stride::engine {

namespace {

double quantile(std::vector<double> values, double share) {
  std::ranges::sort(values);
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1) + 0.5)];
}

/// A network that is run again and again.
struct Timed {
  rnn::Weights<float> weights;
  std::vector<float> x, readout;
  int truncate = 0;
  rnn::ParameterGradient gradient;

  explicit Timed(const rnn::Settings& settings) : truncate(settings.truncate) {
    rnn::Draft draft = rnn::Draft::make(settings);
    weights = rnn::make_weights<float>(settings, draft, draft.factor(settings));
    x = rnn::make_inputs<float>(settings);
    readout = rnn::make_readout<float>(settings);
  }
  void run() {
    const rnn::Run<float> states = rnn::forward<float>(weights, x);
    const rnn::Backward<float> back = rnn::backward<float>(weights, states, readout, truncate);
    gradient = rnn::parameter_gradient(weights, states, back, x);
  }
  [[nodiscard]] std::vector<float> tensor() const {
    std::vector<float> all;
    for (const auto* values : {&weights.w, &weights.u, &weights.b, &x, &readout})
      all.insert(all.end(), values->begin(), values->end());
    for (const auto* sum : {&gradient.w, &gradient.u, &gradient.b})
      for (const float value : sum->values) all.push_back(std::ldexp(value, sum->exponent));
    return all;
  }
};

}  // namespace

Work time_rnn(const rnn::Settings& settings, std::int64_t runs, const Clock& clock) {
  // One run per slice; the first ones warm up. Shared since Work is copyable.
  constexpr std::int64_t warm_up = 3;
  return [timed = std::make_shared<Timed>(settings), runs, clock, taken = std::vector<double>(),
          count = std::int64_t{0}]() mutable {
    const double start = clock();
    timed->run();
    if (++count > warm_up) taken.push_back(clock() - start);
    jobs::JobResult result{.progress = static_cast<double>(taken.size()) / static_cast<double>(runs)};
    if (std::ssize(taken) < runs) return result;
    result.numbers = {
        {"ms.median", quantile(taken, 0.5)}, {"ms.p90", quantile(taken, 0.9)}, {"ms.min", quantile(taken, 0)}};
    result.tensor = timed->tensor();
    return result;
  };
}

}  // namespace stride::engine
