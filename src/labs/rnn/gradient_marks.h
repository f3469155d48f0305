#pragma once

#include "labs/rnn/network.h"
#include "labs/rnn/scale.h"

/// Parts of the backward pass's picture.
namespace stride::labs::rnn {

/// The network stands above the bars: its place in the axis of powers of ten.
struct Band {
  double low = 0, high = 0;
};

/// The network unrolled over time. The backward pass has reached step `reached`, and has done `part` of the next one.
void add_network(const jobs::RnnOutcome& outcome, const Decades& decades, const Band& band, int reached, double part,
                 page::Marks& marks);
/// What stands where no bar can: exact zeros, what is not a number, and the steps beyond which float32 fails.
void add_extremes(const Text& text, const jobs::RnnOutcome& outcome, const Decades& decades, int reached,
                  page::Marks& marks);

}  // namespace stride::labs::rnn
