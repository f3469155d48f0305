#include <algorithm>
#include <cmath>

#include "rnn/products.h"
#include "rnn/unrolled.h"

namespace stride::rnn {

namespace {

// One adjoint of state t: in, h and c; out, those of state t-1, and delta.
template <class Real>
struct Adjoint {
  Real* dh;
  Real* dc;
  Real* delta;
  Real* dh_before;
  Real* dc_before;
};

template <class Real>
void plain_delta(Cell cell, const Run<Real>& run, std::size_t t, const Adjoint<Real>& at) {
  for (std::size_t unit = 0; unit < run.units; ++unit) at.delta[unit] = at.dh[unit] * slope_at(cell, run.h_at(t)[unit]);
}

template <class Real>
void lstm_delta(const Run<Real>& run, std::size_t t, const Adjoint<Real>& at) {
  const std::size_t units = run.units;
  const Real* gates = run.gates_at(t);
  for (std::size_t unit = 0; unit < units; ++unit) {
    const Real i = gates[unit], o = gates[units + unit], f = gates[2 * units + unit],
               new_cell = gates[3 * units + unit];
    const Real squashed = std::tanh(run.c_at(t)[unit]);
    const Real dc = at.dc[unit] + at.dh[unit] * o * (1 - squashed * squashed);
    at.delta[unit] = dc * new_cell * i * (1 - i);
    at.delta[units + unit] = at.dh[unit] * squashed * o * (1 - o);
    at.delta[2 * units + unit] = dc * run.c_at(t - 1)[unit] * f * (1 - f);
    at.delta[3 * units + unit] = dc * i * (1 - new_cell * new_cell);
    at.dc_before[unit] = dc * f;
  }
}

template <class Real>
void gru_delta(const Run<Real>& run, std::size_t t, const Adjoint<Real>& at) {
  const std::size_t units = run.units;
  const Real* gates = run.gates_at(t);
  for (std::size_t unit = 0; unit < units; ++unit) {
    const Real z = gates[unit], r = gates[units + unit], candidate = gates[2 * units + unit];
    const Real inside = at.dh[unit] * (1 - z) * (1 - candidate * candidate);
    at.delta[unit] = at.dh[unit] * (run.h_at(t - 1)[unit] - candidate) * z * (1 - z);
    at.delta[units + unit] = inside * run.inner_at(t)[unit] * r * (1 - r);
    at.delta[2 * units + unit] = inside * r;
  }
}

template <class Real>
void step_backward(const Weights<Real>& weights, const Run<Real>& run, std::size_t t, const Adjoint<Real>& at) {
  if (weights.cell == Cell::lstm)
    lstm_delta(run, t, at);
  else if (weights.cell == Cell::gru)
    gru_delta(run, t, at);
  else
    plain_delta(weights.cell, run, t, at);
  multiply_transposed(weights.w.data(), weights.rows(), weights.units(), at.delta, at.dh_before);
  if (weights.cell == Cell::gru)
    for (std::size_t unit = 0; unit < run.units; ++unit) at.dh_before[unit] += at.dh[unit] * run.gates_at(t)[unit];
}

// Brings the largest entry near 1 by a power of two, which changes no digit; what that power is.
template <class Real>
int normalise(std::span<Real> dh, std::span<Real> dc) {
  Real largest = 0;
  for (const auto part : {dh, dc})
    for (const Real value : part)
      if (!(std::abs(value) <= largest)) largest = std::abs(value);  // so that NaN wins
  if (!(largest > 0) || !std::isfinite(largest)) return 0;
  const int exponent = std::ilogb(largest);
  for (const auto part : {dh, dc})
    for (Real& value : part) value = std::ldexp(value, -exponent);
  return exponent;
}

}  // namespace

template <class Real>
Real slope_at(Cell cell, Real output) {
  switch (cell) {
    case Cell::tanh:
      return 1 - output * output;
    case Cell::sigmoid:
      return output * (1 - output);
    case Cell::relu:
      return std::isnan(output) ? output : output > 0 ? Real{1} : Real{0};
    default:
      return 1;
  }
}

template <class Real>
Backward<Real> backward(const Weights<Real>& weights, const Run<Real>& run, std::span<const Real> readout,
                        int truncate) {
  const std::size_t units = run.units, last = run.steps;
  const bool has_cell = weights.cell == Cell::lstm;
  Backward<Real> back;
  back.dh.resize((last + 1) * units);
  back.dc.resize(has_cell ? (last + 1) * units : 0);
  back.delta.resize((last + 1) * run.rows);
  back.exponent.assign(last + 1, 0);
  back.first_step =
      truncate > 0 && static_cast<std::size_t>(truncate) < last ? last - static_cast<std::size_t>(truncate) : 0;
  std::ranges::copy(readout, back.dh.begin() + static_cast<std::ptrdiff_t>(last * units));
  for (std::size_t t = last; t > back.first_step; --t) {
    const std::size_t before = (t - 1) * units;
    step_backward(weights, run, t,
                  Adjoint<Real>{&back.dh[t * units], has_cell ? &back.dc[t * units] : nullptr,
                                &back.delta[t * run.rows], &back.dh[before], has_cell ? &back.dc[before] : nullptr});
    const std::span<Real> dc = has_cell ? std::span<Real>(&back.dc[before], units) : std::span<Real>();
    back.exponent[t - 1] = back.exponent[t] + normalise(std::span<Real>(&back.dh[before], units), dc);
  }
  return back;
}

template float slope_at(Cell, float);
template double slope_at(Cell, double);
template Backward<float> backward(const Weights<float>&, const Run<float>&, std::span<const float>, int);
template Backward<double> backward(const Weights<double>&, const Run<double>&, std::span<const double>, int);

}  // namespace stride::rnn
