#pragma once

#include <optional>
#include <vector>

#include "course/worksheet.h"

/// The sheet's numbers as one consistent table: the right ones, or those that follow from the student's own answers.
namespace stride::course {

/// A number and, if it follows from a wrong answer of the student's, the cell of that answer.
template <class T>
struct Traced {
  std::optional<T> value;
  std::optional<CellId> root;
};

struct RowValues {
  const nn::LayerSpec* layer = nullptr;
  std::int64_t channels_in = 0, channels_out = 0;
  Traced<nn::Pair> input, output;              // (1, 1) for vectors; no value where `exact` has not come out
  Traced<nn::Pair> field_before, jump_before;  // of the row above; 1 and 1 for the image
  Traced<nn::Pair> field, jump;                // spatial rows only
  Traced<std::int64_t> filter;                 // weights of one filter, or linear neuron, and its bias
  Traced<std::int64_t> parameters, neurons, macs;

  [[nodiscard]] nn::Shape input_shape() const { return {channels_in, *input.value}; }
  [[nodiscard]] nn::Shape output_shape() const { return {channels_out, *output.value}; }
};

struct Values {
  const nn::NetworkSpec* network = nullptr;
  nn::Pair image;
  nn::Rounding rounding = nn::Rounding::floor;
  std::vector<RowValues> rows;
  std::int64_t slopes = 0;  // of PReLU: learned as well, so they count towards the parameters

  [[nodiscard]] std::optional<std::size_t> find(std::string_view layer) const;
};

Values right_values(const nn::NetworkSpec& network, nn::Pair image, nn::Rounding rounding);
Values right_values(const Worksheet& sheet);
/// The right values of the same sheet under another convention.
Values right_values_under(const Values& values, nn::Rounding rounding);

/// The right values with the student's answers put in wherever they are readable, positive and plausible, and all that
/// follows from them computed anew. The answer to `except` itself has no say.
Values own_values(const Worksheet& sheet, const Given& given, const CellId& except);

/// The count of a column (`parameters`, `neurons`, `macs`) in a row.
const Traced<std::int64_t>& count_of(const RowValues& row, std::string_view column);
/// Whether a row belongs to a total: all do, but pools where the column is `neurons_without_pooling`.
bool counts_towards(const RowValues& row, std::string_view column);

/// A cell's number as it stands in these values: in own values what the student typed there, if it may count. Totals
/// are the sum of their rows. Empty where height and width differ.
Traced<math::Rational> own_value(const Values& values, const CellId& cell);

/// The earliest wrong answer that a cell's value rests on.
std::optional<CellId> root_of(const Values& values, const CellId& cell);

/// A pair's part along one axis.
inline std::int64_t along(nn::Pair pair, bool vertical) { return vertical ? pair.height : pair.width; }

}  // namespace stride::course
