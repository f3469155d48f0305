#include <string>
#include <vector>

#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/output.h"

namespace {

using namespace stride::cli;

constexpr int kFailure = 2;

int refuse(const std::string& message) {
  complain(message);
  return kFailure;
}

int finish(const stride::Result<void>& result) { return result ? 0 : refuse(result.error().text()); }

/// Help is asked for by an option that stands for itself, so that it works wherever it is and whatever is missing.
bool asks_for_help(const std::vector<std::string>& arguments) {
  for (const std::string& argument : arguments) {
    if (argument == "--") return false;
    if (argument == "--help" || argument == "-h") return true;
  }
  return false;
}

int run(const Command& command, const std::vector<std::string>& arguments) {
  ::CLI::App app;
  app.set_help_flag();
  const Run action = command.manual.name.empty() ? Run() : command.declare(app);
  if (asks_for_help(arguments)) return finish(write_output("", command_help(command.manual, app)));
  const std::string help = "; see stride " + std::string(command.manual.name) + " --help";
  const auto arrangement = arranged(app, arguments);
  if (!arrangement) return refuse(arrangement.error().text() + help);
  try {
    app.parse(std::vector(arrangement->rbegin(), arrangement->rend()));
  } catch (const ::CLI::ParseError& error) {
    return refuse(error.what() + help);
  }
  return finish(action());
}

}  // namespace

int main(int count, char** values) {
  std::vector<std::string> arguments(values + (count > 0 ? 1 : 0), values + count);
  if (arguments.empty()) return refuse("expected a command; see stride --help");
  std::string name = arguments.front();
  arguments.erase(arguments.begin());
  if (name == "help" && arguments.size() == 1) {
    name = arguments.front();
    arguments = {"--help"};
  }
  if (name == "--help" || name == "-h" || name == "help") return finish(write_output("", program_help()));
  for (const Command& command : all_commands())
    if (command.manual.name == name) return run(command, arguments);
  return refuse("there is no command \"" + name + "\"; see stride --help");
}
