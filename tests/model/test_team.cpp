#include <doctest/doctest.h>

#include <cmath>

#include "model/pictures.h"
#include "model/team.h"

namespace stride::model {

namespace {

using tensor::Tensor;

constexpr const char* small = R"({ "name": "small", "title": "t", "source": "s", "input": { "channels": 3, "size": 21 },
  "layers": [ { "name": "conv1", "type": "conv", "out": 20, "kernel": 5, "stride": 2, "pad": 1 }, { "type": "relu" },
    { "name": "pool1", "type": "maxpool", "kernel": 3, "stride": 2 }, { "type": "lrn", "size": 5, "alpha": 0.3, "beta": 0.75, "k": 2 },
    { "name": "conv2", "type": "conv", "out": 12, "kernel": 3, "stride": 1, "pad": 1, "groups": 2 }, { "type": "prelu" },
    { "name": "conv3", "type": "conv", "out": 9, "kernel": 3, "stride": 1, "pad": 1 }, { "type": "tanh" },
    { "name": "conv4", "type": "conv", "out": 18, "kernel": 3, "stride": 1, "pad": 1, "groups": 9 }, { "type": "relu" },
    { "name": "conv5", "type": "conv", "out": 32, "kernel": 3, "pad": 1 }, { "type": "relu" }, { "type": "lrn", "size": 5, "alpha": 0.3, "beta": 0.75, "k": 2 },
    { "name": "conv6", "type": "conv", "out": 16, "kernel": 3, "pad": 1, "groups": 2 }, { "type": "relu" }, { "type": "lrn", "size": 3, "alpha": 0.3, "beta": 0.75, "k": 2 },
    { "name": "conv7", "type": "conv", "out": 16, "kernel": 1, "groups": 2 },
    { "name": "fc", "type": "linear", "out": 30 }, { "type": "dropout", "p": 0.5 }, { "type": "softmax" } ] })";

// Its convolutions are large enough for Winograd's algorithm: a member begins with its own part of their inputs.
constexpr const char* large = R"({ "name": "large", "title": "t", "source": "s", "input": { "channels": 3, "size": 41 },
  "layers": [ { "name": "conv1", "type": "conv", "out": 48, "kernel": 3, "pad": 1 }, { "type": "relu" },
    { "type": "lrn", "size": 5, "alpha": 0.3, "beta": 0.75, "k": 2 }, { "name": "pool1", "type": "maxpool", "kernel": 3, "stride": 2 },
    { "name": "conv2", "type": "conv", "out": 64, "kernel": 5, "stride": 2, "pad": 2 }, { "name": "pool2", "type": "avgpool", "kernel": 2, "stride": 1 },
    { "name": "conv3", "type": "conv", "out": 41, "kernel": 3, "pad": 1 }, { "type": "relu" } ] })";

// Nothing of it is padded until conv2.
constexpr const char* unpadded =
    R"({ "name": "unpadded", "title": "t", "source": "s", "input": { "channels": 3, "size": 71 },
  "layers": [ { "name": "conv1", "type": "conv", "out": 22, "kernel": 11, "stride": 4 }, { "type": "relu" },
    { "name": "lrn1", "type": "lrn", "size": 5, "alpha": 0.3, "beta": 0.75, "k": 2 }, { "name": "pool1", "type": "maxpool", "kernel": 3, "stride": 2 },
    { "name": "conv2", "type": "conv", "out": 40, "kernel": 3, "pad": 1 }, { "type": "relu" },
    { "name": "pool2", "type": "maxpool", "kernel": 3, "stride": 2, "pad": 1 } ] })";

// The same with groups: what comes in rows has more channels than a member needs.
constexpr const char* grouped =
    R"({ "name": "grouped", "title": "t", "source": "s", "input": { "channels": 3, "size": 81 },
  "layers": [ { "name": "conv1", "type": "conv", "out": 48, "kernel": 5, "stride": 2 }, { "type": "relu" },
    { "name": "conv2", "type": "conv", "out": 64, "kernel": 5, "pad": 2, "groups": 2 }, { "type": "relu" },
    { "name": "conv3", "type": "conv", "out": 48, "kernel": 3, "pad": 1 } ] })";

std::vector<float> values_of(const Tensor& tensor) {
  std::vector<float> values(static_cast<std::size_t>(tensor.shape().count()));
  tensor.to_chw(values);
  return values;
}

bool takes_parts(const std::vector<Layer>& layers, std::size_t layer) {
  const auto& convolution = std::get<tensor::Convolution>(layers[layer].op);
  return tensor::takes_parts(convolution, tensor::choose(convolution, 1 << 26));
}

// Members whose numbers come later go on first.
void compare_with_one(const char* text, const Settings& settings, const std::vector<std::size_t>& layers) {
  const auto spec = nn::parse_network(text);
  REQUIRE(spec);
  for (const std::int64_t count : {1, 2, 3, 5}) {
    for (const std::size_t last : layers) {
      CAPTURE(count);
      CAPTURE(last);
      std::vector<Member> team;
      for (std::int64_t i = 0; i < count; ++i) {
        auto member = Member::make(*spec, settings, last, i, count);
        REQUIRE(member);
        team.push_back(std::move(*member));
      }
      for (std::uint64_t pass = 1; pass <= 2; ++pass) {
        auto network = Network::make(*spec, settings);
        REQUIRE(network->set_input(*make_picture("noise", network->input_shape(), pass)));
        const std::vector<float> expected = values_of(**network->output(last));
        for (Member& member : team) REQUIRE(member.set_input(*make_picture("noise", network->input_shape(), pass)));
        std::int64_t through = 0;
        for (int turn = 0; turn < 100 && through < count; ++turn) {
          through = 0;
          for (std::int64_t i = count - 1; i >= 0; --i) {
            const auto done = team[i].advance([&](std::span<const float> part) {
              for (std::int64_t other = 0; other < count; ++other) {
                if (other == i) continue;
                auto copy = tensor::Buffer::make(static_cast<std::int64_t>(part.size()));
                std::copy(part.begin(), part.end(), copy->data());
                team[other].receive(i, std::move(*copy));
              }
            });
            REQUIRE(done);
            through += *done ? 1 : 0;
          }
        }
        REQUIRE(through == count);
        const std::vector<float> actual = values_of(team.front().output());
        REQUIRE(actual.size() == expected.size());
        std::int64_t apart = 0;
        for (std::size_t i = 0; i < expected.size(); ++i)
          apart += std::abs(actual[i] - expected[i]) < 1e-4 * (1 + std::abs(expected[i])) ? 0 : 1;
        CHECK(apart == 0);
      }
    }
  }
}

}  // namespace

TEST_CASE("team: any number of workers computes what one computes, in any order, pass after pass") {
  compare_with_one(small, {.size = {21, 23}}, {19, 16, 15, 13, 12, 8, 6, 4, 3, 0});
}

TEST_CASE("team: a member begins with its own part of what goes into a convolution") {
  const auto layers = make_layers(*nn::parse_network(large), {41, 37}, nn::Rounding::floor);
  for (const std::size_t i : {4U, 6U}) CHECK(takes_parts(*layers, i));
  compare_with_one(large, {.size = {41, 37}}, {7, 6, 5, 4});
}

TEST_CASE("team: up to the second convolution each makes some rows, where nothing is padded") {
  compare_with_one(unpadded, {.size = {71, 59}}, {6, 5, 4, 3, 2, 0});
  auto member = Member::make(*nn::parse_network(unpadded), {.size = {71, 59}}, 6, 0, 3);
  REQUIRE(member);
  REQUIRE(member->set_input(*make_picture("noise", {3, 71, 59}, 1)));
  std::size_t sent = 0;
  CHECK_FALSE(*member->advance([&](std::span<const float> part) { sent += part.size(); }));
  CHECK(sent == 2 * 6 * 24);  // of pool1's 7 x 6 pixels two rows, with 22 channels in whole vectors
}

TEST_CASE("team: a group's share of what comes in rows") {
  const auto layers = make_layers(*nn::parse_network(grouped), {81, 77}, nn::Rounding::floor);
  CHECK(takes_parts(*layers, 2));
  compare_with_one(grouped, {.size = {81, 77}}, {4, 3, 2});
}

}  // namespace stride::model
