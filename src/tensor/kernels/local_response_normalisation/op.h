#pragma once

#include "tensor/kernels/parameters.h"

/// Local response normalisation across channels, as Krizhevsky et al. (2012, section 3.3) print it:
///   out_i = in_i / (k + alpha * sum over j from max(0, i - n/2) to min(N - 1, i + n/2) of in_j^2)^beta
/// alpha is not divided by the size n, as some libraries do.
namespace stride::tensor {

struct LocalResponseNormalisation {
  Shape input;
  std::int64_t size = 5;
  double alpha = 1e-4, beta = 0.75, k = 2;

  [[nodiscard]] Shape output() const { return input; }
  [[nodiscard]] static std::int64_t weights() { return 0; }
  [[nodiscard]] static std::int64_t biases() { return 0; }
  [[nodiscard]] static std::int64_t macs() { return 0; }
};

void reference_forward(const LocalResponseNormalisation& lrn, const Tensor& input, const Parameters& parameters,
                       Tensor& output);
void reference_input_gradient(const LocalResponseNormalisation& lrn, const Tensor& input, const Parameters& parameters,
                              const Tensor& above, Tensor& gradient);

Result<void> forward(const LocalResponseNormalisation& lrn, const Tensor& input, const Parameters& parameters,
                     Tensor& output, Workspace& workspace);
Result<void> input_gradient(const LocalResponseNormalisation& lrn, const Tensor& input, const Parameters& parameters,
                            const Tensor& above, Tensor& gradient, Workspace& workspace);

}  // namespace stride::tensor
