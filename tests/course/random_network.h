#pragma once

#include "base/random.h"
#include "nn/network.h"

namespace stride::course::fixture {

/// A network of square windows and a side that reaches its end; what a teacher might make up, odd choices included.
struct Sample {
  nn::NetworkSpec network;
  std::int64_t size = 0;
};
Sample random_sample(std::uint64_t seed);

}  // namespace stride::course::fixture
