#pragma once

#include <vector>

#include "rnn/settings.h"

namespace stride::rnn {

/// Matrices by rows. `w` (gates*H, H) hidden to hidden, `u` (gates*H, inputs), `b` (gates*H). The GRU is ONNX's with
/// linear_before_reset = 1, as PyTorch's; there is no second bias.
template <class Real>
struct Weights {
  Cell cell = Cell::tanh;
  int hidden = 0;
  std::vector<Real> w, u, b;

  [[nodiscard]] std::size_t units() const { return static_cast<std::size_t>(hidden); }
  [[nodiscard]] std::size_t rows() const { return units() * static_cast<std::size_t>(gates_of(cell)); }
};

/// Three sizes of one matrix, which differ; of the largest block where there are several.
struct Measures {
  double sigma = 0;   // largest singular value
  double radius = 0;  // spectral radius; NaN until measured
  double gain = 0;    // root mean square of the entries times sqrt(H)
};

/// Hidden-to-hidden blocks before they are scaled, with their sizes. They depend on cell, H, init and seed only, so
/// that turning the scale needs no new decomposition.
class Draft {
 public:
  static Draft make(const Settings& settings);
  [[nodiscard]] bool fits(const Settings& settings) const;

  [[nodiscard]] const std::vector<double>& blocks() const { return blocks_; }
  /// What all entries are multiplied with. Measures the radius if that is asked for.
  double factor(const Settings& settings);
  /// Of the scaled weights.
  [[nodiscard]] Measures measures(double factor) const;
  void measure_radius();

 private:
  Settings settings_;
  std::vector<double> blocks_;  // (gates*H, H)
  Measures measures_;
};

/// The same seed gives the same weights, whatever the scale. Rounded to Real once, at the end.
template <class Real>
Weights<Real> make_weights(const Settings& settings, const Draft& draft, double factor);

/// x_1 .. x_T (T, inputs).
template <class Real>
std::vector<Real> make_inputs(const Settings& settings);

/// c of the loss L = c . h_T, of length 1: so |dL/dh_T| = 1, and what comes before is a multiple of it.
template <class Real>
std::vector<Real> make_readout(const Settings& settings);

extern template Weights<float> make_weights(const Settings&, const Draft&, double);
extern template Weights<double> make_weights(const Settings&, const Draft&, double);
extern template std::vector<float> make_inputs(const Settings&);
extern template std::vector<double> make_inputs(const Settings&);
extern template std::vector<float> make_readout(const Settings&);
extern template std::vector<double> make_readout(const Settings&);

}  // namespace stride::rnn
