#include <memory>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "cli/content.h"
#include "cli/output.h"
#include "cli/sheet_options.h"
#include "course/worksheet.h"

namespace stride::cli {
namespace {

using nlohmann::ordered_json;

struct Options {
  SheetOptions sheet;
  std::string cell, answer;
  std::vector<std::string> given;
};

Result<course::Given> read_given(const course::Worksheet& sheet, const std::vector<std::string>& pairs) {
  course::Given given;
  for (const std::string& pair : pairs) {
    const std::size_t sign = pair.find('=');
    if (sign == std::string::npos) return fail("expected CELL=ANSWER, found \"" + pair + "\"", "--given");
    const auto cell = course::parse_cell(sheet, pair.substr(0, sign));
    if (!cell) return fail(cell.error().message, "--given");
    given.insert_or_assign(*cell, pair.substr(sign + 1));
  }
  return given;
}

/// A whole number as a number, all else (13x11, `fc6, fc7`) as text.
ordered_json expected_value(const std::string& expected) {
  const bool whole =
      !expected.empty() && expected.size() < 19 && expected.find_first_not_of("0123456789") == std::string::npos;
  return whole ? ordered_json(std::stoll(expected)) : ordered_json(expected);
}

ordered_json to_json(const course::Grade& grade) {
  ordered_json result;
  result["verdict"] = to_string(grade.verdict);
  result["expected"] = expected_value(grade.expected);
  result["misconception"] = grade.misconception.empty() ? ordered_json(nullptr) : ordered_json(grade.misconception);
  result["also"] = grade.also;
  result["message"] = grade.message;
  if (grade.root) result["root"] = grade.root->text();
  return result;
}

Result<void> check(const Options& options) {
  auto chosen = load_sheet(options.sheet);
  if (!chosen) return std::unexpected(chosen.error());
  const auto sheet = course::make_worksheet(chosen->network, chosen->size, chosen->rounding);
  if (!sheet) return std::unexpected(sheet.error());
  const auto cell = course::parse_cell(*sheet, options.cell);
  if (!cell) return fail(cell.error().message, "CELL");
  const auto given = read_given(*sheet, options.given);
  if (!given) return std::unexpected(given.error());
  const auto text = load_text();
  if (!text) return std::unexpected(text.error());
  const auto grade = course::grade(*sheet, *cell, options.answer, *given, *text);
  return write_output("", to_json(grade).dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n");
}

Run declare(::CLI::App& app) {
  auto options = std::make_shared<Options>();
  options->sheet.declare(app);
  app.add_option(
         "CELL", options->cell,
         "LAYER.COLUMN. The columns: output, parameters, neurons, macs, input, channels, filter, admissible_min, "
         "admissible_max, admissible; receptive_field, jump and smallest_input of convolutions and pools. Also "
         "total.parameters, total.neurons, "
         "total.neurons_without_pooling, total.macs, and largest.layer.")
      ->required();
  app.add_option("ANSWER", options->answer,
                 "As a student types it: a number (34944, 34'944, 34 944), a formula, a size N, HxW or CxHxW, names of "
                 "layers, or (for admissible) input sizes: 211-242, or 211, 243, 275. One that begins with a hyphen "
                 "and a letter "
                 "stands behind --.")
      ->required();
  app.add_option("--given", options->given,
                 "Another answer of the same student, for errors carried forward. May be repeated.")
      ->type_name("CELL=ANSWER")
      ->allow_extra_args(false);
  return [options] { return check(*options); };
}

constexpr Manual kManual = {
    .name = "check",
    .summary = "grade one answer as the tutor does",
    .synopsis =
        "NETWORK [--size N | --size HxW | --id ID]\n"
        "[--rounding floor|ceil|exact]\n"
        "CELL ANSWER [--given CELL=ANSWER ...]",
    .description = R"(Grades what a student typed into one cell of a worksheet and prints a JSON object:

  verdict        correct | consistent | wrong | unreadable
  expected       the right answer: a whole number, or text such as "13x11"
  misconception  the slip that gives this answer, or null
  also           the other slips that give the same answer
  message        what the student is told
  root           with the verdict consistent: the earlier wrong cell

An answer is consistent if it is wrong but follows rightly from the student's own
earlier answers, which --given names. Given answers that are unreadable, zero,
negative or larger than the input with its padding do not count. Slips are
worked out for the numbers at hand; an answer that is right names none.

Under --rounding exact a size that does not come out has no number: `none`, the
remainder (`remainder 1`) or the unrounded quotient (`51.25`) is correct, and a
rounded size is wrong by the slip rounded-down or rounded-up. LAYER.admissible then
asks for all sizes of the image's hundred that divide at every layer, whatever map
they end in; admissible_min and admissible_max for the size that leaves the map as
it is, which `stride facts` tells.)",
    .examples = R"(stride check alexnet-bern --id 14-141-512 conv2.output 12
stride check alexnet-bern --size 212 pool1.output 24 --given conv1.output=50
stride check vgg-d fc6.parameters '4096*(512*7 + 1)'
stride check alexnet-bern --size 212 largest.layer fc7)",
};

}  // namespace

Command check_command() { return {kManual, declare}; }

}  // namespace stride::cli
