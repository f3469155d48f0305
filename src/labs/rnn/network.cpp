#include "labs/rnn/network.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "labs/rnn/rnn.h"
#include "labs/rnn/view.h"

namespace stride::labs::rnn {

namespace {

// Fields that go into the job, by the job's names.
constexpr std::array<std::pair<const char*, const char*>, 13> parameters = {{{"cell", "cell"},
                                                                             {"hidden", "hidden"},
                                                                             {"steps", "steps"},
                                                                             {"seed", "seed"},
                                                                             {"init", "weights"},
                                                                             {"scale", "scale"},
                                                                             {"scale_to", "scale_to"},
                                                                             {"input", "sequence"},
                                                                             {"text", "reads"},
                                                                             {"input_scale", "input_scale"},
                                                                             {"bias", "bias"},
                                                                             {"forget_bias", "forget_bias"},
                                                                             {"truncate", "truncate"}}};

jobs::Job job_of(const State& state, std::string cell, int priority) {
  jobs::Job job{.kind = "rnn", .priority = priority};
  for (const auto& [parameter, field] : parameters) job.parameters[parameter] = value_of(lab, state, field);
  job.parameters["cell"] = std::move(cell);
  // What has no effect is left out, so that turning it starts nothing.
  if (job.parameters["cell"] != "lstm") job.parameters.erase("forget_bias");
  if (job.parameters["input"] != "text") job.parameters.erase("text");
  return job;
}

bool gated(std::string_view cell) { return cell == "lstm" || cell == "gru"; }

// What is known of it; until that is something, what was known of the one before at its place among those wanted.
Network read(const State& state, const jobs::Results& results, jobs::Job job, std::size_t place) {
  Network network{.cell = job.parameters["cell"], .job = std::move(job)};
  network.steps = static_cast<int>(number_of(state, "steps"));
  network.hidden = static_cast<int>(number_of(state, "hidden"));
  auto found = results.find(network.job.key());
  if (found != results.end()) {
    network.error = found->second.error;
  } else if (const auto latest = results.find(jobs::latest_key(network.job.kind, place)); latest != results.end()) {
    found = results.find(latest->second.key);
    network.stale = true;
  }
  if (found != results.end() && found->second.error.empty()) network.outcome = jobs::unpack_rnn(found->second);
  network.stale &= network.outcome.has_value();
  if (!network.outcome) return network;
  network.steps = network.outcome->steps;
  network.hidden = network.outcome->hidden;
  if (std::cmp_less(network.outcome->cell, cells.size()))
    network.cell = cells[static_cast<std::size_t>(network.outcome->cell)];
  return network;
}

std::string format(const char* pattern, double value) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), pattern, value);
  return text.data();
}

}  // namespace

Network read_network(const State& state, const jobs::Results& results) {
  return read(state, results, job_of(state, value_of(lab, state, "cell"), 10), 0);
}

Network read_plain(const State& state, const jobs::Results& results) {
  if (!gated(value_of(lab, state, "cell"))) return read_network(state, results);
  return read(state, results, job_of(state, "tanh", 7), 1);
}

std::vector<Network> read_companions(const Content& content, const State& state, const jobs::Results& results) {
  std::vector<Network> list;
  std::size_t place = gated(value_of(lab, state, "cell")) ? 2 : 1;
  for (const char* field : {"compare_1", "compare_2", "compare_3"}) {
    const std::string with = value_of(lab, state, field);
    if (with == "none") continue;
    const bool scaled = with.starts_with("scale:");
    const std::string cell = scaled ? value_of(lab, state, "cell") : with;
    jobs::Job job = job_of(state, cell, 11);  // before the Jacobians of the first
    job.parameters["jacobians"] = "no";
    if (scaled) job.parameters["scale_to"] = with.substr(6);
    Network network = read(state, results, std::move(job), place++);
    if (network.stale && network.cell != cell) network.outcome.reset();  // what was compared with before
    network.label =
        scaled ? content.text.get("rnn.scale." + value_of(lab, state, "scale") + ".short") + " " + with.substr(6)
               : cell_title(content, cell);
    list.push_back(std::move(network));
  }
  return list;
}

std::optional<jobs::RnnOutcome> finished(const jobs::Results& results) {
  const auto name = results.find(jobs::finished_key("rnn"));
  const auto found = name == results.end() ? name : results.find(name->second.key);
  return found == results.end() ? std::nullopt : jobs::unpack_rnn(found->second);
}

std::vector<jobs::Job> wants(const Content& content, const State& state) {
  std::vector<jobs::Job> jobs = {read_network(state, {}).job};
  if (gated(value_of(lab, state, "cell"))) jobs.push_back(read_plain(state, {}).job);
  for (Network& companion : read_companions(content, state, {})) jobs.push_back(std::move(companion.job));
  return jobs;
}

std::string cell_title(const Content& content, std::string_view cell) {
  return content.text.get("rnn.cell." + std::string(cell));
}

double number_of(const State& state, std::string_view field) {
  return std::strtod(value_of(lab, state, field).c_str(), nullptr);
}

std::optional<double> log10_bound(const jobs::RnnOutcome& outcome, int t) {
  if (!(outcome.gamma > 0)) return std::nullopt;
  const int lag = outcome.steps - t;
  return lag == 0 ? 0 : lag * std::log10(outcome.gamma * outcome.sigma);
}

std::string superscript(int exponent) {
  constexpr std::array digits = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
  std::string text = exponent < 0 ? "⁻" : "";
  for (const char digit : std::to_string(std::abs(exponent))) text += digits[static_cast<std::size_t>(digit - '0')];
  return text;
}

std::string short_number(double value) { return std::isfinite(value) ? format("%.3g", value) : "–"; }

std::string percent_text(const Content& content, double share) {
  const double percent = 100 * std::abs(share);
  if (percent > 0 && percent < 0.05) return content.text.get("rnn.less_than", {{"value", "0.1"}});
  if (percent < 100 && percent > 99.95) return content.text.get("rnn.more_than", {{"value", "99.9"}});
  return short_number(percent);
}

double share_below(const jobs::RnnOutcome& outcome, int lag) {
  double sum = 0;
  for (int t = std::max(1, outcome.steps - lag + 1); t <= outcome.steps; ++t) {
    const double share = static_cast<double>(outcome.share[static_cast<std::size_t>(t)]);
    if (std::isfinite(share)) sum += share;
  }
  return sum;
}

std::string power_text(double log10) {
  if (std::isnan(log10)) return "–";
  if (std::isinf(log10)) return log10 < 0 ? "0" : "∞";
  if (log10 > -3 && log10 < 4) return format(log10 < -1 ? "%.2g" : log10 < 2 ? "%.3g" : "%.0f", std::pow(10, log10));
  double exponent = std::floor(log10);
  double mantissa = std::pow(10, log10 - exponent);
  if (mantissa > 9.95) {
    mantissa = 1;
    ++exponent;
  }
  return format("%.1f", mantissa) + "·10" + superscript(static_cast<int>(exponent));
}

}  // namespace stride::labs::rnn
