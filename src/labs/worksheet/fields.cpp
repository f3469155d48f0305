#include "labs/worksheet/fields.h"

#include "course/student_id.h"

namespace stride::labs::worksheet {

std::string student_id_problem(const Content& content, std::string_view value) {
  if (value.empty()) return "";
  const auto id = course::parse_student_id(value, content.text);
  return id ? "" : id.error().message;
}

std::string network_problem(const Content& content, std::string_view value) {
  return content.find_network(value) != nullptr
             ? ""
             : content.text.get("worksheet.network_problem", {{"value", std::string(value)}});
}

std::string size_problem(const Content&, std::string_view value) {
  if (value.empty()) return "";
  const auto size = nn::parse_size(value);
  return size ? "" : size.error().message;
}

std::string rounding_problem(const Content&, std::string_view value) {
  const auto rounding = nn::parse_rounding(value);
  return rounding ? "" : rounding.error().message;
}

std::string flag_problem(const Content& content, std::string_view value) {
  return value == "on" || value == "off" ? "" : content.text.get("app.flag_problem");
}

std::string value_of(const State& state, const Field& field) {
  const auto set = state.fields.find(field.name);
  return set != state.fields.end() ? set->second : std::string(field.default_value);
}

const nn::NetworkSpec& chosen_network(const Content& content, const State& state) {
  const nn::NetworkSpec* network = content.find_network(value_of(state, network_field));
  return network == nullptr ? content.networks.front() : *network;
}

nn::Pair chosen_size(const Content& content, const State& state) {
  const auto size = nn::parse_size(value_of(state, size_field));
  return size ? *size : chosen_network(content, state).input_size;
}

nn::Rounding chosen_rounding(const State& state) {
  return nn::parse_rounding(value_of(state, rounding_field)).value_or(nn::Rounding::floor);
}

std::optional<std::int64_t> side_of_id(const State& state) {
  const auto id = course::parse_student_id(value_of(state, student_id_field));
  return id ? std::optional(id->side) : std::nullopt;
}

nn::Pair size_on_choice(const State& state, const nn::NetworkSpec& network) {
  const auto side = side_of_id(state);
  return side && network.name == id_network ? nn::Pair{*side, *side} : network.input_size;
}

void field_changed(const Content& content, State& state, std::string_view field) {
  if (field == student_id_field.name) {
    const auto side = side_of_id(state);
    if (!side) return;
    state.fields["size"] = std::to_string(*side);
    state.drafts.erase("size");
    state.status = content.text.get("worksheet.size_set", {{"size", std::to_string(*side)}});
  } else if (field == network_field.name) {
    state.fields["size"] = nn::to_text(size_on_choice(state, chosen_network(content, state)));
    state.drafts.erase("size");
  } else if (field != size_field.name && field != rounding_field.name) {
    return;
  }
  state.playback.clear();
}

std::string sheet_key(const Content& content, const State& state) {
  return chosen_network(content, state).name + "/" + nn::to_text(chosen_size(content, state)) + "/" +
         std::string(nn::to_string(chosen_rounding(state)));
}

}  // namespace stride::labs::worksheet
