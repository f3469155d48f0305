#include <doctest/doctest.h>

#include <memory>

#include "engine/engine.h"

namespace stride::engine {

namespace {

using jobs::Job;
using jobs::JobResult;

int alive = 0;  // how many count jobs hold memory

/// Counts to 3, a slice each.
struct Count {
  std::shared_ptr<int> token{new int(++alive), [](const int* number) {
                               --alive;
                               delete number;
                             }};
  int done = 0;

  JobResult operator()() {
    ++done;
    return {.progress = done / 3.0, .numbers = {{"done", static_cast<double>(done)}}};
  }
};

Result<Work> start_count(const Job& job, const Clock&) {
  if (job.parameters.contains("broken")) return fail("expected nothing", "broken");
  return Count{};
}

Result<Work> start_failing(const Job&, const Clock&) {
  return [] { return JobResult{.progress = 0.5, .error = "out of memory"}; };
}

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> list{{"count", {"name", "broken"}, start_count}, {"failing", {}, start_failing}};
  return list;
}

Job count(std::string name, int priority = 0) {
  return {.kind = "count", .parameters = {{"name", std::move(name)}}, .priority = priority};
}

/// A runner that writes down what it delivers: the name and the slice.
struct Log {
  std::vector<std::string> lines;
  std::vector<JobResult> results;
  Runner runner{kinds(), [] { return 0.0; },
                [this](JobResult result) {
                  lines.push_back(result.key.substr(result.key.find('=') + 1) +
                                  std::to_string(static_cast<int>(result.numbers["done"])));
                  results.push_back(std::move(result));
                }};

  void finish() {
    while (runner.step()) {
    }
  }
};

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("a job's slices arrive in order with growing progress") {
  Log log;
  CHECK_FALSE(log.runner.step());
  log.runner.add(count("a"));
  CHECK(log.runner.step());
  CHECK(log.runner.step());
  CHECK_FALSE(log.runner.step());
  CHECK_FALSE(log.runner.step());
  REQUIRE(log.results.size() == 3);
  CHECK(log.results[0].key == "count?name=a");
  CHECK(log.results[0].progress == doctest::Approx(1 / 3.0));
  CHECK(log.results[1].progress == doctest::Approx(2 / 3.0));
  CHECK(log.results[2].progress == 1);
}

TEST_CASE("higher priority first, equals in the order they came") {
  Log log;
  log.runner.add(count("a"));
  log.runner.add(count("b"));
  log.runner.add(count("c", 1));
  log.finish();
  CHECK(log.lines == Lines{"c1", "c2", "c3", "a1", "a2", "a3", "b1", "b2", "b3"});
}

TEST_CASE("a more important job overtakes between slices, and the other goes on where it was") {
  Log log;
  log.runner.add(count("a"));
  log.runner.step();
  log.runner.add(count("b", 1));
  log.finish();
  CHECK(log.lines == Lines{"a1", "b1", "b2", "b3", "a2", "a3"});
}

TEST_CASE("a job asked for twice runs once, with its latest priority") {
  Log log;
  log.runner.add(count("a", 1));
  log.runner.add(count("b"));
  log.runner.step();
  log.runner.add(count("b", 2));
  log.runner.add(count("a", 1));
  log.finish();
  CHECK(log.lines == Lines{"a1", "b1", "b2", "b3", "a2", "a3"});
}

TEST_CASE("nothing comes from a cancelled job, and its memory is free") {
  Log log;
  log.runner.add(count("a"));
  log.runner.add(count("b"));
  CHECK(alive == 0);  // a waiting job holds nothing
  log.runner.step();
  CHECK(alive == 1);
  log.runner.cancel("count?name=a");
  CHECK(alive == 0);
  log.runner.cancel("count?name=unheard-of");
  log.finish();
  CHECK(log.lines == Lines{"a1", "b1", "b2", "b3"});
  CHECK(alive == 0);
  log.runner.add(count("a"));  // from the start
  log.finish();
  CHECK(log.lines.back() == "a3");
  CHECK(log.lines.size() == 7);
}

TEST_CASE("a delivery may cancel and add jobs") {
  Runner* runner = nullptr;
  std::vector<std::string> keys;
  Runner reentrant(
      kinds(), [] { return 0.0; },
      [&](const JobResult& result) {
        keys.push_back(result.key);
        if (result.key == "count?name=a") {
          runner->cancel(result.key);
          runner->add(count("b"));
        }
      });
  runner = &reentrant;
  reentrant.add(count("a"));
  while (reentrant.step()) {
  }
  CHECK(keys == Lines{"count?name=a", "count?name=b", "count?name=b", "count?name=b"});
}

TEST_CASE("what is wrong with a job is its result, and the others run on") {
  Log log;
  log.runner.add({.kind = "conjure"});
  log.runner.add({.kind = "count", .parameters = {{"nam", "a"}}});
  log.runner.add({.kind = "failing", .parameters = {{"x", "1"}}});
  log.runner.add({.kind = "count", .parameters = {{"broken", ""}}});
  log.runner.add({.kind = "failing"});
  log.runner.add(count("b"));
  log.finish();
  REQUIRE(log.results.size() == 8);
  CHECK(log.results[0].error == "unknown kind of job 'conjure'; the engine does: count, failing");
  CHECK(log.results[0].key == "conjure");
  CHECK(log.results[0].progress == 1);
  CHECK(log.results[1].error == "nam: unknown parameter; 'count' takes: name, broken");
  CHECK(log.results[2].error == "x: unknown parameter; 'failing' takes: none");
  CHECK(log.results[3].error == "broken: expected nothing");
  CHECK(log.results[4].error == "out of memory");
  CHECK(log.lines.back() == "b3");
}

TEST_CASE("in place: the same job to its end, or until progress says stop") {
  const Clock clock = [] { return 0.0; };
  std::vector<double> seen;
  const auto whole = run_in_place(kinds(), count("a"), clock, [&](const JobResult& result) {
    seen.push_back(result.progress);
    return true;
  });
  CHECK(whole.progress == 1);
  CHECK(whole.error.empty());
  CHECK(seen.size() == 2);
  const auto stopped = run_in_place(kinds(), count("a"), clock, [](const JobResult&) { return false; });
  CHECK(stopped.error == "cancelled");
  CHECK(stopped.progress < 1);
  CHECK(run_in_place(kinds(), {.kind = "conjure"}, clock).error.starts_with("unknown kind of job"));
  CHECK(alive == 0);
}

}  // namespace stride::engine
