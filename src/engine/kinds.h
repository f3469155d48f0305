#pragma once

#include "engine/engine.h"

/// The ways of starting each kind of job that stands in the list of kinds.cpp.
namespace stride::engine {

/// Measures the multiply-add peak of this machine's core. Parameter `slices` (1 to 200; 8): how often. Numbers:
/// `gflops` (median of the slices), `gflops_max`, `slices` (done so far).
Result<Work> start_peak(const jobs::Job& job, const Clock& clock);

}  // namespace stride::engine
