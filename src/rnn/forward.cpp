#include <cmath>

#include "rnn/products.h"
#include "rnn/unrolled.h"

namespace stride::rnn {

namespace {

template <class Real>
Real logistic(Real a) {
  return 1 / (1 + std::exp(-a));
}

template <class Real>
Real activation(Cell cell, Real a) {
  switch (cell) {
    case Cell::tanh:
      return std::tanh(a);
    case Cell::sigmoid:
      return logistic(a);
    case Cell::relu:
      return a > 0 || std::isnan(a) ? a : Real{0};
    default:
      return a;
  }
}

// Each takes `a` = U x_t + b and `r` = W h_(t-1).

template <class Real>
void plain_step(Cell cell, const Real* a, const Real* r, Run<Real>& run, std::size_t t) {
  Real* h = &run.h[t * run.units];
  Real* gates = &run.gates[t * run.rows];
  for (std::size_t unit = 0; unit < run.units; ++unit) gates[unit] = h[unit] = activation(cell, a[unit] + r[unit]);
}

template <class Real>
void lstm_step(const Real* a, const Real* r, Run<Real>& run, std::size_t t) {
  const std::size_t units = run.units;
  Real* gates = &run.gates[t * run.rows];
  for (std::size_t row = 0; row < 3 * units; ++row) gates[row] = logistic(a[row] + r[row]);
  for (std::size_t row = 3 * units; row < 4 * units; ++row) gates[row] = std::tanh(a[row] + r[row]);
  const Real* before = run.c_at(t - 1);
  for (std::size_t unit = 0; unit < units; ++unit) {
    const Real i = gates[unit], o = gates[units + unit], f = gates[2 * units + unit],
               new_cell = gates[3 * units + unit];
    const Real c = f * before[unit] + i * new_cell;
    run.c[t * units + unit] = c;
    run.h[t * units + unit] = o * std::tanh(c);
  }
}

template <class Real>
void gru_step(const Real* a, const Real* r, Run<Real>& run, std::size_t t) {
  const std::size_t units = run.units;
  Real* gates = &run.gates[t * run.rows];
  for (std::size_t row = 0; row < 2 * units; ++row) gates[row] = logistic(a[row] + r[row]);
  const Real* before = run.h_at(t - 1);
  for (std::size_t unit = 0; unit < units; ++unit) {
    const Real z = gates[unit], reset = gates[units + unit], inner = r[2 * units + unit];
    const Real candidate = std::tanh(a[2 * units + unit] + reset * inner);
    run.inner[t * units + unit] = inner;
    gates[2 * units + unit] = candidate;
    run.h[t * units + unit] = (1 - z) * candidate + z * before[unit];
  }
}

}  // namespace

template <class Real>
Run<Real> make_run(const Weights<Real>& weights, std::size_t steps) {
  Run<Real> run{.steps = steps, .units = weights.units(), .rows = weights.rows()};
  run.h.resize((steps + 1) * run.units);
  run.gates.resize((steps + 1) * run.rows);
  if (weights.cell == Cell::lstm) run.c.resize((steps + 1) * run.units);
  if (weights.cell == Cell::gru) run.inner.resize((steps + 1) * run.units);
  return run;
}

template <class Real>
void step_forward(const Weights<Real>& weights, const Real* x_t, Run<Real>& run, std::size_t t) {
  std::vector<Real> a(weights.rows()), r(weights.rows());
  multiply(weights.u.data(), weights.rows(), inputs, x_t, a.data());
  for (std::size_t row = 0; row < a.size(); ++row) a[row] += weights.b[row];
  multiply(weights.w.data(), weights.rows(), weights.units(), run.h_at(t - 1), r.data());
  if (weights.cell == Cell::lstm)
    lstm_step(a.data(), r.data(), run, t);
  else if (weights.cell == Cell::gru)
    gru_step(a.data(), r.data(), run, t);
  else
    plain_step(weights.cell, a.data(), r.data(), run, t);
}

template <class Real>
Run<Real> forward(const Weights<Real>& weights, std::span<const Real> x) {
  Run<Real> run = make_run(weights, x.size() / inputs);
  for (std::size_t t = 1; t <= run.steps; ++t) step_forward(weights, &x[(t - 1) * inputs], run, t);
  return run;
}

template Run<float> make_run(const Weights<float>&, std::size_t);
template Run<double> make_run(const Weights<double>&, std::size_t);
template void step_forward(const Weights<float>&, const float*, Run<float>&, std::size_t);
template void step_forward(const Weights<double>&, const double*, Run<double>&, std::size_t);
template Run<float> forward(const Weights<float>&, std::span<const float>);
template Run<double> forward(const Weights<double>&, std::span<const double>);

}  // namespace stride::rnn
