#include "tensor/kernels/list.h"
#include "tensor/kernels/local_response_normalisation/op.h"

namespace stride::tensor {

Kernel local_response_normalisation_kernel() {
  using Lrn = LocalResponseNormalisation;
  return {.name = "local response normalisation",
          .tests = {example("as printed", Lrn{{11, 3, 4}}), example("strong", Lrn{{7, 2, 3}, 5, 0.5, 0.75, 1}),
                    example("another exponent", Lrn{{6, 3, 2}, 3, 0.3, 0.6, 2}),
                    example("wider than the channels", Lrn{{3, 2, 5}, 9, 0.2})},
          .benches = {example("96x55x55", Lrn{{96, 55, 55}})}};
}

}  // namespace stride::tensor
