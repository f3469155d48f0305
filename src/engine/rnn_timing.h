#pragma once

#include "engine/engine.h"
#include "rnn/settings.h"

namespace stride::engine {

/// Times `runs` whole passes: forwards, backwards through time, and dL/dW, dL/dU, dL/db. Numbers: `ms.median`,
/// `ms.p90`, `ms.min`; the tensor is W, U, b, x, the readout c, dL/dW, dL/dU, dL/db, one after the other: so that
/// others can run and check the same.
Work time_rnn(const rnn::Settings& settings, std::int64_t runs, const Clock& clock);

}  // namespace stride::engine
