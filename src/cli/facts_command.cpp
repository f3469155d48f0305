#include <memory>

#include "cli/command.h"
#include "cli/facts_format.h"
#include "cli/output.h"
#include "cli/sheet_options.h"

namespace stride::cli {
namespace {

struct Options {
  SheetOptions sheet;
  std::string format = "text", output;
};

Result<std::string> formatted(const Report& report, const std::string& format) {
  if (format == "text") return facts_text(report);
  if (format == "json") return facts_json(report);
  if (format == "csv") return facts_csv(report);
  if (format == "markdown") return facts_markdown(report);
  return fail("expected text, json, csv or markdown, found \"" + format + "\"", "--format");
}

Result<void> facts(const Options& options) {
  const auto sheet = load_sheet(options.sheet);
  if (!sheet) return std::unexpected(sheet.error());
  const auto report = make_report(*sheet);
  if (!report) return std::unexpected(report.error());
  const auto text = formatted(*report, options.format);
  return text ? write_output(options.output, *text) : Result<void>(std::unexpected(text.error()));
}

Run declare(::CLI::App& app) {
  auto options = std::make_shared<Options>();
  options->sheet.declare(app);
  app.add_option("--format", options->format, "text (default), json, csv or markdown.")
      ->type_name("text|json|csv|markdown");
  app.add_option("-o,--output", options->output, "Writes to this file instead of standard output, whole or not at all.")
      ->type_name("FILE");
  return [options] { return facts(*options); };
}

constexpr Manual kManual = {
    .name = "facts",
    .summary = "sizes, parameters and receptive fields, each with its derivation",
    .synopsis =
        "NETWORK [--size N | --size HxW | --id ID]\n"
        "[--rounding floor|ceil|exact]\n"
        "[--format text|json|csv|markdown] [-o FILE]",
    .description = R"(Prints what can be said about each named layer (convolutions, pools, linear layers)
of a network at one input size: output (channels, height, width), parameters,
neurons, multiply-adds, receptive field and jump in input pixels, and the centre of
output cell 0 (start), with the derivations; then the totals, the layer or layers
with the most parameters, the image sides that the first linear layer accepts, and
the smallest input that reaches every layer. Neurons of a layer are its outputs,
pools included.

In JSON, a field, jump or start that differs between the axes is a pair, height
first, and so are the accepted sizes and a derivation. A linear layer's output is
[n, 1, 1]. Under --rounding exact, an output is null from the first remainder on,
`remainder` gives (height, width), and the accepted sizes are those that leave the
linear layer its map; where none reaches it at this size, all up to 4096 that come
out.)",
    .examples = R"(stride facts alexnet-bern --id 14-141-512
stride facts alexnet-bern --size 212x300 --format json
stride facts my-network.json --rounding ceil --format csv -o sheet.csv)",
};

}  // namespace

Command facts_command() { return {kManual, declare}; }

}  // namespace stride::cli
