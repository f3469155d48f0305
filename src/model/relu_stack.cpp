#include "model/relu_stack.h"

#include <cmath>

#include "base/random.h"

namespace stride::model {

ReluStack::ReluStack(std::int64_t width, double slope, std::uint64_t seed)
    : slope_(slope), scale_(std::sqrt(2 / ((1 + slope * slope) * static_cast<double>(width)))), seed_(seed) {
  Random random = Random::stream(seed);
  for (std::int64_t i = 0; i < width; ++i) {
    const double y = random.normal();
    inputs_.push_back(y > 0 ? y : slope * y);
  }
}

bool ReluStack::advance() {
  Random random = Random::stream(seed_, deviations_.size() + 1, outputs_.size());
  double sum = 0;
  for (const double input : inputs_) sum += random.normal() * input;
  outputs_.push_back(scale_ * sum);
  if (outputs_.size() < inputs_.size()) return false;
  complete_layer();
  return true;
}

void ReluStack::complete_layer() {
  double sum = 0, squares = 0;
  for (const double y : outputs_) sum += y;
  const double mean = sum / static_cast<double>(outputs_.size());
  for (const double y : outputs_) squares += (y - mean) * (y - mean);
  deviations_.push_back(static_cast<float>(std::log10(squares / static_cast<double>(outputs_.size())) / 2));
  for (std::size_t i = 0; i < outputs_.size(); ++i) inputs_[i] = outputs_[i] > 0 ? outputs_[i] : slope_ * outputs_[i];
  outputs_.clear();
}

}  // namespace stride::model
