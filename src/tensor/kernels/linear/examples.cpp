#include <algorithm>
#include <memory>

#include "tensor/kernels/linear/op.h"
#include "tensor/kernels/list.h"

namespace stride::tensor {

namespace {

Result<Buffer> interleaved(const Linear& linear, std::span<const float> weight, Workspace& workspace) {
  auto copy = Buffer::make(linear.weights());
  if (!copy) return copy;
  std::copy(weight.begin(), weight.end(), copy->data());
  if (auto done = interleave(linear, copy->span(), workspace); !done) return std::unexpected(done.error());
  return copy;
}

// Examples have their weights as files do. There and back again must change nothing.
Example from_rows(std::string name, const Linear& linear) {
  Example result = example(std::move(name), linear);
  result.forward = [linear](const Tensor& input, const Parameters& parameters, Tensor& output,
                            Workspace& workspace) -> Result<void> {
    auto weight = interleaved(linear, parameters.weight, workspace);
    if (!weight) return std::unexpected(weight.error());
    if (auto done = forward(linear, input, {weight->span(), parameters.bias}, output, workspace); !done) return done;
    if (auto done = separate(linear, weight->span(), workspace); !done) return done;
    return std::ranges::equal(weight->span(), parameters.weight) ? Result<void>() : fail("weights changed on the way");
  };
  result.input_gradient = [linear](const Tensor& input, const Parameters& parameters, const Tensor& above,
                                   Tensor& gradient, Workspace& workspace) -> Result<void> {
    const auto weight = interleaved(linear, parameters.weight, workspace);
    if (!weight) return std::unexpected(weight.error());
    return input_gradient(linear, input, {weight->span(), parameters.bias}, above, gradient, workspace);
  };
  return result;
}

// Interleaved beforehand, as networks run it.
Example timed(std::string name, const Linear& linear) {
  Example result = example(std::move(name), linear);
  auto weight = std::make_shared<Buffer>();
  result.forward = [linear, weight](const Tensor& input, const Parameters& parameters, Tensor& output,
                                    Workspace& workspace) -> Result<void> {
    if (weight->size() == 0) {
      auto made = interleaved(linear, parameters.weight, workspace);
      if (!made) return std::unexpected(made.error());
      *weight = std::move(*made);
    }
    return forward(linear, input, {weight->span(), parameters.bias}, output, workspace);
  };
  return result;
}

}  // namespace

Kernel linear_kernel() {
  return {
      .name = "linear",
      .tests = {from_rows("from a map", Linear{{5, 3, 2}, 7}), from_rows("without bias", Linear{{13, 1, 1}, 4, false}),
                from_rows("one to one", Linear{{1, 1, 1}, 1}), from_rows("to many", Linear{{3, 1, 1}, 29}),
                from_rows("in wide panels", Linear{{3, 3, 5}, 75}),
                from_rows("in two of them", Linear{{18, 1, 1}, 64})},
      .benches = {timed("fc6 256x6x6 to 4096", Linear{{256, 6, 6}, 4096}),
                  timed("fc7 4096 to 4096", Linear{{4096, 1, 1}, 4096})}};
}

}  // namespace stride::tensor
