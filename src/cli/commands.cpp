#include <array>

#include "cli/command.h"

namespace stride::cli {

std::span<const Command> all_commands() {
  static const std::array commands = {
      networks_command(), facts_command(),   check_command(),    key_command(), verify_command(),
      show_command(),     forward_command(), gradient_command(), rnn_command(), bench_command(),
  };
  return commands;
}

}  // namespace stride::cli
