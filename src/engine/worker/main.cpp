#include <emscripten.h>

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <string_view>

#include "engine/engine.h"

/// The engine in its worker: web/worker.js calls these and is called back with results. STRIDE_KINDS is the list of
/// jobs that this build does.

// clang-format off
EM_JS(void, post_result, (const char* json, const float* tensor, std::size_t count), {
  Module['onResult'](UTF8ToString(json), HEAPF32.slice(tensor >>> 2, (tensor >>> 2) + count).buffer);
});
EM_JS(void, post_error, (const char* message), {
  Module['onError'](UTF8ToString(message));
});
// clang-format on

namespace {

using Owned = std::unique_ptr<char, decltype(&std::free)>;

void deliver(const stride::jobs::JobResult& result) {
  post_result(stride::jobs::to_json(result).c_str(), result.tensor.data(), result.tensor.size());
}

stride::engine::Runner& runner() {
  static stride::engine::Runner runner(stride::engine::STRIDE_KINDS(), emscripten_get_now, deliver);
  return runner;
}

}  // namespace

extern "C" {

// Texts come from JavaScript's stringToNewUTF8 and are freed here.

EMSCRIPTEN_KEEPALIVE void stride_run(char* job_text) {
  const Owned text(job_text, std::free);
  auto job = stride::jobs::parse_job(text.get());
  if (job) {
    runner().add(std::move(*job));
  } else {
    post_error(("job: " + job.error().text()).c_str());
  }
}

EMSCRIPTEN_KEEPALIVE void stride_cancel(char* key_text) {
  const Owned key(key_text, std::free);
  runner().cancel(key.get());
}

/// One slice; false when nothing is left to do.
EMSCRIPTEN_KEEPALIVE bool stride_step() { return runner().step(); }
}

int main() { return 0; }
