#pragma once

#include "tensor/kernels/parameters.h"

/// The largest or the mean value of each window, channel by channel.
namespace stride::tensor {

struct Pool {
  enum class Kind : std::uint8_t { maximum, average };
  Kind kind = Kind::maximum;
  Shape input;
  Pair kernel{2, 2}, stride{2, 2}, pad{0, 0}, dilation{1, 1};
  bool ceil = false;  // rounds the size up, dropping a last window that would start past the left-padded input

  [[nodiscard]] Shape output() const;
  [[nodiscard]] static std::int64_t weights() { return 0; }
  [[nodiscard]] static std::int64_t biases() { return 0; }
  [[nodiscard]] static std::int64_t macs() { return 0; }
};

/// The part of one window that lies on the input. The padding counts in an average's divisor, what ceil adds behind it
/// does not (PyTorch's rule); for a maximum neither is there.
struct PoolWindow {
  std::int64_t first_row = 0, row_end = 0, first_column = 0, column_end = 0;
  float divisor = 1;
};
PoolWindow window(const Pool& pool, std::int64_t y, std::int64_t x);

void reference_forward(const Pool& pool, const Tensor& input, const Parameters& parameters, Tensor& output);
/// The gradient of a maximum goes to the first of its largest values, in reading order.
void reference_input_gradient(const Pool& pool, const Tensor& input, const Parameters& parameters, const Tensor& above,
                              Tensor& gradient);

Result<void> forward(const Pool& pool, const Tensor& input, const Parameters& parameters, Tensor& output,
                     Workspace& workspace);
Result<void> input_gradient(const Pool& pool, const Tensor& input, const Parameters& parameters, const Tensor& above,
                            Tensor& gradient, Workspace& workspace);

}  // namespace stride::tensor
