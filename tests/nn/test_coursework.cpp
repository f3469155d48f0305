// The numbers of the course documents and of the papers, one by one as a person would look them up.

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "fixture.h"

namespace stride::nn::test {
namespace {

NetworkFacts facts_of(const std::string& name, std::int64_t size, Rounding rounding = Rounding::floor) {
  auto all = facts(network(name), {size, size}, rounding);
  REQUIRE_MESSAGE(all.has_value(), all.error().text());
  return *std::move(all);
}

std::vector<std::int64_t> sides(const NetworkFacts& all) {
  std::vector<std::int64_t> result;
  for (const LayerFacts& layer : all.layers) {
    const bool map =
        layer.type == LayerType::conv || layer.type == LayerType::maxpool || layer.type == LayerType::avgpool;
    if (map) result.push_back(layer.output ? layer.output->size.height : -1);
  }
  return result;
}

using Sides = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("document A at 212: sizes, counts, fields") {
  const NetworkFacts all = facts_of("alexnet-bern", 212);
  CHECK(sides(all) == Sides{51, 25, 13, 6, 6, 6, 6, 4});
  CHECK(all.parameters == 41'406'824);
  CHECK(all.neurons == 412'328);
  CHECK(all.neurons_without_pooling == 339'016);
  CHECK(all.largest == std::vector<std::string>{"fc6", "fc7"});
  CHECK(all.weight_bytes == 4 * 41'406'824);

  const LayerFacts* conv1 = all.find("conv1");
  REQUIRE(conv1 != nullptr);
  CHECK(conv1->parameters == 34'944);
  CHECK(conv1->neurons == 249'696);
  CHECK(conv1->macs == 90'639'648);
  CHECK(conv1->vertical.start == 5.0);

  Sides fields, jumps;
  for (const std::string name : {"conv1", "pool1", "conv2", "pool2", "conv3", "conv4", "conv5", "pool5"}) {
    fields.push_back(all.find(name)->horizontal.receptive_field);
    jumps.push_back(all.find(name)->horizontal.jump);
  }
  CHECK(fields == Sides{11, 19, 51, 83, 147, 211, 275, 339});
  CHECK(jumps == Sides{4, 8, 16, 32, 32, 32, 32, 32});
  CHECK(all.find("fc6")->sees_whole_input);
  CHECK_FALSE(all.find("pool5")->sees_whole_input);
}

TEST_CASE("document A: the table of fc6, total and largest for every image size") {
  struct Line {
    std::int64_t low, high, side, fc6, total;
    std::vector<std::string> largest;
  };
  const std::vector<Line> by_floor{{200, 210, 3, 9'441'280, 34'066'792, {"fc7"}},
                                   {211, 242, 4, 16'781'312, 41'406'824, {"fc6", "fc7"}},
                                   {243, 274, 5, 26'218'496, 50'844'008, {"fc6"}},
                                   {275, 299, 6, 37'752'832, 62'378'344, {"fc6"}}};
  const std::vector<Line> by_ceil{
      {200, 222, 4, 16'781'312, 41'406'824, {"fc6", "fc7"}},
      {223, 254, 5, 26'218'496, 50'844'008, {"fc6"}},
      {255, 286, 6, 37'752'832, 62'378'344, {"fc6"}},
      {287, 299, 7, (7 * 7 * 256 + 1) * 4096, 24'625'512 + (7 * 7 * 256 + 1) * 4096, {"fc6"}}};
  for (const Rounding rounding : {Rounding::floor, Rounding::ceil}) {
    for (const Line& line : rounding == Rounding::floor ? by_floor : by_ceil) {
      for (std::int64_t size = line.low; size <= line.high; ++size) {
        CAPTURE(size);
        const NetworkFacts all = facts_of("alexnet-bern", size, rounding);
        CHECK(all.find("pool5")->output->size.height == line.side);
        CHECK(all.find("fc6")->parameters == line.fc6);
        CHECK(all.parameters == line.total);
        CHECK(all.largest == line.largest);
      }
    }
  }
}

TEST_CASE("document A: which images fc6 accepts, the least image, and the column that nobody sees") {
  const NetworkSpec bern = network("alexnet-bern");
  CHECK(show(admissible(bern, "fc6", 212, true, Rounding::floor).value()) == "[211,242]");
  CHECK(show(admissible(bern, "fc6", 212, false, Rounding::ceil).value()) == "[191,222]");
  CHECK(show(admissible(bern, "fc8", 212, true, Rounding::floor).value()) == "[211,242]");
  std::vector<Interval> fitting;
  const auto exact = admissible(bern, "fc6", 212, true, Rounding::exact, 299).value();
  for (const Interval& interval : exact) {
    if (interval.low >= 200) fitting.push_back(interval);
  }
  CHECK(show(fitting) == "[211,211][243,243][275,275]");

  CHECK(smallest_input(bern, "pool5", Rounding::floor) == 115);
  CHECK(smallest_input(bern, "pool5", Rounding::ceil) == 95);
  CHECK(smallest_input(bern, "", Rounding::floor) == 115);
  // 51, the receptive field, is what conv2 needs for a window free of padding; with its padding 19 are enough.
  CHECK(smallest_input(bern, "conv2", Rounding::floor) == 19);
  CHECK(smallest_input(bern, "conv1", Rounding::floor) == 11);

  CHECK(show(unseen(bern, "pool5", 212, false, Rounding::floor).value()) == "[211,211]");
  CHECK(show(unseen(bern, "fc8", 212, false, Rounding::floor).value()) == "[211,211]");
  CHECK(unseen(bern, "pool5", 211, false, Rounding::floor)->empty());
}

TEST_CASE("document A at 212 without rounding: everything is open from the first remainder on") {
  const NetworkFacts all = facts_of("alexnet-bern", 212, Rounding::exact);
  CHECK_FALSE(all.find("conv1")->output.has_value());
  CHECK(all.find("conv1")->remainder == Pair{1, 1});
  CHECK(all.find("conv1")->parameters == 34'944);
  CHECK_FALSE(all.find("pool5")->output.has_value());
  CHECK_FALSE(all.find("fc6")->parameters.has_value());
  CHECK(all.find("fc7")->parameters == 16'781'312);
  CHECK_FALSE(all.parameters.has_value());
  CHECK(all.largest.empty());
  CHECK(all.find("pool5")->vertical.receptive_field == 339);

  const NetworkFacts fits = facts_of("alexnet-bern", 211, Rounding::exact);
  CHECK(sides(fits) == Sides{51, 25, 13, 6, 6, 6, 6, 4});
}

TEST_CASE("document B: the one-GPU sheet") {
  const NetworkFacts all = facts_of("alexnet-one-gpu", 227);
  CHECK(sides(all) == Sides{55, 27, 26, 12, 12, 11, 11, 3});
  CHECK(all.neurons == 356'872);
  CHECK(all.neurons_without_pooling == 302'296);
  CHECK(all.parameters == 7'672'104);
  CHECK(all.find("fc3")->parameters == 1'601'000);
  CHECK(all.find("pool5")->remainder == Pair{1, 1});

  const NetworkFacts rounded_up = facts_of("alexnet-one-gpu", 227, Rounding::ceil);
  CHECK(rounded_up.find("pool5")->output->size == Pair{4, 4});
  CHECK(rounded_up.find("fc1")->parameters == 3'278'400);
  CHECK(rounded_up.parameters == 9'105'704);
  CHECK_FALSE(facts_of("alexnet-one-gpu", 227, Rounding::exact).find("pool5")->output.has_value());
}

TEST_CASE("document B, question 1: 224 leaves a remainder at the first layer, 227 does not") {
  CHECK(facts_of("alexnet-2012", 224, Rounding::exact).find("conv1")->remainder == Pair{1, 1});
  CHECK(facts_of("alexnet-2012", 227, Rounding::exact).find("conv1")->output->size == Pair{55, 55});
}

TEST_CASE("document D: feature maps and the parameters of VGG A to E") {
  CHECK(sides(facts_of("feature-maps", 224)) == Sides{218, 109, 54});
  CHECK(facts_of("vgg-a", 224).parameters == 132'863'336);
  CHECK(facts_of("vgg-a", 224).find("fc6")->parameters == 102'764'544);
  CHECK(facts_of("vgg-a-lrn", 224).parameters == 132'863'336);
  CHECK(facts_of("vgg-b", 224).parameters == 133'047'848);
  CHECK(facts_of("vgg-c", 224).parameters == 133'638'952);
  CHECK(facts_of("vgg-d", 224).parameters == 138'357'544);
  CHECK(facts_of("vgg-e", 224).parameters == 143'667'240);
}

TEST_CASE("document E: one 3x3 convolution with and without padding") {
  CHECK(facts_of("conv-3x3", 224).find("conv1")->output == Shape{64, {222, 222}});
  CHECK(facts_of("conv-3x3-padded", 224).find("conv1")->output == Shape{64, {224, 224}});
  CHECK(facts_of("conv-3x3", 224).parameters == 1'792);
}

TEST_CASE("published counts and fields") {
  CHECK(facts_of("alexnet-2012", 227).parameters == 62'378'344);
  CHECK(facts_of("alexnet-2012-grouped", 227).parameters == 60'965'224);
  CHECK(facts_of("alexnet-torchvision", 224).parameters == 61'100'840);
  CHECK(facts_of("lenet-5", 32).parameters == 61'706);
  // Araujo, Norris & Sim 2019, table of receptive fields.
  CHECK(facts_of("alexnet-2012", 227).find("pool5")->vertical.receptive_field == 195);
  CHECK(facts_of("alexnet-2012", 227).find("pool5")->vertical.jump == 32);
  CHECK(facts_of("vgg-d", 224).find("pool5")->vertical.receptive_field == 212);
  CHECK(facts_of("vgg-d", 224).find("pool5")->vertical.jump == 32);
}

}  // namespace stride::nn::test
