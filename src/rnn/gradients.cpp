#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "rnn/analysis.h"

namespace stride::rnn {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
const double log10_of_2 = std::log10(2.0);

double norm_of(std::span<const float> values) {
  double square = 0;
  for (const float value : values) square += static_cast<double>(value) * static_cast<double>(value);
  return std::sqrt(square);
}

// log10(0) is -inf, which is meant; of what isn't finite, NaN.
double log10_of(double norm, double exponent) {
  return std::isfinite(norm) ? std::log10(norm) + exponent * log10_of_2 : nan;
}

template <class Real>
std::span<const Real> row(const std::vector<Real>& values, std::size_t index, std::size_t length) {
  return {values.data() + index * length, length};
}

void measure_norms(const Run<float>& run, const Backward<float>& back, Outcome& out) {
  for (std::size_t t = 0; t <= run.steps; ++t) {
    const auto gradient = row(back.dh, t, run.units);
    out.gradient.push_back(log10_of(norm_of(gradient), back.exponent[t]));
    if (!back.dc.empty()) out.cell_gradient.push_back(log10_of(norm_of(row(back.dc, t, run.units)), back.exponent[t]));
    if (!std::ranges::all_of(row(run.h, t, run.units), [](float value) { return std::isfinite(value); }) &&
        !out.not_finite)
      out.not_finite = t;
  }
  for (std::size_t t = run.steps + 1; t-- > back.first_step;) {
    float largest = 0;
    for (const float value : row(back.dh, t, run.units)) largest = std::max(largest, std::abs(value));
    if (!(largest > 0) || !std::isfinite(largest)) continue;
    const int exponent = std::ilogb(largest) + back.exponent[t];
    if (exponent < std::numeric_limits<float>::min_exponent - 1 && !out.underflow) out.underflow = t;
    if (exponent >= std::numeric_limits<float>::max_exponent && !out.overflow) out.overflow = t;
  }
}

// dL/dW is the sum over t of delta_t h_(t-1)^T. Terms differ by hundreds of powers of ten, so all are taken relative to
// the largest.
void measure_shares(const Run<float>& run, const Backward<float>& back, Outcome& out) {
  out.term.assign(run.steps + 1, nan);
  out.share.assign(run.steps + 1, nan);
  constexpr int nothing = -(1 << 28);  // below every exponent, and far enough from int's end to be subtracted
  int reference = nothing;
  for (std::size_t t = 1; t <= run.steps; ++t) {
    const double size = norm_of(row(back.delta, t, run.rows)) * norm_of(row(run.h, t - 1, run.units));
    out.term[t] = log10_of(size, back.exponent[t]);
    if (size > 0 && std::isfinite(size)) reference = std::max(reference, back.exponent[t] + std::ilogb(size));
  }
  std::vector<double> sum(run.rows * run.units);
  const auto scale = [&](std::size_t t) { return std::ldexp(1.0, std::max(-1074, back.exponent[t] - reference)); };
  for (std::size_t t = back.first_step + 1; t <= run.steps; ++t) {
    const double factor = scale(t);
    if (factor < 1e-18 || reference == nothing) continue;  // below a double's last digit of the sum
    for (std::size_t i = 0; i < run.rows; ++i) {
      const double delta = factor * static_cast<double>(back.delta[t * run.rows + i]);
      if (delta == 0) continue;
      double* to = &sum[i * run.units];
      const float* before = run.h_at(t - 1);
      for (std::size_t j = 0; j < run.units; ++j) to[j] += delta * static_cast<double>(before[j]);
    }
  }
  double square = 0;
  for (const double value : sum) square += value * value;
  out.weight_gradient = log10_of(std::sqrt(square), reference == nothing ? 0 : reference);
  if (!(square > 0) || !std::isfinite(square)) return;
  for (std::size_t t = 1; t <= run.steps; ++t) {
    const double factor = scale(t);
    double projection = 0;
    for (std::size_t i = 0; i < run.rows && factor >= 1e-18 && t > back.first_step; ++i) {
      double along = 0;
      const double* from = &sum[i * run.units];
      const float* before = run.h_at(t - 1);
      for (std::size_t j = 0; j < run.units; ++j) along += from[j] * static_cast<double>(before[j]);
      projection += along * factor * static_cast<double>(back.delta[t * run.rows + i]);
    }
    out.share[t] = projection / square;
  }
}

// The mean rate between T and the earliest state that a gradient reaches.
void measure_half_life(const Run<float>& run, const Backward<float>& back, Outcome& out) {
  const double last = out.gradient[run.steps];
  for (std::size_t t = back.first_step; t < run.steps; ++t) {
    if (!std::isfinite(out.gradient[t]) || !std::isfinite(last)) continue;
    const double lost = last - out.gradient[t];
    if (std::abs(lost) > 1e-5) out.half_life = static_cast<double>(run.steps - t) * log10_of_2 / lost;
    return;
  }
}

}  // namespace

Outcome measure_gradients(const Weights<float>& weights, const Run<float>& run, const Backward<float>& back) {
  Outcome out;
  out.gamma = steepest_slope(weights.cell);
  measure_norms(run, back, out);
  measure_shares(run, back, out);
  measure_half_life(run, back, out);
  out.jacobian.assign(run.steps + 1, nan);
  out.jacobian_sure.assign(run.steps + 1, true);
  return out;
}

}  // namespace stride::rnn
