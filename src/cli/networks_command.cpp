#include <algorithm>
#include <memory>

#include "cli/command.h"
#include "cli/content.h"
#include "cli/output.h"
#include "cli/printable.h"

namespace stride::cli {
namespace {

Result<void> list_networks() {
  const auto names = network_names();
  if (!names) return std::unexpected(names.error());
  std::size_t width = 0;
  for (const std::string& name : *names) width = std::max(width, name.size());
  std::string list;
  for (const std::string& name : *names) {
    const auto network = load_network(name);
    if (!network) return std::unexpected(network.error());
    list += name + std::string(width + 2 - name.size(), ' ') + printable(network->title) + "\n";
  }
  return write_output("", list);
}

Run declare(::CLI::App&) { return list_networks; }

constexpr Manual kManual = {
    .name = "networks",
    .summary = "list the networks that come with Stride",
    .synopsis = "",
    .description = R"(Prints one line per network: the name that the other commands take as NETWORK, and
its title. Each is a file in web/content/networks; a new file is a new network.)",
    .examples = R"(stride networks
stride facts lenet-5)",
};

}  // namespace

Command networks_command() { return {kManual, declare}; }

}  // namespace stride::cli
