#include <algorithm>
#include <array>
#include <cstdlib>

#include "base/checked.h"
#include "course/feedback.h"

// Wrong answers that no known slip gives: each function below knows one true and useful thing to say, or says nothing.
// The first that speaks is heard.

namespace stride::course {
namespace {

using math::Rational;

struct Near {
  const Occasion& occasion;
  const Answer& answer;
  const Route& right;

  [[nodiscard]] const Text& text() const { return occasion.text; }
  [[nodiscard]] const RowValues* row() const {
    const auto place = occasion.right.find(occasion.cell.layer);
    return place ? &occasion.right.rows[*place] : nullptr;
  }
  [[nodiscard]] bool is_size() const { return kind_of(occasion.cell.column) == AnswerKind::sizes; }
  [[nodiscard]] bool has_one_number() const {
    return answer.along(true) == answer.along(false) && right.value.size() == 1;
  }
  [[nodiscard]] std::int64_t typed() const { return answer.values.front().numerator(); }
  [[nodiscard]] std::int64_t wanted() const { return right.value.front().numerator(); }
};

using Note = std::string;  // empty: nothing to say

bool same(const Answer& answer, const std::vector<Rational>& value) {
  return answer.along(true) == value.front() && answer.along(false) == value.back();
}

Note wrong_channels(const Near& near) {
  const RowValues* row = near.row();
  if (!near.answer.channels || row == nullptr || *near.answer.channels == row->channels_out) return "";
  if (!same(near.answer, near.right.value)) return "";
  return near.text().get(row->layer->is_pool() ? "course.near.channels_pool" : "course.near.channels");
}

Note not_a_count(const Near& near) {
  for (const Rational value : near.answer.values) {
    if (math::compare(value, 0) < 0 || (value == Rational(0) && near.is_size()))
      return near.text().get(near.is_size() ? "course.near.positive_size" : "course.near.positive_count");
    if (!value.is_integer())
      return near.text().get(near.is_size() ? "course.near.whole_size" : "course.near.whole_count");
  }
  return "";
}

/// All cells of the map, not a side of it.
Note area(const Near& near) {
  const std::string& column = near.occasion.cell.column;
  if ((column != "output" && column != "input") || !near.has_one_number() || near.wanted() < 2) return "";
  return checked_multiply(near.wanted(), near.wanted()) == near.typed() ? near.text().get("course.near.area") : "";
}

/// The first digits, then zeros.
Note rounded(const Near& near) {
  if (near.is_size() || !near.has_one_number() || near.wanted() < 10'000 || near.typed() <= 0) return "";
  std::int64_t unit = 1;
  while (unit <= near.typed() / 10 && near.typed() % (unit * 10) == 0) unit *= 10;
  const std::int64_t apart = near.typed() - near.wanted();
  return unit >= 1000 && apart < unit && -apart < unit ? near.text().get("course.near.rounded_count") : "";
}

/// Height and width mixed up, or one of them right.
Note two_sides(const Near& near) {
  const std::vector<Rational>& right = near.right.value;
  if (right.size() == 1)
    return near.answer.values.size() == 2 && near.answer.along(true) != near.answer.along(false) && near.is_size()
               ? near.text().get("course.near.square")
               : "";
  const bool height = near.answer.along(true) == right[0], width = near.answer.along(false) == right[1];
  if (near.answer.values.size() == 1) return near.text().get("course.near.two_sides");
  if (near.answer.along(true) == right[1] && near.answer.along(false) == right[0])
    return near.text().get("course.near.height_first");
  return height ? near.text().get("course.near.width") : width ? near.text().get("course.near.height") : "";
}

/// The right answer of a row further up: a line was missed.
Note row_above(const Near& near) {
  const Values& values = near.occasion.right;
  const std::size_t place = values.find(near.occasion.cell.layer).value_or(values.rows.size());
  for (std::size_t i = place; i-- > 0;) {
    const CellId cell{values.rows[i].layer->name, near.occasion.cell.column};
    const bool has_column = cell.column != "neurons_without_pooling" && !cell.column.starts_with("admissible");
    if (!has_column || (cell.column == "output" && !values.rows[i].layer->is_spatial())) continue;
    const auto route = way_to(values, cell);
    if (route && same(near.answer, route->value) && route->value.front() != Rational(0))
      return near.text().get("course.near.row_above", {{"cell", cell_name(near.text(), cell)}});
  }
  return "";
}

/// The right answer of another column in this row.
Note other_column(const Near& near) {
  if (!near.has_one_number()) return "";
  const RowValues* row = near.row();
  for (const char* column : {"output", "parameters", "neurons", "macs", "receptive_field", "jump"}) {
    const bool of_maps = std::string_view(column) == "receptive_field" || std::string_view(column) == "jump";
    const bool has_column =
        row == nullptr ? column != std::string_view("output") && !of_maps : !of_maps || row->layer->is_spatial();
    if (!has_column || column == near.occasion.cell.column) continue;
    const auto route = way_to(near.occasion.right, {near.occasion.cell.layer, column});
    if (route && same(near.answer, route->value) && near.typed() > 9)
      return near.text().get("course.near.other_column",
                             {{"cell", cell_name(near.text(), {near.occasion.cell.layer, column})}});
  }
  return "";
}

/// Right all the way down under another convention.
Note other_rounding(const Near& near) {
  const Values& values = near.occasion.right;
  for (const nn::Rounding rounding : {nn::Rounding::floor, nn::Rounding::ceil}) {
    if (rounding == values.rounding) continue;
    const auto route = way_to(right_values_under(values, rounding), near.occasion.cell);
    if (route && same(near.answer, route->value))
      return near.text().get(
          "course.near.rounding_" + std::string(nn::to_string(rounding)),
          {{"convention", near.text().get("course.convention." + std::string(nn::to_string(values.rounding)))}});
  }
  return "";
}

/// Off by exactly a factor; said what it is where one of the layer's own numbers is that factor.
Note factor(const Near& near) {
  if (near.is_size() || !near.has_one_number() || near.wanted() == 0 || near.typed() == 0) return "";
  const bool large = near.typed() > near.wanted();
  const std::int64_t more = large ? near.typed() : near.wanted(), less = large ? near.wanted() : near.typed();
  if (more % less != 0 || more == less) return "";
  const std::int64_t ratio = more / less;
  if (ratio > less) return "";  // of a tiny answer the factor would be all but the number itself
  const std::string size = large ? "large" : "small";
  struct Named {
    const char* key;
    std::int64_t value;
  };
  std::vector<Named> names;
  if (const RowValues* row = near.row()) {
    const nn::Pair kernel = row->layer->kernel, output = row->output.value.value_or(nn::Pair{0, 0});
    names = {{"input_channels", row->channels_in},          {"output_channels", row->channels_out},
             {"kernel_area", kernel.height * kernel.width}, {"kernel", kernel.height},
             {"output_area", output.height * output.width}, {"output_side", output.height}};
  }
  for (const auto& [key, value] : names)
    if (value == ratio && ratio > 1)
      return near.text().get(
          "course.near.factor_" + size,
          {{"factor", std::to_string(ratio)}, {"meaning", near.text().get(std::string("course.near.factor.") + key)}});
  return near.text().get("course.near.factor_" + size + "_bare", {{"factor", std::to_string(ratio)}});
}

/// A total with one row too many.
Note counted_twice(const Near& near) {
  if (near.row() != nullptr || !near.has_one_number()) return "";
  const auto surplus = checked_subtract(near.typed(), near.wanted());
  if (!surplus || *surplus <= 0) return "";
  for (const RowValues& row : near.occasion.right.rows)
    if (count_of(row, near.occasion.cell.column).value == surplus)
      return near.text().get("course.near.counted_twice", {{"layer", row.layer->name}});
  return "";
}

/// A bias where the layer has none.
Note bias_added(const Near& near) {
  const RowValues* row = near.row();
  if (row == nullptr || near.occasion.cell.column != "parameters" || row->layer->bias || row->layer->is_pool())
    return "";
  if (!near.has_one_number() || checked_subtract(near.typed(), near.wanted()) != row->channels_out) return "";
  return near.text().get("course.near.no_bias_here");
}

Note digits(const Near& near) {
  if (!near.has_one_number()) return "";
  std::string typed = std::to_string(near.typed());
  const std::string wanted = std::to_string(near.wanted());
  if (wanted.size() < 3) return "";
  for (std::size_t i = 0; i + 1 < typed.size() && typed.size() == wanted.size(); ++i) {
    std::swap(typed[i], typed[i + 1]);
    if (typed == wanted) return near.text().get("course.near.digits_swapped");
    std::swap(typed[i], typed[i + 1]);
  }
  if (wanted.size() < 5) return "";
  const auto without_one_is = [](const std::string& longer, const std::string& shorter) {
    for (std::size_t i = 0; i < longer.size(); ++i)
      if (longer.substr(0, i) + longer.substr(i + 1) == shorter) return true;
    return false;
  };
  if (typed.size() + 1 == wanted.size() && without_one_is(wanted, typed))
    return near.text().get("course.near.digit_missing");
  if (typed.size() == wanted.size() + 1 && without_one_is(typed, wanted))
    return near.text().get("course.near.digit_extra");
  std::size_t different = 0;
  for (std::size_t i = 0; i < typed.size() && typed.size() == wanted.size(); ++i) different += typed[i] != wanted[i];
  return different == 1 ? near.text().get("course.near.digit_wrong") : "";
}

Note one_off(const Near& near) {
  if (!near.has_one_number()) return "";
  const auto apart = checked_subtract(near.typed(), near.wanted());
  if (!apart || (*apart != 1 && *apart != -1)) return "";
  return near.text().get(near.occasion.cell.column == "output" ? "course.near.one_off_size"
                                                               : "course.near.one_off_count");
}

Note too_large_or_small(const Near& near) {
  if (!near.has_one_number()) return near.text().get("course.near.not_it");
  return near.text().get(near.typed() > near.wanted() ? "course.near.too_large" : "course.near.too_small");
}

constexpr std::array kNotes = {wrong_channels, not_a_count,       two_sides,  area,   row_above, other_column,
                               other_rounding, counted_twice,     bias_added, factor, rounded,   one_off,
                               digits,         too_large_or_small};

}  // namespace

std::string near_message(const Occasion& occasion, const Answer& answer, const Route& right) {
  const Near near{occasion, answer, right};
  for (const auto note : kNotes)
    if (std::string said = note(near); !said.empty()) return said;
  return "";
}

}  // namespace stride::course
