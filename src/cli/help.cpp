#include <sstream>

#include "cli/command.h"

namespace stride::cli {
namespace {

constexpr std::size_t kWidth = 88;
constexpr std::string_view kExitStatus =
    "0    all went well (for check: whatever the verdict)\n"
    "2    wrong usage, an unreadable file or an impossible network: one line on standard\n"
    "     error says what and where; nothing is written";

std::string indented(std::string_view text, std::size_t spaces) {
  std::string result;
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);)
    result += (line.empty() ? "" : std::string(spaces, ' ')) + line + "\n";
  return result;
}

std::string wrapped(std::string_view text, std::size_t indent) {
  std::istringstream words{std::string(text)};
  std::string lines, line;
  for (std::string word; words >> word;) {
    if (!line.empty() && indent + line.size() + 1 + word.size() > kWidth) {
      lines += line + "\n";
      line.clear();
    }
    line += (line.empty() ? "" : " ") + word;
  }
  return indented(lines + line, indent);
}

std::string section(std::string_view title, const std::string& body) {
  return body.empty() ? "" : "\n" + std::string(title) + "\n" + body;
}

std::string option_text(const ::CLI::Option& option) {
  std::string name = option.get_positional() ? option.get_single_name() : option.get_name(false, true);
  const std::string type = option.get_positional() ? "" : option.get_type_name();
  for (std::size_t comma = name.find(','); comma != std::string::npos; comma = name.find(',', comma + 2))
    name.insert(comma + 1, " ");
  return indented(name + (type.empty() ? "" : " " + type), 4) + wrapped(option.get_description(), 8);
}

std::string options_text(const ::CLI::App& app) {
  std::string text;
  for (const ::CLI::Option* option : app.get_options()) text += option_text(*option);
  return text;
}

}  // namespace

std::string command_help(const Manual& manual, const ::CLI::App& app) {
  const std::string called = "stride " + std::string(manual.name);
  std::string synopsis(manual.synopsis);
  for (std::size_t end = synopsis.find('\n'); end != std::string::npos; end = synopsis.find('\n', end + 1))
    synopsis.insert(end + 1, std::string(called.size() + 1, ' '));
  return "NAME\n" + indented(called + " - " + std::string(manual.summary), 4) +
         section("SYNOPSIS", indented(called + (synopsis.empty() ? "" : " ") + synopsis, 4)) +
         section("DESCRIPTION", indented(manual.description, 4)) + section("OPTIONS", options_text(app)) +
         section("EXIT STATUS", indented(kExitStatus, 4)) + section("EXAMPLES", indented(manual.examples, 4));
}

std::string program_help() {
  std::string commands;
  for (const Command& command : all_commands()) {
    const std::string name(command.manual.name);
    commands += indented(
        name + std::string(name.size() < 10 ? 10 - name.size() : 1, ' ') + std::string(command.manual.summary), 4);
  }
  return "NAME\n    stride - the arithmetic of convolutional networks, worked and checked exactly\n" +
         section("SYNOPSIS", "    stride COMMAND [ARGUMENT...]\n    stride help [COMMAND]\n") +
         section(
             "DESCRIPTION",
             wrapped(
                 "The same code as the tutor in the browser, for instructors, scripts and tests: output sizes, "
                 "parameters and receptive fields of a network at any input size, answers graded as the page grades "
                 "them, and the page itself as text.",
                 4)) +
         section("COMMANDS", commands) +
         section("OPTIONS", "    -h, --help\n        Prints this manual; after a command, the command's.\n") +
         section("ENVIRONMENT",
                 "    STRIDE_CONTENT\n" +
                     wrapped("The folder with networks/ and text/, instead of web/content of the source tree "
                             "that this program was built from.",
                             8)) +
         section("EXIT STATUS", indented(kExitStatus, 4)) +
         section("EXAMPLES",
                 "    stride networks\n    stride facts alexnet-bern --id 14-141-512\n"
                 "    stride check alexnet-bern --size 212 conv2.output 12\n    stride show layer-sizes --format "
                 "markdown\n");
}

}  // namespace stride::cli
