#include <algorithm>
#include <vector>

#include "tensor/kernels/convolution/packed.h"
#include "tensor/kernels/read/read.h"

namespace stride::tensor {

namespace {

constexpr int most_vectors = 10;  // accumulators that leave room for a weight and a splat in sixteen registers

// What one output gradient adds to the input's: per kernel row (or tap, where taps do not touch) a run of neighbouring
// floats, in blocks of vectors that stay in registers. Weights are (group, part, block, output, block floats).
struct Layout {
  std::int64_t parts = 0, run = 0;  // runs per group and their floats
  std::int64_t blocks = 0, vectors = 0;
  bool rows = false;  // a part is a whole kernel row
  [[nodiscard]] std::int64_t block_floats() const { return vectors * lanes; }
};

Layout layout(const Convolution& convolution) {
  Layout result;
  result.rows = convolution.dilation.width == 1 && convolution.groups == 1;
  result.parts = convolution.kernel.height * (result.rows ? 1 : convolution.kernel.width);
  result.run = convolution.group_inputs() * (result.rows ? convolution.kernel.width : 1);
  const std::int64_t total = (result.run + lanes - 1) / lanes;
  result.blocks = (total + most_vectors - 1) / most_vectors;
  result.vectors = (total + result.blocks - 1) / result.blocks;
  return result;
}

struct Entry {  // an output gradient that is not zero
  float value = 0;
  std::int32_t output = 0;  // within its group
};

template <int vectors>
[[gnu::noinline]] void add_weighted(const Entry* entry, const Entry* end, const float* weights, float* to) {
  Float4 sums[vectors];
  unrolled<vectors>([&](auto v) { sums[v] = load(to + v * lanes); });
  for (; entry != end; ++entry) {
    const float* from = weights + static_cast<std::ptrdiff_t>(entry->output) * vectors * lanes;
    const Float4 value = splat(entry->value);
    unrolled<vectors>([&](auto v) { sums[v] = multiply_add(value, load(from + v * lanes), sums[v]); });
  }
  unrolled<vectors>([&](auto v) { store(to + v * lanes, sums[v]); });
}

using AddWeighted = void (*)(const Entry*, const Entry*, const float*, float*);
constexpr AddWeighted by_vectors[most_vectors] = {add_weighted<1>, add_weighted<2>, add_weighted<3>, add_weighted<4>,
                                                  add_weighted<5>, add_weighted<6>, add_weighted<7>, add_weighted<8>,
                                                  add_weighted<9>, add_weighted<10>};

// The non-zero gradients of each pixel and group; firsts[i] to firsts[i + 1] are those of pixel i.
struct Sparse {
  std::vector<Entry> entries;
  std::vector<std::int32_t> firsts;
};

Sparse gather(const Tensor& above, std::int64_t first, std::int64_t count) {
  Sparse result;
  result.firsts.push_back(0);
  std::size_t size = 0;
  for (std::int64_t pixel = 0; pixel < above.shape().pixels(); ++pixel) {
    const auto room = size + static_cast<std::size_t>(count);
    if (result.entries.size() < room) result.entries.resize(2 * room);
    const float* values = above.buffer().data() + pixel * above.channel_stride() + first;
    for (std::int32_t o = 0; o < count; ++o) {  // which are zero can't be guessed: no branch
      result.entries[size] = {values[o], o};
      size += values[o] != 0;
    }
    result.firsts.push_back(static_cast<std::int32_t>(size));
  }
  return result;
}

// One block of one part for every pixel: its weights stay in the cache.
void add_block(const Convolution& convolution, const Sparse& values, AddWeighted add, const float* weights, float* to,
               const Phases& padded) {
  const Shape shape = convolution.output();
  const std::int64_t row = padded.size.width * padded.channels * convolution.stride.height;
  const std::int64_t step = padded.channels * convolution.stride.width;
  for (std::int64_t y = 0; y < shape.height; ++y)
    for (std::int64_t x = 0; x < shape.width; ++x) {
      const std::int64_t pixel = y * shape.width + x;
      const Entry *first = values.entries.data() + values.firsts[pixel],
                  *end = values.entries.data() + values.firsts[pixel + 1];
      if (first != end) add(first, end, weights, to + y * row + x * step);
    }
}

Phases padded_input(const Convolution& convolution) {
  const std::int64_t channels = convolution.input.channels;
  return {{1, 1},
          channels,
          channels,
          {convolution.input.height + 2 * convolution.pad.height, convolution.input.width + 2 * convolution.pad.width}};
}

// Where a part's run starts, from the window's corner.
std::int64_t part_start(const Convolution& convolution, const Layout& parts, const Phases& padded, std::int64_t part) {
  const std::int64_t row = padded.size.width * padded.channels;
  if (parts.rows) return part * convolution.dilation.height * row;
  return part / convolution.kernel.width * convolution.dilation.height * row +
         part % convolution.kernel.width * convolution.dilation.width * padded.channels;
}

}  // namespace

Result<PackedGradient> PackedGradient::make(const Convolution& convolution, const Parameters& parameters) {
  const Layout parts = layout(convolution);
  const std::int64_t outputs = convolution.group_outputs(), inputs = convolution.group_inputs();
  const std::int64_t taps = convolution.kernel.height * convolution.kernel.width;
  auto weights = Buffer::zeros(convolution.groups * parts.parts * parts.blocks * parts.block_floats() * outputs);
  if (!weights) return std::unexpected(weights.error());
  for (std::int64_t group = 0; group < convolution.groups; ++group)
    for (std::int64_t part = 0; part < parts.parts; ++part)
      for (std::int64_t i = 0; i < parts.run; ++i)
        for (std::int64_t o = 0; o < outputs; ++o) {
          const std::int64_t tap = parts.rows ? part * convolution.kernel.width + i / inputs : part, c = i % inputs;
          const std::int64_t block = (group * parts.parts + part) * parts.blocks + i / parts.block_floats();
          weights->data()[(block * outputs + o) * parts.block_floats() + i % parts.block_floats()] =
              parameters.weight[((group * outputs + o) * inputs + c) * taps + tap];
        }
  PackedGradient packed;
  packed.convolution_ = convolution;
  packed.weights_ = std::move(*weights);
  return packed;
}

Result<void> PackedGradient::input_gradient(const Tensor& above, Tensor& gradient, Workspace& workspace) const {
  const Layout parts = layout(convolution_);
  const Phases padded = padded_input(convolution_);
  // A last vector may reach over the end of its run, adding zeros there.
  if (auto done = workspace.padded.reserve(padded.count() + parts.block_floats()); !done) return done;
  float* sums = workspace.padded.data();
  std::fill_n(sums, padded.count() + parts.block_floats(), 0.0F);
  const float* weights = weights_.data();
  const std::int64_t outputs = convolution_.group_outputs(), block_floats = outputs * parts.block_floats();
  for (std::int64_t group = 0; group < convolution_.groups; ++group) {
    const Sparse values = gather(above, group * outputs, outputs);
    for (std::int64_t part = 0; part < parts.parts; ++part)
      for (std::int64_t block = 0; block < parts.blocks; ++block, weights += block_floats) {
        // Read from one end to the other, weights come from memory faster than a few pixels pick them out.
        if (values.firsts.back() >= outputs) read::simd({weights, static_cast<std::size_t>(block_floats)});
        add_block(convolution_, values, by_vectors[parts.vectors - 1], weights,
                  sums + part_start(convolution_, parts, padded, part) + group * convolution_.group_inputs() +
                      block * parts.block_floats(),
                  padded);
      }
  }
  for (std::int64_t y = 0; y < convolution_.input.height; ++y)
    for (std::int64_t x = 0; x < convolution_.input.width; ++x) {
      const float* from =
          sums + ((y + convolution_.pad.height) * padded.size.width + x + convolution_.pad.width) * padded.channels;
      float* to = gradient.pixel(y, x);
      for (std::int64_t c = 0; c < padded.channels; c += lanes) store(to + c, load(from + c));
    }
  return {};
}

namespace {

// weights += loss * input, over one output's patch in (kH, kW, C/groups) order.
void add_patch(const Convolution& convolution, const Phases& padded, const float* corner, float loss, float* sums) {
  const std::int64_t inputs = convolution.group_inputs(), row = padded.size.width * padded.channels;
  for (std::int64_t u = 0; u < convolution.kernel.height; ++u)
    for (std::int64_t v = 0; v < convolution.kernel.width; ++v, sums += inputs) {
      const float* from =
          corner + u * convolution.dilation.height * row + v * convolution.dilation.width * padded.channels;
      std::int64_t c = 0;
      for (; c + lanes <= inputs; c += lanes)
        store(sums + c, multiply_add(splat(loss), load(from + c), load(sums + c)));
      for (; c < inputs; ++c) sums[c] += loss * from[c];
    }
}

}  // namespace

Result<void> parameter_gradient(const Convolution& convolution, const Tensor& input, const Parameters&,
                                const Tensor& above, const ParameterGradients& gradients, Workspace& workspace) {
  const Phases padded = padded_input(convolution);
  const Shape shape = convolution.output();
  const std::int64_t patch = convolution.patch(), inputs = convolution.group_inputs(), taps = patch / inputs;
  if (auto done = workspace.padded.reserve(padded.count()); !done) return done;
  if (auto done = workspace.products.reserve(patch); !done) return done;
  rearrange(input, convolution.pad, padded, workspace.padded.data());
  for (std::int64_t o = 0; o < convolution.output_channels; ++o) {
    float* sums = workspace.products.data();
    float total = 0;
    std::fill_n(sums, patch, 0.0F);
    for (std::int64_t y = 0; y < shape.height; ++y)
      for (std::int64_t x = 0; x < shape.width; ++x) {
        const float loss = above.at(o, y, x);
        total += loss;
        const float* corner =
            workspace.padded.data() +
            (y * convolution.stride.height * padded.size.width + x * convolution.stride.width) * padded.channels +
            o / convolution.group_outputs() * inputs;
        if (loss != 0) add_patch(convolution, padded, corner, loss, sums);
      }
    for (std::int64_t c = 0; c < inputs; ++c)
      for (std::int64_t tap = 0; tap < taps; ++tap)
        gradients.weight[o * patch + c * taps + tap] = sums[tap * inputs + c];
    if (!gradients.bias.empty()) gradients.bias[o] = total;
  }
  return {};
}

}  // namespace stride::tensor
