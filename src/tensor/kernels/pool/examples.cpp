#include "tensor/kernels/list.h"
#include "tensor/kernels/pool/op.h"

namespace stride::tensor {

Kernel pool_kernel() {
  using enum Pool::Kind;
  Kernel kernel{.name = "pool", .tests = {}, .benches = {}};
  for (const auto& [kind, name] : {std::pair{maximum, "maximum"}, std::pair{average, "average"}}) {
    const std::string prefix(name);
    kernel.tests.push_back(example(prefix + " 3x3 stride 2", Pool{kind, {5, 9, 12}, {3, 3}, {2, 2}}, kind == average));
    kernel.tests.push_back(example(prefix + " 3x3 stride 2 ceil",
                                   Pool{kind, {6, 10, 8}, {3, 3}, {2, 2}, {0, 0}, {1, 1}, true}, kind == average));
    kernel.tests.push_back(example(prefix + " 2x3 padded ceil",
                                   Pool{kind, {3, 7, 11}, {2, 3}, {2, 3}, {1, 1}, {1, 1}, true}, kind == average));
    kernel.tests.push_back(example(prefix + " 3x3 stride 3 ceil",
                                   Pool{kind, {4, 11, 12}, {3, 3}, {3, 3}, {1, 1}, {1, 1}, true}, kind == average));
    kernel.tests.push_back(example(prefix + " global", Pool{kind, {9, 5, 4}, {5, 4}, {1, 1}}, kind == average));
    kernel.benches.push_back(example(prefix + " 96x55x55, 3x3 stride 2", Pool{kind, {96, 55, 55}, {3, 3}, {2, 2}}));
  }
  kernel.tests.push_back(example("maximum dilated", Pool{maximum, {2, 9, 9}, {2, 3}, {1, 2}, {0, 2}, {3, 2}}, false));
  return kernel;
}

}  // namespace stride::tensor
