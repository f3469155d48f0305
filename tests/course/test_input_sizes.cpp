#include <doctest/doctest.h>

#include "course/input_sizes.h"
#include "fixture.h"
#include "random_network.h"

using namespace stride;
using namespace stride::course;
using fixture::check;
using fixture::given;
using fixture::named;
using fixture::sheet;
using nn::Rounding;

namespace {

std::int64_t count(const std::vector<nn::Interval>& sizes) {
  std::int64_t all = 0;
  for (const auto& [low, high] : sizes) all += high - low + 1;
  return all;
}

}  // namespace

TEST_CASE("a range of sizes is read however it is written") {
  for (const char* typed :
       {"211-242", "211 - 242", "211..242", "211...242", "211…242", "211–242", "211 to 242", "211 <= n <= 242",
        "211 ≤ W ≤ 242", "[211, 242]", "[211,242]", "(211-242)", "from 211 to 242", "between 211 and 242"}) {
    CAPTURE(typed);
    const auto read = read_input_sizes(typed);
    REQUIRE(read.has_value());
    CHECK(to_text(*read) == "211-242");
  }
  CHECK(to_text(*read_input_sizes("211, 243 and 275")) == "211, 243, 275");
  CHECK(to_text(*read_input_sizes("{275 211 243}")) == "211, 243, 275");
  CHECK(to_text(*read_input_sizes("4, 3, 5-7, 6")) == "3-7");
  CHECK(to_text(*read_input_sizes("211-242 x 275-306")) == "211-242 x 275-306");
  CHECK(to_text(*read_input_sizes("211-242 × 211-242")) == "211-242");
  CHECK(to_text(*read_input_sizes("212")) == "212");
  for (const char* typed : {"from 211", "211 or more", "at least 211", "≥ 211", ">= 211", "211+", "from 211 on"})
    CHECK(read_input_sizes(typed)->height == std::vector<nn::Interval>{{211, kMostSide}});
  CHECK(read_input_sizes("any")->width == std::vector<nn::Interval>{{1, kMostSide}});
  for (const char* typed : {"", "  ", "abc", "211-", "-242", "242-211", "211-242-275", "0-5", "211 x", "211,,242",
                            "[211", "1e9", "99999999999999999999", "\xFF"}) {
    CAPTURE(typed);
    CHECK_FALSE(read_input_sizes(typed).has_value());
  }
  CHECK(read_input_sizes(std::string(5000, '1')).error().key == "long");
}

TEST_CASE("document A 1d: the whole interval as one answer, for every student ID and both roundings") {
  for (const Rounding rounding : {Rounding::floor, Rounding::ceil})
    for (std::int64_t size = 200; size < 300; ++size) {
      const Worksheet at = sheet("alexnet-bern", size, rounding);
      const nn::Interval right = nn::admissible(at.network, "fc6", size, true, rounding).value().front();
      const std::string low = std::to_string(right.low), high = std::to_string(right.high);
      CAPTURE(size);
      CHECK(check(at, "fc6.admissible", low + "-" + high).verdict == Verdict::correct);
      CHECK(check(at, "fc6.admissible_min", low).verdict == Verdict::correct);
      CHECK(check(at, "fc6.admissible_max", high).verdict == Verdict::correct);
      CHECK(check(at, "pool5.admissible", low + ".." + high).verdict == Verdict::correct);
      CHECK(check(at, "fc7.admissible_max", high).verdict == Verdict::correct);
    }
}

TEST_CASE("a wrong interval says which end, and names the slip") {
  const Worksheet at = sheet("alexnet-bern", 212);
  const Grade low = check(at, "fc6.admissible", "212-242");
  CHECK(low.verdict == Verdict::wrong);
  CHECK(low.expected == "211-242");
  CHECK(named(low) == "only-the-training-size low-end-off-by-one at-least-training-size");
  CHECK(low.message.contains("The high end is right."));
  CHECK(named(check(at, "fc6.admissible", "191-222")) == "other-rounding");
  CHECK(named(check(at, "fc6.admissible", "211-243")) == "high-end-off-by-one");
  CHECK(check(at, "fc6.admissible", "211, 242").message.contains("without gaps"));
  CHECK(check(at, "fc6.admissible", "211 242 x").verdict == Verdict::unreadable);
  const Grade own = check(at, "fc6.admissible", "243-274", given(at, {{"pool5.output", "5"}}));
  CHECK(own.verdict == Verdict::consistent);
  REQUIRE(own.root.has_value());
  CHECK(own.root->text() == "pool5.output");
}

TEST_CASE("sizes without an upper end are named as such") {
  const Worksheet at = sheet("alexnet-bern", 212);
  for (const char* typed : {"from 211", "from 212", "any"}) {
    const Grade grade = check(at, "fc6.admissible", typed);
    CAPTURE(typed);
    CHECK(grade.verdict == Verdict::wrong);
    CHECK(fixture::names(grade, "at-least-training-size"));
  }
}

TEST_CASE("height and width have intervals of their own") {
  const Worksheet at = sheet(fixture::network("alexnet-bern"), {212, 300});
  CHECK(check(at, "fc6.admissible", "211-242 x 275-306").verdict == Verdict::correct);
  CHECK(check(at, "fc6.admissible", "275-306 x 211-242").verdict == Verdict::wrong);
  CHECK(check(at, "fc6.admissible_min", "211x275").verdict == Verdict::correct);
  CHECK(check(at, "fc6.admissible_max", "242x306").verdict == Verdict::correct);
  CHECK(check(at, "fc6.admissible", "211-242").message.contains("Height and width differ"));
}

TEST_CASE("without rounding the answer is a list, each size of which divides all the way") {
  for (const std::int64_t size : {200, 212, 243, 299}) {
    const Worksheet at = sheet("alexnet-bern", size, Rounding::exact);
    CAPTURE(size);
    CHECK(check(at, "fc6.admissible", "211, 243, 275").verdict == Verdict::correct);
    CHECK(check(at, "fc6.admissible", "179, 211, 243, 275, 307").verdict == Verdict::correct);
    CHECK(check(at, "fc6.admissible", "211").expected == "211, 243, 275");
    const Grade missing = check(at, "fc6.admissible", "275, 211");
    CHECK(missing.verdict == Verdict::wrong);
    CHECK(missing.message == "All of these fit, and so do more (1) of 200-299.");
  }
  const Worksheet at = sheet("alexnet-bern", 212, Rounding::exact);
  const Grade stops = check(at, "fc6.admissible", "211, 227, 243, 275");
  CHECK(stops.message == "227 does not fit: at pool2 the stride leaves a remainder of 1.");
  CHECK(named(check(at, "fc6.admissible", "212")) == "only-the-training-size");
  CHECK(named(check(at, "fc6.admissible", "211-242")) == "other-rounding");
  CHECK(named(check(at, "fc6.admissible", "191-222")) == "other-rounding");
  CHECK(named(check(at, "fc6.admissible", "224, 256, 288")) == "multiples-of-stride");
  CHECK(check(sheet("alexnet-bern", 211, Rounding::exact), "fc6.admissible", "211").message ==
        "Close. 211 comes out when only the training size itself is let in. Here all sizes of 200-299 that divide at "
        "every layer are asked, whatever map they end in. All of these fit, and so do more (2) of 200-299.");
  CHECK(check(at, "fc6.admissible", "1-100000").verdict == Verdict::wrong);
  CHECK(check(at, "fc6.admissible", "none").verdict == Verdict::unreadable);
  const Worksheet vgg = sheet("vgg-d", 224, Rounding::exact);
  CHECK(check(vgg, "fc6.admissible", "224, 256, 288").verdict == Verdict::correct);
}

TEST_CASE("lists are complete: no other size of the hundred divides, on made-up networks") {
  for (std::uint64_t seed = 300; seed < 340; ++seed) {
    const fixture::Sample sample = fixture::random_sample(seed);
    const auto at = make_worksheet(sample.network, {sample.size, sample.size}, Rounding::exact);
    if (!at) continue;
    const std::string last = cells_of_column(*at, "admissible").back().layer;
    const auto sizes = admissible_inputs(*at, last);
    REQUIRE(sizes.has_value());
    std::vector<nn::Interval> expected;
    const auto all = nn::staircases(sample.network, asked_hundred(sample.size), true, Rounding::exact).value();
    for (const nn::SizeStep& step : all.back().steps)
      if (step.side) expected.push_back(step.inputs);
    CAPTURE(seed);
    CHECK(count(sizes->height) == count(expected));
    CHECK(check(*at, last + ".admissible", expected.empty() ? "none" : to_text(*sizes)).verdict == Verdict::correct);
  }
}

TEST_CASE("the least size of every layer, and the ways to miss it") {
  const Worksheet at = sheet("alexnet-bern", 212), up = sheet("alexnet-bern", 212, Rounding::ceil);
  for (const auto& [cell, least] : {std::pair{"conv1", "11"},
                                    {"pool1", "19"},
                                    {"conv2", "19"},
                                    {"pool2", "51"},
                                    {"conv3", "51"},
                                    {"pool5", "115"}}) {
    CAPTURE(cell);
    CHECK(check(at, std::string(cell) + ".smallest_input", least).verdict == Verdict::correct);
  }
  CHECK(check(up, "pool5.smallest_input", "95").verdict == Verdict::correct);
  CHECK(named(check(at, "conv2.smallest_input", "51")) == "padding-forgotten");
  CHECK(named(check(at, "pool5.smallest_input", "339")) == "padding-forgotten");
  CHECK(named(check(at, "pool5.smallest_input", "227")) == "padding-once");
  CHECK(named(check(at, "pool5.smallest_input", "3")) == "own-kernel");
  CHECK(named(check(at, "pool5.smallest_input", "11")) == "first-layer-only");
  CHECK(named(check(at, "pool5.smallest_input", "95")) == "other-rounding");
  CHECK(named(check(at, "pool5.smallest_input", "114")) == "low-end-off-by-one");
  CHECK(named(check(at, "pool5.smallest_input", "211")) == "map-kept");
  CHECK(check(at, "conv2.smallest_input", "51").message ==
        "Close. 51 comes out when the padding is left out. The field may hang over the padding on both sides; take it "
        "off twice. The rule: r - 2*p.");
  nn::NetworkSpec dilated = fixture::network("alexnet-bern");
  dilated.layers.front().dilation = {2, 2};
  CHECK(named(check(sheet(dilated, {300, 300}), "pool1.smallest_input", "21")) == "first-layer-only");
  CHECK(check(sheet(dilated, {300, 300}), "pool1.smallest_input", "11").misconception.empty());
  const auto way = right_route(at, {"pool5", "smallest_input"});
  REQUIRE(way.has_value());
  CHECK(math::to_text(way->numbers) == "339 - 2*112");
}

TEST_CASE("least sizes are those of the arithmetic, under every rounding") {
  for (std::uint64_t seed = 500; seed < 540; ++seed) {
    const fixture::Sample sample = fixture::random_sample(seed);
    for (const Rounding rounding : {Rounding::floor, Rounding::ceil, Rounding::exact}) {
      const auto at = make_worksheet(sample.network, {sample.size, sample.size}, rounding);
      if (!at) continue;
      for (const CellId& cell : cells_of_column(*at, "smallest_input")) {
        const auto least = nn::smallest_input(sample.network, cell.layer, rounding);
        if (!least) continue;
        CAPTURE(seed);
        CHECK(check(*at, cell.text(), std::to_string(*least)).verdict == Verdict::correct);
      }
    }
  }
}
