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

jobs::Job job_of(const State& state) {
  jobs::Job job{.kind = "rnn", .priority = 10};
  for (const auto& [parameter, field] : parameters) job.parameters[parameter] = value_of(lab, state, field);
  // What has no effect is left out, so that turning it starts nothing.
  if (job.parameters["cell"] != "lstm") job.parameters.erase("forget_bias");
  if (job.parameters["input"] != "text") job.parameters.erase("text");
  return job;
}

std::string format(const char* pattern, double value) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), pattern, value);
  return text.data();
}

}  // namespace

Network read_network(const Content&, const State& state, const jobs::Results& results) {
  Network network{.cell = value_of(lab, state, "cell"), .job = job_of(state)};
  network.steps = static_cast<int>(number_of(state, "steps"));
  network.hidden = static_cast<int>(number_of(state, "hidden"));
  if (const auto found = results.find(network.job.key()); found != results.end()) {
    network.result = &found->second;
    if (found->second.error.empty()) network.outcome = jobs::unpack_rnn(found->second);
  } else if (const auto latest = results.find(jobs::latest_key(network.job.kind)); latest != results.end()) {
    const auto before = results.find(latest->second.key);
    if (before != results.end()) network.outcome = jobs::unpack_rnn(before->second);
    network.stale = network.outcome.has_value();
  }
  if (!network.outcome) return network;
  network.steps = network.outcome->steps;
  network.hidden = network.outcome->hidden;
  if (std::cmp_less(network.outcome->cell, cells.size()))
    network.cell = cells[static_cast<std::size_t>(network.outcome->cell)];
  return network;
}

std::vector<Companion> companions(const Content& content, const State& state) {
  std::vector<Companion> list;
  for (const char* field : {"compare_1", "compare_2", "compare_3"}) {
    const std::string with = value_of(lab, state, field);
    if (with == "none") continue;
    Companion companion{.label = {}, .job = job_of(state)};
    companion.job.priority = 5;
    if (with.starts_with("scale:")) {
      companion.job.parameters["scale_to"] = with.substr(6);
      companion.label =
          content.text.get("rnn.scale." + value_of(lab, state, "scale") + ".short") + " " + with.substr(6);
    } else {
      companion.job.parameters["cell"] = with;
      companion.job.parameters.erase("forget_bias");
      if (with == "lstm") companion.job.parameters["forget_bias"] = value_of(lab, state, "forget_bias");
      companion.label = cell_title(content, with);
    }
    list.push_back(std::move(companion));
  }
  return list;
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
