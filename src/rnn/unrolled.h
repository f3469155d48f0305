#pragma once

#include <span>
#include <vector>

#include "rnn/weights.h"

/// The network unrolled over time, forwards and backwards. float is the fast path, double the plain one.
namespace stride::rnn {

/// Everything that the forward pass leaves behind. State 0 is zero; state t comes out of step t.
template <class Real>
struct Run {
  std::size_t steps = 0, units = 0, rows = 0;
  std::vector<Real> h;      // (T+1, H)
  std::vector<Real> c;      // (T+1, H), LSTM only
  std::vector<Real> gates;  // (T+1, gates*H): after the activations; row 0 is unused
  std::vector<Real> inner;  // (T+1, H), GRU only: W_h h_(t-1), before the reset gate

  [[nodiscard]] const Real* h_at(std::size_t t) const { return &h[t * units]; }
  [[nodiscard]] const Real* c_at(std::size_t t) const { return &c[t * units]; }
  [[nodiscard]] const Real* gates_at(std::size_t t) const { return &gates[t * rows]; }
  [[nodiscard]] const Real* inner_at(std::size_t t) const { return &inner[t * units]; }
};

template <class Real>
Run<Real> make_run(const Weights<Real>& weights, std::size_t steps);
/// State t from state t-1 and x_t.
template <class Real>
void step_forward(const Weights<Real>& weights, const Real* x_t, Run<Real>& run, std::size_t t);
template <class Real>
Run<Real> forward(const Weights<Real>& weights, std::span<const Real> x);

/// f'(a) of a plain cell from its output f(a).
template <class Real>
Real slope_at(Cell cell, Real output);

/// dL/dh_t, dL/dc_t with h_t and c_t as two separate inputs of what follows, and dL/da_t, each times 2^-exponent[t]: so
/// gradients far beyond what a float holds keep all their digits.
template <class Real>
struct Backward {
  std::vector<Real> dh, dc;    // (T+1, H); dc LSTM only
  std::vector<Real> delta;     // (T+1, gates*H): by what W multiplies; row 0 is unused
  std::vector<int> exponent;   // (T+1)
  std::size_t first_step = 0;  // truncated before: zeros
};

template <class Real>
Backward<Real> backward(const Weights<Real>& weights, const Run<Real>& run, std::span<const Real> readout,
                        int truncate);

extern template Run<float> make_run(const Weights<float>&, std::size_t);
extern template Run<double> make_run(const Weights<double>&, std::size_t);
extern template void step_forward(const Weights<float>&, const float*, Run<float>&, std::size_t);
extern template void step_forward(const Weights<double>&, const double*, Run<double>&, std::size_t);
extern template Run<float> forward(const Weights<float>&, std::span<const float>);
extern template Run<double> forward(const Weights<double>&, std::span<const double>);
extern template float slope_at(Cell, float);
extern template double slope_at(Cell, double);
extern template Backward<float> backward(const Weights<float>&, const Run<float>&, std::span<const float>, int);
extern template Backward<double> backward(const Weights<double>&, const Run<double>&, std::span<const double>, int);

}  // namespace stride::rnn
