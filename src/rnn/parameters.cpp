#include "rnn/parameters.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "rnn/products.h"

namespace stride::rnn {

namespace {

constexpr int nothing = -(1 << 28);  // below every exponent, and far enough from int's end to be subtracted
constexpr int most_shift = 100;      // up to which a float of size 1 can be scaled

std::span<const float> row(const std::vector<float>& values, std::size_t index, std::size_t length) {
  return {values.data() + index * length, length};
}

// The largest exponent among terms of these sizes: relative to it the sum is taken.
class Reference {
 public:
  explicit Reference(const Backward<float>& back) : back_(back) {}
  void add(std::size_t t, double size) {
    if (!(size > 0) || !std::isfinite(size)) return;
    largest_ = std::max(largest_, back_.exponent[t] + std::ilogb(size));
    highest_ = std::max(highest_, back_.exponent[t]);
  }
  [[nodiscard]] int exponent() const { return largest_ == nothing ? 0 : std::max(largest_, highest_ - most_shift); }

 private:
  const Backward<float>& back_;
  int largest_ = nothing, highest_ = nothing;
};

// Columns of delta by rows: (rows, T), as the products over time need them, each entry times 2^(its exponent - to).
std::vector<float> over_time(const std::vector<float>& delta, std::size_t rows, const Backward<float>& back, int to) {
  const std::size_t steps = back.exponent.size() - 1;
  std::vector<float> result(rows * steps);
  for (std::size_t t = back.first_step + 1; t <= steps; ++t) {
    const auto factor = static_cast<float>(std::ldexp(1.0, std::max(-1074, back.exponent[t] - to)));
    for (std::size_t i = 0; i < rows; ++i) result[i * steps + t - 1] = factor * delta[t * rows + i];
  }
  return result;
}

// What U and b are multiplied with: the same as W's, but for the candidate of a GRU, whose reset gate is W's alone.
std::vector<float> input_delta(const Weights<float>& weights, const Run<float>& run, const Backward<float>& back) {
  std::vector<float> delta = back.delta;
  if (weights.cell != Cell::gru) return delta;
  const std::size_t units = run.units;
  for (std::size_t t = back.first_step + 1; t <= run.steps; ++t)
    for (std::size_t unit = 0; unit < units; ++unit) {
      const float z = run.gates_at(t)[unit], candidate = run.gates_at(t)[2 * units + unit];
      delta[t * run.rows + 2 * units + unit] = back.dh[t * units + unit] * (1 - z) * (1 - candidate * candidate);
    }
  return delta;
}

// The sum over t of delta_t v_t^T, for v by rows over time.
Scaled sum_of(const std::vector<float>& columns, std::size_t rows, const float* v, std::size_t length,
              const Backward<float>& back, int exponent) {
  const std::size_t steps = back.exponent.size() - 1, first = back.first_step;
  Scaled sum{std::vector<float>(rows * length), exponent};
  for (std::size_t i = 0; i < rows; ++i)
    multiply_transposed(v + first * length, steps - first, length, &columns[i * steps + first],
                        &sum.values[i * length]);
  return sum;
}

}  // namespace

double norm_of(std::span<const float> values) {
  double square = 0;
  for (const float value : values) square += static_cast<double>(value) * static_cast<double>(value);
  return std::sqrt(square);
}

double log10_of(double norm, double exponent) {
  return std::isfinite(norm) ? std::log10(norm) + exponent * std::log10(2.0) : std::numeric_limits<double>::quiet_NaN();
}

double term_size(const Run<float>& run, const Backward<float>& back, std::size_t t) {
  return norm_of(row(back.delta, t, run.rows)) * norm_of(row(run.h, t - 1, run.units));
}

ParameterGradient parameter_gradient(const Weights<float>& weights, const Run<float>& run, const Backward<float>& back,
                                     std::span<const float> x) {
  const std::vector<float> delta = input_delta(weights, run, back);
  Reference of_w(back), of_u(back), of_b(back);
  for (std::size_t t = back.first_step + 1; t <= run.steps; ++t) {
    const double size = norm_of(row(delta, t, run.rows));
    of_w.add(t, term_size(run, back, t));
    of_u.add(t, size * norm_of(x.subspan((t - 1) * inputs, inputs)));
    of_b.add(t, size);
  }
  const std::vector<float> ones(run.steps, 1.0F);
  ParameterGradient gradient;
  gradient.w = sum_of(over_time(back.delta, run.rows, back, of_w.exponent()), run.rows, run.h.data(), run.units, back,
                      of_w.exponent());
  gradient.u =
      sum_of(over_time(delta, run.rows, back, of_u.exponent()), run.rows, x.data(), inputs, back, of_u.exponent());
  gradient.b =
      sum_of(over_time(delta, run.rows, back, of_b.exponent()), run.rows, ones.data(), 1, back, of_b.exponent());
  return gradient;
}

}  // namespace stride::rnn
