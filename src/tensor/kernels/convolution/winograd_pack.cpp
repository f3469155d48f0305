#include <algorithm>

#include "tensor/kernels/convolution/packed.h"
#include "tensor/kernels/convolution/winograd_transform.h"

namespace stride::tensor {

namespace {

constexpr int most_points = 8, most_taps = 5;

// G of winograd_transform.h: value of the kernel's polynomial at every point, divided by what the transforms leave out.
struct KernelTransform {
  float rows[most_points][most_taps] = {};
};

KernelTransform kernel_transform(const WinogradPlan& plan) {
  KernelTransform transform;
  const std::array<double, 3> pairs = winograd::pair_points(static_cast<int>(plan.side));
  double points[most_points] = {};
  const int finite = static_cast<int>(plan.side) - 1, zero = finite % 2;
  for (int i = zero; i < finite; ++i)
    points[i] = ((i - zero) % 2 == 0 ? 1 : -1) * pairs[static_cast<std::size_t>(i - zero) / 2];
  for (int i = 0; i < finite; ++i) {
    double value = 1;
    for (int j = 0; j < finite; ++j)
      if (j != i) value /= points[i] - points[j];
    for (int tap = 0; tap < plan.taps; ++tap, value *= points[i]) transform.rows[i][tap] = static_cast<float>(value);
  }
  transform.rows[finite][plan.taps - 1] = 1;
  return transform;
}

struct Columns {  // one number for each of a panel's columns
  Float4 low = splat(0), high = splat(0);
  void add(float factor, const Columns& other) {
    low = multiply_add(splat(factor), other.low, low);
    high = multiply_add(splat(factor), other.high, high);
  }
};

// U = G g G^T for a panel of kernels, to places `point_stride` apart.
void transform_kernel(const WinogradPlan& plan, const KernelTransform& transform,
                      const Columns (&taps)[most_taps][most_taps], float* packed, std::int64_t point_stride) {
  for (int i = 0; i < plan.side; ++i) {
    Columns line[most_taps];
    for (int b = 0; b < plan.taps; ++b)
      for (int a = 0; a < plan.taps; ++a) line[b].add(transform.rows[i][a], taps[a][b]);
    for (int j = 0; j < plan.side; ++j, packed += point_stride) {
      Columns point;
      for (int b = 0; b < plan.taps; ++b) point.add(transform.rows[j][b], line[b]);
      store(packed, point.low);
      store(packed + lanes, point.high);
    }
  }
}

// The taps of one phase and input channel for the columns of a panel, zeros where kernel or panel end.
void gather(const Convolution& convolution, const WinogradPlan& plan, const float* weight, std::int64_t phase,
            std::int64_t columns, Columns (&taps)[most_taps][most_taps]) {
  const std::int64_t stride = convolution.stride.height, first_row = phase / stride, first_column = phase % stride;
  const std::int64_t height = convolution.kernel.height, width = convolution.kernel.width;
  for (std::int64_t a = 0; a < plan.taps; ++a)
    for (std::int64_t b = 0; b < plan.taps; ++b) {
      const std::int64_t u = a * stride + first_row, v = b * stride + first_column;
      float values[panel_width] = {};
      if (u < height && v < width)
        for (std::int64_t column = 0; column < columns; ++column)
          values[column] = weight[column * convolution.patch() + u * width + v];
      taps[a][b] = {load(values), load(values + lanes)};
    }
}

}  // namespace

std::int64_t winograd_weights(const Convolution& convolution, const WinogradPlan& plan) {
  return plan.points() * panels(convolution.group_outputs()) * panel_width * plan.phases.channels;
}

// (group, point, panel, phase, channel, panel_width)
void winograd_pack(const Convolution& convolution, const WinogradPlan& plan, const float* weight, float* packed) {
  const KernelTransform transform = kernel_transform(plan);
  const std::int64_t inputs = convolution.group_inputs(), outputs = convolution.group_outputs();
  const std::int64_t taps = convolution.kernel.height * convolution.kernel.width;
  const std::int64_t phases = convolution.stride.height * convolution.stride.width;
  const std::int64_t panel_floats = phases * inputs * panel_width;
  for (std::int64_t group = 0; group < convolution.groups; ++group)
    for (std::int64_t panel = 0; panel < panels(outputs); ++panel) {
      const std::int64_t first = group * outputs + panel * panel_width;
      const std::int64_t columns = std::min<std::int64_t>(panel_width, outputs - panel * panel_width);
      float* to = packed + (group * plan.points() * panels(outputs) + panel) * panel_floats;
      for (std::int64_t phase = 0; phase < phases; ++phase)
        for (std::int64_t c = 0; c < inputs; ++c, to += panel_width) {
          Columns kernel[most_taps][most_taps];
          gather(convolution, plan, weight + first * convolution.patch() + c * taps, phase, columns, kernel);
          transform_kernel(plan, transform, kernel, to, panels(outputs) * panel_floats);
        }
    }
}

}  // namespace stride::tensor
