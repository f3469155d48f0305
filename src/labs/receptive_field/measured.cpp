#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numbers>

#include "labs/receptive_field/receptive_field.h"
#include "labs/receptive_field/view.h"
#include "nn/write.h"

namespace stride::labs::receptive_field {

namespace {

constexpr std::int64_t stack_channels = 8;

std::string value(const State& state, std::string_view field) { return value_of(lab, state, field); }

std::optional<nn::LayerType> activation_of(const std::string& name) {
  if (name == "relu") return nn::LayerType::relu;
  if (name == "tanh") return nn::LayerType::tanh;
  if (name == "sigmoid") return nn::LayerType::sigmoid;
  return std::nullopt;
}

// Only what is needed up to the chosen layer, with the chosen activation.
nn::NetworkSpec network_of(const State& state, const Walk& walk) {
  nn::NetworkSpec network = *walk.sheet.network;
  const auto last = std::ranges::find(network.layers, walk.name(), &nn::LayerSpec::name);
  network.layers.erase(last + 1, network.layers.end());
  const std::string activation = value(state, "measure_activation");
  return activation == "own" ? network : nn::with_activation(std::move(network), activation_of(activation));
}

jobs::Job job_on(const State& state, const Walk& walk, std::string kind) {
  return {.kind = std::move(kind),
          .parameters = {{"network", nn::to_json(network_of(state, walk))},
                         {"size", nn::to_text(walk.sheet.size)},
                         {"rounding", std::string(nn::to_string(walk.sheet.rounding))},
                         {"init", value(state, "measure_init")},
                         {"image", value(state, "measure_image")},
                         {"to", walk.name()}}};
}

bool is_on(const State& state, std::string_view flag) { return value(state, flag) == "on"; }

}  // namespace

std::int64_t whole_field(const State& state, std::string_view field, std::int64_t fallback) {
  const std::string text = value(state, field);
  std::int64_t number = fallback;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::optional<jobs::Job> field_job(const State& state, const Walk& walk) {
  if (!is_on(state, "show_measured")) return std::nullopt;
  jobs::Job job = job_on(state, walk, "effective_field");
  job.parameters["y"] = whole(walk.neuron.height);
  job.parameters["x"] = whole(walk.neuron.width);
  job.parameters["seeds"] = value(state, "measure_seeds");
  job.priority = 1;
  return job;
}

std::optional<jobs::Job> depths_job(const State& state, const Walk& walk) {
  if (!is_on(state, "show_measured") || !is_on(state, "show_depths")) return std::nullopt;
  jobs::Job job = job_on(state, walk, "effective_depths");
  job.parameters["seeds"] = value(state, "measure_seeds");
  return job;
}

std::optional<jobs::Job> touch_job(const State& state, const Walk& walk) {
  if (!is_on(state, "show_touch") || walk.paint.blocks.empty()) return std::nullopt;
  jobs::Job job = job_on(state, walk, "perturbation");
  job.parameters["touched"] = walk.paint.text();
  job.parameters["side"] = whole(walk.paint.side);
  job.priority = 2;
  return job;
}

std::optional<jobs::Job> stack_job(const State& state) {
  if (!is_on(state, "show_stack")) return std::nullopt;
  const nn::NetworkSpec stack = nn::stack(whole_field(state, "stack_depth", 12), whole_field(state, "stack_kernel", 3),
                                          stack_channels, activation_of(value(state, "stack_activation")));
  return jobs::Job{
      .kind = "effective_depths",
      .parameters = {
          {"network", nn::to_json(stack)}, {"init", value(state, "stack_init")}, {"image", "noise"}, {"seeds", "20"}}};
}

const jobs::JobResult* find_result(const jobs::Results& results, const std::optional<jobs::Job>& job) {
  if (!job) return nullptr;
  const auto found = results.find(job->key());
  return found == results.end() ? nullptr : &found->second;
}

std::vector<jobs::Job> wants(const Content& content, const State& state) {
  std::vector<jobs::Job> jobs;
  const auto add = [&](std::optional<jobs::Job> job) {
    if (job) jobs.push_back(std::move(*job));
  };
  if (const auto walk = read_walk(content, state)) {
    add(field_job(state, *walk));
    add(touch_job(state, *walk));
    add(depths_job(state, *walk));
  }
  add(stack_job(state));
  return jobs;
}

double number_in(const jobs::JobResult& result, std::string_view name) {
  const auto found = result.numbers.find(std::string(name));
  return found == result.numbers.end() ? 0 : found->second;
}

std::string short_number(double value) {
  if (!std::isfinite(value)) return "–";
  const int digits = std::abs(value) >= 100 ? 0 : std::abs(value) >= 10 ? 1 : 2;
  std::array<char, 40> text{};
  const int length = std::snprintf(text.data(), text.size(), "%.*f", digits, value);
  std::string shown(text.data(), static_cast<std::size_t>(std::clamp(length, 0, 39)));
  if (shown.find('.') == std::string::npos) return shown;
  while (shown.ends_with('0')) shown.pop_back();
  if (shown.ends_with('.')) shown.pop_back();
  return shown;
}

}  // namespace stride::labs::receptive_field
