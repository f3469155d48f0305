#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/random.h"
#include "cli/command.h"
#include "cli/output.h"
#include "tensor/kernels/list.h"
#include "tensor/kernels/read/read.h"

namespace stride::cli {
namespace {

struct Options {
  std::string filter, format = "text";
};

struct Timing {
  std::string kernel, example;
  double milliseconds = 0, gflops = 0;
  double gigabytes = 0;  // per second, where memory is the limit
};

double now() {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

std::vector<float> values(std::int64_t count, std::uint64_t stream) {
  Random random = Random::stream(1, stream);
  std::vector<float> result(static_cast<std::size_t>(count));
  for (float& value : result) value = static_cast<float>(random.uniform() - 0.5);
  return result;
}

// The median of at least seven runs and 0.2 s, after one to warm up.
Result<double> median_time(const std::function<Result<void>()>& run) {
  std::vector<double> taken;
  const double begin = now();
  for (int i = -1; i < 7 || now() - begin < 200; ++i) {
    const double start = now();
    if (auto done = run(); !done) return std::unexpected(done.error());
    if (i >= 0) taken.push_back(now() - start);
  }
  std::ranges::sort(taken);
  return taken[taken.size() / 2];
}

Result<Timing> time(const tensor::Kernel& kernel, const tensor::Example& example) {
  const std::vector<float> weight = values(example.weights, 1), bias = values(example.biases, 2);
  const auto input = tensor::Tensor::from_chw(values(example.input.count(), 3), example.input);
  auto output = tensor::Tensor::make(example.output);
  if (!input || !output) return std::unexpected((input ? output : input).error());
  tensor::Workspace workspace;
  const auto middle = median_time([&] { return example.forward(*input, {weight, bias}, *output, workspace); });
  if (!middle) return std::unexpected(middle.error());
  Timing timing{kernel.name, example.name, *middle, 2e-6 * static_cast<double>(example.macs) / *middle};
  if (kernel.name == "linear") timing.gigabytes = 4e-6 * static_cast<double>(example.weights) / *middle;
  return timing;
}

// What the linear layers are measured against.
Result<Timing> time_reading() {
  const std::vector<float> floats(std::size_t{1} << 25U, 1);  // 128 MiB: more than caches hold
  const auto middle = median_time([&]() -> Result<void> {
    if (tensor::read::simd(floats) != static_cast<float>(floats.size())) return fail("the read loop's sum is wrong");
    return {};
  });
  if (!middle) return std::unexpected(middle.error());
  return Timing{"memory", "plain read loop", *middle, 0, 4e-6 * static_cast<double>(floats.size()) / *middle};
}

std::string as_json(const std::vector<Timing>& timings) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const Timing& each : timings) {
    list.push_back(
        {{"kernel", each.kernel}, {"example", each.example}, {"ms", each.milliseconds}, {"gflops", each.gflops}});
    if (each.gigabytes > 0) list.back()["gb_per_s"] = each.gigabytes;
  }
  return list.dump(2) + "\n";
}

std::string as_text(const std::vector<Timing>& timings) {
  std::string text;
  for (const Timing& each : timings) {
    char numbers[64];
    std::snprintf(numbers, sizeof numbers, "%10.3f ms %8.1f GFLOP/s  ", each.milliseconds, each.gflops);
    text.append(numbers).append(each.kernel).append(": ").append(each.example);
    std::snprintf(numbers, sizeof numbers, ", %.1f GB/s", each.gigabytes);
    text.append(each.gigabytes > 0 ? numbers : "").append("\n");
  }
  return text;
}

Result<void> bench(const Options& options) {
  if (options.format != "text" && options.format != "json")
    return fail("expected text or json, found \"" + options.format + "\"", "--format");
  std::vector<Timing> timings;
  for (const tensor::Kernel& kernel : tensor::kernels())
    for (const tensor::Example& example : kernel.benches) {
      if ((kernel.name + ": " + example.name).find(options.filter) == std::string::npos) continue;
      const auto timing = time(kernel, example);
      if (!timing) return std::unexpected(timing.error());
      timings.push_back(*timing);
    }
  if (std::string_view("memory: plain read loop").contains(options.filter)) {
    const auto timing = time_reading();
    if (!timing) return std::unexpected(timing.error());
    timings.push_back(*timing);
  }
  if (timings.empty()) return fail("no kernel's name contains \"" + options.filter + "\"", "--filter");
  return write_output("", options.format == "json" ? as_json(timings) : as_text(timings));
}

Run declare(::CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.add_option("--filter", options->filter, "Only kernels whose name or example contains this.")->type_name("NAME");
  app.add_option("--format", options->format, "text (default) or json.")->type_name("text|json");
  return [options] { return bench(*options); };
}

constexpr Manual kManual = {
    .name = "bench",
    .summary = "how fast the kernels run natively on this machine",
    .synopsis = "[--filter NAME] [--format text|json]",
    .description = R"(Times every kernel forward at sizes that networks have, one thread, and prints the
median in milliseconds and GFLOP/s by the plain formula (2 per multiply-add): what
needs fewer multiplications can pass the machine's peak. Linear layers also have the
rate at which they read their weights, and a plain read loop what memory allows.
bench.html does whole networks in a browser.)",
    .examples = R"(stride bench
stride bench --filter conv2 --format json)",
};

}  // namespace

Command bench_command() { return {kManual, declare}; }

}  // namespace stride::cli
