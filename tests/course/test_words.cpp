#include <doctest/doctest.h>

#include "course/rules.h"
#include "fixture.h"
#include "random_network.h"

// What is said: whole sentences with nothing left to fill in, calm, and without the number that is asked for.

using namespace stride;
using namespace stride::course;
using fixture::check;

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Whether a number stands in a sentence by itself, thousands separated or not.
bool gives_away(std::string message, const std::string& number) {
  std::erase(message, ',');
  for (std::size_t at = message.find(number); at != std::string::npos; at = message.find(number, at + 1)) {
    const bool starts = at == 0 || !is_digit(message[at - 1]);
    const bool ends = at + number.size() == message.size() || !is_digit(message[at + number.size()]);
    if (starts && ends) return true;
  }
  return false;
}

void well_said(const std::string& message) {
  CAPTURE(message);
  CHECK_FALSE(message.empty());
  CHECK_FALSE(message.contains('!'));
  CHECK_FALSE(message.contains('{'));
  CHECK_FALSE(message.contains("<course."));
  CHECK_FALSE(message.contains("  "));
  CHECK_FALSE(message.contains(".."));
}

}  // namespace

TEST_CASE("every slip has a name and advice") {
  for (const auto rules : {output_rules(), parameter_rules(), field_rules(), neuron_rules(), total_rules(),
                           admissible_rules(), smallest_rules(), filter_rules()})
    for (const Rule& rule : rules) {
      CAPTURE(std::string(rule.id));
      CHECK(fixture::text().has("course.slip." + std::string(rule.id)));
      CHECK(fixture::text().has("course.advice." + std::string(rule.id)));
    }
}

TEST_CASE("messages are whole, calm, and keep the number that is asked for") {
  for (std::uint64_t seed = 1000; seed < 1012; ++seed) {
    const fixture::Sample sample = fixture::random_sample(seed);
    const Worksheet sheet = fixture::sheet(sample.network, {sample.size, sample.size});
    for (const char* column :
         {"output", "parameters", "receptive_field", "jump", "neurons", "macs", "neurons_without_pooling",
          "admissible_min", "admissible_max", "admissible", "smallest_input", "layer"})
      for (const CellId& cell : cells_of_column(sheet, column))
        for (const char* answer :
             {"1", "2", "3", "7", "12", "13", "60", "100", "1234", "98765", "2.5", "-1", "5x6", "", "pool"}) {
          const Grade grade = check(sheet, cell.text(), answer);
          CAPTURE(cell.text());
          CAPTURE(answer);
          well_said(grade.message);
          well_said(grade.brief);
          // Small numbers stand in formulas and examples by chance; long ones do not.
          if (grade.verdict == Verdict::wrong && grade.expected.size() > 3)
            CHECK_FALSE(gives_away(grade.message, grade.expected));
        }
  }
}

TEST_CASE("a slip is shown with its working beside the rule") {
  const Worksheet at = fixture::sheet("alexnet-bern", 212);
  CHECK(
      check(at, "conv1.output", "202").message ==
      "Close. 202 comes out when the window moves by one pixel, not by the stride: 212 + 2*0 - 11 + 1. Divide the room "
      "that the window has by the stride. The rule: floor((n + 2*p - f)/s) + 1.");
  const Grade several = check(at, "conv2.output", "12");
  CHECK(several.message.starts_with(
      "Close. Which of these was it? 12 comes out when the + 1 for the first window is left out: "
      "floor((25 + 2*2 - 5)/2); or when "));
  CHECK(several.brief == "Four different slips lead to 12 here.");
  REQUIRE(several.routes.size() == 4);
  CHECK(math::to_text(several.routes[0].numbers) == "floor((25 + 2*2 - 5)/2)");
  CHECK(several.routes[2].label == "the padding is added on one side only");
}
