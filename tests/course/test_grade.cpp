#include <doctest/doctest.h>

#include "fixture.h"

using namespace stride;
using namespace stride::course;
using fixture::check;
using fixture::given;
using fixture::named;
using fixture::sheet;

TEST_CASE("an answer is right in every form in which it can be typed") {
  const Worksheet at = sheet("alexnet-bern", 212);
  for (const char* answer : {"51", " 51 ", "51x51", "51 × 51", "96x51x51", "(96, 51, 51)", "51x51x96", "50+1",
                             "floor((212 - 11)/4) + 1", "51.0", "o = 51"}) {
    CAPTURE(answer);
    CHECK(check(at, "conv1.output", answer).verdict == Verdict::correct);
  }
  for (const char* answer : {"34944", "34,944", "34 944", "34'944", "96*(11*11*3+1)", "96 × 364"})
    CHECK(check(at, "conv1.parameters", answer).verdict == Verdict::correct);
}

TEST_CASE("what cannot be read is neither right nor wrong, and says what to type") {
  const Worksheet at = sheet("alexnet-bern", 212);
  for (const char* answer :
       {"", "   ", "abc", "5 +", "1/0", "51x51x96x1", "n + 1", "(((", "\xFF\xFE", "9999999999999999999999"}) {
    CAPTURE(answer);
    const Grade grade = check(at, "conv1.output", answer);
    CHECK(grade.verdict == Verdict::unreadable);
    CHECK(grade.misconception.empty());
    CHECK(grade.message.contains("Type"));
  }
  CHECK(check(at, "conv1.output", std::string(5000, '(')).verdict == Verdict::unreadable);
  CHECK(check(at, "conv1.output", "5 + + 3)").message.contains("at character"));
}

TEST_CASE("channels: right, wrong, or last") {
  const Worksheet at = sheet("alexnet-bern", 212);
  const Grade wrong = check(at, "conv2.output", "96x13x13");
  CHECK(wrong.verdict == Verdict::wrong);
  CHECK(wrong.misconception.empty());
  CHECK(wrong.message.contains("one channel per filter"));
  CHECK(check(at, "pool1.output", "256x25x25").message.contains("pool keeps"));
  CHECK(check(at, "conv2.output", "256x13x13").verdict == Verdict::correct);
  CHECK(named(check(at, "conv2.output", "256x11x11")) == "padding-forgotten");
}

TEST_CASE("a linear layer's numbers may be typed as a shape") {
  for (const nn::Pair size : {nn::Pair{212, 212}, nn::Pair{212, 300}}) {
    const Worksheet at = sheet(fixture::network("alexnet-bern"), size);
    for (const char* answer : {"1000", "1000x1x1", "1x1x1000", "(1000, 1, 1)"})
      CHECK(check(at, "fc8.output", answer).verdict == Verdict::correct);
    CHECK(check(at, "fc7.input", "4096x1x1").verdict == Verdict::correct);
    const Grade wrong = check(at, "fc8.output", "999x1x1");
    CHECK(wrong.verdict == Verdict::wrong);
    CHECK(wrong.message.contains("m, the number of neurons"));
  }
  CHECK(check(sheet("alexnet-bern", 212), "fc6.input", "256x4x4").verdict == Verdict::correct);
}

TEST_CASE("height and width are graded each by itself") {
  const Worksheet at = sheet(fixture::network("alexnet-bern"), {212, 300});
  CHECK(check(at, "conv1.output", "51x73").verdict == Verdict::correct);
  CHECK(check(at, "conv1.output", "96x51x73").verdict == Verdict::correct);
  CHECK(check(at, "conv1.output", "51").expected == "51x73");
  CHECK(check(at, "conv1.output", "51").verdict == Verdict::wrong);
  CHECK(check(at, "conv1.output", "73").message.contains("Height and width differ"));
  CHECK(check(at, "conv1.output", "73x51").message.contains("height comes first"));
  CHECK(named(check(at, "conv1.output", "50x72")) == "no-plus-one plus-one-inside");
  CHECK(named(check(at, "conv1.output", "51x72")) == "no-plus-one plus-one-inside");
  CHECK(named(check(at, "conv1.output", "50x73")) == "no-plus-one plus-one-inside");
  CHECK(check(at, "conv1.output", "51x99").message.contains("The height is right"));
  CHECK(check(at, "conv1.receptive_field", "11").verdict == Verdict::correct);
  CHECK(check(at, "fc6.admissible_min", "211x275").verdict == Verdict::correct);
  CHECK(check(at, "fc6.parameters", "25169920").verdict == Verdict::correct);
  CHECK(named(check(at, "fc6.parameters", "4096*(256*6 + 1)")) == "flatten-one-side");
  CHECK(named(check(at, "conv1.neurons", "51*73")) == "one-channel");
  CHECK(named(check(at, "conv1.neurons", "96*73")) == "side-not-squared");
  const auto own = given(at, {{"conv1.output", "50x72"}});
  CHECK(check(at, "pool1.output", "24x35", own).verdict == Verdict::consistent);
}

TEST_CASE("right values follow from the student's own wrong ones") {
  const Worksheet at = sheet("alexnet-bern", 212);
  const auto consistent = [&](std::string_view cell, std::string_view answer, const Given& given,
                              std::string_view root) {
    CAPTURE(std::string(cell));
    const Grade grade = check(at, cell, answer, given);
    CHECK(grade.verdict == Verdict::consistent);
    CHECK(grade.misconception.empty());
    CHECK(grade.also.empty());
    REQUIRE(grade.root.has_value());
    CHECK(grade.root->text() == root);
    CHECK(grade.message.contains(grade.root->layer));
  };
  const Given conv1 = given(at, {{"conv1.output", "50"}});
  consistent("pool1.output", "24", conv1, "conv1.output");
  // Cells between are worked out where they aren't answered.
  consistent("conv2.output", "27", given(at, {{"conv1.output", "107"}}), "conv1.output");
  // The chain's first wrong cell is the root, as far as what follows it is consistent.
  consistent("conv2.output", "12", given(at, {{"conv1.output", "48"}, {"pool1.output", "23"}}), "conv1.output");
  consistent("conv2.output", "15", given(at, {{"conv1.output", "48"}, {"pool1.output", "30"}}), "pool1.output");
  consistent("conv2.output", "15", given(at, {{"conv1.output", "51"}, {"pool1.output", "30"}}), "pool1.output");
  consistent("fc6.parameters", "26218496", given(at, {{"pool5.output", "5"}}), "pool5.output");
  consistent("fc6.parameters", "26218496", given(at, {{"pool5.output", "256x5x5"}}), "pool5.output");
  consistent("conv1.neurons", "240000", conv1, "conv1.output");
  consistent("conv1.macs", "96*50*50*363", conv1, "conv1.output");
  consistent("total.parameters", "41371881", given(at, {{"conv1.parameters", "1"}}), "conv1.parameters");
  consistent("total.neurons", "402632", given(at, {{"conv1.neurons", "240000"}}), "conv1.neurons");
  consistent("pool1.receptive_field", "20", given(at, {{"conv1.receptive_field", "12"}}), "conv1.receptive_field");
  consistent("pool1.receptive_field", "15", given(at, {{"conv1.jump", "2"}}), "conv1.jump");
  consistent("conv2.receptive_field", "35",
             given(at, {{"conv1.jump", "2"}, {"pool1.jump", "4"}, {"pool1.receptive_field", "19"}}), "conv1.jump");
  consistent("pool1.jump", "22", given(at, {{"conv1.jump", "11"}}), "conv1.jump");
  consistent("fc6.admissible_min", "243", given(at, {{"pool5.output", "5"}}), "pool5.output");
  consistent("fc6.admissible_max", "274", given(at, {{"pool5.output", "5"}}), "pool5.output");
}

TEST_CASE("what is consistent is asked first: before every slip, after the right answer") {
  const Worksheet at = sheet("alexnet-bern", 212);
  const Given own = given(at, {{"pool1.output", "24"}});  // 24 + 4 - 5 = 23, so 12: also a slip's number
  CHECK(check(at, "conv2.output", "12", own).verdict == Verdict::consistent);
  CHECK(check(at, "conv2.output", "13", own).verdict == Verdict::correct);
  CHECK(check(at, "conv2.output", "12").verdict == Verdict::wrong);
  // A slip on the student's own numbers is named as well.
  CHECK(named(check(at, "conv2.output", "9", given(at, {{"pool1.output", "21"}}))) == "padding-forgotten");
}

TEST_CASE("given answers cannot be gamed") {
  const Worksheet at = sheet("alexnet-bern", 212);
  for (const char* conv1 : {"", "abc", "0", "-5", "1/0", "99999", "213", "50.5", "50x", "1e9"}) {
    CAPTURE(conv1);
    for (const char* pool1 : {"24", "0", "49999", "106", "1"})
      CHECK(check(at, "pool1.output", pool1, given(at, {{"conv1.output", conv1}})).verdict == Verdict::wrong);
    CHECK(check(at, "pool1.output", "25", given(at, {{"conv1.output", conv1}})).verdict == Verdict::correct);
  }
  CHECK(check(at, "total.parameters", "41371880", given(at, {{"conv1.parameters", "0"}})).verdict == Verdict::wrong);
  CHECK(check(at, "total.parameters", "41371879", given(at, {{"conv1.parameters", "-1"}})).verdict == Verdict::wrong);
  CHECK(check(at, "pool1.receptive_field", "8", given(at, {{"conv1.receptive_field", "0"}})).verdict == Verdict::wrong);
  // The cell's own earlier answer has no say.
  CHECK(check(at, "conv1.output", "50", given(at, {{"conv1.output", "50"}})).verdict == Verdict::wrong);
  CHECK(check(at, "total.parameters", "7", given(at, {{"total.parameters", "7"}})).verdict == Verdict::wrong);
}

TEST_CASE("without rounding, a size that does not come out") {
  const Worksheet at = sheet("alexnet-bern", 212, nn::Rounding::exact);
  for (const char* answer :
       {"none", "None.", "does not divide", "remainder 1", "51.25", "205/4", "(212 - 11)/4 + 1", "-"}) {
    CAPTURE(answer);
    const Grade grade = check(at, "conv1.output", answer);
    CHECK(grade.verdict == Verdict::correct);
    CHECK(grade.expected == "does not divide, remainder 1");
  }
  CHECK(named(check(at, "conv1.output", "51")) == "rounded-down");
  CHECK(named(check(at, "conv1.output", "52")) == "rounded-up");
  CHECK(named(check(at, "conv1.output", "50")) == "no-plus-one plus-one-inside");
  CHECK(named(check(at, "conv1.output", "50.25")) == "no-plus-one");
  CHECK(check(at, "conv1.output", "77").verdict == Verdict::wrong);
  for (const char* cell : {"conv1.output", "pool1.output"}) {
    const Grade grade = check(at, cell, "Remainder 2.");
    CHECK(grade.verdict == Verdict::wrong);
    CHECK(grade.message ==
          "The division leaves another remainder. Divide n + 2*p - f of conv1 by its stride once more.");
  }
  CHECK(check(at, "conv1.output", "remainder").verdict == Verdict::unreadable);
  CHECK(check(at, "pool1.output", "none").verdict == Verdict::correct);
  CHECK(check(at, "pool1.output", "25").misconception == "rounded-down");
  CHECK(check(at, "pool1.output", "25", given(at, {{"conv1.output", "51"}})).verdict == Verdict::consistent);
  CHECK(check(at, "fc6.parameters", "none").verdict == Verdict::correct);
  CHECK(check(at, "fc6.parameters", "16781312").misconception == "rounded-down");
  CHECK(check(at, "conv2.parameters", "614656").verdict == Verdict::correct);
  CHECK(check(at, "pool5.receptive_field", "339").verdict == Verdict::correct);
  CHECK(check(at, "largest.layer", "none").message.contains("At conv1 the stride leaves a remainder"));
  CHECK(check(at, "largest.layer", "fc6").verdict == Verdict::wrong);
  CHECK(check(at, "largest.layer", "fc6").message.contains("allows no rounding"));

  const Worksheet fits = sheet("alexnet-bern", 211, nn::Rounding::exact);
  CHECK(check(fits, "pool5.output", "4").verdict == Verdict::correct);
  CHECK(check(fits, "fc6.admissible_min", "211").verdict == Verdict::correct);
  CHECK(check(fits, "fc6.admissible_max", "211").verdict == Verdict::correct);
  CHECK(named(check(fits, "fc6.admissible_max", "242")) == "other-rounding");
}

TEST_CASE("an answer that no slip gives gets the most useful true thing") {
  const Worksheet at = sheet("alexnet-bern", 212);
  const auto says = [&](std::string_view cell, std::string_view answer, std::string_view part) {
    const Grade grade = check(at, cell, answer);
    CAPTURE(grade.message);
    CHECK(grade.verdict == Verdict::wrong);
    CHECK(grade.misconception.empty());
    CHECK(grade.message.contains(part));
  };
  says("conv2.parameters", "614656*96", "exactly a factor of 96, the number of input channels");
  says("conv2.parameters", "614656/2", "Too small by exactly a factor of 2");
  says("conv2.parameters", "616456", "neighbouring digits");
  says("conv2.parameters", "61465", "digit seems to be missing");
  says("conv2.parameters", "6146561", "digit too many");
  says("conv2.parameters", "614756", "All digits but one");
  says("conv2.parameters", "614657", "One away");
  says("conv1.parameters", "249696*11", "Larger than");
  says("conv3.parameters", "614656", "conv2 parameters");
  says("conv3.parameters", "13824.5", "whole number");
  says("conv3.parameters", "-4", "negative");
  says("conv3.neurons", "31850496", "conv3 multiply-adds");
  says("pool5.output", "51", "conv1 output size");
  says("pool5.output", "51x50", "Height and width are alike");
  says("total.parameters", "41441768", "conv1 is counted twice");
  says("pool5.jump", "33", "One away");
  says("conv1.output", "60", "Larger than");
  const Worksheet own = sheet("alexnet-bern", 212);
  CHECK(check(own, "pool2.output", "14", given(own, {{"conv1.output", "40"}}))
            .message.contains("Your conv1 output size"));
}

TEST_CASE("the right way to a cell, in symbols and with its numbers") {
  const Worksheet at = sheet("alexnet-bern", 212);
  const auto way = [&](std::string_view cell) {
    const auto route = right_route(at, parse_cell(at, cell).value());
    REQUIRE(route.has_value());
    return math::to_text(route->principle) + " | " + math::to_text(route->numbers) + " | " +
           route->value.front().to_text();
  };
  CHECK(way("conv2.output") == "floor((n + 2*p - f)/s) + 1 | floor((25 + 2*2 - 5)/2) + 1 | 13");
  CHECK(way("conv1.parameters") == "K*(f*f*C + 1) | 96*(11*11*3 + 1) | 34944");
  CHECK(way("fc6.parameters") == "m*(n + 1) | 4096*(256*4*4 + 1) | 16781312");
  CHECK(way("pool5.receptive_field") == "r + (f - 1)*j | 275 + (3 - 1)*32 | 339");
  CHECK(way("pool1.jump") == "j*s | 4*2 | 8");
  CHECK(way("conv1.neurons") == "K*o_h*o_w | 96*51*51 | 249696");
  CHECK(way("conv1.macs") == "K*f*f*C*o_h*o_w | 96*11*11*3*51*51 | 90639648");
  CHECK(way("fc6.macs") == "m*n | 4096*(256*4*4) | 16777216");
  CHECK(way("fc6.admissible_min") == "(o - 1)*j + r - 2*p | (4 - 1)*32 + 339 - 2*112 | 211");
  CHECK(way("fc6.admissible_max") == "o*j + r - 2*p - 1 | 4*32 + 339 - 2*112 - 1 | 242");
  CHECK_FALSE(right_route(at, {"largest", "layer"}).has_value());
  const auto total = right_route(at, {"total", "parameters"});
  REQUIRE(total.has_value());
  CHECK(total->value.front() == math::Rational(41406824));
  CHECK(math::to_text(total->principle) == "P_conv1 + P_conv2 + P_conv3 + P_conv4 + P_conv5 + P_fc6 + P_fc7 + P_fc8");
  const auto own = right_route(at, {"pool1", "output"}, given(at, {{"conv1.output", "50"}}));
  CHECK(own->value.front() == math::Rational(24));
  const Worksheet ceiled = sheet("alexnet-bern", 212, nn::Rounding::ceil);
  const auto least = right_route(ceiled, {"fc6", "admissible_min"});
  REQUIRE(least.has_value());
  CHECK(math::to_text(least->numbers) == "(4 - 1)*32 + 339 - 2*112 - 20");
}

TEST_CASE("cells: which there are, and what is said where there is none") {
  const Worksheet at = sheet("alexnet-bern", 212);
  CHECK(parse_cell(at, "conv2.output")->text() == "conv2.output");
  CHECK(parse_cell(at, "conv9.output").error().message.contains("conv1, pool1"));
  CHECK(parse_cell(at, "conv1.colour").error().message.contains("output, parameters"));
  CHECK(parse_cell(at, "fc6.receptive_field").error().message.contains("admissible_min"));
  for (const char* text :
       {"", ".", "conv1", "conv1.", ".output", "total.output", "largest.output", "fc6.smallest_input"})
    CHECK_FALSE(parse_cell(at, text).has_value());
  CHECK(cells_of_column(at, "parameters").back().text() == "total.parameters");
  CHECK(cells_of_column(at, "receptive_field").size() == 8);
  CHECK(cells_of_column(at, "layer").front().text() == "largest.layer");
  CHECK(cells_of_column(at, "nothing").empty());
}

TEST_CASE("other notations of a right number are right, and what is wrong with a near one is said") {
  const Worksheet at = sheet("alexnet-bern", 212);
  for (const char* typed :
       {"34944", "34 944", "34,944", "34'944", "34\u2019944", "34\u2009944", "34\u202f944", "34944.", "34944.0",
        "=34944", "3.4944e4", "\uff13\uff14\uff19\uff14\uff14", "96*(11\u00b2*3+1)",
        "96 \u00d7 (11 \u00d7 11 \u00d7 3 + 1) = 34944", "2^15 + 2176", "69888/2", "34,944 parameters"}) {
    CAPTURE(typed);
    const Grade grade = check(at, "conv1.parameters", typed);
    CHECK(grade.verdict == Verdict::correct);
    CHECK(grade.misconception.empty());
  }
  const auto says = [&](const char* cell, const char* typed, const char* key) {
    const Grade grade = check(at, cell, typed);
    CHECK(grade.verdict == Verdict::wrong);
    CHECK(grade.misconception.empty());
    CHECK(grade.brief == fixture::text().get(std::string("course.near.") + key));
  };
  says("conv1.parameters", "34.944", "whole_count");
  says("conv2.output", "13*13", "area");
  says("total.parameters", "41400000", "rounded_count");
  says("fc6.parameters", "16,800,000", "rounded_count");
  says("conv1.output", "-51", "positive_size");
}
