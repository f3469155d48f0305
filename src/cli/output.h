#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace stride::cli {

/// Writes everything or nothing: to standard output where `path` is empty, else to a file that appears once it is
/// whole.
Result<void> write_output(const std::string& path, std::string_view content);

/// How much of long work is done, 0 to 1: on standard error, where that is a terminal; 1 takes it away again.
void show_progress(double share);

/// `stride: message` on standard error, as one line.
void complain(std::string_view message);

}  // namespace stride::cli
