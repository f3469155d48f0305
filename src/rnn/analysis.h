#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "rnn/jacobian.h"
#include "rnn/parameters.h"
#include "rnn/unrolled.h"

namespace stride::rnn {

inline constexpr std::size_t most_lags = 16;

/// All singular values of dh_T/ds_t at one lag T - t, as base-10 logarithms, largest first.
struct Spectrum {
  std::size_t lag = 0;
  std::vector<double> log10_values;
  double log10_rounding = 0;  // what lies below is rounding: eps * H times the largest
};

/// What is known so far. Logarithms are to base 10: -inf for an exact zero, NaN where something isn't finite, or isn't
/// known yet. Vectors over time have T+1 entries, for states 0..T; `term` and `share` have none for 0.
struct Outcome {
  Measures measures;
  std::optional<double> gamma;         // of the plain cells
  std::optional<double> log10_factor;  // of gamma * sigma_max: the bound loses or gains so much per step
  std::vector<double> gradient;        // |dL/dh_t|
  std::vector<double> cell_gradient;   // |dL/dc_t|, LSTM only
  std::vector<double> term;            // of dL/dW: |delta_t h_(t-1)^T|, by t
  std::vector<double> share;           // of dL/dW: its projection on the whole; these add up to 1
  ParameterGradient parameters;        // dL/dW, dL/dU, dL/db
  double weight_gradient = 0, input_gradient = 0, bias_gradient = 0;  // their sizes
  double whole_gradient = 0;     // of all three as one vector: what gradient clipping looks at (Pascanu et al. 2013)
  double squashed = 0;           // mean slope f'(a) over time and units; the mean gate f or z of gated cells
  std::vector<double> jacobian;  // |dh_T/ds_t|
  std::vector<bool> jacobian_exact;  // where not, it is a lower bound, by power iteration
  std::vector<Spectrum> spectra;
  std::optional<double> half_life;       // steps; negative: it doubles in so many; none where it stays or can't be said
  std::optional<std::size_t> underflow;  // the last t before which float32 would hold no normal number of dL/dh
  std::optional<std::size_t> overflow;   // the last t at which an entry of dL/dh would be beyond float32
  std::optional<std::size_t> not_finite;  // the first t whose state isn't finite
};

/// Does the cheap part at once, the rest in small steps.
class Analysis {
 public:
  /// `draft` is kept by the caller, so that another scale needs no new decomposition.
  static Result<Analysis> make(const Settings& settings, std::shared_ptr<Draft>& draft);

  /// Norms and shares are there; one call does one step of the product, then one of the decompositions, then the
  /// radius. False when all is done.
  bool advance();
  [[nodiscard]] double progress() const;
  [[nodiscard]] bool jacobians_done() const { return product_->t() == 0; }

  [[nodiscard]] const Outcome& outcome() const { return outcome_; }
  [[nodiscard]] const Settings& settings() const { return settings_; }
  [[nodiscard]] const Weights<float>& weights() const { return *weights_; }
  [[nodiscard]] const std::vector<float>& inputs_over_time() const { return x_; }
  [[nodiscard]] const Run<float>& run() const { return *run_; }
  [[nodiscard]] const Backward<float>& backward_pass() const { return *back_; }

  /// f'(a) of each unit at each time (T, H); for a gated cell what lets the state through: the gate f, or z.
  [[nodiscard]] float slope(std::size_t t, std::size_t unit) const;

 private:
  Settings settings_;
  std::shared_ptr<Draft> draft_;
  double factor_ = 0;
  std::unique_ptr<Weights<float>> weights_;
  std::vector<float> x_;
  std::unique_ptr<Run<float>> run_;
  std::unique_ptr<Backward<float>> back_;
  std::optional<JacobianProduct> product_;
  std::vector<std::size_t> lags_;
  Outcome outcome_;
};

/// Up to 16 lags of 1..T, evenly spaced on a logarithmic scale.
std::vector<std::size_t> spectrum_lags(std::size_t steps);

/// The cheap part alone.
Outcome measure_gradients(const Weights<float>& weights, const Run<float>& run, const Backward<float>& back,
                          std::span<const float> x);

}  // namespace stride::rnn
