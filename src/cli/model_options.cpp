#include "cli/model_options.h"

#include "cli/arguments.h"
#include "cli/content.h"
#include "cli/output.h"
#include "model/pictures.h"

namespace stride::cli {
namespace {

Result<model::TensorFile> read_tensors(const std::string& path) {
  const auto text = read_file(path);
  if (!text) return std::unexpected(text.error());
  auto file = model::TensorFile::parse(std::as_bytes(std::span(*text)), path);
  return file ? std::move(file) : Result<model::TensorFile>(fail(file.error().text(), path));
}

Result<model::WeightSource> weight_source(const ModelOptions& options) {
  if (!options.weights.empty()) {
    auto file = read_tensors(options.weights);
    if (!file) return std::unexpected(file.error());
    return std::make_shared<const model::TensorFile>(std::move(*file));
  }
  const auto initialisation = model::parse_initialisation(options.initialisation);
  if (!initialisation) return fail(initialisation.error().message, "--init");
  return model::Seeded{options.seed, *initialisation, options.drawn};
}

Result<tensor::Tensor> input_tensor(const ModelOptions& options, tensor::Shape shape) {
  if (options.input.empty())
    return model::make_picture(options.image.empty() ? "gratings" : options.image, shape, options.seed);
  const auto file = read_tensors(options.input);
  if (!file) return std::unexpected(file.error());
  auto input = model::input_of_file(*file, shape);
  return input ? std::move(input) : Result<tensor::Tensor>(fail(input.error().message, options.input));
}

}  // namespace

void ModelOptions::declare(::CLI::App& app) {
  sheet.declare(app);
  auto* const file =
      app.add_option("--weights", weights, "Weights from this file: float32, in PyTorch's names and layout.")
          ->type_name("FILE.safetensors");
  app.add_option("--seed", seed,
                 "Made-up weights and pictures: the same seed gives the same bits on every machine. Default 1.")
      ->type_name("S")
      ->check(whole_number());
  app.add_option("--init", initialisation,
                 "How they are drawn: he (default), glorot, alexnet (0.01) or orthogonal; biases are 0.")
      ->type_name("he|glorot|alexnet|orthogonal")
      ->excludes(file);
  app.add_flag("--drawn", drawn, "Gives the first convolution oriented edges and colour blobs.")->excludes(file);
  auto* const tensor =
      app.add_option("--input", input, "The input from this file: a tensor named input, 1 x C x H x W.")
          ->type_name("FILE.safetensors");
  app.add_option("--image", image, "A built-in picture: gratings (default), shapes, patches, text or noise.")
      ->type_name("NAME")
      ->excludes(tensor);
  app.add_option("--to", to, "The layer: conv1, or relu1, lrn1, ... for those without a name.")
      ->type_name("LAYER")
      ->required();
  app.add_option("-o,--output", output, "The file to write, whole or not at all.")
      ->type_name("FILE.safetensors")
      ->required();
}

Result<LoadedModel> load_model(const ModelOptions& options) {
  auto sheet = load_sheet(options.sheet);
  if (!sheet) return std::unexpected(sheet.error());
  const auto layer = model::find_layer(sheet->network, options.to);
  if (!layer) return fail(layer.error().message, "--to");
  sheet->network.layers.resize(*layer + 1);  // those behind it need not fit
  auto source = weight_source(options);
  if (!source) return std::unexpected(source.error());
  auto network = model::Network::make(
      sheet->network, {.size = sheet->size, .rounding = sheet->rounding, .weights = std::move(*source)});
  if (!network) return std::unexpected(network.error());
  auto input = input_tensor(options, network->input_shape());
  if (!input) return std::unexpected(input.error());
  if (auto set = network->set_input(std::move(*input)); !set) return std::unexpected(set.error());
  return LoadedModel{std::make_unique<model::Network>(std::move(*network)), *layer};
}

Result<void> write_tensor(const std::string& path, const std::string& name, std::vector<std::int64_t> shape,
                          const tensor::Tensor& values) {
  std::vector<float> floats(static_cast<std::size_t>(values.shape().count()));
  values.to_chw(floats);
  model::TensorFile file;
  if (auto added = file.add(name, std::move(shape), floats); !added) return added;
  const std::vector<std::byte> bytes = file.bytes();
  return write_output(path, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

}  // namespace stride::cli
