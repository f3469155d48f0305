#include "labs/convolution/convolution.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "labs/convolution/view.h"
#include "labs/worksheet/fields.h"

namespace stride::labs::convolution {

namespace {

template <int low, int high>
std::string number_problem(const Content& content, std::string_view value) {
  int number = low - 1;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  const bool read = error == std::errc() && end == value.data() + value.size();
  if (read && number >= low && number <= high) return "";
  return content.text.get("convolution.number_problem", {{"low", whole(low)}, {"high", whole(high)}});
}

std::string tensor_problem(const Content& content, std::string_view value) {
  const auto tensor = read_tensor(content, value);
  return tensor ? "" : tensor.error().message;
}

std::string kind_problem(const Content& content, std::string_view value) {
  return value == "correlation" || value == "flipped" ? "" : content.text.get("convolution.kind_problem");
}

std::string formula_problem(const Content& content, std::string_view value) {
  return value.size() <= 2000 ? "" : content.text.get("convolution.formula_problem");
}

constexpr std::array<Field, 8> fields = {{
    {.name = "tensor_i",
     .default_value = "1 2 0 1 3\n0 1 3 1 0\n2 1 0 2 1\n1 0 1 3 2\n0 2 1 0 1\n\n0 1 1 0 2\n1 0 2 1 0\n0 3 1 0 1\n2 1 0 "
                      "1 0\n1 0 2 1 3",
     .problem = tensor_problem},
    {.name = "tensor_k", .default_value = "1 0 -1\n2 0 -2\n1 0 -1\n\n0 1 0\n1 -4 1\n0 1 0", .problem = tensor_problem},
    {.name = "conv_stride", .default_value = "2", .in_fragment = true, .problem = number_problem<1, 6>},
    {.name = "conv_pad", .default_value = "0", .in_fragment = true, .problem = number_problem<0, 3>},
    {.name = "conv_dilation", .default_value = "1", .in_fragment = true, .problem = number_problem<1, 4>},
    {.name = "conv_kind",
     .kind = Field::Kind::choice,
     .default_value = "correlation",
     .in_fragment = true,
     .problem = kind_problem},
    {.name = "own_formula", .problem = formula_problem},
    worksheet::flag_field("predict"),
}};

std::vector<jobs::Job> wants(const Content&, const State&) { return {}; }
std::string sheet(const Content&, const State&) { return std::string(sheet_key); }

void field_changed(const Content&, State& state, std::string_view field) {
  if (field == "own_formula") return;
  state.playback.clear();
  if (field == "predict") return;
  // What was predicted of other numbers says nothing about these.
  for (auto& [key, entry] : state.entries)
    if (key.starts_with("convolution/value.")) entry = Entry{};
}

double playback_of(const State& state) {
  const auto found = state.playback.find(input_id);
  return found == state.playback.end() ? 0 : found->second;
}

void check(const Content& content, State& state, const Event& event) {
  const auto exercise = read_exercise(content, state);
  if (!exercise) return;
  const Prediction asked = prediction(content, *exercise, playback_of(state));
  if (asked.cell == event.id) check_prediction(content, state, std::string(sheet_key), asked, event);
}

void press(const Content& content, State& state, const Event& event) {
  const auto exercise = read_exercise(content, state);
  const auto colon = event.value.find(':'), comma = event.value.find(',');
  if (event.id != "cell" || !exercise || colon == std::string_view::npos || comma == std::string_view::npos) return;
  std::int64_t i = 0, j = 0;
  std::from_chars(event.value.data() + colon + 1, event.value.data() + comma, i);
  std::from_chars(event.value.data() + comma + 1, event.value.data() + event.value.size(), j);
  const std::int64_t cell =
      std::clamp<std::int64_t>(i * exercise->columns + j, 0, exercise->rows * exercise->columns - 1);
  state.playback[std::string(input_id)] = real(cell * exercise->products());
}

void paste(const Content& content, State& state, const Event& event) { check(content, state, event); }

std::string copy(const Content& content, const State& state, std::string_view) {
  const auto exercise = read_exercise(content, state);
  return exercise ? "Z[i,j] = " + formula_of(*exercise) : exercise.error().message;
}

}  // namespace

const Lab lab = {
    .name = "convolution",
    .fields = fields,
    .view = view,
    .figure = figure,
    .wants = wants,
    .sheet = sheet,
    .field_changed = field_changed,
    .check = check,
    .press = press,
    .paste = paste,
    .copy = copy,
    .keeps_playback = true,
};

}  // namespace stride::labs::convolution
