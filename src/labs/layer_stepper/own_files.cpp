#include "labs/layer_stepper/own_files.h"

namespace stride::labs::layer_stepper {

namespace {

// `TOKEN NAME` has two parts.
std::string part(const State& state, std::string_view field, bool name) {
  const std::string value = field_value(state, field);
  const auto space = value.find(' ');
  if (space == std::string::npos) return "";
  return name ? value.substr(space + 1) : value.substr(0, space);
}

}  // namespace

std::string no_problem(const Content&, std::string_view) { return ""; }

std::string own_picture_name(const State& state) {
  return field_value(state, "image") == "own" ? part(state, "own_picture", true) : "";
}

void use_own_files(const State& state, const nn::NetworkSpec& network, nn::Pair size, jobs::Job& job) {
  if (const std::string weights = part(state, "own_weights", false); !weights.empty())
    job.parameters["weights"] = weights;
  std::string& image = job.parameters["image"];
  if (image != "own") return;
  image = "shapes";
  if (const std::string input = part(state, "own_picture", false); !input.empty())
    job.parameters["input"] =
        input + "@" + whole(network.input_channels) + "x" + whole(size.height) + "x" + whole(size.width);
}

page::Blocks own_file_blocks(const Content& content, const State& state, const Opened& o) {
  const Text& text = content.text;
  page::Blocks line = {{"pick:picture", page::FileButton{text.get("own_files.picture"), "image/*,.safetensors", true}},
                       {"pick:weights", page::FileButton{text.get("own_files.weights"), ".safetensors", true}}};
  const std::string weights = part(state, "own_weights", true);
  if (!weights.empty()) line.push_back({"pick:built-in", page::Button{.label = text.get("own_files.built_in")}});
  std::string about = text.get("own_files.about");
  if (!weights.empty() && o.output) about = text.get("own_files.weights_from", {{"name", weights}}) + " " + about;
  return {{"own", page::Line{std::move(line)}},
          {"own.about", page::Prose{{page::plain(std::move(about))}, page::Tone::soft}}};
}

std::string own_weights_status(const Content& content, const State& state, const Opened& o) {
  const Text& text = content.text;
  const Hole name{"name", part(state, "own_weights", true)};
  if (state.status != text.get("own_files.weights_chosen", {name})) return "";
  return !o.problem.empty() ? o.problem : o.output ? text.get("own_files.weights_from", {name}) : "";
}

bool press_own_files(const Content& content, State& state, const Event& event) {
  const auto chosen = [&](std::string_view field, const char* key) {
    state.fields[std::string(field)] = event.value;
    state.status = content.text.get(key, {{"name", part(state, field, true)}});
  };
  if (event.id == "pick:picture") {
    state.fields["image"] = "own";
    chosen("own_picture", "own_files.picture_chosen");
  } else if (event.id == "pick:weights") {
    chosen("own_weights", "own_files.weights_chosen");
  } else if (event.id == "pick:built-in") {
    state.fields.erase("own_weights");
    state.status = content.text.get("own_files.built_in_chosen");
  } else {
    return false;
  }
  return true;
}

}  // namespace stride::labs::layer_stepper
