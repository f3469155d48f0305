#pragma once

#include "tensor/kernels/convolution/op.h"

namespace stride::tensor {

/// A convolution with stride s is one with stride 1 over s*s times as many channels: input pixel (s*y + p, s*x + q)
/// becomes channel ((p*s + q)*C + c) of pixel (y, x), and kernel tap s*a + p becomes tap a of phase p.
struct Phases {
  Pair factor{1, 1};
  std::int64_t channels = 0;  // per pixel, all phases
  std::int64_t channel_stride = 0;
  Pair size;  // of the padded, rearranged map
  [[nodiscard]] std::int64_t count() const { return size.height * size.width * channel_stride; }
};

/// Copies `input` with `pad` zeros before and as many behind as `phases.size` asks for into `to` (phases.count()
/// floats).
void rearrange(const Tensor& input, Pair pad, const Phases& phases, float* to);
/// The same of some rows, from `first_row` of the whole input on, into `to` that is otherwise left as it is.
void rearrange_rows(const Tensor& rows, std::int64_t first_row, Pair pad, const Phases& phases, float* to);

}  // namespace stride::tensor
