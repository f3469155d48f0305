#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "jobs/job.h"

namespace stride::jobs {

namespace {

Error error_of(std::string_view json) {
  const auto job = parse_job(json);
  return job ? Error{"no error", ""} : job.error();
}

Error result_error_of(std::string_view json) {
  const auto result = parse_result(json);
  return result ? Error{"no error", ""} : result.error();
}

}  // namespace

TEST_CASE("equal jobs have equal keys, different ones different keys") {
  const Job job{.kind = "forward", .parameters = {{"to", "conv1"}, {"size", "212"}}};
  CHECK(job.key() == "forward?size=212&to=conv1");
  CHECK(Job{.kind = "peak"}.key() == "peak");
  Job urgent = job;
  urgent.priority = 9;
  CHECK(urgent.key() == job.key());
  // Text that looks like another field stays text.
  const Job sly{.kind = "forward", .parameters = {{"size", "212&to=conv1"}}};
  CHECK(sly.key() == "forward?size=212%26to%3Dconv1");
  CHECK(Job{.kind = "a?b=c"}.key() != Job{.kind = "a", .parameters = {{"b", "c"}}}.key());
  CHECK(Job{.kind = "\xC3\xA9"}.key() == "%C3%A9");
  // A text as long as a network is told apart by its digest: by every character of it, whatever came before.
  const auto named = [](const std::string& network) { return Job{.kind = "a", .parameters = {{"n", network}}}.key(); };
  const std::string text(5000, 'x');
  std::string other = text;
  other[4000] = 'y';
  const std::string mine = named(text), theirs = named(other);
  CHECK(mine != theirs);
  CHECK(mine.size() < 60);
  CHECK(named(text) == mine);
  CHECK(named(text + "x") != mine);
}

TEST_CASE("a job arrives as it was sent") {
  const Job sent{.kind = "peak", .parameters = {{"slices", "12"}, {"odd \"name\"\n", "\xC3\xA9"}}, .priority = -3};
  const auto job = parse_job(to_json(sent));
  REQUIRE(job);
  CHECK(job->kind == sent.kind);
  CHECK(job->parameters == sent.parameters);
  CHECK(job->priority == -3);
  const auto least = parse_job(R"({"kind":"peak","from a later version":[1]})");
  REQUIRE(least);
  CHECK(least->parameters.empty());
  CHECK(least->priority == 0);
}

TEST_CASE("a broken job names the place and what was expected there") {
  CHECK(error_of("").text() == "line 1, column 1: expected JSON, but the text ends too early");
  CHECK(error_of("[1]").text() == "expected a JSON object");
  CHECK(error_of("{\"kind\":\"\xFF\"}").text().find(": expected JSON, found ") != std::string::npos);
  CHECK(error_of("{}").text() == "kind: expected a text that isn't empty");
  CHECK(error_of(R"({"kind":7})").text() == "kind: expected a text");
  CHECK(error_of(R"({"kind":"a","parameters":[]})").text() == "parameters: expected an object of texts");
  CHECK(error_of(R"({"kind":"a","parameters":{"slices":8}})").text() == "parameters.slices: expected a text");
  for (const char* priority : {"1.5", "\"1\"", "2147483648", "-2147483649", "18446744073709551615", "null"}) {
    CHECK(error_of(R"({"kind":"a","priority":)" + std::string(priority) + "}").where == "priority");
  }
  CHECK(error_of(std::string(2U << 20U, ' ')).text() == "expected at most 1 MiB of JSON");
}

TEST_CASE("a result arrives as it was sent, infinities and NaN too") {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const JobResult sent{.key = "peak?slices=12",
                       .progress = 0.1,
                       .error = "",
                       .numbers = {{"gflops", 51.3000000001}, {"up", infinity}, {"down", -infinity}, {"none", NAN}},
                       .tensor = {1, 2}};
  auto result = parse_result(to_json(sent));
  REQUIRE(result);
  CHECK(result->key == sent.key);
  CHECK(result->progress == 0.1);
  CHECK(result->error.empty());
  CHECK(result->tensor.empty());  // it travels beside
  CHECK(std::isnan(result->numbers["none"]));
  CHECK(result->numbers["up"] == infinity);
  CHECK(result->numbers["down"] == -infinity);
  CHECK(result->numbers["gflops"] == 51.3000000001);
  CHECK(result->numbers.size() == 4);
}

TEST_CASE("text that isn't UTF-8 still gives JSON that can be read") {
  const auto result = parse_result(to_json(JobResult{.key = "k", .error = "file '\xFF'"}));
  REQUIRE(result);
  CHECK(result->error == "file '\xEF\xBF\xBD'");
}

TEST_CASE("a broken result names the place") {
  CHECK(result_error_of("{}").where == "key");
  CHECK(result_error_of(R"({"key":"k","error":1})").where == "error");
  CHECK(result_error_of(R"({"key":"k","numbers":3})").where == "numbers");
  CHECK(result_error_of(R"({"key":"k","numbers":{"n":"many"}})").where == "numbers.n");
  CHECK(result_error_of(R"({"key":"k","numbers":{"n":null}})").where == "numbers.n");
  for (const char* progress : {"-0.1", "1.1", "\"nan\"", "null"}) {
    CHECK(result_error_of(R"({"key":"k","progress":)" + std::string(progress) + "}").where == "progress");
  }
}

}  // namespace stride::jobs
