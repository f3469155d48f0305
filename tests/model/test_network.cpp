#include <doctest/doctest.h>

#include <cmath>
#include <fstream>
#include <iterator>

#include "model/neuron_gradient.h"
#include "model/pictures.h"

namespace stride::model {

namespace {

using tensor::Tensor;

constexpr const char* small = R"({ "name": "small", "title": "t", "source": "s", "input": { "channels": 3, "size": 19 },
  "layers": [ { "name": "conv1", "type": "conv", "out": 6, "kernel": 5, "stride": 2, "pad": 1 }, { "type": "relu" },
    { "type": "lrn", "size": 5, "alpha": 0.3, "beta": 0.75, "k": 2 }, { "name": "pool1", "type": "maxpool", "kernel": 3, "stride": 2 },
    { "name": "conv2", "type": "conv", "out": 8, "kernel": 3, "stride": 1, "pad": 1, "groups": 2 }, { "type": "prelu" },
    { "name": "pool2", "type": "avgpool", "kernel": 2, "stride": 1 }, { "type": "tanh" }, { "name": "fc", "type": "linear", "out": 5 },
    { "type": "dropout", "p": 0.5 }, { "type": "softmax" } ] })";

nn::NetworkSpec spec_of(const char* text) {
  auto spec = nn::parse_network(text);
  REQUIRE_MESSAGE(spec, (spec ? "" : spec.error().text()));
  return std::move(*spec);
}

Network network_of(const nn::NetworkSpec& spec, Settings settings, std::string_view picture = "shapes") {
  auto network = Network::make(spec, std::move(settings));
  REQUIRE_MESSAGE(network, (network ? "" : network.error().text()));
  REQUIRE(network->set_input(*make_picture(picture, network->input_shape(), 3)));
  return std::move(*network);
}

std::vector<float> values_of(const Tensor& tensor) {
  std::vector<float> values(static_cast<std::size_t>(tensor.shape().count()));
  tensor.to_chw(values);
  return values;
}

std::vector<float> output_of(Network& network, std::size_t layer) {
  const auto output = network.output(layer);
  REQUIRE(output);
  return values_of(**output);
}

double largest(const std::vector<float>& values) {
  double result = 1e-30;
  for (const float value : values) result = std::max(result, std::abs(static_cast<double>(value)));
  return result;
}

// By the plain references alone.
std::vector<float> reference_output(Network& network, std::size_t last) {
  Tensor current = *network.input_of(0)->clone();
  for (std::size_t layer = 0; layer <= last; ++layer) {
    const Layer& each = network.layers()[layer];
    const tensor::Parameters parameters =
        each.parameters.count() > 0 ? *network.parameters(layer) : tensor::Parameters{};
    Tensor next = *Tensor::zeros(each.output());
    std::visit(
        [&](const auto& op) {
          using Type = std::decay_t<decltype(op)>;
          if constexpr (std::is_same_v<Type, Identity> || std::is_same_v<Type, Flatten>)
            next = *Tensor::from_chw(values_of(current), op.output());
          else
            reference_forward(op, current, parameters, next);
        },
        each.op);
    current = std::move(next);
  }
  return values_of(current);
}

double difference(const std::vector<float>& expected, const std::vector<float>& actual) {
  REQUIRE(expected.size() == actual.size());
  double apart = 0;
  for (std::size_t i = 0; i < expected.size(); ++i)
    apart = std::max(apart, std::abs(static_cast<double>(expected[i]) - actual[i]));
  return apart / largest(expected);
}

}  // namespace

TEST_CASE("network: every layer agrees with the references, asked in any order") {
  const nn::NetworkSpec spec = spec_of(small);
  for (const bool keep : {true, false}) {
    Network network = network_of(spec, {.size = {19, 23}, .keep = keep});
    for (const char* picture : {"shapes", "noise"}) {  // the second pass has transformed weights
      REQUIRE(network.set_input(*make_picture(picture, network.input_shape(), 3)));
      for (const std::size_t layer : {10U, 3U, 0U, 1U, 6U, 9U, 2U, 8U}) {
        CAPTURE(layer);
        CHECK(difference(reference_output(network, layer), output_of(network, layer)) < 1e-5);
      }
    }
  }
}

TEST_CASE("network: a convolution's own output is before its ReLU, also after it ran together with it") {
  Network network = network_of(spec_of(small), {.size = {19, 19}});
  const std::vector<float> rectified = output_of(network, 1), own = output_of(network, 0);
  bool negative = false;
  for (std::size_t i = 0; i < own.size(); ++i) {
    CHECK(rectified[i] == std::max(own[i], 0.0F));
    negative = negative || own[i] < 0;
  }
  CHECK(negative);
}

TEST_CASE("network: the gradient of a neuron agrees with central differences") {
  for (const std::size_t layer : {10U, 8U, 6U, 4U, 3U, 1U, 0U}) {
    CAPTURE(layer);
    Network network = network_of(spec_of(small), {.size = {19, 21}}, "noise");
    Neuron neuron = centre_neuron(network, layer);
    const auto gradient = neuron_gradient(network, neuron);
    REQUIRE(gradient);
    const std::vector<float> slopes = values_of(*gradient);
    const std::vector<float> picture = values_of(*network.input_of(0));
    const auto moved = [&](std::size_t i, float by) {
      std::vector<float> values = picture;
      values[i] += by;
      REQUIRE(network.set_input(*Tensor::from_chw(values, network.input_shape())));
      const Tensor* output = *network.output(layer);
      return static_cast<double>(output->at(neuron.channel, neuron.y, neuron.x));
    };
    int wrong = 0, checked = 0;
    for (std::size_t i = 3; i < picture.size(); i += 29, ++checked) {
      constexpr float step = 4e-3F;
      const double slope = (moved(i, step) - moved(i, -step)) / (2 * step);
      if (std::abs(slope - slopes[i]) > 2e-3 * largest(slopes) + 2e-5) ++wrong;
    }
    CHECK(wrong <= checked / 20);  // a step may cross a kink of ReLU or of a maximum
  }
}

TEST_CASE("network: a neuron's gradient stays within its receptive field") {
  Network network = network_of(spec_of(small), {.size = {40, 40}}, "noise");
  const auto gradient =
      neuron_gradient(network, {4, 0, 2, 2});  // conv2: 5 + 2*2*... = field of 17 at a jump of 4, start 3
  REQUIRE(gradient);
  for (std::int64_t y = 0; y < 40; ++y)
    for (std::int64_t x = 0; x < 40; ++x)
      if (y > 2 * 4 + 3 + 8 || x > 2 * 4 + 3 + 8)
        for (std::int64_t c = 0; c < 3; ++c) CHECK(gradient->at(c, y, x) == 0);
  CHECK(largest(values_of(*gradient)) > 0);
}

TEST_CASE("network: what cannot be is said clearly") {
  const nn::NetworkSpec spec = spec_of(small);
  const auto tiny = Network::make(spec, {.size = {4, 4}});
  REQUIRE(!tiny);
  CHECK(tiny.error().where == "pool1");
  const auto exact = Network::make(spec, {.size = {20, 20}, .rounding = nn::Rounding::exact});
  REQUIRE(!exact);
  CHECK(exact.error().text().find("conv1: its stride does not divide exactly") == 0);
  Network network = network_of(spec, {.size = {19, 19}});
  CHECK(!network.set_input(*Tensor::zeros({3, 18, 19})));
  CHECK(!neuron_gradient(network, {0, 6, 0, 0}));
  const auto unknown = find_layer(spec, "conv9");
  REQUIRE(!unknown);
  CHECK(unknown.error().message.find("no layer is called 'conv9'; there are conv1, relu1, lrn1, pool1") == 0);
}

TEST_CASE("network: a cancelled forward pass can be taken up again") {
  Network network = network_of(spec_of(small), {.size = {19, 19}});
  const auto stopped = network.output(8, [](double done) { return done < 0.5; });
  REQUIRE(!stopped);
  CHECK(stopped.error().message == cancelled);
  CHECK(difference(reference_output(network, 8), output_of(network, 8)) < 1e-5);
}

TEST_CASE("network: memory is back where it was after many inputs") {
  Network network = network_of(spec_of(small), {.size = {19, 19}});
  REQUIRE(network.output(10));
  const std::int64_t before = network.bytes();
  for (int i = 0; i < 100; ++i) {
    REQUIRE(network.set_input(*make_picture("noise", network.input_shape(), static_cast<std::uint64_t>(i))));
    REQUIRE(network.output(10));
  }
  CHECK(network.bytes() == before);
}

TEST_CASE("network: another runtime computes the same from the same weights, layer by layer") {
  const auto read = [](const char* name) {
    std::ifstream file(std::string(STRIDE_SOURCE_DIR "/tests/golden/") + name, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  const std::string bytes = read("model_small.safetensors");
  auto file = TensorFile::parse(std::as_bytes(std::span(bytes)));
  REQUIRE_MESSAGE(file, (file ? "" : file.error().text()));
  const auto shared = std::make_shared<const TensorFile>(std::move(*file));
  auto network = Network::make(spec_of(read("model_small.json").c_str()), {.size = {21, 21}, .weights = shared});
  REQUIRE(network);
  REQUIRE(network->set_input(*Tensor::from_chw(shared->find("input")->values.span(), network->input_shape())));
  for (std::size_t layer = 0; layer < network->layers().size(); ++layer) {
    const NamedTensor* expected = shared->find("expected." + network->layers()[layer].name);
    REQUIRE(expected != nullptr);
    CAPTURE(expected->name);
    CHECK(expected->shape == file_shape(network->layers()[layer]));
    const std::span<const float> values = expected->values.span();
    CHECK(difference({values.begin(), values.end()}, output_of(*network, layer)) < 1e-5);
  }
}

TEST_CASE("effective field: energy, centre and radius") {
  EffectiveField field;
  Tensor gradient = *Tensor::zeros({2, 3, 5});
  gradient.at(0, 1, 2) = 3;
  gradient.at(1, 1, 2) = 4;
  field.add(gradient);
  gradient.at(0, 1, 3) = 1;
  field.add(gradient);
  const std::vector<float> energy = field.energy();
  CHECK(energy[7] == 25);
  CHECK(energy[8] == 0.5F);
  const Spread around = spread(energy, 5);
  CHECK(around.centre_y == doctest::Approx(1));
  CHECK(around.centre_x == doctest::Approx(2 + 0.5 / 25.5));
  CHECK(around.radius == doctest::Approx(0.5 / 25.5));
  CHECK(spread(energy, 5, 0.999).radius == doctest::Approx(1 - 0.5 / 25.5));
}

}  // namespace stride::model
