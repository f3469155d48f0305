#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "base/result.h"

namespace stride::cli {

/// The arguments as the library takes each for what it is: options as `--name=value`, then `--` and the others, so that
/// an answer may begin with a minus: -(-13). What is wrong with an option's name or its value's absence is said here.
Result<std::vector<std::string>> arranged(const ::CLI::App& app, const std::vector<std::string>& arguments);

/// Checks of an option's value. The library alone takes 010 for 8, 0x10 for 16, and says only what it can't convert.
::CLI::Validator whole_number(std::uint64_t low = 0, std::uint64_t high = std::numeric_limits<std::uint64_t>::max());
::CLI::Validator number();

}  // namespace stride::cli
