// The formulas that a student sees, and that they give the numbers.

#include <doctest/doctest.h>

#include <limits>
#include <string>

#include "fixture.h"
#include "math/expr.h"

namespace stride::nn::test {
namespace {

using math::evaluate;
using math::substitute;

std::string worked(const math::Expr& formula, const math::Bindings& bindings) {
  return math::to_text(substitute(formula, bindings));
}

LayerSpec layer(const std::string& json, std::int64_t channels = 3) {
  const auto spec = with_layers(json, channels);
  REQUIRE_MESSAGE(spec.has_value(), spec.error().text());
  return spec->layers.back();
}

}  // namespace

TEST_CASE("derivations read as in the contract") {
  const NetworkSpec bern = network("alexnet-bern");
  const auto all = facts(bern, {212, 212}, Rounding::floor).value();
  const LayerSpec& conv1 = *bern.find("conv1");
  const LayerSpec& pool1 = *bern.find("pool1");
  CHECK(worked(output_formula(conv1, Rounding::floor), output_bindings(conv1, 212, true)) ==
        "floor((212 + 2*0 - 11)/4) + 1");
  CHECK(worked(output_formula(conv1, Rounding::ceil), output_bindings(conv1, 212, true)) ==
        "floor((212 + 2*0 - 11)/4) + 1");
  CHECK(worked(output_formula(pool1, Rounding::ceil), output_bindings(pool1, 51, true)) ==
        "ceil((51 + 2*0 - 3)/2) + 1");
  CHECK(worked(output_formula(conv1, Rounding::exact), output_bindings(conv1, 212, true)) == "(212 + 2*0 - 11)/4 + 1");
  CHECK(worked(parameter_formula(conv1), parameter_bindings(conv1, *all.find("conv1")->input)) == "96*(11*11*3 + 1)");
  const LayerSpec& fc6 = *bern.find("fc6");
  CHECK(worked(parameter_formula(fc6), parameter_bindings(fc6, *all.find("fc6")->input)) == "4096*(256*4*4 + 1)");
  const LayerSpec& fc7 = *bern.find("fc7");
  CHECK(worked(parameter_formula(fc7), parameter_bindings(fc7, *all.find("fc7")->input)) == "4096*(4096 + 1)");
  CHECK(worked(neuron_formula(conv1), neuron_bindings(conv1, *all.find("conv1")->output)) == "96*51*51");
  const LayerSpec& pool5 = *bern.find("pool5");
  CHECK(worked(receptive_field_formula(), receptive_field_bindings(pool5, all.find("conv5")->vertical, true)) ==
        "275 + (3 - 1)*32");
}

TEST_CASE("groups, missing bias, oblong kernels and dilation change the formulas") {
  const LayerSpec grouped = layer(R"({"type": "conv", "out": 256, "kernel": 5, "groups": 2})", 96);
  const math::Bindings numbers = parameter_bindings(grouped, {96, {27, 27}});
  CHECK(evaluate(substitute(parameter_formula(grouped), numbers)).value() == math::Rational(256 * (5 * 5 * 48 + 1)));
  CHECK(math::to_text(parameter_formula(grouped)).contains("C/g"));

  const LayerSpec bare = layer(R"({"type": "conv", "out": 8, "kernel": [1, 7], "bias": false})");
  CHECK(math::to_text(parameter_formula(bare)) == "K*f_h*f_w*C");
  CHECK(worked(parameter_formula(bare), parameter_bindings(bare, {3, {9, 9}})) == "8*1*7*3");
  const LayerSpec linear = layer(R"({"type": "linear", "out": 10, "bias": false})");
  CHECK(worked(parameter_formula(linear), parameter_bindings(linear, {3, {4, 5}})) == "10*(3*4*5)");

  const LayerSpec dilated = layer(R"({"type": "conv", "out": 8, "kernel": 3, "dilation": 2})");
  CHECK(worked(output_formula(dilated, Rounding::floor), output_bindings(dilated, 32, true)) ==
        "floor((32 + 2*0 - 2*(3 - 1) - 1)/1) + 1");
  CHECK(output_side(dilated, 32, true, Rounding::floor) == 28);
}

TEST_CASE("rounding up, a last window in the padding is dropped and the formula says so") {
  // Windows on 5 pixels would begin at -1, 2 and 5: the third lies in the right padding.
  const LayerSpec pool = layer(R"({"type": "maxpool", "kernel": 2, "stride": 3, "pad": 1})");
  CHECK(drops_last_window(pool, 5, true, Rounding::ceil));
  CHECK_FALSE(drops_last_window(pool, 5, true, Rounding::floor));
  CHECK_FALSE(drops_last_window(pool, 6, true, Rounding::ceil));
  CHECK(output_side(pool, 5, true, Rounding::ceil) == 2);
  CHECK(output_side(pool, 6, true, Rounding::ceil) == 3);
  CHECK(worked(output_formula(pool, Rounding::ceil, true), output_bindings(pool, 5, true)) ==
        "ceil((5 + 2*1 - 2)/3) + 1 - 1");
}

TEST_CASE("PReLU's slopes are counted, shared or one for each channel") {
  const auto shared = with_layers(R"({"type": "conv", "out": 8, "kernel": 3}, {"type": "prelu"})").value();
  const auto own = with_layers(R"({"type": "conv", "out": 8, "kernel": 3},
                                  {"type": "prelu", "parameters": "per_channel", "slope": 0.1})")
                       .value();
  CHECK(facts(shared, {32, 32}, Rounding::floor)->parameters == 8 * 28 + 1);
  CHECK(facts(own, {32, 32}, Rounding::floor)->parameters == 8 * 28 + 8);
  CHECK(facts(own, {32, 32}, Rounding::floor)->find("prelu1")->parameters == 8);
}

TEST_CASE("memory: every output and the input, four bytes each") {
  const auto spec = with_layers(R"({"type": "conv", "out": 4, "kernel": 3}, {"type": "relu"}, {"type": "flatten"},
                                   {"type": "linear", "out": 10}, {"type": "softmax"})",
                                1, "8")
                        .value();
  const auto all = facts(spec, {8, 8}, Rounding::floor).value();
  CHECK(all.activation_bytes == 4 * (64 + 3 * 4 * 36 + 2 * 10));
  CHECK(all.weight_bytes == 4 * (4 * 10 + 10 * 145));
  CHECK(all.find("linear1")->parameters == 10 * 145);
  CHECK(all.neurons == 4 * 36 + 10);
}

TEST_CASE("numbers that do not fit 64 bits are errors, never wrong numbers") {
  constexpr std::int64_t kHuge = std::numeric_limits<std::int64_t>::max();
  NetworkSpec spec;
  spec.name = "huge";
  LayerSpec conv;
  conv.name = "conv1";
  conv.output_channels = 1'000'000'000;
  conv.kernel = {1'000'000'000, 1'000'000'000};
  conv.pad = {1'000'000'000, 1'000'000'000};
  spec.layers = {conv};
  const auto by_kernel = facts(spec, {227, 227}, Rounding::floor);
  REQUIRE_FALSE(by_kernel.has_value());
  CHECK(by_kernel.error().message.contains("conv1"));

  LayerSpec linear;
  linear.name = "fc1";
  linear.type = LayerType::linear;
  linear.output_channels = kHuge;
  spec.layers = {linear};
  CHECK_FALSE(facts(spec, {227, 227}, Rounding::floor).has_value());
  CHECK_FALSE(facts(spec, {kHuge, kHuge}, Rounding::floor).has_value());
  CHECK_FALSE(smallest_input(spec, "nothing", Rounding::floor).has_value());

  conv.output_channels = 1;
  for (Pair LayerSpec::* member : {&LayerSpec::kernel, &LayerSpec::stride, &LayerSpec::pad, &LayerSpec::dilation}) {
    LayerSpec absurd = conv;
    absurd.kernel = absurd.pad = {3, 3};
    absurd.*member = {kHuge, kHuge};
    spec.layers = {absurd, absurd};
    spec.layers.back().name = "conv2";
    for (const Rounding rounding : {Rounding::floor, Rounding::ceil, Rounding::exact}) {
      CHECK_FALSE(facts(spec, {227, 227}, rounding).has_value());
      (void)smallest_input(spec, "", rounding);
      (void)admissible(spec, "conv2", 227, true, rounding);
      (void)unseen(spec, "conv2", 227, true, rounding);
    }
  }
}

TEST_CASE("a spec that was never a file is checked as well") {
  NetworkSpec spec;
  spec.name = "made by hand";
  LayerSpec conv;
  conv.name = "conv1";
  conv.output_channels = 4;
  for (const Pair bad : {Pair{0, 0}, Pair{-1, 1}}) {
    LayerSpec wrong = conv;
    wrong.stride = bad;
    spec.layers = {wrong};
    CHECK_FALSE(facts(spec, {8, 8}, Rounding::floor).has_value());
    CHECK_FALSE(output_side(wrong, 8, true, Rounding::floor).has_value());
  }
  conv.groups = 2;
  spec.layers = {conv};
  const auto grouped = facts(spec, {8, 8}, Rounding::floor);
  REQUIRE_FALSE(grouped.has_value());
  CHECK(grouped.error().message.contains("2 groups do not divide the 3 channels into conv1"));
  conv.groups = 0;
  spec.layers = {conv};
  CHECK_FALSE(facts(spec, {8, 8}, Rounding::floor).has_value());
  CHECK_FALSE(facts(spec, {0, 8}, Rounding::floor).has_value());
}

}  // namespace stride::nn::test
