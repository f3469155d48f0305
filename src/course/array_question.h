#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "base/verdict.h"

/// Max pooling written in NumPy, executed for real.
namespace stride::course {

/// A test: an array (N, W, H, C) and a kernel size.
struct PoolingTest {
  std::array<std::int64_t, 4> shape;
  std::int64_t kernel = 2;
  bool ones = false;  // filled with ones, as the exercise sheet asks; else with distinct numbers
};
/// The sheet's four shapes with ones, the same four with distinct numbers, and two more that catch what those miss.
std::span<const PoolingTest> pooling_tests();

/// `ones in the shape (10, 6, 6, 10) and k = 3`.
std::string pooling_test_name(const PoolingTest& test, const Text& text);

struct PoolingRun {
  PoolingTest test;
  std::vector<std::int64_t> shape;  // of the result; empty after an error
  std::string error;                // one line; empty if it ran
  bool shape_right = false, values_right = false;
  /// Whether this test can tell a wrong way from the right one: some plausible wrong program (a direct reshape) gives
  /// another result here.
  bool can_tell = false;
};

struct PoolingGrade {
  Verdict verdict = Verdict::none;
  std::string message;
  std::vector<PoolingRun> runs;      // one per test, empty where the text can't be read
  std::string recognised;            // `one-reshape`, `twice`, `transpose`, or empty
  std::string misconception;         // `direct-reshape`, `wrong-axes`, `one-axis-only`, ... or empty
  std::optional<std::size_t> where;  // unreadable: the character
};

/// `typed` is one expression or lines of assignments over x (the array), k (the kernel size) and N, W, H, C; the last
/// line, or `return ...`, is the result. Texts under `pooling.`.
PoolingGrade grade_pooling(std::string_view typed, const Text& text);

}  // namespace stride::course
