#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "labs/lab.h"
#include "math/index_formula.h"

/// The tensors of the convolution lab and their arithmetic. Indexes in here count from 0.
namespace stride::labs::convolution {

inline std::string whole(std::int64_t value) { return std::to_string(value); }
inline double real(std::int64_t value) { return static_cast<double>(value); }

/// (C, H, W), as it is typed: a row a line, channels apart by an empty line.
struct Tensor {
  std::int64_t channels = 0, rows = 0, columns = 0;
  std::vector<double> values;
  [[nodiscard]] double at(std::int64_t c, std::int64_t y, std::int64_t x) const {
    return values[static_cast<std::size_t>((c * rows + y) * columns + x)];
  }
  [[nodiscard]] math::Tensor for_formulas() const;
};
inline constexpr std::int64_t most_channels = 4, most_side = 9;
/// The error names the line.
Result<Tensor> read_tensor(const Content& content, std::string_view typed);

struct Exercise {
  Tensor input, kernel;
  std::int64_t stride = 1, pad = 0, dilation = 1;
  bool flipped = false;                // the kernel runs backwards: what mathematics calls a convolution
  std::int64_t rows = 0, columns = 0;  // of the output
  [[nodiscard]] std::int64_t products() const { return kernel.channels * kernel.rows * kernel.columns; }
  [[nodiscard]] std::int64_t steps() const { return rows * columns * products(); }
};
/// Fails with what doesn't fit together.
Result<Exercise> read_exercise(const Content& content, const State& state);

/// One product on the way: the output cell, the kernel's cell, and the input's row and column on the padded input less
/// the padding (outside the input where it is padding).
struct Step {
  std::int64_t i = 0, j = 0, c = 0, n = 0, m = 0;
  std::int64_t y = 0, x = 0;
  bool padding = false;
  double input = 0, weight = 0;
  double before = 0;  // the products of this cell before it
  [[nodiscard]] double sum() const { return before + input * weight; }
};
Step step_at(const Exercise& exercise, std::int64_t index);
double output_at(const Exercise& exercise, std::int64_t i, std::int64_t j);

/// The right side of Z[i, j] in the notation of math/index_formula.h, counting from 1.
std::string formula_of(const Exercise& exercise);
/// A student's own formula on these tensors, cell by cell. Where indexes count from 0, `first` is 0.
Result<std::vector<double>> run_formula(const Exercise& exercise, std::string_view typed, std::int64_t first);

/// As short as it is exact: 3, −2.5.
std::string number_text(double value);

}  // namespace stride::labs::convolution
