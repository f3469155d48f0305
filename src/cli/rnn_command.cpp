#include "cli/rnn_command.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/output.h"

namespace stride::cli {
namespace {

struct Options {
  std::string cell = "tanh", init = "gaussian", input = "noise", text, dump, output;
  std::optional<double> sigma, radius, gain;
  double input_scale = 0.5, bias = 0, forget_bias = 1;
  int hidden = 64, steps = 100, truncate = 0;
  std::uint64_t seed = 1;
};

Result<void> flagged(Error error) {
  std::ranges::replace(error.where, '_', '-');
  return fail(error.message, "--" + error.where);
}

Result<rnn::Settings> settings_of(const Options& o) {
  const auto cell = rnn::parse_cell(o.cell);
  const auto init = rnn::parse_init(o.init);
  const auto input = rnn::parse_input(o.input);
  if (!cell) return std::unexpected(cell.error());
  if (!init) return std::unexpected(init.error());
  if (!input) return std::unexpected(input.error());
  rnn::Settings s{.cell = *cell, .hidden = o.hidden, .steps = o.steps, .seed = o.seed, .init = *init, .input = *input};
  s.text = o.text;
  if (!o.text.empty()) s.input = rnn::Input::text;
  s.input_scale = o.input_scale;
  s.bias = o.bias;
  s.forget_bias = o.forget_bias;
  s.truncate = o.truncate;
  s.scale = o.radius ? rnn::Scale::radius : o.gain ? rnn::Scale::gain : rnn::Scale::sigma;
  s.scale_to = o.radius.value_or(o.gain.value_or(o.sigma.value_or(s.scale_to)));
  return s;
}

Result<void> run(const Options& options) {
  const auto settings = settings_of(options);
  if (!settings) return flagged(settings.error());
  std::shared_ptr<rnn::Draft> draft;
  auto analysis = rnn::Analysis::make(*settings, draft);
  if (!analysis) return flagged(analysis.error());
  while (analysis->advance()) show_progress(analysis->progress());
  show_progress(1);
  const std::string json = rnn_json(*analysis);
  if (options.dump.empty()) return write_output(options.output, json);
  const auto dump = rnn_dump(*analysis);
  if (!dump) return std::unexpected(dump.error());
  return write_outputs(std::array{Output{options.output, json}, Output{options.dump, *dump}});
}

Run declare(::CLI::App& app) {
  auto options = std::make_shared<Options>();
  Options& o = *options;
  app.add_option("--cell", o.cell, "tanh (default), sigmoid, relu, identity, lstm or gru.")->type_name("CELL");
  app.add_option("--hidden", o.hidden, "Units, 1 to 512 (64).")
      ->type_name("H")
      ->check(whole_number(1, rnn::most_hidden));
  app.add_option("--steps", o.steps, "Steps, 1 to 1000 (100).")
      ->type_name("T")
      ->check(whole_number(1, rnn::most_steps));
  auto* const sigma = app.add_option("--sigma", o.sigma, "Scales W to this largest singular value (0.9).")
                          ->type_name("S")
                          ->check(number());
  auto* const radius = app.add_option("--radius", o.radius, "Scales W to this spectral radius instead.")
                           ->type_name("R")
                           ->check(number());
  auto* const gain = app.add_option("--gain", o.gain, "Scales W to this root mean square times sqrt(H) instead.")
                         ->type_name("G")
                         ->check(number());
  radius->excludes(sigma);
  gain->excludes(sigma);
  gain->excludes(radius);
  app.add_option("--seed", o.seed, "Another seed, other weights and inputs (1).")
      ->type_name("S")
      ->check(whole_number());
  app.add_option("--init", o.init, "W before scaling: gaussian (default), uniform, orthogonal, identity (plus noise).")
      ->type_name("INIT");
  app.add_option("--input", o.input, "noise (default), pulse (at step 1 only), constant.")->type_name("INPUT");
  app.add_option("--text", o.text, "Reads this text instead, again and again.")->type_name("TEXT");
  app.add_option("--input-scale", o.input_scale, "Standard deviation of what the input adds to each unit (0.5).")
      ->type_name("S")
      ->check(number());
  app.add_option("--bias", o.bias, "Bias of every unit (0).")->type_name("B")->check(number());
  app.add_option("--forget-bias", o.forget_bias, "Added to the bias of the LSTM's forget gates (1).")
      ->type_name("B")
      ->check(number());
  app.add_option("--truncate", o.truncate, "Backpropagation stops after so many steps (0: never).")
      ->type_name("K")
      ->check(whole_number(0, rnn::most_steps));
  app.add_option("--dump", o.dump, "Also writes W, U, b, x, h and the gradients to this .safetensors file.")
      ->type_name("FILE");
  app.add_option("-o,--output", o.output, "Writes the JSON to this file instead of standard output.")
      ->type_name("FILE");
  return [options] { return run(*options); };
}

constexpr Manual kManual = {
    .name = "rnn",
    .summary = "gradients of a recurrent network through time, with their bound and the Jacobians",
    .synopsis =
        "[--cell tanh|sigmoid|relu|identity|lstm|gru] [--hidden H] [--steps T]\n"
        "[--sigma S | --radius R | --gain G] [--seed S] [--dump OUT.safetensors]",
    .description = R"(Runs a recurrent network with random weights over T inputs of 16 numbers, takes the
loss L = c . h_T with |c| = 1 at the last step, and backpropagates through time. Prints
JSON. Lists under `log10` are base-10 logarithms for the states t = 0 .. T, null where
the value is exactly zero, not finite, or has no meaning: `gradient` |dL/dh_t|, `bound`
(gamma sigma_max)^(T-t) |dL/dh_T| (none for lstm and gru), `jacobian` the largest
singular value of dh_T/dh_t (by (h_t, c_t) for lstm), `term` the part of dL/dW that
step t adds. Where `jacobian_exact` is false (above 128 units, between the lags below) the
value comes from power iteration and is a lower bound. `share` is the projection of that
part on the whole; the shares add up to 1. `singular_values` has all of them at up to 16
lags T - t; those below `rounding` are rounding. `gradient_norm` and `bound` are the
plain values.

`gamma` is the activation's largest slope (null for lstm and gru); `mean_slope` the mean
over units and steps of the slope, or of the gate that lets the state through (f of lstm,
z of gru). `half_life` is in how many steps back from T the gradient halves on average;
where it grows instead, it is negative: -3 means that it doubles in 3. `float32_underflow_step`
is the last t for which float32 would hold no normal number of dL/dh_t,
`float32_overflow_step` the last with an entry beyond float32, `state_not_finite_step`
the first whose state isn't finite; null where there is none.

`log10_dL_dparameters` is the size of dL/dW, dL/dU and dL/db as one vector, which
gradient clipping compares with its threshold.

The dump holds W (hidden to hidden), U, b, x (T, 16), h (T+1, H), dL_dh (T+1, H), dL_dW,
dL_dU and dL_db, and c and dL_dc for lstm. Gates are stacked as in ONNX: i o f c, and z r h with
linear_before_reset = 1 and no recurrent bias.)",
    .examples = R"(stride rnn --sigma 0.83 --steps 30
stride rnn --cell lstm --forget-bias 1 --gain 1
stride rnn --init orthogonal --cell identity --sigma 1 --dump net.safetensors)",
};

}  // namespace

Command rnn_command() { return {kManual, declare}; }

}  // namespace stride::cli
