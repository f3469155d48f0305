#include "tensor/kernels/activation/op.h"
#include "tensor/kernels/list.h"

namespace stride::tensor {

Kernel activation_kernel() {
  using enum Activation::Kind;
  return {.name = "activation",
          .tests = {example("relu", Activation{relu, {5, 4, 3}}, false),
                    example("prelu shared", Activation{prelu, {6, 3, 2}}, false),
                    example("prelu per channel", Activation{prelu, {7, 3, 4}, 7}, false),
                    example("sigmoid", Activation{sigmoid, {5, 4, 3}}), example("tanh", Activation{tanh, {3, 4, 5}})},
          .benches = {example("relu 96x55x55", Activation{relu, {96, 55, 55}}),
                      example("tanh 96x55x55", Activation{tanh, {96, 55, 55}})}};
}

}  // namespace stride::tensor
