#include "tensor/kernels/list.h"

namespace stride::tensor {

std::vector<Kernel> kernels() {
  return {
      convolution_kernel(), pool_kernel(),       local_response_normalisation_kernel(),
      linear_kernel(),      activation_kernel(), softmax_kernel(),
  };
}

}  // namespace stride::tensor
