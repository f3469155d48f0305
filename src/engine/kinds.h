#pragma once

#include "engine/engine.h"

/// The ways of starting each kind of job that stands in the list of kinds.cpp.
namespace stride::engine {

/// Measures the multiply-add peak of this machine's core. Parameter `slices` (1 to 200; 8): how often. Numbers:
/// `gflops` (median of the slices), `gflops_max`, `slices` (done so far).
Result<Work> start_peak(const jobs::Job& job, const Clock& clock);

/// A recurrent network's gradients through time: parameters as rnn::Settings has them, `scale_to` of `scale` sigma,
/// radius or gain. The result is a jobs::RnnOutcome: first norms, then Jacobians, then singular values.
Result<Work> start_rnn(const jobs::Job& job, const Clock& clock);

}  // namespace stride::engine
