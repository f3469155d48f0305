#pragma once

#include <CLI/CLI.hpp>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace stride::cli {

/// A page of the manual. Options are listed from their own descriptions.
struct Manual {
  std::string_view name;      // facts
  std::string_view summary;   // one line, lower case, no full stop
  std::string_view synopsis;  // what follows `stride facts`, broken where it is long
  std::string_view description;
  std::string_view examples;
};

/// What a command does once its options are read. An error becomes one line and exit status 2.
using Run = std::function<Result<void>()>;

struct Command {
  Manual manual;
  Run (*declare)(::CLI::App& app);  // its options; what comes back is run if the command was called
};

Command networks_command();
Command facts_command();
Command check_command();
Command key_command();
Command verify_command();
Command show_command();
Command forward_command();
Command gradient_command();
Command bench_command();
Command rnn_command();

/// All commands, in the order of the manual: a new one is a file and a line in this list.
std::span<const Command> all_commands();

/// `stride --help` and `stride COMMAND --help`.
std::string program_help();
std::string command_help(const Manual& manual, const ::CLI::App& app);

}  // namespace stride::cli
