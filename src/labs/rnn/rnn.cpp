#include "labs/rnn/rnn.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include "labs/rnn/network.h"
#include "labs/rnn/view.h"

namespace stride::labs::rnn {

namespace {

// A number from low to high, whole if they ask for that.
template <int low, int high, bool whole>
std::string number_problem(const Content& content, std::string_view value) {
  const std::string text(value);
  char* end = nullptr;
  const double number = std::strtod(text.c_str(), &end);
  const bool read = !text.empty() && *end == '\0' && text.find_first_not_of("0123456789.-+e") == std::string::npos;
  if (read && number >= low && number <= high &&
      (!whole || (number == std::floor(number) && text.find_first_of(".e") == std::string::npos)))
    return "";
  return content.text.get(whole ? "rnn.whole_problem" : "rnn.number_problem",
                          {{"low", std::to_string(low)}, {"high", std::to_string(high)}});
}

template <const auto& known>
std::string choice_problem(const Content& content, std::string_view value) {
  if (std::ranges::contains(known, value)) return "";
  std::string all;
  for (const std::string_view each : known) all += (all.empty() ? "" : ", ") + std::string(each);
  return content.text.get("rnn.choice_problem", {{"known", all}});
}

std::string text_problem(const Content& content, std::string_view value) {
  return !value.empty() && value.size() <= 1000 ? "" : content.text.get("rnn.text_problem");
}

using Kind = Field::Kind;
constexpr Field choice(std::string_view name, std::string_view value,
                       std::string (*problem)(const Content&, std::string_view)) {
  return {.name = name, .kind = Kind::choice, .default_value = value, .in_fragment = true, .problem = problem};
}
constexpr Field number(std::string_view name, std::string_view value,
                       std::string (*problem)(const Content&, std::string_view)) {
  return {.name = name, .kind = Kind::number, .default_value = value, .in_fragment = true, .problem = problem};
}

constexpr std::array<Field, 18> fields = {{
    choice("cell", "tanh", choice_problem<cells>),
    number("hidden", "64", number_problem<1, 512, true>),
    number("steps", "30", number_problem<1, 1000, true>),
    choice("scale", "sigma", choice_problem<scales>),
    number("scale_to", "0.83", number_problem<0, 100, false>),
    choice("weights", "gaussian", choice_problem<inits>),
    choice("sequence", "noise", choice_problem<sequences>),
    // What a student types isn't put into links.
    {.name = "reads", .default_value = "to be or not to be", .problem = text_problem},
    number("input_scale", "0.5", number_problem<0, 1000, false>),
    number("bias", "0", number_problem<-1000, 1000, false>),
    number("forget_bias", "1", number_problem<-1000, 1000, false>),
    number("seed", "7", number_problem<0, 1'000'000'000, true>),
    number("truncate", "0", number_problem<0, 1000, true>),
    number("clip", "0", number_problem<0, 1'000'000, false>),
    choice("compare_1", "none", choice_problem<comparisons>),
    choice("compare_2", "none", choice_problem<comparisons>),
    choice("compare_3", "none", choice_problem<comparisons>),
    {.name = "speed", .kind = Kind::choice, .default_value = "1", .problem = choice_problem<speeds>},
}};

std::string sheet(const Content&, const State&) { return std::string(sheet_key); }

void field_changed(const Content&, State& state, std::string_view field) {
  if (field == "steps") state.playback.clear();
}

void paste(const Content& content, State& state, const Event& event) { check(content, state, event); }

}  // namespace

const Lab lab = {
    .name = "rnn",
    .fields = fields,
    .view = view,
    .figure = figure,
    .wants = wants,
    .sheet = sheet,
    .field_changed = field_changed,
    .check = check,
    .press = press,
    .paste = paste,
    .copy = nullptr,
    .copy_results = copy,
};

}  // namespace stride::labs::rnn
