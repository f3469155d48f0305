#pragma once

#include "tensor/kernels/convolution/op.h"
#include "tensor/kernels/convolution/phases.h"
#include "tensor/kernels/convolution/tile.h"

/// What the two algorithms share inside this folder.
namespace stride::tensor {

inline std::int64_t panels(std::int64_t columns) { return (columns + panel_width - 1) / panel_width; }

// GEMM: weights are (group, panel, kH, kW, C/groups, panel_width).
std::int64_t gemm_weights(const Convolution& convolution);
void gemm_pack(const Convolution& convolution, const float* weight, float* packed);
Result<void> gemm_forward(const Convolution& convolution, const float* packed, const float* bias, const Tensor& input,
                          Tensor& output, bool relu, Workspace& workspace);

/// Winograd: outputs per tile, taps and inputs per tile (tile + taps - 1), all per axis, after rearranging into phases.
struct WinogradPlan {
  std::int64_t tile = 0, taps = 0, side = 0;
  Pair tiles;
  Phases phases;
  [[nodiscard]] std::int64_t points() const { return side * side; }
  [[nodiscard]] std::int64_t tile_count() const { return tiles.height * tiles.width; }
};
WinogradPlan winograd_plan(const Convolution& convolution, std::int64_t tile);
std::int64_t winograd_weights(const Convolution& convolution, const WinogradPlan& plan);
void winograd_pack(const Convolution& convolution, const WinogradPlan& plan, const float* weight, float* packed);
Result<void> winograd_forward(const Convolution& convolution, const WinogradPlan& plan, const float* packed,
                              const float* bias, const Tensor& input, Tensor& output, bool relu, Workspace& workspace);

/// The same where the input's rows come in parts (PackedConvolution::begin_rows and finish_rows).
Result<Rows> winograd_begin_rows(const Convolution& convolution, const WinogradPlan& plan, const float* packed,
                                 const float* bias, const Tensor& rows, std::int64_t first_row, Tensor& output,
                                 bool relu, Workspace& workspace);
Result<void> winograd_finish_rows(const Convolution& convolution, const WinogradPlan& plan, const float* packed,
                                  const float* bias, Rows begun, Tensor& output, bool relu, Workspace& workspace);
/// The same where the input's channels come in parts (PackedConvolution::take_channels and finish_channels).
Result<void> winograd_take(const Convolution& convolution, const WinogradPlan& plan, const float* packed,
                           const Tensor& part, bool first, Workspace& workspace);
void winograd_finish(const Convolution& convolution, const WinogradPlan& plan, const float* bias, Tensor& output,
                     bool relu, const Workspace& workspace);

}  // namespace stride::tensor
