#include "model/layers.h"

#include <algorithm>
#include <utility>

namespace stride::model {

namespace {

using tensor::Shape;

tensor::Pair pair(nn::Pair from) { return {from.height, from.width}; }

struct Maker {
  const nn::LayerSpec& spec;
  Shape input;
  nn::Rounding rounding;

  [[nodiscard]] Op make() const {
    switch (spec.type) {
      case nn::LayerType::conv:
        return tensor::Convolution{input,
                                   spec.output_channels == 0 ? input.channels : spec.output_channels,
                                   pair(spec.kernel),
                                   pair(spec.stride),
                                   pair(spec.pad),
                                   pair(spec.dilation),
                                   spec.groups,
                                   spec.bias};
      case nn::LayerType::maxpool:
      case nn::LayerType::avgpool:
        return tensor::Pool{
            spec.type == nn::LayerType::maxpool ? tensor::Pool::Kind::maximum : tensor::Pool::Kind::average,
            input,
            pair(spec.kernel),
            pair(spec.stride),
            pair(spec.pad),
            pair(spec.dilation),
            rounding == nn::Rounding::ceil};
      case nn::LayerType::linear:
        return tensor::Linear{input, spec.output_channels == 0 ? input.count() : spec.output_channels, spec.bias};
      case nn::LayerType::lrn:
        return tensor::LocalResponseNormalisation{input, spec.lrn_size, spec.lrn_alpha, spec.lrn_beta, spec.lrn_k};
      case nn::LayerType::relu:
        return activation(tensor::Activation::Kind::relu);
      case nn::LayerType::sigmoid:
        return activation(tensor::Activation::Kind::sigmoid);
      case nn::LayerType::tanh:
        return activation(tensor::Activation::Kind::tanh);
      case nn::LayerType::prelu:
        return activation(tensor::Activation::Kind::prelu);
      case nn::LayerType::softmax:
        return tensor::Softmax{input};
      case nn::LayerType::flatten:
        return Flatten{input};
      case nn::LayerType::dropout:
        break;
    }
    return Identity{input};
  }

  [[nodiscard]] tensor::Activation activation(tensor::Activation::Kind kind) const {
    return {kind, input, kind == tensor::Activation::Kind::prelu && spec.prelu_parameters != 1 ? input.channels : 1};
  }
};

ParameterShape parameters(const nn::LayerSpec& spec, const Op& op) {
  ParameterShape shape{.name = spec.name, .weight = {}};
  if (const auto* convolution = std::get_if<tensor::Convolution>(&op)) {
    shape.weight = {convolution->output_channels, convolution->group_inputs(), convolution->kernel.height,
                    convolution->kernel.width};
    shape.bias = convolution->bias;
    shape.groups = convolution->groups;
  } else if (const auto* linear = std::get_if<tensor::Linear>(&op)) {
    shape.weight = {linear->outputs, linear->input.count()};
    shape.bias = linear->bias;
  } else if (const auto* activation = std::get_if<tensor::Activation>(&op);
             activation != nullptr && activation->weights() > 0) {
    shape.weight = {activation->slopes};
    shape.slopes = true;
    shape.slope = spec.prelu_slope;
  }
  return shape;
}

// What the stride leaves over, per axis; `exact` forbids it.
bool divides(const nn::LayerSpec& spec, const Shape& input) {
  const auto along = [](std::int64_t size, std::int64_t kernel, std::int64_t stride, std::int64_t pad,
                        std::int64_t dilation) { return (size + 2 * pad - dilation * (kernel - 1) - 1) % stride == 0; };
  return !spec.is_spatial() ||
         (along(input.height, spec.kernel.height, spec.stride.height, spec.pad.height, spec.dilation.height) &&
          along(input.width, spec.kernel.width, spec.stride.width, spec.pad.width, spec.dilation.width));
}

Result<void> check(const nn::LayerSpec& spec, const Shape& input, const Shape& output, nn::Rounding rounding) {
  const std::string size = std::to_string(input.height) + "x" + std::to_string(input.width);
  if (output.height < 1 || output.width < 1) return fail("nothing is left of its input, which is " + size, spec.name);
  if (rounding == nn::Rounding::exact && !divides(spec, input))
    return fail("its stride does not divide exactly at an input of " + size + "; take --rounding floor or ceil",
                spec.name);
  return {};
}

}  // namespace

std::int64_t Layer::macs() const {
  return std::visit(
      [](const auto& any) -> std::int64_t {
        if constexpr (requires { any.macs(); }) return any.macs();
        return 0;
      },
      op);
}

Result<std::vector<Layer>> make_layers(const nn::NetworkSpec& network, nn::Pair size, nn::Rounding rounding) {
  std::vector<Layer> layers;
  Shape shape{network.input_channels, size.height, size.width};
  bool vector = false, convolution_seen = false;
  for (std::size_t index = 0; index < network.layers.size(); ++index) {
    const nn::LayerSpec& spec = network.layers[index];
    if (spec.type == nn::LayerType::conv &&
        (spec.groups < 1 || shape.channels % spec.groups != 0 || spec.output_channels % spec.groups != 0))
      return fail(std::to_string(spec.groups) + " groups do not divide its channels", spec.name);
    Layer layer{.name = spec.name, .op = Maker{spec, shape, rounding}.make(), .parameters = {}};
    if (auto good = check(spec, shape, layer.output(), rounding); !good) return std::unexpected(good.error());
    layer.parameters = parameters(spec, layer.op);
    layer.parameters.index = index;
    if (spec.type == nn::LayerType::conv) layer.parameters.first_convolution = !std::exchange(convolution_seen, true);
    vector = vector || spec.type == nn::LayerType::linear || spec.type == nn::LayerType::flatten;
    layer.vector = vector;
    shape = layer.output();
    layers.push_back(std::move(layer));
  }
  return layers;
}

Result<std::size_t> find_layer(const nn::NetworkSpec& network, std::string_view name) {
  const auto found = std::ranges::find(network.layers, name, &nn::LayerSpec::name);
  if (found != network.layers.end()) return static_cast<std::size_t>(found - network.layers.begin());
  std::string names;
  for (const nn::LayerSpec& layer : network.layers) names += (names.empty() ? "" : ", ") + layer.name;
  return fail("no layer is called '" + std::string(name) + "'; there are " + names);
}

}  // namespace stride::model
