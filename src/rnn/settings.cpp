#include "rnn/settings.h"

#include <algorithm>
#include <cmath>

namespace stride::rnn {

namespace {

template <class Value, std::size_t count>
Result<Value> parse(std::string_view name, const std::array<std::string_view, count>& names, std::string_view what) {
  const auto found = std::ranges::find(names, name);
  if (found != names.end()) return static_cast<Value>(found - names.begin());
  std::string known;
  for (const std::string_view each : names) known += (known.empty() ? "" : ", ") + std::string(each);
  return fail("expected one of " + known + ", found '" + std::string(name) + "'", std::string(what));
}

Result<void> within(double value, double low, double high, const char* name, const char* expected) {
  if (value >= low && value <= high) return {};  // NaN isn't
  return fail(expected, name);
}

}  // namespace

Result<Cell> parse_cell(std::string_view name) { return parse<Cell>(name, cell_names, "cell"); }
Result<Init> parse_init(std::string_view name) { return parse<Init>(name, init_names, "init"); }
Result<Scale> parse_scale(std::string_view name) { return parse<Scale>(name, scale_names, "scale"); }
Result<Input> parse_input(std::string_view name) { return parse<Input>(name, input_names, "input"); }

std::optional<double> steepest_slope(Cell cell) {
  switch (cell) {
    case Cell::tanh:
    case Cell::relu:
    case Cell::identity:
      return 1;
    case Cell::sigmoid:
      return 0.25;
    default:
      return std::nullopt;
  }
}

Result<void> check(const Settings& s) {
  const std::array checks = {
      within(s.hidden, 1, most_hidden, "hidden", "expected 1 to 512 units"),
      within(s.steps, 1, most_steps, "steps", "expected 1 to 1000 steps"),
      within(s.scale_to, 0, 100, std::string(to_string(s.scale)).c_str(), "expected 0 to 100"),
      within(s.input_scale, 0, 1000, "input_scale", "expected 0 to 1000"),
      within(s.bias, -1000, 1000, "bias", "expected -1000 to 1000"),
      within(s.forget_bias, -1000, 1000, "forget_bias", "expected -1000 to 1000"),
      within(s.truncate, 0, most_steps, "truncate", "expected 0 (never) to 1000 steps"),
  };
  for (const auto& each : checks)
    if (!each) return each;
  if (s.input == Input::text && s.text.empty()) return fail("expected some text for the network to read", "text");
  if (s.text.size() > 4000) return fail("expected at most 4000 bytes", "text");
  return {};
}

}  // namespace stride::rnn
