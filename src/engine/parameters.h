#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "jobs/job.h"

namespace stride::engine {

/// The job's parameter `name` as a whole number from low to high; `fallback` where it isn't given.
Result<std::int64_t> integer_parameter(const jobs::Job& job, std::string_view name, std::int64_t low, std::int64_t high,
                                       std::int64_t fallback);

}  // namespace stride::engine
