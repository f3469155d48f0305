#include <doctest/doctest.h>

#include "engine/engine.h"
#include "model/relu_stack.h"

namespace stride::engine {

TEST_CASE("a stack job brings layer after layer, and what it brings is the stack's") {
  double time = 0;
  const Clock clock = [&time] { return time += 15; };  // two looks at the clock per slice
  const jobs::Job job{.kind = "stack", .parameters = {{"width", "256"}, {"depth", "5"}, {"seed", "9"}}};
  std::size_t parts = 0;
  double progress = 0;
  const auto result = run_in_place(all_kinds(), job, clock, [&](const jobs::JobResult& so_far) {
    ++parts;
    CHECK(so_far.progress > progress);
    CHECK(static_cast<double>(so_far.tensor.size()) == so_far.numbers.at("layers"));
    progress = so_far.progress;
    return true;
  });
  CHECK(parts > 1);
  model::ReluStack stack(256, 0, 9);
  while (stack.log10_deviations().size() < 5) stack.advance();
  CHECK(result.tensor == stack.log10_deviations());
  CHECK(result.progress == 1);
}

TEST_CASE("a stack job says what is wrong with its parameters") {
  const Clock clock = [] { return 0.0; };
  for (const auto& [name, value] :
       {std::pair{"width", "1"}, {"width", "4097"}, {"depth", "0"}, {"slope_percent", "-1"}, {"seed", "x"}}) {
    const auto result = run_in_place(all_kinds(), {.kind = "stack", .parameters = {{name, value}}}, clock);
    CAPTURE(name);
    CHECK(result.error.contains(name));
  }
}

}  // namespace stride::engine
