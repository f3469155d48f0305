#include <doctest/doctest.h>

#include <bit>
#include <cmath>

#include "model/pictures.h"
#include "model/weights.h"

namespace stride::model {

namespace {

ParameterShape convolution() {
  ParameterShape shape;
  shape.name = "conv1";
  shape.index = 4;
  shape.weight = {24, 5, 3, 2};
  shape.bias = true;
  return shape;
}

std::vector<float> made(const ParameterShape& shape, const Seeded& seeded) {
  const auto weights = make_weights(shape, seeded);
  REQUIRE(weights);
  const auto values = weights->weight.span();
  return {values.begin(), values.end()};
}

// FNV-1a over the bits, low byte first.
std::uint64_t hash(std::span<const float> values) {
  std::uint64_t result = 14695981039346656037U;
  for (const float value : values)
    for (int byte = 0; byte < 4; ++byte)
      result = (result ^ (std::bit_cast<std::uint32_t>(value) >> (8 * byte) & 0xff)) * 1099511628211U;
  return result;
}

double deviation(const std::vector<float>& values) {
  double sum = 0;
  for (const float value : values) sum += static_cast<double>(value) * value;
  return std::sqrt(sum / static_cast<double>(values.size()));
}

}  // namespace

TEST_CASE("weights: the same seed gives the same bits, natively and as WebAssembly") {
  ParameterShape first = convolution();
  first.first_convolution = true;
  CHECK(hash(made(convolution(), {1, Initialisation::he})) == 15283004944688624580U);
  CHECK(hash(made(convolution(), {2, Initialisation::glorot})) == 3205920791849699752U);
  CHECK(hash(made(convolution(), {3, Initialisation::orthogonal})) == 4602732400836604381U);
  CHECK(hash(made(first, {4, Initialisation::he, true})) == 841729617614658542U);
  for (const auto& [name, expected] : {std::pair<std::string_view, std::uint64_t>{"gratings", 5550145424374842286U},
                                       {"shapes", 4590672301740944343U},
                                       {"patches", 7229435260257399214U},
                                       {"text", 1350820528697351185U},
                                       {"noise", 4163673488298815009U}}) {
    CAPTURE(name);
    const auto picture = make_picture(name, {3, 40, 52}, 5);
    REQUIRE(picture);
    std::vector<float> values(3 * 40 * 52);
    picture->to_chw(values);
    CHECK(hash(values) == expected);
  }
}

TEST_CASE("weights: a share has the bits of that part of the whole") {
  for (const Initialisation initialisation : {Initialisation::he, Initialisation::orthogonal}) {
    const std::vector<float> whole = made(convolution(), {9, initialisation});
    const auto part = make_weights(convolution(), Seeded{9, initialisation}, {7, 11});
    REQUIRE(part);
    CHECK(part->bias.size() == 11);
    CHECK(std::equal(part->weight.data(), part->weight.data() + part->weight.size(), whole.begin() + 7 * 30));
  }
}

TEST_CASE("weights: deviations are those of the papers") {
  ParameterShape shape = convolution();
  shape.weight = {96, 48, 5, 5};
  CHECK(deviation(made(shape, {1, Initialisation::alexnet})) == doctest::Approx(0.01).epsilon(0.01));
  CHECK(deviation(made(shape, {1, Initialisation::he})) == doctest::Approx(std::sqrt(2.0 / 1200)).epsilon(0.01));
  CHECK(deviation(made(shape, {1, Initialisation::glorot})) ==
        doctest::Approx(std::sqrt(2.0 / (1200 + 2400))).epsilon(0.01));
  CHECK(made(shape, {1}) != made(shape, {2}));
}

TEST_CASE("weights: orthogonal rows, or columns where there are fewer") {
  for (const auto& size : {std::vector<std::int64_t>{6, 10}, std::vector<std::int64_t>{10, 6}}) {
    ParameterShape shape;
    shape.name = "fc";
    shape.weight = size;
    const std::vector<float> values = made(shape, {1, Initialisation::orthogonal});
    const auto at = [&](std::int64_t vector, std::int64_t i) {
      return values[size[0] < size[1] ? vector * size[1] + i : i * size[1] + vector];
    };
    for (std::int64_t a = 0; a < 6; ++a)
      for (std::int64_t b = 0; b <= a; ++b) {
        double dot = 0;
        for (std::int64_t i = 0; i < 10; ++i) dot += static_cast<double>(at(a, i)) * at(b, i);
        CHECK(dot == doctest::Approx(a == b ? 1 : 0).epsilon(1e-6));
      }
  }
}

TEST_CASE("weights: a share of a large orthogonal matrix, whose entries look like normal ones") {
  ParameterShape large;
  large.name = "fc6";
  large.weight = {4096, 9216};
  const auto rows = make_weights(large, Seeded{1, Initialisation::orthogonal}, {4001, 9});
  REQUIRE(rows);
  const float* values = rows->weight.data();
  double fourth = 0;
  for (std::int64_t a = 0; a < 9; ++a)
    for (std::int64_t b = 0; b <= a; ++b) {
      double dot = 0;
      for (std::int64_t i = 0; i < 9216; ++i) dot += static_cast<double>(values[a * 9216 + i]) * values[b * 9216 + i];
      CHECK(dot == doctest::Approx(a == b ? 1 : 0).epsilon(2e-6));
    }
  for (std::int64_t i = 0; i < 9 * 9216; ++i) fourth += std::pow(values[i], 4) * 9216 * 9216;
  CHECK(fourth / (9 * 9216) == doctest::Approx(3).epsilon(0.05));  // of a normal one with variance 1
}

TEST_CASE("weights: a file's tensors are checked by name and shape") {
  auto file = std::make_shared<TensorFile>();
  REQUIRE(file->add("conv1.weight", {24, 5, 3, 2}, std::vector<float>(720, 0.5F)));
  const auto missing = make_weights(convolution(), std::shared_ptr<const TensorFile>(file));
  REQUIRE(!missing);
  CHECK(missing.error().text() == "conv1.bias: the file has no tensor of this name; it has conv1.weight");
  REQUIRE(file->add("conv1.bias", {12}, std::vector<float>(12)));
  const auto wrong = make_weights(convolution(), std::shared_ptr<const TensorFile>(file));
  REQUIRE(!wrong);
  CHECK(wrong.error().text() == "conv1.bias: expected the shape 24, found 12");
}

TEST_CASE("pictures: unknown names are told what there is") {
  const auto picture = make_picture("cat", {1, 2, 2}, 1);
  REQUIRE(!picture);
  CHECK(picture.error().message == "no picture is called 'cat'; there are gratings, shapes, patches, text, noise");
}

}  // namespace stride::model
