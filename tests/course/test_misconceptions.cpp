#include <doctest/doctest.h>

#include <cmath>

#include "fixture.h"
#include "oracle.h"
#include "random_network.h"

// Every slip of the coursework's table from its own route, on shipped and on made-up networks, against a second
// opinion: what is named is all that leads to the answer, and nothing else.

using namespace stride;
using namespace stride::course;
using fixture::check;
using oracle::Oracle;
using oracle::Slips;

namespace {

std::set<std::string> all_named(const Grade& grade) {
  std::set<std::string> ids(grade.also.begin(), grade.also.end());
  if (!grade.misconception.empty()) ids.insert(grade.misconception);
  return ids;
}

std::string joined(const std::set<std::string>& ids) {
  std::string text;
  for (const std::string& id : ids) text += id + " ";
  return text;
}

/// Whole positive answers that the slips give, and some numbers about the right one.
std::set<std::int64_t> answers_to_try(const Slips& slips, std::int64_t right) {
  std::set<std::int64_t> answers;
  for (std::int64_t apart = -3; apart <= 3; ++apart) answers.insert(right + apart);
  for (const auto& [id, values] : slips)
    for (const double value : values)
      if (value == std::floor(value) && value < 1e15) answers.insert(static_cast<std::int64_t>(value));
  return answers;
}

/// Counts how often each slip was named, so that none is left untried.
std::map<std::string, int> tried;

void compare(const Worksheet& sheet, const std::string& cell, const Slips& slips) {
  const Grade first = check(sheet, cell, "0");
  const std::int64_t right = std::stoll(first.expected);
  for (const std::int64_t answer : answers_to_try(slips, right)) {
    if (answer <= 0) continue;
    const Grade grade = check(sheet, cell, std::to_string(answer));
    CAPTURE(sheet.network.name);
    CAPTURE(nn::to_text(sheet.facts.input.size));
    CAPTURE(cell);
    CAPTURE(answer);
    if (answer == right) {
      CHECK(grade.verdict == Verdict::correct);
      CHECK(all_named(grade).empty());
      continue;
    }
    CHECK(grade.verdict == Verdict::wrong);
    CHECK(joined(all_named(grade)) == joined(oracle::that_give(slips, static_cast<double>(answer))));
    CHECK(grade.routes.size() == all_named(grade).size());
    for (const std::string& id : all_named(grade)) ++tried[id];
  }
}

void compare_sheet(const Worksheet& sheet) {
  const Oracle oracle{sheet.network, sheet.facts.input.size.height, sheet.facts.rounding};
  const auto rows = oracle.rows();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::string& name = rows[i]->name;
    if (rows[i]->is_spatial()) {
      compare(sheet, name + ".output", oracle.output(i));
      compare(sheet, name + ".receptive_field", oracle.receptive_field(i));
    }
    if (!rows[i]->is_pool()) compare(sheet, name + ".parameters", oracle.parameters(i));
    compare(sheet, name + ".neurons", oracle.neurons(i));
  }
  compare(sheet, "total.parameters", oracle.total("parameters"));
  compare(sheet, "total.neurons", oracle.total("neurons"));
}

}  // namespace

TEST_CASE("slips on the shipped networks") {
  for (const char* name : {"alexnet-bern", "alexnet-2012", "alexnet-2012-grouped", "alexnet-torchvision",
                           "alexnet-one-gpu", "lenet-5", "feature-maps", "vgg-c"})
    for (const nn::Rounding rounding : {nn::Rounding::floor, nn::Rounding::ceil}) {
      const nn::NetworkSpec network = fixture::network(name);
      compare_sheet(fixture::sheet(network, network.input_size, rounding));
    }
}

TEST_CASE("slips for student IDs") {
  for (std::int64_t size = 200; size < 300; size += 19) compare_sheet(fixture::sheet("alexnet-bern", size));
  compare_sheet(fixture::sheet("alexnet-bern", 212));
}

TEST_CASE("slips on made-up networks") {
  for (std::uint64_t seed = 0; seed < 25; ++seed) {
    const fixture::Sample sample = fixture::random_sample(seed);
    for (const nn::Rounding rounding : {nn::Rounding::floor, nn::Rounding::ceil})
      compare_sheet(fixture::sheet(sample.network, {sample.size, sample.size}, rounding));
  }
}

TEST_CASE("every slip with a number of its own was met above") {
  for (const char* id : {"no-plus-one",
                         "plus-one-inside",
                         "padding-forgotten",
                         "padding-once",
                         "stride-ignored",
                         "kernel-not-subtracted",
                         "divided-by-stride",
                         "rounded-up",
                         "rounded-down",
                         "kernel-and-stride-swapped",
                         "input-unchanged",
                         "skipped-row",
                         "published-network",
                         "example-size",
                         "no-bias",
                         "one-bias",
                         "bias-per-slice",
                         "bias-per-position",
                         "one-input-channel",
                         "one-filter",
                         "kernel-not-squared",
                         "output-area-multiplied",
                         "grouped",
                         "not-grouped",
                         "earlier-input-channels",
                         "own-output-channels",
                         "neurons-counted",
                         "flatten-channels-only",
                         "flatten-one-side",
                         "flatten-before-pooling",
                         "bias-per-input",
                         "dropout-halves",
                         "kernel-not-minus-one",
                         "strides-ignored",
                         "previous-stride-only",
                         "stride-of-this-layer-included",
                         "kernels-summed",
                         "own-kernel",
                         "top-down-no-minus-one",
                         "pooling-skipped",
                         "pooling-kernel-skipped",
                         "clipped-to-input",
                         "area-given",
                         "one-channel",
                         "side-not-squared",
                         "layer-missing",
                         "fully-connected-missing",
                         "biases-missing",
                         "pooling-outputs-not-counted"}) {
    CAPTURE(id);
    CHECK(tried[id] > 0);
  }
}

TEST_CASE("numbers that no slip gives are named nothing") {
  const Worksheet sheet = fixture::sheet("alexnet-bern", 212);
  for (const char* cell :
       {"conv1.output", "pool5.output", "conv2.parameters", "fc6.parameters", "pool5.receptive_field", "conv3.neurons",
        "total.parameters", "total.neurons", "fc6.admissible_min"})
    for (const char* answer : {"7777777", "123457", "9999991", "1013"}) {
      CAPTURE(cell);
      const Grade grade = check(sheet, cell, answer);
      CHECK(grade.verdict == Verdict::wrong);
      CHECK(grade.misconception.empty());
      CHECK(grade.also.empty());
      CHECK_FALSE(grade.message.empty());
    }
}
