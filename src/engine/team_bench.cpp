#include "engine/team_bench.h"

#include <algorithm>

#include "engine/parameters.h"
#include "engine/recipe.h"

namespace stride::engine {

Result<TeamBench> TeamBench::make(const jobs::Job& job, Clock clock) {
  const auto recipe = Recipe::read(job);
  if (!recipe) return std::unexpected(recipe.error());
  const auto runs = integer_parameter(job, "runs", 1, 10'000, 15);
  const auto count = integer_parameter(job, "count", 1, 16, 1);
  if (!runs || !count) return std::unexpected((runs ? count : runs).error());
  const auto index = integer_parameter(job, "index", 0, *count - 1, 0);
  if (!index) return std::unexpected(index.error());
  const auto layers = model::make_layers(recipe->spec, recipe->settings.size, recipe->settings.rounding);
  if (!layers) return std::unexpected(layers.error());
  const auto last = model::find_layer(recipe->spec, recipe->to);
  if (!last) return fail(last.error().message, "to");
  auto member = model::Member::make(recipe->spec, recipe->settings, *last, *index, *count, clock);
  if (!member) return std::unexpected(member.error());
  auto picture = make_input(*recipe, layers->front().input());
  if (!picture) return std::unexpected(picture.error());
  TeamBench bench;
  bench.member_ = std::move(*member);
  bench.input_ = std::move(*picture);
  bench.clock_ = std::move(clock);
  bench.runs_ = *runs;
  bench.index_ = *index;
  return bench;
}

Result<void> TeamBench::begin() {
  auto input = input_.clone();
  if (!input) return std::unexpected(input.error());
  start_ = clock_();
  running_ = true;
  return member_.set_input(std::move(*input));
}

Result<std::optional<jobs::JobResult>> TeamBench::advance(const Send& send) {
  while (done_ < runs_ + warm_up) {
    if (!running_) {
      if (auto begun = begin(); !begun) return std::unexpected(begun.error());
    }
    const auto through = member_.advance(send);
    if (!through) return std::unexpected(through.error());
    if (!*through) return std::nullopt;
    running_ = false;
    if (++done_ > warm_up) taken_ms_.push_back(clock_() - start_);
    if (done_ == warm_up) member_.forget_times();
    if (done_ == runs_ + warm_up && index_ == 0) return result();
  }
  return std::nullopt;
}

jobs::JobResult TeamBench::result() const {
  std::vector<double> sorted = taken_ms_;
  std::ranges::sort(sorted);
  const auto at = [&](double share) {
    return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1) + 0.5)];
  };
  jobs::JobResult result;
  result.numbers = {{"total_ms.median", at(0.5)}, {"total_ms.p90", at(0.9)}, {"total_ms.min", at(0)}};
  const auto runs = static_cast<double>(runs_);
  for (int i = 0; const model::Member::Spent& spent : member_.spent()) {
    const std::string name = "stage." + std::to_string(i++) + "." + spent.name;
    result.numbers[name + ".computing_ms"] = spent.computing / runs;
    result.numbers[name + ".waiting_ms"] = spent.waiting / runs;
    result.numbers[name + ".copying_ms"] = spent.copying / runs;
  }
  result.tensor.resize(static_cast<std::size_t>(member_.output().shape().count()));
  member_.output().to_chw(result.tensor);
  return result;
}

}  // namespace stride::engine
