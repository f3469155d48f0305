#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>

#include "jobs/job.h"
#include "nn/json_reader.h"

namespace stride::jobs {

namespace {

using nlohmann::json;

/// A job names its tensors; it doesn't carry them. Longer text isn't a job, and isn't read.
constexpr std::size_t longest_wire_text = std::size_t{1} << 20U;

std::string dump(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

Result<json> parse_object(std::string_view text) {
  if (text.size() > longest_wire_text) return fail("expected at most 1 MiB of JSON");
  auto value = nn::read_json(text);
  if (value && !value->is_object()) return fail("expected a JSON object");
  return value;
}

/// The member `name` as text; `fallback` where it is absent.
Result<std::string> text_member(const json& object, const char* name, std::string fallback = {}) {
  const auto member = object.find(name);
  if (member == object.end()) return fallback;
  if (!member->is_string()) return fail("expected a text", name);
  return member->get<std::string>();
}

Result<std::string> required_text(const json& object, const char* name) {
  auto text = text_member(object, name);
  if (text && text->empty()) return fail("expected a text that isn't empty", name);
  return text;
}

Result<std::map<std::string, std::string>> parameters_of(const json& object) {
  std::map<std::string, std::string> parameters;
  const auto member = object.find("parameters");
  if (member == object.end()) return parameters;
  if (!member->is_object()) return fail("expected an object of texts", "parameters");
  for (const auto& [name, value] : member->items()) {
    if (!value.is_string()) return fail("expected a text", "parameters." + name);
    parameters.emplace(name, value.get<std::string>());
  }
  return parameters;
}

Result<int> priority_of(const json& object) {
  using Limits = std::numeric_limits<int>;
  const auto member = object.find("priority");
  if (member == object.end()) return 0;
  // Out of int64 is_number_unsigned with a top bit, which get<int64> would wrap: compare as double.
  if (!member->is_number_integer() || member->get<double>() < Limits::min() || member->get<double>() > Limits::max()) {
    return fail("expected a whole number of 32 bits", "priority");
  }
  return member->get<int>();
}

// JSON has no infinities and no NaN; they travel as texts, so that a result arrives as it was.
json wire_number(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  return value;
}

std::optional<double> number_from_wire(const json& value) {
  if (value.is_number()) return value.get<double>();
  if (value == "nan") return std::numeric_limits<double>::quiet_NaN();
  if (value == "inf") return std::numeric_limits<double>::infinity();
  if (value == "-inf") return -std::numeric_limits<double>::infinity();
  return std::nullopt;
}

Result<std::map<std::string, double>> numbers_of(const json& object) {
  std::map<std::string, double> numbers;
  const auto member = object.find("numbers");
  if (member == object.end()) return numbers;
  if (!member->is_object()) return fail("expected an object of numbers", "numbers");
  for (const auto& [name, value] : member->items()) {
    const auto number = number_from_wire(value);
    if (!number) return fail("expected a number", "numbers." + name);
    numbers.emplace(name, *number);
  }
  return numbers;
}

Result<double> progress_of(const json& object) {
  const auto member = object.find("progress");
  if (member == object.end()) return 1.0;
  const double progress = member->is_number() ? member->get<double>() : -1.0;
  if (!(progress >= 0 && progress <= 1)) return fail("expected a number from 0 to 1", "progress");
  return progress;
}

}  // namespace

std::string to_json(const Job& job) {
  return dump({{"kind", job.kind}, {"parameters", job.parameters}, {"priority", job.priority}});
}

Result<Job> parse_job(std::string_view text) {
  const auto object = parse_object(text);
  if (!object) return std::unexpected(object.error());
  auto kind = required_text(*object, "kind");
  if (!kind) return std::unexpected(kind.error());
  auto parameters = parameters_of(*object);
  if (!parameters) return std::unexpected(parameters.error());
  const auto priority = priority_of(*object);
  if (!priority) return std::unexpected(priority.error());
  return Job{.kind = std::move(*kind), .parameters = std::move(*parameters), .priority = *priority};
}

std::string to_json(const JobResult& result) {
  json numbers = json::object();
  for (const auto& [name, value] : result.numbers) numbers[name] = wire_number(value);
  return dump({{"key", result.key},
               {"progress", wire_number(result.progress)},
               {"error", result.error},
               {"numbers", std::move(numbers)}});
}

Result<JobResult> parse_result(std::string_view text) {
  const auto object = parse_object(text);
  if (!object) return std::unexpected(object.error());
  auto key = required_text(*object, "key");
  if (!key) return std::unexpected(key.error());
  auto error = text_member(*object, "error");
  if (!error) return std::unexpected(error.error());
  const auto progress = progress_of(*object);
  if (!progress) return std::unexpected(progress.error());
  auto numbers = numbers_of(*object);
  if (!numbers) return std::unexpected(numbers.error());
  return JobResult{
      .key = std::move(*key), .progress = *progress, .error = std::move(*error), .numbers = std::move(*numbers)};
}

}  // namespace stride::jobs
