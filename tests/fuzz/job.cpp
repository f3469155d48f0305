// Whatever text arrives is refused or is a job (a result) that survives being written and read again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "jobs/job.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace jobs = stride::jobs;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto job = jobs::parse_job(text)) {
    const auto again = jobs::parse_job(jobs::to_json(*job));
    require(again && again->key() == job->key() && again->priority == job->priority);
  }
  if (const auto result = jobs::parse_result(text)) {
    // Compared as text, since NaN differs from itself.
    const auto again = jobs::parse_result(jobs::to_json(*result));
    require(again && jobs::to_json(*again) == jobs::to_json(*result));
  }
  return 0;
}
