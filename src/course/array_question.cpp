// Max pooling in NumPy: executed on every test, compared with the real thing and with known wrong programs.

#include "course/array_question.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <utility>

#include "base/random.h"
#include "math/array_operations.h"
#include "math/array_program.h"

namespace stride::course {
namespace {

using math::NumberArray;

constexpr auto tests = std::to_array<PoolingTest>({{{10, 6, 6, 10}, 3, true},
                                                   {{10, 6, 6, 10}, 2, true},
                                                   {{10, 2, 4, 10}, 2, true},
                                                   {{1, 2, 2, 10}, 2, true},
                                                   {{10, 6, 6, 10}, 3, false},
                                                   {{10, 6, 6, 10}, 2, false},
                                                   {{10, 2, 4, 10}, 2, false},
                                                   {{1, 2, 2, 10}, 2, false},
                                                   {{2, 4, 6, 3}, 2, false},
                                                   {{3, 9, 6, 2}, 3, false}});
constexpr std::size_t sheet_tests = 4;

/// Programs that people write instead; each is executed as a student's own would be. The first are the direct reshapes.
struct WrongProgram {
  std::string_view id;
  std::string_view text;
};
constexpr auto wrong_programs =
    std::to_array<WrongProgram>({{"direct-reshape", "x.reshape(N, W//k, H//k, k, k, C).max(axis=(3, 4))"},
                                 {"direct-reshape", "x.reshape(N, W//k, H//k, k*k, C).max(axis=3)"},
                                 {"direct-reshape", "x.reshape(N, k, W//k, k, H//k, C).max(axis=(1, 3))"},
                                 {"wrong-axes", "x.reshape(N, W//k, k, H//k, k, C).max(axis=(1, 3))"},
                                 {"wrong-axes", "x.reshape(N, W//k, k, H//k, k, C).max(axis=(2, 3))"},
                                 {"wrong-axes", "x.reshape(N, W//k, k, H//k, k, C).max(axis=(1, 2))"},
                                 {"wrong-axes", "x.reshape(N, W//k, k, H//k, k, C).max(axis=(3, 4))"},
                                 {"sides-swapped", "x.reshape(N, H//k, k, W//k, k, C).max(axis=(2, 4))"},
                                 {"one-side-only", "x.reshape(N, W//k, k, H, C).max(axis=2)"},
                                 {"one-side-only", "x.reshape(N, W, H//k, k, C).max(axis=3)"},
                                 {"mean-for-max", "x.reshape(N, W//k, k, H//k, k, C).mean(axis=(2, 4))"},
                                 {"sum-for-max", "x.reshape(N, W//k, k, H//k, k, C).sum(axis=(2, 4))"},
                                 {"min-for-max", "x.reshape(N, W//k, k, H//k, k, C).min(axis=(2, 4))"},
                                 {"channels-pooled", "x.reshape(N, W//k, k, H//k, k, C).max(axis=(2, 4, 5))"},
                                 {"axes-kept", "x.reshape(N, W//k, k, H//k, k, C).max(axis=(2, 4), keepdims=True)"},
                                 {"not-pooled", "x.reshape(N, W//k, k, H//k, k, C)"},
                                 {"not-pooled", "x"}});

/// Ones, or the numbers 1, 2, ... in an order in which no place is favoured.
NumberArray test_array(const PoolingTest& test) {
  NumberArray array = {.shape = {test.shape.begin(), test.shape.end()}, .entries = {}};
  const auto size = std::accumulate(test.shape.begin(), test.shape.end(), std::int64_t{1}, std::multiplies<>());
  array.entries.assign(static_cast<std::size_t>(size), 1);
  if (test.ones) return array;
  std::iota(array.entries.begin(), array.entries.end(), 1);
  Random random = Random::stream(2017, static_cast<std::uint64_t>(size), static_cast<std::uint64_t>(test.kernel));
  for (std::size_t i = array.entries.size(); i > 1; --i)
    std::swap(array.entries[i - 1], array.entries[random.below(static_cast<std::uint32_t>(i))]);
  return array;
}

/// Window by window, as the definition says.
NumberArray pooled(const NumberArray& x, std::int64_t kernel) {
  const std::int64_t wide = x.shape[1] / kernel, high = x.shape[2] / kernel, channels = x.shape[3];
  NumberArray result = {.shape = {x.shape[0], wide, high, channels}, .entries = {}};
  for (std::int64_t n = 0; n < x.shape[0]; ++n) {
    for (std::int64_t place = 0; place < wide * high * channels; ++place) {
      const std::int64_t w = place / (high * channels), h = place / channels % high, c = place % channels;
      double best = 0;  // all numbers are positive
      for (std::int64_t i = 0; i < kernel * kernel; ++i) {
        const std::int64_t row = w * kernel + i / kernel, column = h * kernel + i % kernel;
        const std::int64_t at = ((n * x.shape[1] + row) * x.shape[2] + column) * channels + c;
        best = std::max(best, x.entries[static_cast<std::size_t>(at)]);
      }
      result.entries.push_back(best);
    }
  }
  return result;
}

struct Executed {
  Result<math::ArrayOutcome> outcome;
  NumberArray wanted;
};

Executed execute(std::string_view text, const PoolingTest& test) {
  math::ArrayNames names;
  const NumberArray x = test_array(test);
  names.integers = {
      {"k", test.kernel}, {"N", test.shape[0]}, {"W", test.shape[1]}, {"H", test.shape[2]}, {"C", test.shape[3]}};
  names.parameters = {"x", "k"};
  names.arrays["x"] = x;
  return {run_array_program(text, names), pooled(x, test.kernel)};
}

bool same_result(const Executed& a, const Executed& b) {
  if (!a.outcome || !b.outcome) return a.outcome.has_value() == b.outcome.has_value();
  return a.outcome->value.shape == b.outcome->value.shape &&
         std::ranges::equal(a.outcome->value.entries, b.outcome->value.entries);
}

bool is_right(const Executed& run) {
  return run.outcome && run.outcome->value.shape == run.wanted.shape &&
         run.outcome->value.entries == run.wanted.entries;
}

/// Every direct reshape gives another result here.
bool can_tell(const PoolingTest& test) {
  return std::ranges::all_of(wrong_programs, [&](const WrongProgram& wrong) {
    return wrong.id != "direct-reshape" || !is_right(execute(wrong.text, test));
  });
}

std::string recognised(const std::vector<std::string>& operations) {
  if (std::ranges::any_of(operations,
                          [](const std::string& name) { return name == "transpose" || name == "swapaxes"; }))
    return "transpose";
  return std::ranges::count(operations, "reshape") == 1 ? "one-reshape" : "twice";
}

std::string slip_of(std::string_view typed) {
  for (const WrongProgram& wrong : wrong_programs) {
    const bool same = std::ranges::all_of(tests, [&](const PoolingTest& test) {
      return test.ones || same_result(execute(typed, test), execute(wrong.text, test));
    });
    if (same) return std::string(wrong.id);
  }
  return {};
}

std::string wrong_message(const PoolingGrade& grade, const Text& text) {
  const auto wrong = std::ranges::find_if(grade.runs, [](const PoolingRun& run) { return !run.values_right; });
  const std::string where = pooling_test_name(wrong->test, text);
  const bool passes_sheet = wrong - grade.runs.begin() >= static_cast<std::ptrdiff_t>(sheet_tests);
  std::string message = passes_sheet ? text.get("pooling.passes-sheet") + " " : "";
  if (!wrong->error.empty()) {
    message += text.get("pooling.error", {{"test", where}, {"error", wrong->error}});
  } else if (!wrong->shape_right) {
    message += text.get("pooling.shape", {{"test", where}, {"shape", math::tuple_text(wrong->shape)}});
  } else {
    message += text.get("pooling.values", {{"test", where}});
  }
  if (!grade.misconception.empty()) message += " " + text.get("pooling.slip." + grade.misconception);
  return message;
}

}  // namespace

std::span<const PoolingTest> pooling_tests() { return tests; }

std::string pooling_test_name(const PoolingTest& test, const Text& text) {
  return text.get(
      test.ones ? "pooling.test.ones" : "pooling.test.distinct",
      {{"shape", math::tuple_text({test.shape.begin(), test.shape.end()})}, {"kernel", std::to_string(test.kernel)}});
}

PoolingGrade grade_pooling(std::string_view typed, const Text& text) {
  static const auto telling = [] {
    std::array<bool, tests.size()> result{};
    std::ranges::transform(tests, result.begin(), can_tell);
    return result;
  }();
  PoolingGrade grade{.verdict = Verdict::correct};
  std::optional<Error> error;
  std::size_t errors = 0;
  for (std::size_t i = 0; i < tests.size(); ++i) {
    const Executed run = execute(typed, tests[i]);
    PoolingRun shown{.test = tests[i], .can_tell = telling[i]};
    if (run.outcome) {
      shown.shape = run.outcome->value.shape;
      shown.shape_right = shown.shape == run.wanted.shape;
      shown.values_right = is_right(run);
      grade.recognised = recognised(run.outcome->operations);
    } else {
      shown.error = run.outcome.error().message;
      ++errors;
      if (!error) error = run.outcome.error();
    }
    if (!shown.values_right) grade.verdict = Verdict::wrong;
    grade.runs.push_back(std::move(shown));
  }
  if (grade.verdict == Verdict::correct) {
    grade.message = text.get("pooling.correct") + " " + text.get("pooling.route." + grade.recognised) + " " +
                    text.get("pooling.telling");
    return grade;
  }
  grade.recognised.clear();
  if (error) grade.where = std::stoul(error->where);
  if (errors == tests.size()) {
    grade.verdict = Verdict::unreadable;
    grade.runs.clear();
    grade.message =
        text.get("pooling.unreadable", {{"where", std::to_string(*grade.where + 1)}, {"error", error->message}});
    return grade;
  }
  grade.misconception = slip_of(typed);
  grade.message = wrong_message(grade, text);
  return grade;
}

}  // namespace stride::course
