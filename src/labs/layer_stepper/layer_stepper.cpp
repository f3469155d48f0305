#include "labs/layer_stepper/layer_stepper.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "labs/layer_stepper/own_files.h"
#include "labs/layer_stepper/view.h"
#include "labs/worksheet/actions.h"

namespace stride::labs::layer_stepper {

namespace {

template <const auto& known>
std::string choice_problem(const Content& content, std::string_view value) {
  if (std::ranges::contains(known, value)) return "";
  std::string all;
  for (const std::string_view each : known) all += (all.empty() ? "" : ", ") + std::string(each);
  return content.text.get("layer_stepper.choice_problem", {{"known", all}});
}

std::string number_problem(const Content& content, std::string_view value) {
  std::int64_t number = -1;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  const bool read = error == std::errc() && end == value.data() + value.size();
  return read && number >= 0 && number <= 1'000'000 ? "" : content.text.get("layer_stepper.number_problem");
}

// A name that this network doesn't have stands for its first layer: the network may be chosen after it.
std::string layer_problem(const Content& content, std::string_view value) {
  return value.size() <= 40 ? "" : content.text.get("layer_stepper.layer_problem");
}

constexpr std::array<std::string_view, 6> images = {"gratings", "shapes", "patches", "text", "noise", "own"};
constexpr std::array<std::string_view, 2> orders = {"number", "energy"};
constexpr std::array<std::string_view, 4> speeds = {"1", "4", "15", "60"};
constexpr std::array<std::string_view, 2> walks = {"windows", "products"};

using Kind = Field::Kind;
constexpr Field choice(std::string_view name, std::string_view value,
                       std::string (*problem)(const Content&, std::string_view), bool in_fragment = false) {
  return {.name = name, .kind = Kind::choice, .default_value = value, .in_fragment = in_fragment, .problem = problem};
}
constexpr Field number(std::string_view name, std::string_view value, bool in_fragment = false) {
  return {.name = name, .default_value = value, .in_fragment = in_fragment, .problem = number_problem};
}

// On until a layer is chosen.
constexpr Field whole_field = [] {
  Field field = worksheet::flag_field("whole");
  field.default_value = "on";
  return field;
}();

constexpr std::array<Field, 17> fields = {{
    worksheet::student_id_field,
    worksheet::network_field,
    worksheet::size_field,
    worksheet::rounding_field,
    choice("layer", "", layer_problem, true),
    number("channel", "0", true),
    number("input_channel", "0"),
    choice("image", "shapes", choice_problem<images>),
    number("weight_seed", "1"),
    choice("own_picture", "", no_problem),
    choice("own_weights", "", no_problem),
    choice("order", "number", choice_problem<orders>),
    choice("steps_per_second", "4", choice_problem<speeds>),
    choice("walk_by", "windows", choice_problem<walks>),
    whole_field,
    worksheet::flag_field("flat"),
    worksheet::flag_field("predict"),
}};

void forget(State& state, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    state.fields.erase(name);
    state.drafts.erase(name);
  }
}

void field_changed(const Content& content, State& state, std::string_view field) {
  worksheet::field_changed(content, state, field);
  if (field == "layer") {
    forget(state, {"channel", "input_channel"});
    state.fields["whole"] = "off";
  }
  if (field == "layer" || field == "walk_by" || field == "order") state.playback.clear();
}

void open(const Content& content, State& state, std::string_view layer) {
  state.fields["layer"] = layer;
  field_changed(content, state, "layer");
  state.current.clear();
  const Opened opened = open_layer(content, state, {});
  if (!opened.asked.empty()) state.current = opened.asked;
  state.status = content.text.get("layer_stepper.opened", {{"layer", std::string(layer)}});
}

// `at:3,4` of a pad, or `move:3,4`.
std::optional<nn::Pair> place_of(std::string_view value) {
  nn::Pair place;
  const auto colon = value.find(':'), comma = value.find(',');
  if (colon == std::string_view::npos || comma == std::string_view::npos || comma < colon) return std::nullopt;
  std::from_chars(value.data() + colon + 1, value.data() + comma, place.height);
  std::from_chars(value.data() + comma + 1, value.data() + value.size(), place.width);
  return place;
}

void pick_channel(const Content& content, State& state, const Event& event, nn::Pair place) {
  if (event.results == nullptr) return;
  const Opened opened = open_layer(content, state, *event.results);
  if (!opened.output) return;
  const auto order = channel_order(*opened.output, field_value(state, "order") == "energy");
  const auto page = static_cast<std::int64_t>(playback_of(state, channels_id));
  const std::int64_t index = (page * strip_rows + place.height) * strip_columns + place.width;
  if (index < 0 || index >= std::ssize(order)) return;
  state.fields["channel"] = whole(order[static_cast<std::size_t>(index)]);
  state.drafts.erase("channel");
  state.status = content.text.get("layer_stepper.channel_chosen", {{"channel", state.fields["channel"]}});
}

void press(const Content& content, State& state, const Event& event) {
  if (event.id.starts_with("layer:")) return open(content, state, event.id.substr(6));
  if (event.id.starts_with("row:")) {
    state.lab = "layer-sizes";
    const nn::LayerSpec* layer = worksheet::chosen_network(content, state).find(event.id.substr(4));
    const bool sized = layer != nullptr && layer->is_spatial();
    state.current = std::string(event.id.substr(4)) + (sized ? ".output" : ".parameters");
    state.focus = "cell." + state.current;
    return;
  }
  if (press_own_files(content, state, event)) return;
  const auto place = place_of(event.value);
  if (event.id == "cell" && place) {
    const Opened opened = open_layer(content, state, {});
    if (opened.layer != nullptr && opened.is_map())
      state.playback[std::string(window_id)] = t_of(state, opened, place->height, place->width);
  } else if (event.id == "channels" && place) {
    pick_channel(content, state, event, *place);
  } else {
    worksheet::press(content, state, questions(), event);
  }
}

void check(const Content& content, State& state, const Event& event) {
  if (event.id.starts_with("predict.")) {
    static const jobs::Results none;
    const Opened opened = open_layer(content, state, event.results == nullptr ? none : *event.results);
    for (const Prediction& asked : predictions(content, state, opened, playback_of(state, window_id)))
      if (asked.cell == event.id) check_prediction(content, state, opened.sheet.key, asked, event);
    return;
  }
  worksheet::check(content, state, questions(), event);
}
void paste(const Content& content, State& state, const Event& event) {
  worksheet::paste(content, state, questions(), event);
}
std::string copy(const Content& content, const State& state, std::string_view format) {
  return worksheet::copy(content, state, questions(), format);
}

}  // namespace

const Lab lab = {
    .name = "layer-stepper",
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
    .keeps_playback = true,
};

}  // namespace stride::labs::layer_stepper
