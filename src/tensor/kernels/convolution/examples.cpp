#include "tensor/kernels/convolution/op.h"
#include "tensor/kernels/list.h"

namespace stride::tensor {

namespace {

Example with(std::string name, const Convolution& convolution, Algorithm algorithm) {
  Example result = example(std::move(name), convolution);
  result.forward = [convolution, algorithm](const Tensor& input, const Parameters& parameters, Tensor& output,
                                            Workspace& workspace) {
    return tensor::forward(convolution, algorithm, input, parameters, output, workspace);
  };
  return result;
}

// Every algorithm that can do it.
void add(std::vector<Example>& examples, const std::string& name, const Convolution& convolution) {
  examples.push_back(with(name + " gemm", convolution, {}));
  for (const std::int64_t tile : winograd_tiles(convolution))
    examples.push_back(
        with(name + " winograd " + std::to_string(tile), convolution, {Algorithm::Kind::winograd, tile}));
}

// Packed beforehand, as networks run it.
Example timed(const std::string& name, const Convolution& convolution) {
  Example result = with(name, convolution, {});
  auto packed = std::make_shared<Result<PackedConvolution>>(fail("not packed"));
  result.forward = [convolution, packed](const Tensor& input, const Parameters& parameters, Tensor& output,
                                         Workspace& workspace) {
    if (!*packed)
      *packed = PackedConvolution::make(convolution, parameters, choose(convolution, convolution.weights() * 64));
    return *packed ? (*packed)->forward(input, output, true, workspace) : std::unexpected(packed->error());
  };
  return result;
}

}  // namespace

Kernel convolution_kernel() {
  Kernel kernel{.name = "convolution", .tests = {}, .benches = {}};
  auto& tests = kernel.tests;
  add(tests, "3x3", {{5, 9, 14}, 11, {3, 3}, {1, 1}, {1, 1}});
  add(tests, "3x3 without padding or bias", {{8, 7, 6}, 8, {3, 3}, {1, 1}, {0, 0}, {1, 1}, 1, false});
  add(tests, "5x5", {{6, 13, 10}, 9, {5, 5}, {1, 1}, {2, 2}});
  add(tests, "5x5 stride 2", {{7, 14, 11}, 10, {5, 5}, {2, 2}, {2, 2}});
  add(tests, "11x11 stride 4", {{3, 31, 43}, 6, {11, 11}, {4, 4}, {0, 0}});
  add(tests, "4x4 stride 2, wide padding", {{3, 11, 8}, 13, {4, 4}, {2, 2}, {3, 3}});
  add(tests, "2x2", {{4, 6, 9}, 5, {2, 2}, {1, 1}, {0, 0}});
  add(tests, "6x4 unequal strides and padding", {{3, 15, 12}, 7, {6, 4}, {3, 2}, {2, 1}});
  add(tests, "3x3 dilated", {{5, 12, 13}, 6, {3, 3}, {1, 1}, {2, 3}, {2, 3}});
  add(tests, "3x3 in two groups", {{10, 8, 9}, 14, {3, 3}, {1, 1}, {1, 1}, {1, 1}, 2});
  add(tests, "depthwise stride 2", {{6, 9, 9}, 6, {3, 3}, {2, 2}, {1, 1}, {1, 1}, 6});
  add(tests, "three groups, dilated", {{9, 10, 11}, 6, {2, 3}, {2, 1}, {1, 0}, {2, 2}, 3});
  add(tests, "1x1", {{13, 5, 7}, 17, {1, 1}, {1, 1}, {0, 0}});
  add(tests, "7x7 stride 2", {{3, 20, 17}, 9, {7, 7}, {2, 2}, {3, 3}});
  kernel.benches = {
      timed("conv1 3x227x227 to 96, 11x11 stride 4", {{3, 227, 227}, 96, {11, 11}, {4, 4}, {0, 0}}),
      timed("conv2 96x27x27 to 256, 5x5", {{96, 27, 27}, 256, {5, 5}, {1, 1}, {2, 2}}),
      timed("conv2 96x27x27 to 256, 5x5 stride 2", {{96, 27, 27}, 256, {5, 5}, {2, 2}, {2, 2}}),
      timed("conv3 256x13x13 to 384, 3x3", {{256, 13, 13}, 384, {3, 3}, {1, 1}, {1, 1}}),
      timed("conv4 384x6x6 to 384, 3x3", {{384, 6, 6}, 384, {3, 3}, {1, 1}, {1, 1}}),
  };
  return kernel;
}

}  // namespace stride::tensor
