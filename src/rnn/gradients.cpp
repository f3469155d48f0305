#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "rnn/analysis.h"
#include "rnn/products.h"

namespace stride::rnn {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

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

// What each step adds to dL/dW: its size, and its projection on the whole.
void measure_shares(const Run<float>& run, const Backward<float>& back, Outcome& out) {
  const Scaled& whole = out.parameters.w;
  out.term.assign(run.steps + 1, nan);
  out.share.assign(run.steps + 1, nan);
  for (std::size_t t = 1; t <= run.steps; ++t) out.term[t] = log10_of(term_size(run, back, t), back.exponent[t]);
  const double size = norm_of(whole.values);
  if (!(size > 0) || !std::isfinite(size)) return;
  std::vector<float> along(run.rows);
  for (std::size_t t = 1; t <= run.steps; ++t) {
    double projection = 0;
    const double factor = std::ldexp(1.0, std::max(-1074, back.exponent[t] - whole.exponent));
    if (t > back.first_step) {
      multiply(whole.values.data(), run.rows, run.units, run.h_at(t - 1), along.data());
      for (std::size_t i = 0; i < run.rows; ++i)
        projection += static_cast<double>(along[i]) * factor * static_cast<double>(back.delta[t * run.rows + i]);
    }
    out.share[t] = projection / (size * size);
  }
}

void measure_parameters(Outcome& out) {
  const auto size = [](const Scaled& sum) { return log10_of(norm_of(sum.values), sum.exponent); };
  out.weight_gradient = size(out.parameters.w);
  out.input_gradient = size(out.parameters.u);
  out.bias_gradient = size(out.parameters.b);
  const double parts[] = {out.weight_gradient, out.input_gradient, out.bias_gradient};
  const double largest = std::ranges::max(parts);
  double sum = 0;
  for (const double part : parts)
    if (part > -std::numeric_limits<double>::infinity() || std::isnan(part)) sum += std::pow(10, 2 * (part - largest));
  out.whole_gradient = sum == 0 ? largest : largest + 0.5 * std::log10(sum);
}

// The mean rate between T and the earliest state that a gradient reaches.
void measure_half_life(const Run<float>& run, const Backward<float>& back, Outcome& out) {
  const double last = out.gradient[run.steps];
  for (std::size_t t = back.first_step; t < run.steps; ++t) {
    if (!std::isfinite(out.gradient[t]) || !std::isfinite(last)) continue;
    const double lost = last - out.gradient[t];
    if (std::abs(lost) > 1e-5) out.half_life = static_cast<double>(run.steps - t) * std::log10(2.0) / lost;
    return;
  }
}

}  // namespace

Outcome measure_gradients(const Weights<float>& weights, const Run<float>& run, const Backward<float>& back,
                          std::span<const float> x) {
  Outcome out;
  out.gamma = steepest_slope(weights.cell);
  out.parameters = parameter_gradient(weights, run, back, x);
  measure_parameters(out);
  measure_norms(run, back, out);
  measure_shares(run, back, out);
  measure_half_life(run, back, out);
  out.jacobian.assign(run.steps + 1, nan);
  out.jacobian_exact.assign(run.steps + 1, true);
  return out;
}

}  // namespace stride::rnn
