#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace stride::nn {

/// Height first, as in (H, W).
struct Pair {
  std::int64_t height = 0;
  std::int64_t width = 0;
  friend bool operator==(const Pair&, const Pair&) = default;
  [[nodiscard]] bool square() const { return height == width; }
};

enum class LayerType : std::uint8_t {
  conv,
  maxpool,
  avgpool,
  linear,
  relu,
  prelu,
  sigmoid,
  tanh,
  softmax,
  lrn,
  dropout,
  flatten,
};

/// How a size that the stride does not divide is treated. `ceil` rounds pooling up with PyTorch's last-window rule (a
/// window that would start past the left-padded input is dropped) and convolution down.
enum class Rounding : std::uint8_t { floor, ceil, exact };

struct LayerSpec {
  std::string name;  // conv1; given for unnamed layers too: relu1, lrn1, dropout1, ... numbered by type
  LayerType type = LayerType::conv;
  std::int64_t output_channels = 0;  // conv, linear; 0: as the input
  Pair kernel{1, 1};
  Pair stride{1, 1};
  Pair pad{0, 0};
  Pair dilation{1, 1};
  std::int64_t groups = 1;
  bool bias = true;
  double probability = 0.5;   // dropout
  std::int64_t lrn_size = 5;  // local response normalisation, Krizhevsky et al. 2012, section 3.3
  double lrn_alpha = 1e-4, lrn_beta = 0.75, lrn_k = 2;
  double prelu_slope = 0.25;          // initial slope a, He et al. 2015
  std::int64_t prelu_parameters = 1;  // 1: shared; 0: one per channel ("parameters": "per_channel" in a file)

  [[nodiscard]] bool is_pool() const { return type == LayerType::maxpool || type == LayerType::avgpool; }
  /// Named layers are the rows of a worksheet: conv, pool, linear.
  [[nodiscard]] bool is_row() const { return is_pool() || type == LayerType::conv || type == LayerType::linear; }
  [[nodiscard]] bool is_spatial() const { return is_pool() || type == LayerType::conv; }
  friend bool operator==(const LayerSpec&, const LayerSpec&) = default;
};

struct NetworkSpec {
  std::string name;
  std::string title;
  std::string source;
  std::int64_t input_channels = 3;
  Pair input_size{227, 227};
  std::vector<LayerSpec> layers;

  [[nodiscard]] const LayerSpec* find(std::string_view layer_name) const;
  friend bool operator==(const NetworkSpec&, const NetworkSpec&) = default;
};

/// Reads a network file. An error's `where` is the path of the wrong value (`layers[3].kernel`), its message what was
/// expected there; unknown members are errors too (a typo must not pass silently).
Result<NetworkSpec> parse_network(std::string_view json);

std::string_view to_string(LayerType type);
std::string_view to_string(Rounding rounding);
Result<Rounding> parse_rounding(std::string_view text);
/// `227`, `227x300` (height x width): sides from 1 to 100,000.
Result<Pair> parse_size(std::string_view text);
/// `51`, or `51x40` where height and width differ.
std::string to_text(Pair size);

}  // namespace stride::nn
