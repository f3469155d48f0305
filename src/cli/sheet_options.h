#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "base/result.h"
#include "nn/network.h"

namespace stride::cli {

/// NETWORK, --size or --id, --rounding: which network at which size under which convention.
struct SheetOptions {
  std::string network, size, id, rounding = "floor";

  void declare(::CLI::App& app);
};

struct Sheet {
  nn::NetworkSpec network;
  nn::Pair size;
  nn::Rounding rounding = nn::Rounding::floor;
};
Result<Sheet> load_sheet(const SheetOptions& options);

}  // namespace stride::cli
