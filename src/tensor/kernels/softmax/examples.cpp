#include "tensor/kernels/list.h"
#include "tensor/kernels/softmax/op.h"

namespace stride::tensor {

Kernel softmax_kernel() {
  return {.name = "softmax",
          .tests = {example("vector", Softmax{{10, 1, 1}}), example("of a map's channels", Softmax{{7, 2, 3}}),
                    example("cross-entropy", CrossEntropy{{10, 1, 1}, 3})},
          .benches = {example("1000", Softmax{{1000, 1, 1}})}};
}

}  // namespace stride::tensor
