#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "model/safetensors.h"
#include "tensor/tensor.h"

/// Where a network's parameters come from: a seed, or a file in PyTorch's names and layout.
namespace stride::model {

/// Standard deviations with n_in and n_out the connections into and out of a unit: alexnet 0.01 (Krizhevsky et al.
/// 2012), he sqrt(2/n_in) (He et al. 2015), glorot sqrt(2/(n_in + n_out)) (Glorot & Bengio 2010). orthogonal: rows (or
/// columns, if there are fewer) of length 1 at right angles (Saxe et al. 2014). Biases start at 0.
enum class Initialisation : std::uint8_t { he, glorot, alexnet, orthogonal };
Result<Initialisation> parse_initialisation(std::string_view text);

struct Seeded {
  std::uint64_t seed = 1;
  Initialisation initialisation = Initialisation::he;
  bool drawn_first_layer =
      false;  // the first convolution gets oriented edges and colour blobs, as trained networks have
};

using WeightSource = std::variant<Seeded, std::shared_ptr<const TensorFile>>;

/// What one layer has to learn.
struct ParameterShape {
  std::string name;
  std::uint64_t index = 0;           // of the layer; the random stream's number
  std::vector<std::int64_t> weight;  // (O, C/groups, kH, kW), (out, in), or (slopes)
  bool bias = false;
  std::int64_t groups = 1;
  bool first_convolution = false;
  bool slopes = false;  // PReLU's: all start at `slope`
  double slope = 0.25;
  [[nodiscard]] std::int64_t outputs() const { return weight.empty() ? 0 : weight[0]; }
  [[nodiscard]] std::int64_t inputs() const;  // per output
  [[nodiscard]] std::int64_t count() const { return outputs() * inputs(); }
};

struct Weights {
  tensor::Buffer weight, bias;
};

/// The parameters of one layer: of all its outputs, or of `count` from `first` on. A share has the same bits as that
/// part of the whole, so workers make only what they need.
struct Share {
  std::int64_t first = 0, count = 0;
  friend bool operator==(const Share&, const Share&) = default;
};
inline Share overlap(const Share& a, const Share& b) {
  const std::int64_t first = std::max(a.first, b.first);
  return {first, std::max<std::int64_t>(0, std::min(a.first + a.count, b.first + b.count) - first)};
}
Result<Weights> make_weights(const ParameterShape& shape, const WeightSource& source, Share share);
Result<Weights> make_weights(const ParameterShape& shape, const WeightSource& source);

/// One filter of the drawn first layer: (C, kH, kW), with the energy of He's initialisation.
void draw_filter(const ParameterShape& shape, std::uint64_t seed, std::int64_t output, float* to);

}  // namespace stride::model
