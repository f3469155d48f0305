#include "labs/receptive_field/receptive_field.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "labs/receptive_field/view.h"
#include "labs/worksheet/actions.h"

namespace stride::labs::receptive_field {

namespace {

constexpr std::array<worksheet::AnswerColumn, 2> columns = {worksheet::field_column, worksheet::jump_column};

// Empty for the default, else a whole number from low to high.
template <int low, int high>
std::string number_problem(const Content& content, std::string_view value) {
  int number = low - 1;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  const bool read = error == std::errc() && end == value.data() + value.size();
  if (value.empty() || (read && number >= low && number <= high)) return "";
  return content.text.get("receptive_field.number_problem",
                          {{"low", std::to_string(low)}, {"high", std::to_string(high)}});
}

template <const auto& known>
std::string choice_problem(const Content& content, std::string_view value) {
  if (std::ranges::contains(known, value)) return "";
  std::string all;
  for (const std::string_view each : known) all += (all.empty() ? "" : ", ") + std::string(each);
  return content.text.get("receptive_field.choice_problem", {{"known", all}});
}

// A name that this network doesn't have stands for its last map: the network may be chosen after it.
std::string layer_problem(const Content& content, std::string_view value) {
  return value.size() <= 40 ? "" : content.text.get("receptive_field.layer_problem");
}

// Digits, dots and commas; what makes no block isn't drawn.
std::string blocks_problem(const Content& content, std::string_view value) {
  const bool fine = value.size() < 9'000 && value.find_first_not_of("0123456789.,") == std::string_view::npos;
  return fine ? "" : content.text.get("receptive_field.blocks_problem");
}

constexpr Field choice(std::string_view name, std::string_view value,
                       std::string (*problem)(const Content&, std::string_view), bool in_fragment = false) {
  return {.name = name,
          .kind = Field::Kind::choice,
          .default_value = value,
          .in_fragment = in_fragment,
          .problem = problem};
}
constexpr Field number(std::string_view name, std::string_view value,
                       std::string (*problem)(const Content&, std::string_view), bool in_fragment = false) {
  return {.name = name, .default_value = value, .in_fragment = in_fragment, .problem = problem};
}

constexpr std::array<Field, 25> fields = {{
    worksheet::student_id_field,
    worksheet::network_field,
    worksheet::size_field,
    worksheet::rounding_field,
    choice("layer", "", layer_problem, true),
    number("row", "", number_problem<0, 99'999>, true),
    number("column", "", number_problem<0, 99'999>, true),
    choice("walk", "back", choice_problem<walks>),
    worksheet::flag_field("perspective"),
    worksheet::flag_field("reveal"),
    worksheet::flag_field("show_measured"),
    worksheet::flag_field("show_depths"),
    choice("measure_seeds", "1", choice_problem<seed_counts>),
    choice("measure_activation", "own", choice_problem<activations>),
    choice("measure_init", "he", choice_problem<inits>),
    choice("measure_image", "gratings", choice_problem<images>),
    worksheet::flag_field("show_touch"),
    choice("touch_side", "8", choice_problem<sides>),
    number("touched", "", blocks_problem),
    number("brush", "", blocks_problem),
    worksheet::flag_field("show_stack"),
    number("stack_depth", "12", number_problem<1, 24>),
    number("stack_kernel", "3", number_problem<2, 7>),
    choice("stack_activation", "none", choice_problem<stack_activations>),
    choice("stack_init", "he", choice_problem<inits>),
}};

void field_changed(const Content& content, State& state, std::string_view field) {
  worksheet::field_changed(content, state, field);
  if (field == "layer") {
    for (const char* place : {"row", "column"}) {
      state.fields.erase(place);
      state.drafts.erase(place);
    }
  }
  if (field == "touch_side") state.fields["touched"] = state.fields["brush"] = "";
  if (field == "layer" || field == "walk") state.playback.clear();
}

// `at:3,4` of a pad.
struct Place {
  bool here = false;  // pressed, not only moved to
  std::string row, column;
};
std::optional<Place> place_of(std::string_view value) {
  const auto colon = value.find(':'), comma = value.find(',');
  if (colon == std::string_view::npos || comma == std::string_view::npos || comma < colon) return std::nullopt;
  return Place{value.starts_with("at"), std::string(value.substr(colon + 1, comma - colon - 1)),
               std::string(value.substr(comma + 1))};
}

void choose_neuron(const Content& content, State& state, const Place& place) {
  for (const auto& [field, value] : {std::pair{"row", place.row}, std::pair{"column", place.column}}) {
    state.fields[field] = value;
    state.drafts.erase(field);
  }
  state.status = content.text.get("receptive_field.moved", {{"row", place.row}, {"column", place.column}});
}

void paint(const Content& content, State& state, const Place& place) {
  const std::string block = place.row + "." + place.column;
  state.fields["brush"] = block;
  state.status = content.text.get(place.here ? "receptive_field.touch.painted" : "receptive_field.touch.moved",
                                  {{"row", place.row}, {"column", place.column}});
  if (!place.here) return;
  std::string& touched = state.fields["touched"];
  if (("," + touched + ",").find("," + block + ",") != std::string::npos || touched.size() > 8'000) return;
  touched += (touched.empty() ? "" : ",") + block;
}

void press(const Content& content, State& state, const Event& event) {
  const auto place = place_of(event.value);
  if (event.id == "neuron" && place) return choose_neuron(content, state, *place);
  if (event.id == "patch" && place) {
    state.fields["touched"] = place->row + "." + place->column;
  } else if (event.id == "paint" && place) {
    paint(content, state, *place);
  } else if (event.id == "clear-paint") {
    state.fields["touched"] = "";
    state.status = content.text.get("receptive_field.touch.cleared");
  } else if (event.id == "show-numbers") {
    state.fields["reveal"] = "on";
    state.status = content.text.get("receptive_field.revealed");
  } else {
    worksheet::press(content, state, questions(), event);
  }
}

void check(const Content& content, State& state, const Event& event) {
  worksheet::check(content, state, questions(), event);
}
void paste(const Content& content, State& state, const Event& event) {
  worksheet::paste(content, state, questions(), event);
}
std::string copy(const Content& content, const State& state, std::string_view format) {
  return worksheet::copy(content, state, questions(), format);
}

}  // namespace

const worksheet::Questions& questions() {
  static constexpr worksheet::Questions all = {.columns = columns, .whole_network = false};
  return all;
}

const Lab lab = {
    .name = "receptive-field",
    .fields = fields,
    .view = view,
    .figure = figure,
    .wants = wants,
    .sheet = worksheet::sheet_key,
    .field_changed = field_changed,
    .check = check,
    .press = press,
    .paste = paste,
    .copy = copy,
};

}  // namespace stride::labs::receptive_field
