#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "base/random.h"
#include "tensor/kernels/activation/op.h"
#include "tensor/kernels/convolution/op.h"
#include "tensor/kernels/list.h"
#include "tensor/kernels/pool/op.h"

namespace stride::tensor {

namespace {

constexpr float nobody = std::numeric_limits<float>::quiet_NaN();

// A tensor whose spare lanes are NaN: whoever lets them matter is found out.
Tensor make(const Shape& shape, const std::vector<float>& values) {
  Tensor tensor = *Tensor::make(shape);
  std::fill_n(tensor.buffer().data(), tensor.buffer().size(), nobody);
  const float* next = values.data();
  for (std::int64_t c = 0; c < shape.channels; ++c)
    for (std::int64_t y = 0; y < shape.height; ++y)
      for (std::int64_t x = 0; x < shape.width; ++x) tensor.at(c, y, x) = *next++;
  return tensor;
}

Tensor unset(const Shape& shape) {
  return make(shape, std::vector<float>(static_cast<std::size_t>(shape.count()), nobody));
}

std::vector<float> values_of(const Tensor& tensor) {
  std::vector<float> values(static_cast<std::size_t>(tensor.shape().count()));
  tensor.to_chw(values);
  return values;
}

std::vector<float> normals(std::int64_t count, std::uint64_t stream) {
  Random random = Random::stream(7, stream);
  std::vector<float> values(static_cast<std::size_t>(count));
  for (float& value : values) value = static_cast<float>(random.normal());
  return values;
}

// No two closer than 0.03 and none closer to 0 than half of that.
std::vector<float> spaced(std::int64_t count, std::uint64_t stream) {
  Random random = Random::stream(7, stream);
  std::vector<float> values(static_cast<std::size_t>(count));
  for (std::int64_t i = 0; i < count; ++i)
    values[static_cast<std::size_t>(i)] = 0.03F * (static_cast<float>(i - count / 2) + 0.5F);
  for (std::size_t i = values.size(); i > 1; --i)
    std::swap(values[i - 1], values[random.below(static_cast<std::uint32_t>(i))]);
  return values;
}

// Parameters in memory that starts off the vectors' alignment.
struct Held {
  std::vector<float> floats;
  std::size_t weights, biases;
  Held(const Example& example, std::uint64_t stream)
      : weights(static_cast<std::size_t>(example.weights)), biases(static_cast<std::size_t>(example.biases)) {
    floats = normals(example.weights + example.biases + 3, stream);
  }
  [[nodiscard]] Parameters view() const {
    const std::span<const float> all(floats);
    return {all.subspan(1, weights), all.subspan(2 + weights, biases)};
  }
  ParameterGradients gradients() {
    const std::span<float> all(floats);
    return {all.subspan(1, weights), all.subspan(2 + weights, biases)};
  }
};

double largest(const std::vector<float>& values) {
  double result = 1e-30;
  for (const float value : values) result = std::max(result, std::abs(static_cast<double>(value)));
  return result;
}

// The largest difference, relative to the largest expected value; infinite if anything is not a number.
double difference(const std::vector<float>& expected, const std::vector<float>& actual) {
  double result = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const double apart = std::abs(static_cast<double>(expected[i]) - actual[i]);
    if (!(apart <= result)) result = std::isnan(apart) ? std::numeric_limits<double>::infinity() : apart;
  }
  return result / largest(expected);
}

struct Case {
  const Example& example;
  std::vector<float> input;
  Held parameters;
  std::vector<float> above;
  explicit Case(const Example& of)
      : example(of),
        input(of.smooth ? normals(of.input.count(), 1) : spaced(of.input.count(), 1)),
        parameters(of, 2),
        above(normals(of.output.count(), 3)) {
    for (std::size_t i = 0; i < above.size(); i += 3) above[i] = 0;  // the sparse paths' food
  }
  // sum of above * output, the loss whose gradients are checked
  [[nodiscard]] double loss() const {
    Workspace workspace;
    Tensor output = unset(example.output);
    REQUIRE(example.reference_forward(make(example.input, input), parameters.view(), output, workspace));
    double sum = 0;
    const std::vector<float> values = values_of(output);
    for (std::size_t i = 0; i < values.size(); ++i) sum += static_cast<double>(above[i]) * values[i];
    return sum;
  }
};

std::vector<float> input_gradient(const Case& of, const Example::InputGradient& function) {
  Workspace workspace;
  Tensor gradient = unset(of.example.input);
  REQUIRE(function(make(of.example.input, of.input), of.parameters.view(), make(of.example.output, of.above), gradient,
                   workspace));
  return values_of(gradient);
}

std::vector<float> parameter_gradient(const Case& of, const Example::ParameterGradient& function) {
  Workspace workspace;
  Held gradients(of.example, 9);
  REQUIRE(function(make(of.example.input, of.input), of.parameters.view(), make(of.example.output, of.above),
                   gradients.gradients(), workspace));
  const Parameters view = gradients.view();
  std::vector<float> values(view.weight.begin(), view.weight.end());
  values.insert(values.end(), view.bias.begin(), view.bias.end());
  return values;
}

// d loss / d value by central differences; `value` is a float of `of` and is put back.
double slope(const Case& of, float& value) {
  constexpr float step = 1.0F / 128;
  const float before = value;
  value = before + step;
  const double up = of.loss(), width_up = value;
  value = before - step;
  const double down = of.loss(), width = width_up - value;
  value = before;
  return (up - down) / width;
}

// Up to 40 of `values`, spread over all of them.
void check_slopes(Case& of, std::span<float> values, std::span<const float> gradient, double scale) {
  const std::size_t stride = std::max<std::size_t>(1, values.size() / 40);
  for (std::size_t i = 0; i < values.size(); i += stride) {
    CAPTURE(i);
    CHECK(std::abs(slope(of, values[i]) - gradient[i]) < 1e-3 * scale);
  }
}

template <class Body>
void for_examples(Body&& body) {
  for (const Kernel& kernel : kernels())
    for (const Example& example : kernel.tests) {
      CAPTURE(kernel.name);
      CAPTURE(example.name);
      body(example);
    }
}

}  // namespace

TEST_CASE("kernels: the vector path agrees with the reference") {
  for_examples([](const Example& example) {
    const Case of(example);
    Workspace workspace;
    Tensor expected = unset(example.output), actual = unset(example.output);
    REQUIRE(example.reference_forward(make(example.input, of.input), of.parameters.view(), expected, workspace));
    REQUIRE(example.forward(make(example.input, of.input), of.parameters.view(), actual, workspace));
    CHECK(difference(values_of(expected), values_of(actual)) < example.tolerance);
  });
}

TEST_CASE("kernels: the vector path's gradients agree with the reference") {
  for_examples([](const Example& example) {
    const Case of(example);
    CHECK(difference(input_gradient(of, example.reference_input_gradient), input_gradient(of, example.input_gradient)) <
          1e-5);
    if (!example.parameter_gradient || example.weights == 0) return;
    CHECK(difference(parameter_gradient(of, example.reference_parameter_gradient),
                     parameter_gradient(of, example.parameter_gradient)) < 1e-5);
  });
}

TEST_CASE("kernels: a convolution whose channels come in parts comes to what it is in one") {
  const Convolution convolutions[] = {{{7, 11, 17}, 19, {3, 3}, {1, 1}, {1, 1}},
                                      {{9, 18, 13}, 12, {5, 5}, {2, 2}, {2, 2}},
                                      {{5, 14, 10}, 8, {5, 5}, {1, 1}, {0, 0}}};
  for (const Convolution& whole : convolutions) {
    const std::vector<float> weights = normals(whole.weights(), 1), bias = normals(whole.biases(), 2);
    const Tensor input = make(whole.input, normals(whole.input.count(), 3));
    Tensor expected = unset(whole.output());
    reference_forward(whole, input, {weights, bias}, expected);
    for (const std::int64_t tile : winograd_tiles(whole)) {
      CAPTURE(tile);
      Tensor actual = unset(whole.output());
      Workspace workspace;
      std::int64_t first = 0;
      for (const std::int64_t channels : {std::int64_t{3}, std::int64_t{1}, whole.input.channels - 4}) {
        Convolution part = whole;
        part.input.channels = channels;
        const std::int64_t taps = whole.kernel.height * whole.kernel.width;
        std::vector<float> some, values;
        for (std::int64_t o = 0; o < whole.output_channels; ++o)
          for (std::int64_t i = 0; i < channels * taps; ++i)
            some.push_back(weights[static_cast<std::size_t>((o * whole.input.channels + first) * taps + i)]);
        for (std::int64_t c = 0; c < channels; ++c)
          for (std::int64_t p = 0; p < whole.input.pixels(); ++p)
            values.push_back(input.at(first + c, p / whole.input.width, p % whole.input.width));
        const auto packed = PackedConvolution::make(part, {some, bias}, {Algorithm::Kind::winograd, tile});
        REQUIRE(packed);
        REQUIRE(packed->take_channels(make(part.input, values), first == 0, workspace));
        first += channels;
        if (first == whole.input.channels) packed->finish_channels(actual, true, workspace);
      }
      std::vector<float> right = values_of(expected);
      for (float& value : right) value = std::max(value, 0.0F);
      const std::vector<float> found = values_of(actual);
      for (std::size_t i = 0; i < right.size(); ++i) CHECK(std::abs(found[i] - right[i]) < 1e-5 * largest(right));
    }
  }
}

TEST_CASE("kernels: what is not a number goes through a convolution and a ReLU as that") {
  const Convolution convolution{{3, 9, 13}, 10, {3, 3}, {1, 1}, {1, 1}};
  std::vector<float> bias = normals(convolution.biases(), 2);
  bias[9] = nobody;
  std::vector<Algorithm> algorithms = {{Algorithm::Kind::gemm, 0}};
  for (const std::int64_t tile : winograd_tiles(convolution)) algorithms.push_back({Algorithm::Kind::winograd, tile});
  for (const Algorithm& algorithm : algorithms)
    for (const bool relu : {false, true}) {
      CAPTURE(algorithm.tile);
      CAPTURE(relu);
      const auto packed = PackedConvolution::make(convolution, {normals(convolution.weights(), 1), bias}, algorithm);
      Tensor output = unset(convolution.output());
      Workspace workspace;
      REQUIRE(packed->forward(make(convolution.input, normals(convolution.input.count(), 3)), output, relu, workspace));
      CHECK(std::isnan(output.at(9, 8, 12)));
      CHECK_FALSE(std::isnan(output.at(8, 8, 12)));
    }
  const Activation relu{Activation::Kind::relu, {1, 1, 5}};
  Tensor output = unset(relu.input);
  Workspace workspace;
  REQUIRE(forward(relu, make(relu.input, {1, nobody, -1, 2, nobody}), {}, output, workspace));
  CHECK(std::isnan(output.at(0, 0, 1)));
  CHECK(std::isnan(output.at(0, 0, 4)));
  CHECK(output.at(0, 0, 2) == 0);
}

TEST_CASE("kernels: among equal values the first in reading order takes a maximum's gradient") {
  const Pool pool{Pool::Kind::maximum, {5, 9, 12}, {3, 3}, {2, 2}, {1, 1}};
  std::vector<float> few = normals(pool.input.count(), 5);
  for (float& value : few) value = value > 0.5F ? 1.0F : 0.0F;  // hardly a window without a tie
  const Tensor input = make(pool.input, few), above = make(pool.output(), normals(pool.output().count(), 6));
  Tensor expected = unset(pool.input), actual = unset(pool.input);
  Workspace workspace;
  reference_input_gradient(pool, input, {}, above, expected);
  REQUIRE(input_gradient(pool, input, {}, above, actual, workspace));
  CHECK(values_of(actual) == values_of(expected));
}

TEST_CASE("kernels: the reference gradients agree with central differences") {
  for_examples([](const Example& example) {
    Case of(example);
    const std::vector<float> by_input = input_gradient(of, example.reference_input_gradient);
    check_slopes(of, of.input, by_input, largest(by_input));
    if (!example.parameter_gradient || example.weights == 0) return;
    const std::vector<float> by_parameters = parameter_gradient(of, example.reference_parameter_gradient);
    const std::span<const float> gradients(by_parameters);
    const ParameterGradients held = of.parameters.gradients();
    check_slopes(of, held.weight, gradients.first(held.weight.size()), largest(by_parameters));
    check_slopes(of, held.bias, gradients.subspan(held.weight.size()), largest(by_parameters));
  });
}

}  // namespace stride::tensor
