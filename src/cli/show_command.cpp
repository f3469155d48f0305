#include <algorithm>
#include <chrono>
#include <memory>

#include "app/app.h"
#include "cli/command.h"
#include "cli/content.h"
#include "cli/output.h"
#include "engine/engine.h"
#include "labs/lab.h"
#include "page/page.h"

namespace stride::cli {
namespace {

struct Options {
  std::string lab, format = "markdown", output;
  std::vector<std::string> set;
};

std::string lab_names() {
  std::string names;
  for (const labs::Lab* lab : labs::all_labs()) names += (names.empty() ? "" : ", ") + std::string(lab->name);
  return names;
}

std::string field_names(const labs::Lab& lab) {
  std::string names;
  for (const labs::Field& field : lab.fields) names += (names.empty() ? "" : ", ") + std::string(field.name);
  for (const labs::Field& field : labs::common_fields()) names += ", " + std::string(field.name);
  return names;
}

Result<labs::State> set_fields(const labs::Content& content, const labs::Lab& lab, labs::State state,
                               const std::vector<std::string>& pairs) {
  for (const std::string& pair : pairs) {
    const std::size_t sign = pair.find('=');
    if (sign == std::string::npos) return fail("expected NAME=VALUE, found \"" + pair + "\"", "--set");
    const std::string name = pair.substr(0, sign), value = pair.substr(sign + 1);
    const labs::Field* field = labs::find_field(lab, name);
    if (field == nullptr) return fail("expected one of " + field_names(lab) + "; found \"" + name + "\"", "--set");
    const std::string problem = field->problem == nullptr ? "" : field->problem(content, value);
    if (!problem.empty()) return fail(problem, "--set " + name);
    state.fields.insert_or_assign(name, value);
    if (lab.field_changed != nullptr) lab.field_changed(content, state, name);
  }
  return state;
}

/// Among `all`, each with its name: a field left at its default is.
template <class List, class Name>
Result<void> expect_among(const List& all, Name name, const std::string& value, const std::string& field) {
  if (value.empty() || std::ranges::contains(all, value, name)) return {};
  std::string names;
  for (const auto& each : all) names += (names.empty() ? "" : ", ") + std::invoke(name, each);
  return fail("expected one of " + names + "; found \"" + value + "\"", "--set " + field);
}

/// The page opens a link to a layer or an exercise that isn't there with one that is; here it would pass for the one
/// that was asked for.
Result<void> check_names(const labs::Content& content, const labs::Lab& lab, const labs::State& state) {
  const auto value = [&](const char* field) {
    return labs::find_field(lab, field) == nullptr ? "" : labs::value_of(lab, state, field);
  };
  if (const course::Course* course = content.find_course(value("course")))
    return expect_among(course->exercises, &course::Exercise::id, value("exercise"), "exercise");
  const nn::NetworkSpec* network = content.find_network(value("network"));
  if (network == nullptr) return {};
  std::vector<nn::LayerSpec> layers = network->layers;
  if (lab.name == "receptive-field") std::erase_if(layers, [](const auto& layer) { return !layer.is_spatial(); });
  return expect_among(layers, &nn::LayerSpec::name, value("layer"), "layer");
}

Result<std::string> written(page::Page page, const std::string& format) {
  page::assign_ids(page);
  if (format == "markdown") return page::to_markdown(page);
  if (format == "html") return page::to_html(page);
  if (format == "json") return page::to_json(page) + "\n";
  return fail("expected markdown, html or json, found \"" + format + "\"", "--format");
}

double milliseconds() {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// What the page wants to show, run here to its end.
jobs::Results run_jobs(const std::vector<jobs::Job>& wanted) {
  jobs::Results results;
  for (const jobs::Job& job : wanted) results[job.key()] = engine::run_in_place(engine::all_kinds(), job, milliseconds);
  return results;
}

Result<void> show(const Options& options) {
  const auto content = load_content();
  if (!content) return std::unexpected(content.error());
  const labs::Lab* lab = labs::find_lab(options.lab);
  if (lab == nullptr) return fail("there is no lab \"" + options.lab + "\"; the labs are " + lab_names());
  labs::State start = app::initial_state(*content);
  start.lab = options.lab;
  const auto state = set_fields(*content, *lab, std::move(start), options.set);
  if (!state) return std::unexpected(state.error());
  if (const auto there = check_names(*content, *lab, *state); !there) return there;
  const auto text = written(app::view(*content, *state, run_jobs(app::wants(*content, *state))), options.format);
  return text ? write_output(options.output, *text) : Result<void>(std::unexpected(text.error()));
}

Run declare(::CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.add_option("LAB", options->lab, "The lab's name, as in the page's address: " + lab_names() + ".")->required();
  app.add_option("--set", options->set, "A field of the lab, such as network, size or rounding. May be repeated.")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
  app.add_option("--format", options->format, "markdown (default), html (one document without scripts) or json.")
      ->type_name("markdown|html|json");
  app.add_option("-o,--output", options->output, "Writes to this file instead of standard output, whole or not at all.")
      ->type_name("FILE");
  return [options] { return show(*options); };
}

constexpr Manual kManual = {
    .name = "show",
    .summary = "print a page of the tutor",
    .synopsis = "LAB [--set NAME=VALUE ...] [--format markdown|html|json] [-o FILE]",
    .description = R"(Prints what the tutor's page shows before anything is answered, as text: the same
value that the browser draws. The JSON is what the page's accessible mirror reads.)",
    .examples = R"(stride show layer-sizes --set network=alexnet-bern --set size=212
stride show layer-sizes --set network=vgg-d --format html -o sheet.html)",
};

}  // namespace

Command show_command() { return {kManual, declare}; }

}  // namespace stride::cli
