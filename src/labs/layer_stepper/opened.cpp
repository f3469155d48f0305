#include "labs/layer_stepper/opened.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "labs/layer_stepper/layer_stepper.h"
#include "labs/layer_stepper/own_files.h"
#include "nn/write.h"

namespace stride::labs::layer_stepper {

namespace {

constexpr std::array<worksheet::AnswerColumn, 1> columns = {worksheet::output_column};
constexpr int outline_side = 72;

// What all its jobs have in common.
jobs::Job job_on(const State& state, const worksheet::Sheet& sheet) {
  jobs::Job job{.parameters = {{"network", nn::to_json(*sheet.network)},
                               {"size", nn::to_text(sheet.size)},
                               {"rounding", std::string(nn::to_string(sheet.rounding))},
                               {"seed", field_value(state, "weight_seed")},
                               {"drawn", "1"},
                               {"image", field_value(state, "image")}}};
  use_own_files(state, *sheet.network, sheet.size, job);
  return job;
}

jobs::Job job_to(jobs::Job job, std::string kind, std::string to, int priority) {
  job.kind = std::move(kind);
  job.priority = priority;
  if (!to.empty()) job.parameters["to"] = std::move(to);
  return job;
}

jobs::Job input_job(const Opened& opened) {
  if (opened.index == 0) return job_to(opened.job, "input", "", 20);
  return job_to(opened.job, "forward", opened.sheet.network->layers[opened.index - 1].name, 20);
}

jobs::Job output_job(const Opened& opened) { return job_to(opened.job, "forward", opened.layer->name, 19); }

std::optional<jobs::Job> weights_job(const Opened& opened) {
  if (opened.layer->type != nn::LayerType::conv && !opened.is_linear()) return std::nullopt;
  jobs::Job job = job_to(opened.job, "weights", opened.layer->name, 18);
  job.parameters["channel"] = whole(opened.channel);
  return job;
}

void ask_for(jobs::Job& outlines, const std::string& row) {
  const bool input = row == "input";
  outlines.kind = input ? "input" : "forward";
  outlines.priority = input ? 10 : 5;
  if (input)
    outlines.parameters.erase("to");
  else
    outlines.parameters["to"] = row;
}

const jobs::JobResult* result_of(const jobs::Results& results, const jobs::Job& job, Opened& opened) {
  const auto found = results.find(job.key());
  if (found == results.end()) return nullptr;
  if (!found->second.error.empty()) opened.problem = found->second.error;
  opened.progress = std::max(opened.progress, found->second.progress);
  return found->second.error.empty() && found->second.progress >= 1 ? &found->second : nullptr;
}

std::optional<Values> values_of(const jobs::JobResult* result, const nn::Shape& shape) {
  const auto count = static_cast<std::size_t>(shape.channels * shape.size.height * shape.size.width);
  if (result == nullptr || result->tensor.size() != count) return std::nullopt;
  return Values{result->tensor, shape};
}

void take_results(const jobs::Results& results, Opened& opened) {
  opened.input = values_of(result_of(results, input_job(opened), opened), opened.in);
  opened.output = values_of(result_of(results, output_job(opened), opened), opened.out);
  const auto job = weights_job(opened);
  const jobs::JobResult* weights = job ? result_of(results, *job, opened) : nullptr;
  if (weights == nullptr || std::ssize(weights->tensor) != opened.products()) return;
  opened.weights = weights->tensor;
  if (const auto bias = weights->numbers.find("bias"); bias != weights->numbers.end()) opened.bias = bias->second;
}

// Whether anything was typed into this worksheet.
bool is_begun(const worksheet::Sheet& sheet) {
  return std::ranges::any_of(sheet.entries, [](const auto& entry) {
    return !entry.second.draft.empty() || !entry.second.checked.empty() || entry.second.help > 0;
  });
}

}  // namespace

std::int64_t Opened::inputs() const {
  return layer->type == nn::LayerType::conv ? in.channels / std::max<std::int64_t>(1, layer->groups) : in.channels;
}

std::int64_t Opened::first_input() const {
  if (layer->type != nn::LayerType::conv) return 0;
  const std::int64_t outputs = std::max<std::int64_t>(1, out.channels / std::max<std::int64_t>(1, layer->groups));
  return channel / outputs * inputs();
}

std::int64_t Opened::products() const {
  if (is_linear()) return in.channels * in.size.height * in.size.width;
  return inputs() * layer->kernel.height * layer->kernel.width;
}

std::string Opened::row() const {
  std::string name;
  for (std::size_t i = 0; i <= index; ++i)
    if (sheet.network->layers[i].is_row()) name = sheet.network->layers[i].name;
  return name;
}

const worksheet::Questions& questions() {
  static constexpr worksheet::Questions all = {.columns = columns};
  return all;
}

std::string field_value(const State& state, std::string_view field) { return value_of(lab, state, field); }

std::int64_t field_number(const State& state, std::string_view field) {
  return std::strtoll(field_value(state, field).c_str(), nullptr, 10);
}

bool may_see(const State& state, const worksheet::Sheet& sheet, const std::string& row) {
  const nn::LayerSpec* layer = sheet.network->find(row);
  if (layer == nullptr || !layer->is_spatial()) return true;
  return sheet.is_open({row, "output"}) || (!is_begun(sheet) && field_value(state, "predict") != "on");
}

Opened open_layer(const Content& content, const State& state, const jobs::Results& results) {
  Opened opened{.sheet = worksheet::read_sheet(content, state, questions())};
  if (!opened.sheet.worksheet) return opened;
  const auto& layers = opened.sheet.network->layers;
  const std::string name = field_value(state, "layer");
  auto chosen = std::ranges::find(layers, name, &nn::LayerSpec::name);
  if (chosen == layers.end()) chosen = std::ranges::find_if(layers, &nn::LayerSpec::is_row);
  if (chosen == layers.end()) return opened;
  opened.layer = &*chosen;
  opened.index = static_cast<std::size_t>(chosen - layers.begin());
  // Its own size and the one of its input.
  for (std::size_t i = 0; i <= opened.index; ++i)
    if (opened.asked.empty() && !may_see(state, opened.sheet, layers[i].name))
      opened.asked = layers[i].name + ".output";
  opened.job = job_on(state, opened.sheet);
  const nn::LayerFacts& facts = opened.sheet.worksheet->facts.layers[opened.index];
  if (!facts.input || !facts.output) {
    opened.problem = content.text.get("layer_stepper.no_size", {{"layer", opened.layer->name}});
    return opened;
  }
  opened.in = *facts.input;
  opened.out = *facts.output;
  opened.channel = std::clamp<std::int64_t>(field_number(state, "channel"), 0, opened.out.channels - 1);
  const bool same = opened.layer->type != nn::LayerType::conv;
  opened.input_channel = same ? std::min(opened.channel, opened.in.channels - 1)
                              : opened.first_input() + std::clamp<std::int64_t>(field_number(state, "input_channel"), 0,
                                                                                opened.inputs() - 1);
  if (opened.asked.empty()) take_results(results, opened);
  return opened;
}

std::vector<jobs::Job> wants(const Content& content, const State& state) {
  const Opened opened = open_layer(content, state, {});
  std::vector<jobs::Job> jobs;
  if (opened.layer == nullptr || !opened.problem.empty()) return jobs;
  if (opened.asked.empty()) {
    jobs.push_back(input_job(opened));
    jobs.push_back(output_job(opened));
    if (auto weights = weights_job(opened)) jobs.push_back(std::move(*weights));
  }
  jobs::Job outlines = outline_jobs(opened);
  const auto add = [&](const std::string& row) {
    ask_for(outlines, row);
    jobs.push_back(outlines);
  };
  add("input");
  for (const nn::LayerSpec& layer : opened.sheet.network->layers) {
    if (!layer.is_spatial()) continue;
    if (!may_see(state, opened.sheet, layer.name)) break;
    add(layer.name);
  }
  return jobs;
}

jobs::Job outline_jobs(const Opened& opened) {
  jobs::Job job = opened.job;
  job.parameters["side"] = whole(outline_side);
  return job;
}

std::optional<Outline> outline_of(jobs::Job& outlines, const std::string& row, const jobs::Results& results) {
  ask_for(outlines, row);
  const auto found = results.find(outlines.key());
  if (found == results.end() || found->second.progress < 1) return std::nullopt;
  const auto& numbers = found->second.numbers;
  const auto number = [&](const char* name) {
    const auto at = numbers.find(name);
    return at == numbers.end() ? 0 : static_cast<std::int64_t>(at->second);
  };
  const nn::Shape shape{1, {number("height"), number("width")}};
  const auto map = values_of(&found->second, shape);
  if (!map || map->numbers.empty()) return std::nullopt;
  return Outline{*map, number("channel"), std::hash<std::string>()(found->first) | 1};
}

}  // namespace stride::labs::layer_stepper
