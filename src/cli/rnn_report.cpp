#include <bit>
#include <cmath>
#include <nlohmann/json.hpp>
#include <span>

#include "cli/rnn_command.h"

namespace stride::cli {
namespace {

using nlohmann::ordered_json;

/// JSON has no infinities and no NaN.
ordered_json number(double value) { return std::isfinite(value) ? ordered_json(value) : ordered_json(nullptr); }

ordered_json list(const std::vector<double>& values) {
  ordered_json result = ordered_json::array();
  for (const double value : values) result.push_back(number(value));
  return result;
}

ordered_json powers(const std::vector<double>& logarithms) {
  ordered_json result = ordered_json::array();
  for (const double value : logarithms) result.push_back(number(std::pow(10, value)));
  return result;
}

template <class T>
ordered_json or_null(const std::optional<T>& value) {
  return value ? ordered_json(*value) : ordered_json(nullptr);
}

std::vector<double> bound_of(const rnn::Outcome& out) {
  std::vector<double> bound;
  for (std::size_t t = 0; out.log10_factor && t < out.gradient.size(); ++t) {
    const auto lag = static_cast<double>(out.gradient.size() - 1 - t);
    bound.push_back(out.gradient.back() + (lag > 0 ? lag * *out.log10_factor : 0));
  }
  return bound;
}

ordered_json spectra_json(const rnn::Outcome& out) {
  ordered_json result = ordered_json::array();
  for (const rnn::Spectrum& spectrum : out.spectra) {
    ordered_json one;
    one["lag"] = spectrum.lag;
    one["t"] = out.gradient.size() - 1 - spectrum.lag;
    one["log10"] = list(spectrum.log10_values);
    one["rounding"] = number(spectrum.log10_rounding);
    result.push_back(std::move(one));
  }
  return result;
}

/// The float32 tensors of a .safetensors file, one after the other.
struct Dump {
  ordered_json header = ordered_json::object();
  std::string bytes;

  void add(const char* name, std::vector<std::size_t> shape, std::span<const float> values) {
    const std::size_t start = bytes.size();
    for (const float value : values) {
      const auto bits = std::bit_cast<std::uint32_t>(value);
      for (unsigned shift = 0; shift < 32; shift += 8) bytes += static_cast<char>(bits >> shift & 255U);
    }
    header[name] = {{"dtype", "F32"}, {"shape", shape}, {"data_offsets", {start, bytes.size()}}};
  }
  [[nodiscard]] std::string text() const {
    std::string json = header.dump();
    json.resize((json.size() + 7) / 8 * 8, ' ');
    std::string file;
    for (unsigned shift = 0; shift < 64; shift += 8)
      file += static_cast<char>(std::uint64_t{json.size()} >> shift & 255U);
    return file + json + bytes;
  }
};

/// True sizes again; what float32 can't hold becomes zero or infinite, as it would there.
std::vector<float> unscaled(const std::vector<float>& values, const rnn::Backward<float>& back, std::size_t units) {
  std::vector<float> result = values;
  for (std::size_t i = 0; i < result.size(); ++i) result[i] = std::ldexp(result[i], back.exponent[i / units]);
  return result;
}

}  // namespace

std::string rnn_json(const rnn::Analysis& analysis) {
  const rnn::Settings& s = analysis.settings();
  const rnn::Outcome& out = analysis.outcome();
  const std::vector<double> bound = bound_of(out);
  ordered_json result;
  result["cell"] = rnn::to_string(s.cell);
  result["hidden"] = s.hidden;
  result["steps"] = s.steps;
  result["seed"] = s.seed;
  result["init"] = rnn::to_string(s.init);
  result["input"] = rnn::to_string(s.input);
  result["truncate"] = s.truncate;
  result["sigma_max"] = number(out.measures.sigma);
  result["spectral_radius"] = number(out.measures.radius);
  result["gain"] = number(out.measures.gain);
  result["gamma"] = or_null(out.gamma);
  result["mean_slope"] = number(out.squashed);
  result["half_life"] = or_null(out.half_life);
  result["float32_underflow_step"] = or_null(out.underflow);
  result["float32_overflow_step"] = or_null(out.overflow);
  result["state_not_finite_step"] = or_null(out.not_finite);
  result["log10_dL_dW"] = number(out.weight_gradient);
  result["gradient_norm"] = powers(out.gradient);
  result["bound"] = out.log10_factor ? powers(bound) : ordered_json(nullptr);
  result["jacobian_norm"] = powers(out.jacobian);
  result["share"] = list({out.share.begin() + 1, out.share.end()});
  result["log10"] = {{"gradient", list(out.gradient)},
                     {"bound", out.log10_factor ? list(bound) : ordered_json(nullptr)},
                     {"jacobian", list(out.jacobian)},
                     {"term", list({out.term.begin() + 1, out.term.end()})}};
  if (!out.cell_gradient.empty()) result["log10"]["cell_gradient"] = list(out.cell_gradient);
  result["singular_values"] = spectra_json(out);
  return result.dump(2) + "\n";
}

std::string rnn_dump(const rnn::Analysis& analysis) {
  const rnn::Weights<float>& weights = analysis.weights();
  const rnn::Run<float>& run = analysis.run();
  const rnn::Backward<float>& back = analysis.backward_pass();
  Dump dump;
  dump.add("W", {weights.rows(), weights.units()}, weights.w);
  dump.add("U", {weights.rows(), rnn::inputs}, weights.u);
  dump.add("b", {weights.rows()}, weights.b);
  dump.add("x", {run.steps, rnn::inputs}, analysis.inputs_over_time());
  dump.add("h", {run.steps + 1, run.units}, run.h);
  dump.add("dL_dh", {run.steps + 1, run.units}, unscaled(back.dh, back, run.units));
  if (!run.c.empty()) {
    dump.add("c", {run.steps + 1, run.units}, run.c);
    dump.add("dL_dc", {run.steps + 1, run.units}, unscaled(back.dc, back, run.units));
  }
  return dump.text();
}

}  // namespace stride::cli
