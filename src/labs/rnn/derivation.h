#pragma once

#include <string>
#include <string_view>

#include "labs/rnn/network.h"

namespace stride::labs::rnn {

/// What is said about one answer of the derivation.
struct Judgement {
  Verdict verdict = Verdict::none;
  std::string misconception;  // of COURSEWORK's list; may be empty
  std::string message;
};

/// `answer` is an option's letter, the letters of an order, or a number. The numbers of a step are those of the running
/// network, or, until it has run, of the fields.
Judgement judge(const Content& content, const State& state, const Network& network, std::string_view step,
                std::string_view answer);

}  // namespace stride::labs::rnn
