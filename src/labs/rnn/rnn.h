#pragma once

#include "labs/lab.h"

namespace stride::labs::rnn {

/// Recurrent networks: where the gradient goes, and why.
extern const Lab lab;

}  // namespace stride::labs::rnn
