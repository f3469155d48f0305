#include <doctest/doctest.h>

#include "fixture.h"

// The numbers that the coursework prints, and the slips that its documents contain, typed in anew.

using namespace stride;
using namespace stride::course;
using fixture::check;
using fixture::given;
using fixture::named;
using fixture::names;
using fixture::sheet;

namespace {

struct Cell {
  const char* cell;
  const char* answer;
};

void all_right(const Worksheet& sheet, std::initializer_list<Cell> cells) {
  for (const Cell& cell : cells) {
    CAPTURE(cell.cell);
    CAPTURE(cell.answer);
    const Grade grade = check(sheet, cell.cell, cell.answer);
    CHECK(grade.verdict == Verdict::correct);
    CHECK(grade.misconception.empty());
    CHECK(grade.also.empty());
  }
}

}  // namespace

TEST_CASE("document A at 212") {
  all_right(sheet("alexnet-bern", 212), {{"conv1.output", "51"},
                                         {"pool1.output", "25"},
                                         {"conv2.output", "13"},
                                         {"pool2.output", "6"},
                                         {"conv3.output", "6x6"},
                                         {"conv4.output", "384x6x6"},
                                         {"conv5.output", "6"},
                                         {"pool5.output", "4"},
                                         {"conv1.parameters", "34,944"},
                                         {"conv2.parameters", "614'656"},
                                         {"conv3.parameters", "885 120"},
                                         {"fc6.parameters", "4096*(256*4*4 + 1)"},
                                         {"fc7.parameters", "4096*4097"},
                                         {"pool1.parameters", "0"},
                                         {"total.parameters", "41406824"},
                                         {"total.neurons", "412328"},
                                         {"total.neurons_without_pooling", "339016"},
                                         {"total.macs", "343600416"},
                                         {"conv1.receptive_field", "11"},
                                         {"pool1.receptive_field", "19"},
                                         {"conv2.receptive_field", "51"},
                                         {"pool2.receptive_field", "83"},
                                         {"conv3.receptive_field", "147"},
                                         {"conv4.receptive_field", "211"},
                                         {"conv5.receptive_field", "275"},
                                         {"pool5.receptive_field", "339x339"},
                                         {"conv1.jump", "4"},
                                         {"pool5.jump", "32"},
                                         {"fc6.output", "4096"},
                                         {"fc6.admissible_min", "211"},
                                         {"fc6.admissible_max", "242"}});
}

TEST_CASE("document A: sizes, totals and the largest layer by student ID") {
  struct Line {
    std::int64_t low, high;
    nn::Rounding rounding;
    const char *side, *fc6, *total, *largest;
  };
  using enum nn::Rounding;
  const Line lines[] = {{200, 210, floor, "3", "9441280", "34066792", "fc7"},
                        {211, 242, floor, "4", "16781312", "41406824", "fc6, fc7"},
                        {243, 274, floor, "5", "26218496", "50844008", "fc6"},
                        {275, 299, floor, "6", "37752832", "62378344", "fc6"},
                        {200, 222, ceil, "4", "16781312", "41406824", "fc6, fc7"},
                        {223, 254, ceil, "5", "26218496", "50844008", "fc6"},
                        {255, 286, ceil, "6", "37752832", "62378344", "fc6"},
                        {287, 299, ceil, "7", "4096*(7*7*256 + 1)", "76009512", "fc6"}};
  for (const Line& line : lines)
    for (const std::int64_t size : {line.low, line.high}) {
      CAPTURE(size);
      const Worksheet at = sheet("alexnet-bern", size, line.rounding);
      all_right(at, {{"pool5.output", line.side}, {"fc6.parameters", line.fc6}});
      CHECK(check(at, "largest.layer", line.largest).verdict == Verdict::correct);
      CHECK(check(at, "largest.layer", "conv1").expected == line.largest);
      if (line.high < 287) all_right(at, {{"total.parameters", line.total}});
    }
  all_right(sheet("alexnet-bern", 212, ceil), {{"fc6.admissible_min", "191"}, {"fc6.admissible_max", "222"}});
}

TEST_CASE("document B: the spreadsheet") {
  const Worksheet at = sheet("alexnet-one-gpu", 227);
  all_right(at, {{"conv1.output", "55"},
                 {"pool1.output", "27"},
                 {"conv2.output", "26"},
                 {"pool2.output", "12"},
                 {"conv3.output", "12"},
                 {"conv4.output", "11"},
                 {"conv5.output", "11"},
                 {"pool5.output", "3"},
                 {"total.neurons", "356872"},
                 {"total.parameters", "7672104"},
                 {"fc3.parameters", "1601000"}});
  CHECK(named(check(at, "total.neurons", "302296")) == "pooling-outputs-not-counted");
  CHECK(named(check(at, "total.neurons_without_pooling", "356872")) == "pooling-outputs-counted");
  CHECK(names(check(at, "pool5.output", "3.33"), "not-rounded"));
  CHECK(names(check(at, "pool5.output", "10/3"), "not-rounded"));
  CHECK(names(check(at, "pool5.output", "4"), "rounded-up"));
  const Worksheet ceiled = sheet("alexnet-one-gpu", 227, nn::Rounding::ceil);
  all_right(ceiled, {{"pool5.output", "4"}, {"fc1.parameters", "3278400"}, {"total.parameters", "9105704"}});
  CHECK(names(check(ceiled, "pool5.output", "3"), "rounded-down"));
}

TEST_CASE("document D: the printed slip, and sizes") {
  const Worksheet vgg = sheet("vgg-a", 224);
  CHECK(named(check(vgg, "fc6.parameters", "512*7*4096 + 4096")) == "flatten-one-side");
  all_right(vgg, {{"fc6.parameters", "512*7*7*4096 + 4096"}, {"total.parameters", "132863336"}});
  const Grade total = check(vgg, "total.parameters", "44782952", given(vgg, {{"fc6.parameters", "14684160"}}));
  CHECK(total.verdict == Verdict::consistent);
  CHECK(total.root->text() == "fc6.parameters");
  all_right(sheet("vgg-d", 224), {{"total.parameters", "138357544"}});
  all_right(sheet("feature-maps", 224), {{"conv1.output", "218"}, {"conv2.output", "109"}, {"pool.output", "54"}});
}

TEST_CASE("document E: one convolution") {
  all_right(sheet("conv-3x3", 224), {{"conv1.output", "222"}, {"conv1.parameters", "1792"}});
  all_right(sheet("conv-3x3-padded", 224), {{"conv1.output", "224x224x64"}, {"conv1.output", "64x224x224"}});
}

TEST_CASE("two slips may lead to one number: all are listed, in the order of the table") {
  const Worksheet at = sheet("alexnet-bern", 212);
  CHECK(named(check(at, "conv2.output", "12")) == "no-plus-one plus-one-inside padding-once divided-by-stride");
  CHECK(named(check(at, "conv2.output", "25")) == "stride-ignored input-unchanged published-network");
  CHECK(named(check(at, "conv1.output", "201/4")) == "not-rounded");
  CHECK(named(check(at, "conv1.output", "51.25")) == "not-rounded");
  CHECK(named(check(at, "conv1.output", "55")) == "published-network");
  CHECK(named(check(sheet("alexnet-bern", 240), "conv1.output", "51")) == "example-size");
}

TEST_CASE("a pool has no parameters, whatever is typed") {
  const Worksheet at = sheet("alexnet-bern", 212);
  for (const char* answer : {"1", "9", "96*(3*3*96 + 1)", "864", "123456"}) {
    const Grade grade = check(at, "pool1.parameters", answer);
    CHECK(named(grade) == "pooling-has-parameters");
    CHECK(grade.routes.size() == 1);
  }
}

TEST_CASE("the missing layer is named, both on a tie") {
  const Worksheet at = sheet("alexnet-bern", 212);
  const Grade tie = check(at, "total.parameters", "24625512");
  CHECK(named(tie) == "layer-missing");
  CHECK(tie.message.contains("fc6 or fc7 is left out"));
  const Grade one = check(at, "total.parameters", "41371880");
  CHECK(one.routes.front().label == "conv1 is left out");
  CHECK(named(check(at, "total.parameters", "3747200")) == "fully-connected-missing");
  CHECK(named(check(at, "total.parameters", "41396256")) == "biases-missing");
}

TEST_CASE("which inputs fit") {
  const Worksheet at = sheet("alexnet-bern", 220);
  CHECK(named(check(at, "fc6.admissible_min", "220")) == "only-the-training-size at-least-training-size");
  CHECK(named(check(at, "fc6.admissible_max", "220")) == "only-the-training-size");
  CHECK(named(check(at, "fc6.admissible_min", "210")) == "low-end-off-by-one");
  CHECK(named(check(at, "fc6.admissible_min", "212")) == "low-end-off-by-one");
  CHECK(named(check(at, "fc6.admissible_max", "241")) == "high-end-off-by-one");
  CHECK(named(check(at, "fc6.admissible_max", "243")) == "high-end-off-by-one");
  CHECK(named(check(at, "fc6.admissible_min", "191")) == "other-rounding");
  CHECK(named(check(at, "fc6.admissible_max", "222")) == "other-rounding first-layer-only");
  CHECK(named(check(at, "fc6.admissible_max", "211")) == "other-rounding");
  CHECK(named(check(at, "fc6.admissible_min", "219")) == "first-layer-only");
  CHECK(named(check(at, "fc6.admissible_min", "11")) == "first-layer-only");
  CHECK(named(check(at, "fc6.admissible_min", "224")) == "multiples-of-stride");
  CHECK(named(check(at, "fc6.admissible_max", "256")) == "multiples-of-stride");
  CHECK(named(check(at, "fc6.admissible_max", "no limit")) == "at-least-training-size");
  CHECK(named(check(at, "fc6.admissible_min", "115")).empty());
}

TEST_CASE("the largest layer: on a tie one or all, however they are joined") {
  const Worksheet tie = sheet("alexnet-bern", 212);
  for (const char* answer :
       {"fc6", "fc7", "fc6, fc7", "fc7 and fc6", "FC6 & FC7", "both fc6 and fc7", "fc6/fc7", "(fc6; fc7)"}) {
    CAPTURE(answer);
    const Grade grade = check(tie, "largest.layer", answer);
    CHECK(grade.verdict == Verdict::correct);
    CHECK(grade.message.contains("fc6 and fc7 hold equally many"));
    CHECK(grade.expected == "fc6, fc7");
  }
  CHECK(check(tie, "largest.layer", "fc6, conv1").verdict == Verdict::wrong);
  CHECK(check(tie, "largest.layer", "conv4").verdict == Verdict::wrong);
  CHECK(check(tie, "largest.layer", "fc9").verdict == Verdict::unreadable);
  CHECK(check(tie, "largest.layer", "").verdict == Verdict::unreadable);
  CHECK(check(tie, "largest.layer", "and").verdict == Verdict::unreadable);
  CHECK(check(sheet("alexnet-bern", 205), "largest.layer", "fc7").verdict == Verdict::correct);
  CHECK(check(sheet("alexnet-bern", 205), "largest.layer", "fc6").verdict == Verdict::wrong);
  const Grade carried = check(tie, "largest.layer", "conv2", given(tie, {{"conv2.parameters", "99999999"}}));
  CHECK(carried.verdict == Verdict::consistent);
  CHECK(carried.root->text() == "conv2.parameters");
}
