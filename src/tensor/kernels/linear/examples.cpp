#include "tensor/kernels/linear/op.h"
#include "tensor/kernels/list.h"

namespace stride::tensor {

Kernel linear_kernel() {
  return {.name = "linear",
          .tests = {example("from a map", Linear{{5, 3, 2}, 7}), example("without bias", Linear{{13, 1, 1}, 4, false}),
                    example("one to one", Linear{{1, 1, 1}, 1}), example("to many", Linear{{3, 1, 1}, 29})},
          .benches = {example("fc6 256x6x6 to 4096", Linear{{256, 6, 6}, 4096}),
                      example("fc7 4096 to 4096", Linear{{4096, 1, 1}, 4096})}};
}

}  // namespace stride::tensor
