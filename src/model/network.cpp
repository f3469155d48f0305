#include "model/network.h"

namespace stride::model {

using tensor::Tensor;

Result<Network> Network::make(const nn::NetworkSpec& spec, Settings settings) {
  auto layers = make_layers(spec, settings.size, settings.rounding);
  if (!layers) return std::unexpected(layers.error());
  if (layers->empty()) return fail("the network has no layers", "layers");
  Network network;
  network.settings_ = std::move(settings);
  network.layers_ = std::move(*layers);
  network.prepared_.resize(network.layers_.size());
  network.activations_.resize(network.layers_.size());
  return network;
}

Result<void> Network::set_input(Tensor input) {
  if (input.shape() != input_shape()) return fail("the input must have the network's own shape");
  input_ = std::move(input);
  ++passes_;
  for (Tensor& each : activations_) each = Tensor();
  return {};
}

const Tensor* Network::activations(std::size_t layer) const {
  while (std::holds_alternative<Identity>(layers_[layer].op)) {
    if (layer == 0) return input_.empty() ? nullptr : &input_;
    --layer;
  }
  return activations_[layer].empty() ? nullptr : &activations_[layer];
}

const Tensor* Network::input_of(std::size_t layer) const {
  if (layer > 0) return activations(layer - 1);
  return input_.empty() ? nullptr : &input_;
}

Result<std::optional<std::size_t>> Network::step(std::size_t layer) {
  if (input_.empty()) return fail("there is no input yet");
  if (activations(layer) != nullptr) return std::nullopt;
  std::size_t next = layer;
  while (next > 0 && activations(next - 1) == nullptr) --next;
  const bool convolution = std::holds_alternative<tensor::Convolution>(layers_[next].op);
  const bool fuse = convolution && next < layer && layers_[next + 1].is_relu();
  const std::size_t result = fuse ? next + 1 : next;
  auto output = Tensor::make(layers_[result].output());
  if (!output) return fail(output.error().message, layers_[result].name);
  if (auto done = compute(next, fuse, *input_of(next), *output); !done) return std::unexpected(done.error());
  activations_[result] = std::move(*output);
  if (!settings_.keep) forget_before(result);
  return result;
}

void Network::forget_before(std::size_t layer) {
  for (std::size_t i = 0; i < layer; ++i) activations_[i] = Tensor();
}

Result<const Tensor*> Network::output(std::size_t layer, const Progress& progress) {
  for (;;) {
    const auto done = step(layer);
    if (!done) return std::unexpected(done.error());
    if (!*done) return activations(layer);
    if (progress && !progress(static_cast<double>(**done + 1) / static_cast<double>(layer + 1)))
      return fail(std::string(cancelled));
  }
}

Result<void> Network::make_parameters(std::size_t layer) {
  Prepared& prepared = prepared_[layer];
  if (prepared.weights) return {};
  auto made = make_weights(layers_[layer].parameters, settings_.weights);
  if (!made) return std::unexpected(made.error());
  prepared.weights = std::move(*made);
  return {};
}

Result<tensor::Parameters> Network::parameters(std::size_t layer) {
  if (auto made = make_parameters(layer); !made) return std::unexpected(made.error());
  Prepared& prepared = prepared_[layer];
  if (prepared.interleaved) {
    const auto& linear = std::get<tensor::Linear>(layers_[layer].op);
    if (auto done = separate(linear, prepared.weights->weight.span(), workspace_); !done)
      return std::unexpected(done.error());
    prepared.interleaved = false;
  }
  return tensor::Parameters{prepared.weights->weight.span(), prepared.weights->bias.span()};
}

std::span<const float> Network::held_weights(std::size_t layer) const {
  const auto& weights = prepared_[layer].weights;
  return weights ? weights->weight.span() : std::span<const float>();
}

Result<void> Network::pack(std::size_t layer, const tensor::Convolution& convolution,
                           const tensor::Parameters& weights) {
  Prepared& prepared = prepared_[layer];
  prepared.packed.reset();
  prepared.for_first_pass = passes_ == 1;
  std::int64_t left = prepared.for_first_pass ? 0 : settings_.packed_bytes;
  for (const Prepared& each : prepared_)
    if (each.packed && each.packed->algorithm().kind == tensor::Algorithm::Kind::winograd) left -= each.packed->bytes();
  auto packed = tensor::PackedConvolution::make(convolution, weights, tensor::choose(convolution, left));
  if (!packed)
    packed = tensor::PackedConvolution::make(convolution, weights, {});  // memory is short: the smallest form
  if (!packed) return fail(packed.error().message, layers_[layer].name);
  prepared.packed = std::move(*packed);
  return {};
}

Result<void> Network::prepare(std::size_t layer, bool backward) {
  if (layers_[layer].parameters.count() == 0) return {};
  if (auto made = make_parameters(layer); !made) return made;
  Prepared& prepared = prepared_[layer];
  if (const auto* linear = std::get_if<tensor::Linear>(&layers_[layer].op); linear && !prepared.interleaved) {
    if (auto done = interleave(*linear, prepared.weights->weight.span(), workspace_); !done)
      return fail(done.error().message, layers_[layer].name);
    prepared.interleaved = true;
  }
  const auto* convolution = std::get_if<tensor::Convolution>(&layers_[layer].op);
  if (convolution == nullptr) return {};
  const tensor::Parameters weights{prepared.weights->weight.span(), prepared.weights->bias.span()};
  if (!backward && (!prepared.packed || (prepared.for_first_pass && passes_ > 1))) {
    if (auto packed = pack(layer, *convolution, weights); !packed) return packed;
  }
  if (backward && !prepared.gradient) {
    auto packed = tensor::PackedGradient::make(*convolution, weights);
    if (!packed) return fail(packed.error().message, layers_[layer].name);
    prepared.gradient = std::move(*packed);
  }
  return {};
}

Result<void> Network::compute(std::size_t layer, bool fuse_relu, const Tensor& input, Tensor& output) {
  if (auto ready = prepare(layer, false); !ready) return ready;
  tensor::Parameters weights;
  if (const auto& held = prepared_[layer].weights) weights = {held->weight.span(), held->bias.span()};
  return std::visit(
      [&](const auto& op) -> Result<void> {
        using Type = std::decay_t<decltype(op)>;
        if constexpr (std::is_same_v<Type, tensor::Convolution>)
          return prepared_[layer].packed->forward(input, output, fuse_relu, workspace_);
        else if constexpr (std::is_same_v<Type, Flatten>)
          input.to_chw({output.buffer().data(), static_cast<std::size_t>(op.input.count())});
        else if constexpr (!std::is_same_v<Type, Identity>)
          return forward(op, input, weights, output, workspace_);
        return {};
      },
      layers_[layer].op);
}

Result<Tensor> Network::input_gradient(std::size_t layer, const Tensor& above) {
  if (auto ready = prepare(layer, true); !ready) return std::unexpected(ready.error());
  if (std::holds_alternative<Identity>(layers_[layer].op)) return above.clone();
  if (const auto* flatten = std::get_if<Flatten>(&layers_[layer].op))
    return Tensor::from_chw({above.buffer().data(), static_cast<std::size_t>(flatten->input.count())}, flatten->input);
  auto gradient = Tensor::make(layers_[layer].input());
  if (!gradient) return fail(gradient.error().message, layers_[layer].name);
  // A ReLU that was computed with its convolution: its output is positive just where its input was.
  const Tensor* input = input_of(layer);
  if (input == nullptr && layers_[layer].is_relu()) input = activations(layer);
  tensor::Parameters weights;
  if (const auto& held = prepared_[layer].weights) weights = {held->weight.span(), held->bias.span()};
  const Result<void> done = std::visit(
      [&](const auto& op) -> Result<void> {
        using Type = std::decay_t<decltype(op)>;
        if constexpr (std::is_same_v<Type, tensor::Convolution>)
          return prepared_[layer].gradient->input_gradient(above, *gradient, workspace_);
        else if constexpr (!std::is_same_v<Type, Flatten> && !std::is_same_v<Type, Identity>) {
          if (input == nullptr) return fail("the activations before it are not kept", layers_[layer].name);
          return tensor::input_gradient(op, *input, weights, above, *gradient, workspace_);
        }
        return {};
      },
      layers_[layer].op);
  if (!done) return std::unexpected(done.error());
  return gradient;
}

std::int64_t Network::bytes() const {
  std::int64_t total = 4 * (input_.buffer().size() + workspace_.padded.size() + workspace_.transformed.size() +
                            workspace_.products.size());
  for (const Tensor& each : activations_) total += 4 * each.buffer().size();
  for (const Prepared& each : prepared_) {
    if (each.weights) total += 4 * (each.weights->weight.size() + each.weights->bias.size());
    if (each.packed) total += each.packed->bytes();
    if (each.gradient) total += each.gradient->bytes();
  }
  return total;
}

std::vector<std::int64_t> file_shape(const Layer& layer) {
  const tensor::Shape shape = layer.output();
  if (layer.vector) return {1, shape.channels};
  return {1, shape.channels, shape.height, shape.width};
}

}  // namespace stride::model
