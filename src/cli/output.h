#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace stride::cli {

/// Writes everything or nothing: to standard output where `path` is empty, else to a file that appears once it is
/// whole.
Result<void> write_output(const std::string& path, std::string_view content);

/// `stride: message` on standard error, as one line.
void complain(std::string message);

}  // namespace stride::cli
