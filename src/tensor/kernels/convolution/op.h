#pragma once

#include <span>
#include <vector>

#include "tensor/kernels/parameters.h"

/// Two-dimensional convolution as networks have it (a cross-correlation): out(o, y, x) = bias(o) + sum over c, u, v of
/// weight(o, c, u, v) * in(c, y*stride - pad + u*dilation, x*stride - pad + v*dilation), zero outside the input.
namespace stride::tensor {

struct Convolution {
  Shape input;
  std::int64_t output_channels = 0;
  Pair kernel{1, 1}, stride{1, 1}, pad{0, 0}, dilation{1, 1};
  std::int64_t groups = 1;
  bool bias = true;

  [[nodiscard]] Shape output() const;
  [[nodiscard]] std::int64_t group_inputs() const { return input.channels / groups; }
  [[nodiscard]] std::int64_t group_outputs() const { return output_channels / groups; }
  [[nodiscard]] std::int64_t patch() const { return kernel.height * kernel.width * group_inputs(); }
  [[nodiscard]] std::int64_t weights() const { return output_channels * patch(); }  // (O, C/groups, kH, kW)
  [[nodiscard]] std::int64_t biases() const { return bias ? output_channels : 0; }
  [[nodiscard]] std::int64_t macs() const { return output().pixels() * weights(); }
};

/// How a convolution is computed. Chosen per layer by `choose`; a test or a benchmark may set it.
struct Algorithm {
  enum class Kind : std::uint8_t { gemm, winograd };
  Kind kind = Kind::gemm;
  std::int64_t tile = 0;  // Winograd: outputs per tile and axis
};

/// The cheapest algorithm by the estimate of choose.cpp, among those whose packed weights fit into `weight_bytes`.
Algorithm choose(const Convolution& convolution, std::int64_t weight_bytes);
/// Floats that the packed weights of `algorithm` take.
std::int64_t packed_weights(const Convolution& convolution, Algorithm algorithm);
/// Whether an input may come in parts (begin_rows, take_channels): with Winograd, where all of it can be held at once
/// in the caches.
bool takes_parts(const Convolution& convolution, Algorithm algorithm);
/// The tile sizes that can be asked for here, none where only GEMM works.
std::vector<std::int64_t> winograd_tiles(const Convolution& convolution);

struct Rows {
  std::int64_t first = 0, end = 0;
};

/// A convolution with its weights laid out for the vector units.
class PackedConvolution {
 public:
  static Result<PackedConvolution> make(const Convolution& convolution, const Parameters& parameters,
                                        Algorithm algorithm);
  /// With `relu`, negative outputs become 0 on the way out. `output` must have the convolution's output shape.
  Result<void> forward(const Tensor& input, Tensor& output, bool relu, Workspace& workspace) const;
  /// For an input whose rows come in parts: takes in the first of them, from `first_row` on, computes what depends on
  /// no others and gives back which rows of tiles these are. `finish_rows` computes the rest.
  Result<Rows> begin_rows(const Tensor& rows, std::int64_t first_row, Tensor& output, bool relu,
                          Workspace& workspace) const;
  void take_rows(const Tensor& rows, std::int64_t first_row, Workspace& workspace) const;
  Result<void> finish_rows(Rows begun, Tensor& output, bool relu, Workspace& workspace) const;
  /// For an input whose channels come in parts, each with a convolution of its own (of the same tile and outputs, one
  /// group): adds up the products, from nothing for the `first` part.
  Result<void> take_channels(const Tensor& part, bool first, Workspace& workspace) const;
  /// What all parts together come to, with the bias of this one.
  void finish_channels(Tensor& output, bool relu, const Workspace& workspace) const;
  [[nodiscard]] const Convolution& convolution() const { return convolution_; }
  [[nodiscard]] Algorithm algorithm() const { return algorithm_; }
  [[nodiscard]] std::int64_t bytes() const { return 4 * (weights_.size() + bias_.size()); }

 private:
  Convolution convolution_;
  Algorithm algorithm_;
  Buffer weights_, bias_;  // bias is padded to whole panels per group
};

/// The same for gradients by the input: output gradients are mostly zeros (ReLU, max pooling, a single neuron), so for
/// each pixel only the weights of what is not zero are added up.
class PackedGradient {
 public:
  static Result<PackedGradient> make(const Convolution& convolution, const Parameters& parameters);
  Result<void> input_gradient(const Tensor& above, Tensor& gradient, Workspace& workspace) const;
  [[nodiscard]] std::int64_t bytes() const { return 4 * weights_.size(); }

 private:
  Convolution convolution_;
  Buffer weights_;
};

void reference_forward(const Convolution& convolution, const Tensor& input, const Parameters& parameters,
                       Tensor& output);
void reference_input_gradient(const Convolution& convolution, const Tensor& input, const Parameters& parameters,
                              const Tensor& above, Tensor& gradient);
void reference_parameter_gradient(const Convolution& convolution, const Tensor& input, const Parameters& parameters,
                                  const Tensor& above, const ParameterGradients& gradients);

Result<void> forward(const Convolution& convolution, Algorithm algorithm, const Tensor& input,
                     const Parameters& parameters, Tensor& output, Workspace& workspace);
Result<void> input_gradient(const Convolution& convolution, const Tensor& input, const Parameters& parameters,
                            const Tensor& above, Tensor& gradient, Workspace& workspace);
Result<void> parameter_gradient(const Convolution& convolution, const Tensor& input, const Parameters& parameters,
                                const Tensor& above, const ParameterGradients& gradients, Workspace& workspace);

}  // namespace stride::tensor
