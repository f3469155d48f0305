#include <emscripten.h>

#include <cstdlib>
#include <memory>
#include <optional>

#include "engine/team_bench.h"

/// A worker as one of several: web/worker.js passes parts between them over message ports.

// clang-format off
EM_JS(void, post_part, (const float* part, std::size_t count), {
  Module['onPart'](HEAPF32.subarray(part >>> 2, (part >>> 2) + count));
});
EM_JS(void, post_team_result, (const char* json, const float* tensor, std::size_t count), {
  Module['onResult'](UTF8ToString(json), HEAPF32.slice(tensor >>> 2, (tensor >>> 2) + count).buffer);
});
// clang-format on

namespace {

using namespace stride;

std::optional<engine::TeamBench> bench;
tensor::Buffer arriving;  // a part from another worker

void post(const jobs::JobResult& result) {
  post_team_result(jobs::to_json(result).c_str(), result.tensor.data(), result.tensor.size());
}

void fail_with(const Error& error) {
  bench.reset();
  post({.key = "team", .error = error.text()});
}

void advance() {
  if (!bench) return;
  auto result = bench->advance([](std::span<const float> part) { post_part(part.data(), part.size()); });
  if (!result) return fail_with(result.error());
  if (!*result) return;
  (*result)->key = "team";
  post(**result);
}

}  // namespace

extern "C" {

/// The text comes from JavaScript's stringToNewUTF8 and is freed here.
EMSCRIPTEN_KEEPALIVE void stride_team_start(char* job_text) {
  const std::unique_ptr<char, decltype(&std::free)> text(job_text, std::free);
  const auto job = jobs::parse_job(text.get());
  if (!job) return fail_with(job.error());
  auto made = engine::TeamBench::make(*job, emscripten_get_now);
  if (!made) return fail_with(made.error());
  bench = std::move(*made);
  advance();
}

/// A place for a part of `count` floats, until `stride_team_receive`; null where memory is short.
EMSCRIPTEN_KEEPALIVE float* stride_team_place(std::size_t count) {
  auto made = tensor::Buffer::make(static_cast<std::int64_t>(count));
  arriving = made ? std::move(*made) : tensor::Buffer();
  return arriving.data();
}

/// The part now lies in its place.
EMSCRIPTEN_KEEPALIVE void stride_team_receive(int from) {
  if (!bench) return;
  if (arriving.data() == nullptr) return fail_with({"not enough memory for a part from another worker", ""});
  bench->receive(from, std::move(arriving));
  advance();
}
}
