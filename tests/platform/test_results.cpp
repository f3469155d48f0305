#include <doctest/doctest.h>

#include "platform/web/results.h"

namespace stride::platform {

namespace {

jobs::Job job(const std::string& n, int priority = 0) {
  return {.kind = "peak", .parameters = {{"n", n}}, .priority = priority};
}
jobs::JobResult done(const std::string& n) { return {.key = job(n).key()}; }

}  // namespace

TEST_CASE("what is missing comes by priority, and no more once it is done or has failed") {
  Results results;
  auto missing = results.missing({job("a", 1), job("b", 3), job("c", 2)});
  REQUIRE(missing.size() == 3);
  CHECK(missing[0].key() == job("b").key());
  results.add(done("b"));
  jobs::JobResult half = done("a");
  half.progress = 0.5;
  results.add(half);
  jobs::JobResult failed = done("c");
  failed.progress = 0.2;
  failed.error = "no room";
  results.add(failed);
  missing = results.missing({job("a", 1), job("b", 3), job("c", 2)});
  REQUIRE(missing.size() == 1);
  CHECK(missing[0].key() == job("a").key());
}

TEST_CASE("the newest result of what mattered most is found while another is under way, and is kept") {
  Results results;
  const auto latest = [&] {
    const auto found = results.by_key().find(jobs::latest_key("peak"));
    return found == results.by_key().end() ? "" : found->second.key;
  };
  results.missing({job("before", 2), job("beside", 1)});
  results.add(done("before"));
  results.add(done("beside"));
  CHECK(latest().empty());
  results.missing({job("before", 2), job("beside", 1)});
  CHECK(latest() == job("before").key());
  results.missing({job("now", 2), job("beside", 1)});
  for (int n = 0; n < 100; ++n) results.add(done(std::to_string(n)));
  CHECK(latest() == job("before").key());
  CHECK(results.by_key().contains(job("before").key()));
  results.add(done("now"));
  results.missing({job("now", 2)});
  CHECK(latest() == job("now").key());
}

TEST_CASE("each place in the list of those wanted has its newest, the first its newest that is finished; none twice") {
  Results results;
  const auto named = [&](const std::string& name) {
    const auto found = results.by_key().find(name);
    return found == results.by_key().end() ? "" : found->second.key;
  };
  CHECK(results.missing({job("a", 1), job("b", 2), job("a", 1)}).size() == 2);
  results.add(done("a"));
  results.add(done("b"));
  results.missing({job("a", 1), job("b", 2)});
  jobs::JobResult partial = done("c");
  partial.progress = 0.5;
  results.add(partial);
  CHECK(results.missing({job("c", 1), job("b", 2)}).size() == 1);
  CHECK(named(jobs::latest_key("peak")) == job("c").key());
  CHECK(named(jobs::latest_key("peak", 1)) == job("b").key());
  CHECK(named(jobs::finished_key("peak")) == job("a").key());
  for (int n = 0; n < 100; ++n) results.add(done(std::to_string(n)));
  for (const char* name : {"a", "b", "c"}) CHECK(results.by_key().contains(job(name).key()));
}

TEST_CASE("the cache is bounded by bytes: the oldest go, those that are wanted stay") {
  Results results;
  const auto large = [&](const std::string& n, std::size_t bytes) {
    jobs::JobResult result = done(n);
    result.tensor.resize(bytes / sizeof(float));
    results.add(std::move(result));
  };
  results.missing({job("wanted"), job("also")});
  large("wanted", 13'000'000);  // VGG's first maps
  large("also", 13'000'000);
  for (int n = 0; n < 20; ++n) {
    large(std::to_string(n), 13'000'000);
    CHECK(results.bytes() <= Results::most_bytes);
  }
  for (const char* kept : {"wanted", "also", "19", "18"}) CHECK(results.by_key().contains(job(kept).key()));
  for (const char* gone : {"0", "17"}) CHECK_FALSE(results.by_key().contains(job(gone).key()));
  // Small ones keep each other company, however many a network has.
  for (int n = 100; n < 400; ++n) large(std::to_string(n), 20'000);
  CHECK(results.by_key().contains(job("100").key()));
  // What is wanted stays even where it is more than that.
  std::vector<jobs::Job> wanted;
  for (int n = 0; n < 6; ++n) wanted.push_back(job(std::to_string(n)));
  results.missing(wanted);
  for (int n = 0; n < 6; ++n) large(std::to_string(n), 13'000'000);
  for (const jobs::Job& each : wanted) CHECK(results.by_key().contains(each.key()));
  CHECK_FALSE(results.by_key().contains(job("wanted").key()));
}

}  // namespace stride::platform
