#pragma once

#include <memory>
#include <vector>

#include "rnn/unrolled.h"

namespace stride::rnn {

/// The product dh_T/ds_t, from t = T down to 0, in double whatever the forward pass was in. s is the state: h, for an
/// LSTM (h, c). Scaled by powers of two on the way, so that it neither underflows nor overflows.
class JacobianProduct {
 public:
  template <class Real>
  JacobianProduct(const Weights<Real>& weights, const Run<Real>& run);
  JacobianProduct(JacobianProduct&&) noexcept;
  JacobianProduct& operator=(JacobianProduct&&) noexcept;
  ~JacobianProduct();

  [[nodiscard]] std::size_t t() const;  // the product reached dh_T/ds_t
  void step_back();                     // to t - 1; not below 0
  /// The base-10 logarithm of its largest singular value: -inf when it is zero, NaN when it isn't finite. Decomposed up
  /// to 128 units; beyond, where that would take longer than all else, by power iteration: a lower bound, most often
  /// equal to some seven digits.
  struct Norm {
    double log10 = 0;
    bool exact = true;
  };
  Norm norm();
  /// Keeps the product at this t for singular_values.
  void keep();
  /// Base-10 logarithms of all singular values of the index-th product kept, largest first.
  [[nodiscard]] std::vector<double> singular_values(std::size_t index) const;
  /// Multiplied from the left with `readout`, entry by entry: dL/ds_t, times 10^-log10_scale. For tests.
  [[nodiscard]] std::vector<double> times(const std::vector<double>& readout, double& log10_scale) const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// ds_t/ds_(t-1) by rows: (S, S), S = H, or 2H for an LSTM.
template <class Real>
std::vector<double> step_jacobian(const Weights<Real>& weights, const Run<Real>& run, std::size_t t);

}  // namespace stride::rnn
