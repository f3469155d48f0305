// Network files: what is read, and what is said of a wrong one.

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "fixture.h"
#include "nn/write.h"

namespace stride::nn::test {
namespace {

std::string error_of(const Result<NetworkSpec>& spec) { return spec ? "no error" : spec.error().text(); }

std::string layers_error(const std::string& layers) { return error_of(with_layers(layers)); }

const std::string kConv = R"({"name": "conv1", "type": "conv", "out": 4, "kernel": 3})";

}  // namespace

TEST_CASE("a file's members become the spec, with PyTorch's defaults") {
  const auto spec = with_layers(R"(
      {"type": "conv", "out": 6, "kernel": [3, 5], "stride": [1, 2], "pad": [0, 1], "dilation": 2, "groups": 3, "bias": false},
      {"type": "relu"}, {"type": "lrn", "size": 3, "alpha": 1e-3, "beta": 0.5, "k": 1}, {"type": "relu"},
      {"type": "avgpool", "kernel": 2}, {"type": "prelu", "parameters": "per_channel"}, {"type": "dropout", "p": 0},
      {"name": "fc", "type": "linear", "out": 7}, {"type": "softmax"})",
                                3, "[20, 30]");
  REQUIRE_MESSAGE(spec.has_value(), spec.error().text());
  CHECK(spec->input_size == Pair{20, 30});
  const LayerSpec& conv = spec->layers[0];
  CHECK(conv.name == "conv1");
  CHECK(conv.kernel == Pair{3, 5});
  CHECK(conv.stride == Pair{1, 2});
  CHECK(conv.pad == Pair{0, 1});
  CHECK(conv.dilation == Pair{2, 2});
  CHECK(conv.groups == 3);
  CHECK_FALSE(conv.bias);
  CHECK(spec->layers[1].name == "relu1");
  CHECK(spec->layers[3].name == "relu2");
  CHECK(spec->layers[2].name == "lrn1");
  CHECK(spec->layers[2].lrn_alpha == 1e-3);
  CHECK(spec->layers[2].lrn_k == 1);
  CHECK(spec->layers[4].stride == Pair{2, 2});
  CHECK(spec->layers[5].prelu_parameters == 0);
  CHECK(spec->layers[6].probability == 0);
  CHECK(spec->find("fc")->bias);
  CHECK(spec->find("softmax1") != nullptr);
  CHECK(spec->find("softmax2") == nullptr);
}

TEST_CASE("a wrong value is named by its path, with what was expected there") {
  CHECK(
      layers_error(kConv + R"(, {"type": "relu"}, {"type": "relu"}, {"type": "conv", "out": 1, "kernel": "three"})") ==
      "layers[3].kernel: expected a whole number from 1 to 10000 or [height, width], found \"three\"");
  CHECK(layers_error(R"({"type": "conv", "out": 1})") ==
        "layers[0].kernel: expected a whole number from 1 to 10000 or [height, width], found nothing");
  CHECK(layers_error(R"({"type": "conv", "out": 1, "kernel": [3, 0]})") ==
        "layers[0].kernel[1]: expected a whole number from 1 to 10000, found 0");
  CHECK(layers_error(R"({"type": "conv", "out": 1, "kernel": [3, 3, 3]})") ==
        "layers[0].kernel: expected a whole number from 1 to 10000 or [height, width], found a list of 3");
  CHECK(layers_error(R"({"type": "conv", "out": 1, "kernel": 1e9})").starts_with("layers[0].kernel: expected"));
  CHECK(layers_error(R"({"type": "conv", "out": 1, "kernel": 3.5})").starts_with("layers[0].kernel: expected"));
  CHECK(layers_error(R"({"type": "conv", "out": 18446744073709551615, "kernel": 3})") ==
        "layers[0].out: expected a whole number from 1 to 1000000, found 18446744073709551615");
  CHECK(layers_error(R"({"type": "conv", "out": -4, "kernel": 3})").starts_with("layers[0].out: expected"));
  CHECK(layers_error(R"({"type": "conv", "out": 4, "kernel": 3, "bias": 1})") ==
        "layers[0].bias: expected true or false, found 1");
  CHECK(layers_error(R"({"type": "convolution"})")
            .starts_with("layers[0].type: expected conv, maxpool, avgpool, linear"));
  CHECK(layers_error(R"({"kernel": 3})").ends_with("found nothing"));
  CHECK(layers_error("7") == "layers[0]: expected an object { ... }, found 7");
  CHECK(layers_error(R"({"type": "dropout", "p": 1.5})") ==
        "layers[0].p: expected a number from 0.0 to 1.0, found 1.5");
  CHECK(layers_error(R"({"type": "prelu", "parameters": 3})").starts_with("layers[0].parameters: expected 1"));
  CHECK(layers_error(R"({"type": "lrn", "k": null})").starts_with("layers[0].k: expected a number"));
  CHECK(layers_error("") == "layers: expected a list of 1 to 2000 layers, found a list of 0");
}

TEST_CASE("members that nobody reads are refused: a typo must not pass") {
  CHECK(layers_error(R"({"type": "conv", "out": 1, "kernel": 3, "strid": 2})") ==
        "layers[0].strid: expected only the members name, type, out, kernel, stride, pad, dilation, groups, bias here");
  CHECK(layers_error(R"({"type": "relu", "p": 1})") == "layers[0].p: expected only the members name, type here");
  CHECK(layers_error(R"({"type": "avgpool", "kernel": 2, "dilation": 2})").starts_with("layers[0].dilation"));
  CHECK(layers_error(R"({"type": "conv", "out": 1, "kernel": 3, "kernel": 5})") ==
        "layers[0].kernel: expected each member once, found \"kernel\" twice");
}

TEST_CASE("layers must fit together") {
  CHECK(layers_error(kConv + ", " + kConv) ==
        "layers[1].name: expected a name of its own, but layers[0] is called conv1");
  CHECK(layers_error(R"({"name": "relu1", "type": "conv", "out": 1, "kernel": 1}, {"type": "relu"})") ==
        "layers[1]: expected a name: without one this layer is relu1, as layers[0] is");
  CHECK(layers_error(R"({"type": "conv", "out": 4, "kernel": 1, "groups": 2})") ==
        "layers[0].groups: expected a divisor of the 3 channels coming in and the 4 going out, found 2");
  CHECK(layers_error(R"({"type": "conv", "out": 4, "kernel": 1, "groups": 3})").starts_with("layers[0].groups"));
  CHECK(layers_error(R"({"type": "linear", "out": 4}, {"type": "relu"}, {"type": "maxpool", "kernel": 2})") ==
        "layers[2].type: expected no maxpool after a linear or flatten layer, which leaves no map");
  CHECK(layers_error(R"({"type": "flatten"}, {"type": "conv", "out": 1, "kernel": 1})").starts_with("layers[1].type"));
  CHECK(layers_error(R"({"type": "maxpool", "kernel": 3, "pad": 2})") ==
        "layers[0].pad: expected at most half the kernel (3) for a pool, found 2");
  CHECK(layers_error(R"({"type": "maxpool", "kernel": 4, "pad": 2})") == "no error");
  CHECK(layers_error(R"({"name": "total", "type": "relu"})").starts_with("layers[0].name: expected another name"));
  const std::string too_long(41, 'a');
  const std::vector<std::string> names{R"("1st")", R"("")", R"("a.b")", R"("a b")", "7", '"' + too_long + '"'};
  for (const std::string& bad : names) {
    CHECK(layers_error(R"({"type": "relu", "name": )" + bad + "}")
              .starts_with("layers[0].name: expected a letter, then"));
  }
}

TEST_CASE("what is not a network at all says where it stops being one") {
  CHECK(error_of(parse_network("")) == "line 1, column 1: expected JSON, but the text ends too early");
  CHECK(error_of(parse_network("{\n  \"name\": oops }")).starts_with("line 2, column 1"));
  CHECK(error_of(parse_network("[]")) == "expected an object { ... }, found a list of 0");
  CHECK(error_of(parse_network("{}")).starts_with("name: expected a text of 1 to 40 characters, found nothing"));
  CHECK(error_of(parse_network(R"({"name": "a"})")).starts_with("input: expected"));
  CHECK(error_of(parse_network(R"({"name": "a/b", "input": {}, "layers": []})")).starts_with("name: expected letters"));
  CHECK(error_of(parse_network(R"({"name": "a", "input": {"channels": 3}, "layers": []})")) ==
        "input.size: expected a whole number from 1 to 100000 or [height, width], found nothing");
  CHECK(error_of(parse_network(R"({"name": "a", "input": {"channels": 3, "size": 8}, "layers": {}})"))
            .starts_with("layers: expected a list"));
  CHECK(error_of(parse_network(R"({"name": "a", "inputs": {"channels": 3, "size": 8}})"))
            .starts_with("inputs: expected only"));
  CHECK(error_of(parse_network("{\"name\": \"\xff\"}")).starts_with("line 1"));
  CHECK(error_of(parse_network(std::string(100'000, '['))).contains("nested"));
  CHECK(error_of(parse_network(std::string(2'000'000, ' '))) == "expected a network file below 1 MB");
  std::string many = R"({"type": "relu"})";
  for (int count = 0; count < 2000; ++count) many += R"(, {"type": "relu"})";
  CHECK(layers_error(many) == "layers: expected a list of 1 to 2000 layers, found a list of 2001");
}

TEST_CASE("sizes and roundings as they are typed") {
  CHECK(parse_size("227") == Pair{227, 227});
  CHECK(parse_size("227x300") == Pair{227, 300});
  CHECK(parse_size("227X300") == Pair{227, 300});
  CHECK(parse_size("227×300") == Pair{227, 300});
  CHECK(parse_size("100000") == Pair{100'000, 100'000});
  for (const std::string_view bad :
       {"", "0", "-5", "x", "5x", "x5", "5x5x5", "100001", "5.5", " 5", "5 ", "abc", "99999999999999999999", "+5"}) {
    CHECK_FALSE(parse_size(bad).has_value());
  }
  CHECK(to_text(Pair{51, 51}) == "51");
  CHECK(to_text(Pair{51, 40}) == "51x40");
  for (const Rounding rounding : {Rounding::floor, Rounding::ceil, Rounding::exact}) {
    CHECK(parse_rounding(to_string(rounding)) == rounding);
  }
  CHECK_FALSE(parse_rounding("Floor").has_value());
}

TEST_CASE("every network is written as it was read") {
  std::vector<NetworkSpec> all;
  for (const std::string& name : network_names()) all.push_back(network(name));
  all.push_back(
      with_layers(R"({"type": "conv", "out": 6, "kernel": [3, 5], "stride": [1, 2], "pad": [0, 1], "groups": 3,
    "dilation": 2, "bias": false}, {"type": "prelu", "parameters": "per_channel", "slope": 0.1}, {"type": "avgpool",
    "kernel": 2}, {"type": "lrn", "alpha": 0.5}, {"type": "flatten"}, {"type": "linear", "out": 3})")
          .value());
  for (const NetworkSpec& spec : all) {
    CAPTURE(spec.name);
    const std::string written = to_json(spec);
    const auto again = parse_network(written);
    CAPTURE((again ? std::string() : again.error().text()));
    REQUIRE(again.has_value());
    REQUIRE(again.has_value());
    CHECK(to_json(*again) == written);
    const auto before = facts(spec, spec.input_size, Rounding::floor),
               after = facts(*again, spec.input_size, Rounding::floor);
    REQUIRE(before.has_value());
    REQUIRE(after.has_value());
    CHECK(after->parameters == before->parameters);
    CHECK(after->macs == before->macs);
    CHECK(after->layers.back().output == before->layers.back().output);
  }
}

TEST_CASE("another activation takes the place of every one, none leaves the windows") {
  const NetworkSpec spec = network("alexnet-bern");
  const NetworkSpec with = with_activation(spec, LayerType::tanh), without = with_activation(spec, std::nullopt);
  CHECK(with.layers.size() == spec.layers.size());
  CHECK(parse_network(to_json(with)).has_value());
  CHECK(to_json(with).find("relu") == std::string::npos);
  CHECK(to_json(without).find("relu") == std::string::npos);
  CHECK(facts(without, {212, 212}, Rounding::floor)->find("pool5")->vertical.receptive_field == 339);
}

TEST_CASE("a stack's last neuron sees the whole image") {
  for (const auto& [depth, kernel] : std::vector<std::pair<int, int>>{{1, 1}, {4, 3}, {7, 4}}) {
    const NetworkSpec spec = stack(depth, kernel, 8, LayerType::relu);
    const auto all = facts(spec, spec.input_size, Rounding::exact);
    REQUIRE(all.has_value());
    CHECK(all->layers.back().output == Shape{8, {1, 1}});
    CHECK(all->layers.back().vertical.receptive_field == spec.input_size.height);
  }
}

}  // namespace stride::nn::test
