#include "nn/network.h"

#include <array>
#include <charconv>
#include <optional>
#include <system_error>
#include <utility>

#include "nn/limits.h"

namespace stride::nn {
namespace {

constexpr std::array<std::pair<LayerType, std::string_view>, 12> kLayerTypes{{
    {LayerType::conv, "conv"},
    {LayerType::maxpool, "maxpool"},
    {LayerType::avgpool, "avgpool"},
    {LayerType::linear, "linear"},
    {LayerType::relu, "relu"},
    {LayerType::prelu, "prelu"},
    {LayerType::sigmoid, "sigmoid"},
    {LayerType::tanh, "tanh"},
    {LayerType::softmax, "softmax"},
    {LayerType::lrn, "lrn"},
    {LayerType::dropout, "dropout"},
    {LayerType::flatten, "flatten"},
}};

std::optional<std::int64_t> parse_side(std::string_view text) {
  std::int64_t side = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), side);
  if (error != std::errc() || end != text.data() + text.size() || side < 1 || side > kMaxSide) return std::nullopt;
  return side;
}

}  // namespace

const LayerSpec* NetworkSpec::find(std::string_view layer_name) const {
  for (const LayerSpec& layer : layers) {
    if (layer.name == layer_name) return &layer;
  }
  return nullptr;
}

std::string_view to_string(LayerType type) {
  for (const auto& [known, name] : kLayerTypes) {
    if (known == type) return name;
  }
  return "layer";
}

std::optional<LayerType> layer_type(std::string_view name) {
  for (const auto& [type, known] : kLayerTypes) {
    if (known == name) return type;
  }
  return std::nullopt;
}

std::string_view to_string(Rounding rounding) {
  switch (rounding) {
    case Rounding::floor:
      return "floor";
    case Rounding::ceil:
      return "ceil";
    case Rounding::exact:
      return "exact";
  }
  return "floor";
}

Result<Rounding> parse_rounding(std::string_view text) {
  for (const Rounding rounding : {Rounding::floor, Rounding::ceil, Rounding::exact}) {
    if (text == to_string(rounding)) return rounding;
  }
  return fail("expected floor, ceil or exact, found \"" + std::string(text) + "\"");
}

Result<Pair> parse_size(std::string_view text) {
  constexpr std::string_view kTimes = "×";
  std::size_t sign = text.find_first_of("xX");
  std::size_t length = 1;
  if (sign == std::string_view::npos) {
    sign = text.find(kTimes);
    length = kTimes.size();
  }
  const std::optional<std::int64_t> height = parse_side(text.substr(0, sign));
  const std::optional<std::int64_t> width =
      sign == std::string_view::npos ? height : parse_side(text.substr(sign + length));
  if (!height || !width) {
    return fail("expected a size such as 227, or 227x300 (height x width), with sides from 1 to 100000, found \"" +
                std::string(text) + "\"");
  }
  return Pair{*height, *width};
}

std::string to_text(Pair size) {
  const std::string height = std::to_string(size.height);
  return size.square() ? height : height + "x" + std::to_string(size.width);
}

}  // namespace stride::nn
