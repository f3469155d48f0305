#pragma once

#include <memory>

#include "cli/sheet_options.h"
#include "model/network.h"

namespace stride::cli {

/// What `forward` and `gradient` share: the network, its weights, the input, the layer, the output file.
struct ModelOptions {
  SheetOptions sheet;
  std::string weights, initialisation = "he", input, image, to, output;
  std::uint64_t seed = 1;
  bool drawn = false;

  void declare(::CLI::App& app);
};

struct LoadedModel {
  std::unique_ptr<model::Network> network;
  std::size_t layer = 0;
};
/// The network with its input set.
Result<LoadedModel> load_model(const ModelOptions& options);

/// Writes one tensor of this file shape, whole or not at all.
Result<void> write_tensor(const std::string& path, const std::string& name, std::vector<std::int64_t> shape,
                          const tensor::Tensor& values);

}  // namespace stride::cli
