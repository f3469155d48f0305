#include "labs/initialisation/initialisation.h"

#include <algorithm>
#include <charconv>

#include "labs/initialisation/actions.h"
#include "labs/initialisation/view.h"

namespace stride::labs::initialisation {

namespace {

template <int low, int high>
std::string whole_problem(const Content& content, std::string_view value) {
  int number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error == std::errc() && end == value.data() + value.size() && number >= low && number <= high) return "";
  return content.text.get("initialisation.whole_problem",
                          {{"low", std::to_string(low)}, {"high", std::to_string(high)}});
}

std::string slope_problem(const Content& content, std::string_view value) {
  return std::ranges::contains(slopes, value) ? "" : content.text.get("initialisation.slope_problem");
}

constexpr std::array<Field, 4> fields = {{
    {.name = "width", .default_value = "512", .in_fragment = true, .problem = whole_problem<2, 4096>},
    {.name = "depth", .default_value = "22", .in_fragment = true, .problem = whole_problem<1, 100>},
    {.name = "slope", .kind = Field::Kind::choice, .default_value = "0", .in_fragment = true, .problem = slope_problem},
    {.name = "stack_seed", .default_value = "1", .in_fragment = true, .problem = whole_problem<0, 1'000'000'000>},
}};

std::vector<jobs::Job> wants(const Content& content, const State& state) {
  const Stack stack = read_stack(content, state, {});
  const bool shown = std::ranges::any_of(ways, [&](auto way) { return is_open(content, state, stack, way); });
  return shown ? std::vector{stack.job} : std::vector<jobs::Job>{};
}

std::string sheet(const Content& content, const State& state) { return read_stack(content, state, {}).key; }
void field_changed(const Content&, State&, std::string_view) {}

}  // namespace

const Lab lab = {
    .name = "initialisation",
    .fields = fields,
    .view = view,
    .figure = figure,
    .wants = wants,
    .sheet = sheet,
    .field_changed = field_changed,
    .check = check,
    .press = press,
    .paste = check,
    .copy = copy,
};

}  // namespace stride::labs::initialisation
