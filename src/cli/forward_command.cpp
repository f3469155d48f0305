#include <memory>

#include "cli/command.h"
#include "cli/model_options.h"

namespace stride::cli {
namespace {

Result<void> forward(const ModelOptions& options) {
  const auto loaded = load_model(options);
  if (!loaded) return std::unexpected(loaded.error());
  const auto output = loaded->network->output(loaded->layer);
  if (!output) return std::unexpected(output.error());
  return write_tensor(options.output, "output", model::file_shape(loaded->network->layers()[loaded->layer]), **output);
}

Run declare(::CLI::App& app) {
  auto options = std::make_shared<ModelOptions>();
  options->declare(app);
  return [options] { return forward(*options); };
}

constexpr Manual kManual = {
    .name = "forward",
    .summary = "what a layer of a network computes for a picture",
    .synopsis =
        "NETWORK [--size N | --size HxW | --id ID] [--rounding floor|ceil|exact]\n"
        "[--weights FILE | --seed S --init INIT [--drawn]] [--input FILE | --image NAME]\n"
        "--to LAYER -o FILE",
    .description = R"(Runs a picture through a network up to one layer and writes that layer's output
as a tensor named output: 1 x C x H x W for a map, 1 x N for a vector. A convolution's
own output is before its ReLU. Weights come from a file or are made up from a seed;
only as much is computed and made as the layer needs.)",
    .examples = R"(stride forward alexnet-bern --size 212 --seed 1 --init he --to conv2 -o conv2.safetensors
stride forward alexnet-torchvision --size 224 --weights w.safetensors --input x.safetensors --to fc8 -o y.safetensors)",
};

}  // namespace

Command forward_command() { return {kManual, declare}; }

}  // namespace stride::cli
