#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jobs/rnn_outcome.h"
#include "labs/lab.h"

namespace stride::labs::rnn {

inline constexpr std::string_view sheet_key = "rnn";

/// The network of the fields, and what is known of it.
struct Network {
  std::string cell;  // of the outcome where there is one
  int steps = 0, hidden = 0;
  jobs::Job job;
  const jobs::JobResult* result = nullptr;  // none yet
  std::optional<jobs::RnnOutcome> outcome;
  bool stale = false;  // the outcome is of the network before: this one is still under way
};
Network read_network(const Content& content, const State& state, const jobs::Results& results);

/// Up to three more, each like the first but for one thing: another cell, or another scale.
struct Companion {
  std::string label;
  jobs::Job job;
};
std::vector<Companion> companions(const Content& content, const State& state);

std::string cell_title(const Content& content, std::string_view cell);
double number_of(const State& state, std::string_view field);

/// The base-10 logarithm of the bound at step t, relative to |dL/dh_T| = 1; none for cells with gates.
std::optional<double> log10_bound(const jobs::RnnOutcome& outcome, int t);

/// 10^x as it is read: 0.0031, 2.4·10⁻¹², 0 for -inf, a dash for NaN.
std::string power_text(double log10);
/// Some three digits.
std::string short_number(double value);
/// A share of 1 in percent, without its sign: "38", "100", "less than 0.1", "more than 99.9".
std::string percent_text(const Content& content, double share);
std::string superscript(int exponent);

/// The share of dL/dW that lags below `lag` make; 0 where it isn't known.
double share_below(const jobs::RnnOutcome& outcome, int lag);

}  // namespace stride::labs::rnn
