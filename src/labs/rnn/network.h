#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jobs/rnn_outcome.h"
#include "labs/lab.h"

namespace stride::labs::rnn {

inline constexpr std::string_view sheet_key = "rnn";

/// A network, and what is known of it.
struct Network {
  std::string cell;  // of the outcome where there is one
  std::string label;
  int steps = 0, hidden = 0;
  jobs::Job job;
  std::string error;  // why it can't be run; else empty
  std::optional<jobs::RnnOutcome> outcome;
  bool stale = false;  // the outcome is of the network before: this one is still under way
};
/// That of the fields.
Network read_network(const State& state, const jobs::Results& results);
/// The one that the derivation is about: it, or where it has gates the tanh network with the same settings.
Network read_plain(const State& state, const jobs::Results& results);
/// Up to three more, each like the first but for one thing: another cell, or another scale.
std::vector<Network> read_companions(const Content& content, const State& state, const jobs::Results& results);
/// The newest network whose singular values are all known; empty where there is none.
std::optional<jobs::RnnOutcome> finished(const jobs::Results& results);

std::vector<jobs::Job> wants(const Content& content, const State& state);

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
