#include "tensor/kernels/peak/peak.h"

namespace stride::tensor::peak {

void reference(std::span<float> values, float factor, float term, std::int64_t steps) {
  for (float& value : values) {
    double accumulator = value;
    for (std::int64_t step = 0; step < steps; ++step) accumulator = accumulator * factor + term;
    value = static_cast<float>(accumulator);
  }
}

}  // namespace stride::tensor::peak
