#include <cmath>
#include <nlohmann/json.hpp>
#include <span>
#include <tuple>

#include "cli/rnn_command.h"
#include "model/safetensors.h"

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

/// True sizes again; what float32 can't hold becomes zero or infinite, as it would there.
std::vector<float> unscaled(const rnn::Scaled& sum) {
  std::vector<float> result = sum.values;
  for (float& value : result) value = std::ldexp(value, sum.exponent);
  return result;
}

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
  result["log10_dL_dU"] = number(out.input_gradient);
  result["log10_dL_db"] = number(out.bias_gradient);
  result["log10_dL_dparameters"] = number(out.whole_gradient);
  result["gradient_norm"] = powers(out.gradient);
  result["bound"] = out.log10_factor ? powers(bound) : ordered_json(nullptr);
  result["jacobian_norm"] = powers(out.jacobian);
  result["jacobian_exact"] = out.jacobian_exact;
  result["share"] = list({out.share.begin() + 1, out.share.end()});
  result["log10"] = {{"gradient", list(out.gradient)},
                     {"bound", out.log10_factor ? list(bound) : ordered_json(nullptr)},
                     {"jacobian", list(out.jacobian)},
                     {"term", list({out.term.begin() + 1, out.term.end()})}};
  if (!out.cell_gradient.empty()) result["log10"]["cell_gradient"] = list(out.cell_gradient);
  result["singular_values"] = spectra_json(out);
  return result.dump(2) + "\n";
}

Result<std::string> rnn_dump(const rnn::Analysis& analysis) {
  const rnn::Weights<float>& weights = analysis.weights();
  const rnn::Run<float>& run = analysis.run();
  const rnn::Backward<float>& back = analysis.backward_pass();
  const rnn::ParameterGradient& by = analysis.outcome().parameters;
  const auto rows = static_cast<std::int64_t>(weights.rows()), units = static_cast<std::int64_t>(weights.units()),
             steps = static_cast<std::int64_t>(run.steps), inputs = std::int64_t{rnn::inputs};
  const std::vector<float> dh = unscaled(back.dh, back, run.units), dc = unscaled(back.dc, back, run.units),
                           dw = unscaled(by.w), du = unscaled(by.u), db = unscaled(by.b);
  using Shape = std::vector<std::int64_t>;
  std::vector<std::tuple<const char*, Shape, std::span<const float>>> tensors = {
      {"W", {rows, units}, weights.w},
      {"U", {rows, inputs}, weights.u},
      {"b", {rows}, weights.b},
      {"x", {steps, inputs}, analysis.inputs_over_time()},
      {"h", {steps + 1, units}, run.h},
      {"dL_dh", {steps + 1, units}, dh},
      {"dL_dW", {rows, units}, dw},
      {"dL_dU", {rows, inputs}, du},
      {"dL_db", {rows}, db}};
  if (!run.c.empty()) {
    tensors.emplace_back("c", Shape{steps + 1, units}, run.c);
    tensors.emplace_back("dL_dc", Shape{steps + 1, units}, dc);
  }
  model::TensorFile file;
  for (const auto& [name, shape, values] : tensors)
    if (const auto added = file.add(name, shape, values); !added) return std::unexpected(added.error());
  const std::vector<std::byte> bytes = file.bytes();
  return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

}  // namespace stride::cli
