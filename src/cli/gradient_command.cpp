#include <array>
#include <charconv>
#include <memory>

#include "cli/command.h"
#include "cli/model_options.h"
#include "model/neuron_gradient.h"

namespace stride::cli {
namespace {

struct Options {
  ModelOptions model;
  std::string neuron;
};

// C,Y,X
Result<model::Neuron> parse_neuron(const std::string& text, std::size_t layer) {
  std::array<std::int64_t, 3> numbers{};
  const char *next = text.data(), *const end = text.data() + text.size();
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const auto [after, error] = std::from_chars(next, end, numbers[i]);
    const bool last = i + 1 == numbers.size();
    if (error != std::errc{} || (last ? after != end : after == end || *after != ','))
      return fail("expected channel, row and column as C,Y,X, found \"" + text + "\"", "--neuron");
    next = last ? after : after + 1;
  }
  return model::Neuron{layer, numbers[0], numbers[1], numbers[2]};
}

Result<void> gradient(const Options& options) {
  const auto loaded = load_model(options.model);
  if (!loaded) return std::unexpected(loaded.error());
  model::Network& network = *loaded->network;
  const auto neuron = options.neuron.empty() ? Result<model::Neuron>(model::centre_neuron(network, loaded->layer))
                                             : parse_neuron(options.neuron, loaded->layer);
  if (!neuron) return std::unexpected(neuron.error());
  const auto result = model::neuron_gradient(network, *neuron);
  if (!result) return std::unexpected(result.error());
  const tensor::Shape shape = result->shape();
  return write_tensor(options.model.output, "gradient", {1, shape.channels, shape.height, shape.width}, *result);
}

Run declare(::CLI::App& app) {
  auto options = std::make_shared<Options>();
  options->model.declare(app);
  app.add_option("--neuron", options->neuron,
                 "The neuron: channel, row, column. Without it the centre one: 0, floor(H/2), floor(W/2).")
      ->type_name("C,Y,X");
  return [options] { return gradient(*options); };
}

constexpr Manual kManual = {
    .name = "gradient",
    .summary = "how one neuron depends on each pixel of the picture",
    .synopsis =
        "NETWORK [--size N | --size HxW | --id ID] [--rounding floor|ceil|exact]\n"
        "[--weights FILE | --seed S --init INIT [--drawn]] [--input FILE | --image NAME]\n"
        "--to LAYER [--neuron C,Y,X] -o FILE",
    .description = R"(Computes d(neuron)/d(input) for one neuron of a layer and writes it as a tensor named
gradient, 1 x C x H x W like the input. Outside the neuron's receptive field it is 0.)",
    .examples = R"(stride gradient alexnet-bern --size 227 --seed 3 --to pool5 -o field.safetensors
stride gradient alexnet-2012 --to conv3 --neuron 17,6,6 --image shapes -o gradient.safetensors)",
};

}  // namespace

Command gradient_command() { return {kManual, declare}; }

}  // namespace stride::cli
