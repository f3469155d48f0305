#include <doctest/doctest.h>

#include "course/practice.h"

namespace stride::course {

namespace {

constexpr double day = 86'400'000.0;

Trial trial(const char* item, Verdict verdict, double days, int help = 0) {
  return {item, {"padding"}, verdict, help, days * day};
}

SkillRecord padding(const std::vector<Trial>& trials) { return skill_records(trials)["padding"]; }

}  // namespace

TEST_CASE("each success that comes when it is due leads to a longer interval") {
  std::vector<Trial> trials;
  double now = 100;
  for (const double days : {1.0, 3.0, 7.0, 16.0, 35.0, 35.0}) {
    trials.push_back(trial(std::to_string(now).c_str(), Verdict::correct, now));
    const SkillRecord record = padding(trials);
    CHECK(record.due == doctest::Approx((now + days) * day));
    CHECK_FALSE(record.is_due((now + days) * day - 1));
    CHECK(record.is_due((now + days) * day));
    now += days;
  }
  CHECK(padding(trials).alone == 6);
}

TEST_CASE("many successes on one day are one success for the interval") {
  std::vector<Trial> trials;
  for (const char* item : {"a", "b", "c", "d"}) trials.push_back(trial(item, Verdict::correct, 10));
  CHECK(padding(trials).level == 1);
  CHECK(padding(trials).due == doctest::Approx(11 * day));
  CHECK(padding(trials).alone == 4);
}

TEST_CASE("a wrong answer, or one that was shown, is due at once; a mended one begins anew") {
  std::vector<Trial> trials = {trial("a", Verdict::correct, 1), trial("b", Verdict::correct, 2),
                               trial("c", Verdict::wrong, 3)};
  CHECK(padding(trials).level == 0);
  CHECK(padding(trials).due == 3 * day);
  CHECK(padding(trials).open == 1);
  trials.push_back(trial("c", Verdict::correct, 3.001));
  CHECK(padding(trials).open == 0);
  CHECK(padding(trials).level == 1);
  CHECK(padding(trials).alone == 3);
  CHECK(padding(trials).first == 2);
  trials.push_back(trial("d", Verdict::correct, 4.5, whole_help));
  CHECK(padding(trials).helped == 1);
  CHECK(padding(trials).due == 4.5 * day);
}

TEST_CASE("a clock that was wrong once doesn't put a skill off") {
  std::vector<Trial> trials = {trial("a", Verdict::correct, 400)};
  CHECK(padding(trials).is_due(2 * day));
  trials.push_back(trial("b", Verdict::correct, 2));
  CHECK(padding(trials).due == doctest::Approx(5 * day));
  CHECK_FALSE(padding(trials).is_due(4 * day));
  CHECK(padding(trials).is_due(5 * day));
}

TEST_CASE("a hint neither moves a skill on nor makes it due") {
  const std::vector<Trial> trials = {trial("a", Verdict::correct, 1), trial("b", Verdict::correct, 5, 2)};
  CHECK(padding(trials).level == 1);
  CHECK(padding(trials).due == 2 * day);
  CHECK(padding(trials).helped == 1);
}

TEST_CASE("what can't be read, is never marked, or has no skill counts nowhere") {
  const std::vector<Trial> trials = {
      trial("a", Verdict::unreadable, 1), trial("a", Verdict::none, 1), {"b", {}, Verdict::correct, 0, 1}};
  CHECK(skill_records(trials).empty());
}

TEST_CASE("each skill of an item has its own record; right for what was entered before is right") {
  const std::vector<Trial> trials = {{"a", {"padding", "stride"}, Verdict::consistent, 0, day},
                                     trial("b", Verdict::wrong, 2)};
  auto records = skill_records(trials);
  CHECK(records.size() == 2);
  CHECK(records["stride"].level == 1);
  CHECK(records["padding"].level == 0);
  CHECK(records["padding"].first == 1);
}

}  // namespace stride::course
