#include "tensor/kernels/read/read.h"

namespace stride::tensor::read {

float reference(std::span<const float> values) {
  double total = 0;
  for (const float value : values) total += value;
  return static_cast<float>(total);
}

}  // namespace stride::tensor::read
