#pragma once

#include <string>

#include "rnn/analysis.h"

namespace stride::cli {

/// What `stride rnn` prints.
std::string rnn_json(const rnn::Analysis& analysis);
/// Weights, inputs, states and gradients as a .safetensors file.
Result<std::string> rnn_dump(const rnn::Analysis& analysis);

}  // namespace stride::cli
