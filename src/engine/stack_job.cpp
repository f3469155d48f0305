#include <limits>

#include "engine/kinds.h"
#include "engine/parameters.h"
#include "model/relu_stack.h"

namespace stride::engine {

namespace {

constexpr double slice_ms = 20;
constexpr std::size_t checked_every = 1 << 14;  // weights between looks at the clock

class Stack {
 public:
  Stack(model::ReluStack stack, std::size_t width, std::size_t depth, Clock clock)
      : stack_(std::move(stack)), width_(width), depth_(depth), clock_(std::move(clock)) {}

  jobs::JobResult operator()() {
    const double end = clock_() + slice_ms;
    do {
      for (std::size_t made = 0; made < checked_every && !done(); made += width_) stack_.advance();
    } while (!done() && clock_() < end);
    const double units = static_cast<double>(stack_.log10_deviations().size() * width_ + stack_.units());
    return {.progress = done() ? 1 : units / static_cast<double>(width_ * depth_),
            .numbers = {{"layers", static_cast<double>(stack_.log10_deviations().size())}},
            .tensor = stack_.log10_deviations()};
  }

 private:
  [[nodiscard]] bool done() const { return stack_.log10_deviations().size() == depth_; }

  model::ReluStack stack_;
  std::size_t width_, depth_;
  Clock clock_;
};

}  // namespace

Result<Work> start_stack(const jobs::Job& job, const Clock& clock) {
  const auto width = integer_parameter(job, "width", 2, 4096, 512), depth = integer_parameter(job, "depth", 1, 100, 22),
             slope = integer_parameter(job, "slope_percent", 0, 100, 0),
             seed = integer_parameter(job, "seed", 0, std::numeric_limits<std::int32_t>::max(), 1);
  for (const auto* each : {&width, &depth, &slope, &seed})
    if (!*each) return std::unexpected(each->error());
  return Stack({*width, static_cast<double>(*slope) / 100, static_cast<std::uint64_t>(*seed)},
               static_cast<std::size_t>(*width), static_cast<std::size_t>(*depth), clock);
}

}  // namespace stride::engine
