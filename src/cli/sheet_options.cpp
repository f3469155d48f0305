#include "cli/sheet_options.h"

#include "cli/content.h"
#include "course/student_id.h"

namespace stride::cli {
namespace {

Result<nn::Pair> size_of(const SheetOptions& options, const nn::NetworkSpec& network) {
  if (!options.id.empty()) {
    const auto id = course::parse_student_id(options.id);
    if (!id) return fail(id.error().message, "--id");
    return nn::Pair{id->side, id->side};
  }
  if (options.size.empty()) return network.input_size;
  const auto size = nn::parse_size(options.size);
  return size ? size : Result<nn::Pair>(fail(size.error().message, "--size"));
}

}  // namespace

void SheetOptions::declare(::CLI::App& app) {
  app.add_option("NETWORK", network, "A name that `stride networks` lists, or the path of a network file (*.json).")
      ->required();
  auto* const by_size =
      app.add_option("--size", size,
                     "Input size in pixels: N, or HxW (height first). Without it and --id: the network's own.")
          ->type_name("N|HxW");
  app.add_option("--id", id,
                 "A student ID of 8 digits, with or without hyphens: each side is 200 + its last two digits.")
      ->type_name("ID")
      ->excludes(by_size);
  app.add_option(
         "--rounding", rounding,
         "Sizes that the stride does not divide: floor (default) rounds down; ceil rounds pooling up, with PyTorch's "
         "rule for the last window, and convolution down; exact lets nothing come out.")
      ->type_name("floor|ceil|exact");
}

Result<Sheet> load_sheet(const SheetOptions& options) {
  auto network = load_network(options.network);
  if (!network) return std::unexpected(network.error());
  const auto size = size_of(options, *network);
  if (!size) return std::unexpected(size.error());
  const auto rounding = nn::parse_rounding(options.rounding);
  if (!rounding) return fail(rounding.error().message, "--rounding");
  return Sheet{std::move(*network), *size, *rounding};
}

}  // namespace stride::cli
