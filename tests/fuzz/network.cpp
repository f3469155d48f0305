// Whatever text arrives is refused or is a network, of which everything can be asked at any size.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "nn/facts.h"
#include "nn/network.h"

namespace {

namespace nn = stride::nn;

void require(bool holds) {
  if (!holds) std::abort();
}

void ask(const nn::NetworkSpec& network, nn::Pair size, nn::Rounding rounding) {
  const auto least = nn::smallest_input(network, "", rounding);
  if (least) require(*least >= 1);
  const auto all = nn::facts(network, size, rounding);
  if (!all) {
    require(!all.error().message.empty());
    return;
  }
  require(all->layers.size() == network.layers.size());
  if (all->parameters) require(*all->parameters >= 0);
  const std::string_view last = network.layers.back().name;
  for (const bool vertical : {true, false}) {
    const std::int64_t side = vertical ? size.height : size.width;
    const auto sizes = nn::admissible(network, last, side, vertical, rounding, 200);
    if (sizes && rounding != nn::Rounding::exact) {
      require(sizes->size() == 1 && sizes->front().low <= side && sizes->front().high >= side);
    }
    if (side < 1000) (void)nn::unseen(network, last, side, vertical, rounding);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto network = nn::parse_network({reinterpret_cast<const char*>(data), size});
  if (!network) {
    require(!network.error().message.empty());
    return 0;
  }
  for (const nn::Rounding rounding : {nn::Rounding::floor, nn::Rounding::ceil, nn::Rounding::exact}) {
    ask(*network, network->input_size, rounding);
    ask(*network, {31, 60}, rounding);
  }
  return 0;
}
