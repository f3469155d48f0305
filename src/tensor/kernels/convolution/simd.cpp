#include <algorithm>

#include "tensor/kernels/convolution/packed.h"

namespace stride::tensor {

Result<PackedConvolution> PackedConvolution::make(const Convolution& convolution, const Parameters& parameters,
                                                  Algorithm algorithm) {
  PackedConvolution packed;
  packed.convolution_ = convolution;
  packed.algorithm_ = algorithm;
  auto weights = Buffer::make(packed_weights(convolution, algorithm));
  if (!weights) return std::unexpected(weights.error());
  packed.weights_ = std::move(*weights);
  if (algorithm.kind == Algorithm::Kind::gemm)
    gemm_pack(convolution, parameters.weight.data(), packed.weights_.data());
  else
    winograd_pack(convolution, winograd_plan(convolution, algorithm.tile), parameters.weight.data(),
                  packed.weights_.data());
  const std::int64_t outputs = convolution.group_outputs(), stride = panels(outputs) * panel_width;
  auto starts = Buffer::zeros(convolution.groups * stride);
  if (!starts) return std::unexpected(starts.error());
  packed.bias_ = std::move(*starts);
  for (std::int64_t group = 0; group < convolution.groups && !parameters.bias.empty(); ++group)
    std::copy_n(parameters.bias.data() + group * outputs, outputs, packed.bias_.data() + group * stride);
  return packed;
}

Result<void> PackedConvolution::forward(const Tensor& input, Tensor& output, bool relu, Workspace& workspace) const {
  if (algorithm_.kind == Algorithm::Kind::gemm)
    return gemm_forward(convolution_, weights_.data(), bias_.data(), input, output, relu, workspace);
  return winograd_forward(convolution_, winograd_plan(convolution_, algorithm_.tile), weights_.data(), bias_.data(),
                          input, output, relu, workspace);
}

Result<Rows> PackedConvolution::begin_rows(const Tensor& rows, std::int64_t first_row, Tensor& output, bool relu,
                                           Workspace& workspace) const {
  return winograd_begin_rows(convolution_, winograd_plan(convolution_, algorithm_.tile), weights_.data(), bias_.data(),
                             rows, first_row, output, relu, workspace);
}

void PackedConvolution::take_rows(const Tensor& rows, std::int64_t first_row, Workspace& workspace) const {
  rearrange_rows(rows, first_row, convolution_.pad, winograd_plan(convolution_, algorithm_.tile).phases,
                 workspace.padded.data());
}

Result<void> PackedConvolution::finish_rows(Rows begun, Tensor& output, bool relu, Workspace& workspace) const {
  return winograd_finish_rows(convolution_, winograd_plan(convolution_, algorithm_.tile), weights_.data(), bias_.data(),
                              begun, output, relu, workspace);
}

Result<void> PackedConvolution::take_channels(const Tensor& part, bool first, Workspace& workspace) const {
  return winograd_take(convolution_, winograd_plan(convolution_, algorithm_.tile), weights_.data(), part, first,
                       workspace);
}

void PackedConvolution::finish_channels(Tensor& output, bool relu, const Workspace& workspace) const {
  winograd_finish(convolution_, winograd_plan(convolution_, algorithm_.tile), bias_.data(), output, relu, workspace);
}

Result<void> forward(const Convolution& convolution, Algorithm algorithm, const Tensor& input,
                     const Parameters& parameters, Tensor& output, Workspace& workspace) {
  const auto packed = PackedConvolution::make(convolution, parameters, algorithm);
  return packed ? packed->forward(input, output, false, workspace) : std::unexpected(packed.error());
}

Result<void> input_gradient(const Convolution& convolution, const Tensor&, const Parameters& parameters,
                            const Tensor& above, Tensor& gradient, Workspace& workspace) {
  const auto packed = PackedGradient::make(convolution, parameters);
  return packed ? packed->input_gradient(above, gradient, workspace) : std::unexpected(packed.error());
}

}  // namespace stride::tensor
