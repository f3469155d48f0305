#pragma once

#include <optional>
#include <vector>

#include "model/layers.h"

namespace stride::model {

struct Settings {
  nn::Pair size;
  nn::Rounding rounding = nn::Rounding::floor;
  WeightSource weights = Seeded{};
  bool keep = true;  // all activations, as a gradient or a walk through the layers needs them; else only the newest
  /// Memory that all transformed weights together may take; beyond it plain ones are used, which are slower.
  std::int64_t packed_bytes = 192 << 20;
};

/// A network with weights. Everything is made when it is first needed and kept: the parameters of a layer, its packed
/// forms, its activations for the present input.
class Network {
 public:
  static Result<Network> make(const nn::NetworkSpec& spec, Settings settings);

  [[nodiscard]] const std::vector<Layer>& layers() const { return layers_; }
  [[nodiscard]] tensor::Shape input_shape() const { return layers_.front().input(); }
  /// Forgets all activations. A network's first pass takes plain convolutions: to transform the weights for Winograd's
  /// algorithm costs more than it saves once. From the second input on each layer has its fastest form.
  Result<void> set_input(tensor::Tensor input);

  /// The activations of `layer`: only what is missing on the way to it is computed.
  Result<const tensor::Tensor*> output(std::size_t layer, const Progress& progress = {});
  /// Computes the next missing piece on the way to `layer`: one layer, or a convolution together with its ReLU. Empty
  /// when nothing is missing, else the last layer computed.
  Result<std::optional<std::size_t>> step(std::size_t layer);
  /// What `layer` has of activations; null where they are not kept, or went straight into a ReLU.
  [[nodiscard]] const tensor::Tensor* activations(std::size_t layer) const;
  /// What goes into `layer`; null if not kept.
  [[nodiscard]] const tensor::Tensor* input_of(std::size_t layer) const;

  /// The loss's gradient by the input of `layer`, given the one by its output.
  Result<tensor::Tensor> input_gradient(std::size_t layer, const tensor::Tensor& above);
  /// Makes what `layer` needs for going forward, and backward too, so that timing leaves it out.
  Result<void> prepare(std::size_t layer, bool backward);
  /// The parameters of `layer`, in PyTorch's order.
  Result<tensor::Parameters> parameters(std::size_t layer);
  /// The weights of `layer` as they lie in memory now; none where they are not made yet.
  [[nodiscard]] std::span<const float> held_weights(std::size_t layer) const;
  /// Bytes held now.
  [[nodiscard]] std::int64_t bytes() const;

 private:
  struct Prepared {
    std::optional<Weights> weights;
    bool interleaved = false;  // a linear layer's, for use
    std::optional<tensor::PackedConvolution> packed;
    bool for_first_pass = false;  // how it is packed
    std::optional<tensor::PackedGradient> gradient;
  };
  Result<void> make_parameters(std::size_t layer);
  Result<void> compute(std::size_t layer, bool fuse_relu, const tensor::Tensor& input, tensor::Tensor& output);
  void forget_before(std::size_t layer);
  Result<void> pack(std::size_t layer, const tensor::Convolution& convolution, const tensor::Parameters& weights);

  Settings settings_;
  std::vector<Layer> layers_;
  std::vector<Prepared> prepared_;
  tensor::Tensor input_;
  std::int64_t passes_ = 0;
  std::vector<tensor::Tensor> activations_;
  tensor::Workspace workspace_;
};

/// `1 x C x H x W` or `1 x N`, as PyTorch has it.
std::vector<std::int64_t> file_shape(const Layer& layer);

}  // namespace stride::model
