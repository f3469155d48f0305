#pragma once

#include <optional>
#include <vector>

#include "jobs/job.h"

namespace stride::jobs {

/// What a job of kind `rnn` has found so far. All gradients are base-10 logarithms: -inf for an exact zero, NaN for
/// what isn't finite or isn't known yet. Vectors over time have T+1 entries, for the states 0..T.
struct RnnOutcome {
  int cell = 0;  // its place in the list of names
  int steps = 0, hidden = 0;
  double sigma = 0, radius = 0, gain = 0;  // of W; radius NaN until known
  double gamma = 0;                        // largest slope of the activation; 0: a cell with gates has none
  double weight_gradient = 0, input_gradient = 0, bias_gradient = 0;  // |dL/dW|, |dL/dU|, |dL/db|
  double whole_gradient = 0;                                          // of the three as one vector
  double mean_slope = 0;              // f'(a), or the forget or update gate, over all units and steps
  double half_life = 0;               // steps; negative: it doubles in so many; NaN: neither
  int underflow = -1, overflow = -1;  // the last t at which dL/dh_t is outside float32's normal numbers; -1: never
  int not_finite = -1;                // the first t whose state isn't finite; -1: never
  int bounded = 0;                    // how many of the |dh_T/ds_t| are lower bounds, by iteration
  bool jacobians_done = false, all_done = false;

  std::vector<float> gradient, cell_gradient, term,
      jacobian;                       // |dL/dh_t|, |dL/dc_t| (LSTM), terms of dL/dW, |dh_T/ds_t|
  std::vector<float> share;           // of dL/dW, no logarithms: they add up to 1
  int map_rows = 0, map_columns = 0;  // slopes as a picture: groups of units by groups of steps
  std::vector<float> map;
  struct Spectrum {
    int lag = 0;
    float rounding = 0;
    std::vector<float> values;  // singular values, largest first
  };
  std::vector<Spectrum> spectra;
};

JobResult pack(const RnnOutcome& outcome);
/// Empty where the numbers and the tensor don't make one.
std::optional<RnnOutcome> unpack_rnn(const JobResult& result);

}  // namespace stride::jobs
