#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace stride::cli {

struct Output {
  std::string path;  // empty or `-`: standard output
  std::string_view content;
};

/// Writes everything or nothing. A file appears once it is whole, with the permissions of the one that it replaces and
/// behind the links that lead to it; a pipe or a device is written to.
Result<void> write_outputs(std::span<const Output> outputs);
Result<void> write_output(const std::string& path, std::string_view content);

/// How much of long work is done, 0 to 1: on standard error, where that is a terminal; 1 takes it away again.
void show_progress(double share);

/// `stride: message` on standard error, as one line.
void complain(std::string_view message);

}  // namespace stride::cli
