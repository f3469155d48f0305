#pragma once

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <vector>

#include "rnn/analysis.h"

namespace stride::rnn {

inline constexpr std::array<Cell, 6> all_cells = {Cell::tanh,     Cell::sigmoid, Cell::relu,
                                                  Cell::identity, Cell::lstm,    Cell::gru};

/// A network and its forward and backward pass.
template <class Real>
struct Network {
  Settings settings;
  Weights<Real> weights;
  std::vector<Real> x, readout;
  Run<Real> run;
  Backward<Real> back;

  explicit Network(const Settings& given) : settings(given) {
    Draft draft = Draft::make(settings);
    weights = make_weights<Real>(settings, draft, draft.factor(settings));
    x = make_inputs<Real>(settings);
    readout = make_readout<Real>(settings);
    run = forward<Real>(weights, x);
    back = backward<Real>(weights, run, readout, settings.truncate);
  }
  /// L = c . h_T
  [[nodiscard]] double loss(const Run<Real>& of) const {
    double sum = 0;
    for (std::size_t i = 0; i < of.units; ++i)
      sum += static_cast<double>(readout[i]) * static_cast<double>(of.h_at(of.steps)[i]);
    return sum;
  }
  [[nodiscard]] double gradient(const std::vector<Real>& values, std::size_t t, std::size_t unit) const {
    return std::ldexp(static_cast<double>(values[t * run.units + unit]), back.exponent[t]);
  }
};

}  // namespace stride::rnn
