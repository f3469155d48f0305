#include "engine/engine.h"
#include "engine/files.h"
#include "fixture.h"
#include "labs/layer_stepper/opened.h"
#include "model/safetensors.h"

namespace stride::app {

using Kind = Action::Kind;
namespace stepper = labs::layer_stepper;

namespace {

Student walker() {
  Student student;
  student.act(Kind::route, "", "#lab=layer-stepper&network=lenet-5&layer=conv1");
  return student;
}

std::string parameter(const Student& student, const std::string& name) {
  const auto jobs = wants(content(), student.state);
  REQUIRE(!jobs.empty());
  const auto found = jobs.front().parameters.find(name);
  return found == jobs.front().parameters.end() ? "" : found->second;
}

jobs::Results run(const Student& student) {
  jobs::Results results;
  for (const jobs::Job& job : wants(content(), student.state))
    results[job.key()] = engine::run_in_place(engine::all_kinds(), job, [] { return 0.0; });
  return results;
}

}  // namespace

TEST_CASE("own files: a picture goes in at the size of the network's input, until another is chosen") {
  Student student = walker();
  student.act(Kind::press, "pick:picture", "abc my holiday.jpg");
  CHECK(student.state.status.starts_with("my holiday.jpg goes in"));
  const std::string name = parameter(student, "input");
  const auto& network = *content().find_network("lenet-5");
  const std::string height = std::to_string(network.input_size.height),
                    width = std::to_string(network.input_size.width);
  CHECK(name == "abc@" + std::to_string(network.input_channels) + "x" + height + "x" + width);
  const page::Page page = view(content(), student.state, {});
  const auto& image = block_of<page::Combobox>(page, "field.image");
  CHECK(image.value == "own");
  CHECK(image.options.back().label == "my holiday.jpg");

  // What the browser hands over is what goes in.
  const auto count = static_cast<std::size_t>(network.input_size.height * network.input_size.width);
  std::vector<float> values(count * static_cast<std::size_t>(network.input_channels));
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i);
  model::TensorFile file;
  REQUIRE(file.add("input", {1, network.input_channels, network.input_size.height, network.input_size.width}, values));
  engine::keep_file(name, file.bytes());
  const jobs::Results results = run(student);
  const stepper::Opened opened = stepper::open_layer(content(), student.state, results);
  REQUIRE(opened.input);
  CHECK(std::vector<float>(opened.input->numbers.begin(), opened.input->numbers.end()) == values);

  student.act(Kind::select, "field.image", "noise");
  CHECK(parameter(student, "input").empty());
  student.act(Kind::undo, "");
  CHECK(parameter(student, "input") == name);
  engine::forget_file(name);
  CHECK(run(student).begin()->second.error.starts_with("input: no file called 'abc@"));
}

TEST_CASE("own files: weights replace the random ones; a wrong shape is named with what was wanted and found") {
  Student student = walker();
  student.act(Kind::press, "pick:weights", "xyz trained.safetensors");
  CHECK(parameter(student, "weights") == "xyz");
  model::TensorFile file;
  REQUIRE(file.add("conv1.weight", {2, 3}, std::vector<float>(6)));
  engine::keep_file("xyz", file.bytes());
  const jobs::Results results = run(student);
  const stepper::Opened opened = stepper::open_layer(content(), student.state, results);
  CHECK(opened.problem.starts_with("conv1.weight: expected the shape "));
  CHECK(opened.problem.ends_with(", found 2 x 3"));
  const page::Page page = view(content(), student.state, results);
  CHECK(find_block(page, "problem") != nullptr);
  // Nothing is called a success before the engine has taken it.
  CHECK(student.page().status == "trained.safetensors is chosen for the weights. It stays on this device.");
  CHECK(page.status == opened.problem);
  CHECK(page::to_json(page).find("The weights come from") == std::string::npos);
  REQUIRE(find_block(page, "pick:built-in") != nullptr);
  student.act(Kind::press, "pick:built-in");
  CHECK(parameter(student, "weights").empty());
  CHECK(find_block(view(content(), student.state, {}), "pick:built-in") == nullptr);
}

TEST_CASE("own files: one that memory could not hold says so") {
  engine::refuse_file("large", {"not enough memory: 9 MB more are needed at once", ""});
  Student student = walker();
  student.act(Kind::press, "pick:weights", "large w.safetensors");
  CHECK(run(student).begin()->second.error == "weights: not enough memory: 9 MB more are needed at once");
}

}  // namespace stride::app
