#include <algorithm>

#include "course/admissible.h"
#include "course/feedback.h"
#include "course/input_sizes.h"
#include "nn/axis.h"

// A whole set of admissible sizes as one answer. Rounded, it is an interval, graded by its two ends; exact, it is a
// list, each size of which divides at every layer.

namespace stride::course {
namespace {

using nn::Interval;

std::vector<Interval> within(const std::vector<Interval>& sizes, Interval range) {
  std::vector<Interval> inside;
  for (const auto& [low, high] : sizes)
    if (low <= range.high && high >= range.low)
      inside.push_back({std::max(low, range.low), std::min(high, range.high)});
  return inside;
}

std::int64_t count(const std::vector<Interval>& sizes) {
  std::int64_t all = 0;
  for (const auto& [low, high] : sizes) all += high - low + 1;
  return all;
}

/// How many of `wanted` stand in `sizes` as well.
std::int64_t count_common(const std::vector<Interval>& wanted, const std::vector<Interval>& sizes) {
  std::int64_t all = 0;
  for (const Interval& each : wanted) all += count(within(sizes, each));
  return all;
}

void say(Grade& grade, Verdict verdict, std::string message) {
  grade.verdict = verdict;
  grade.brief = message;
  grade.message = std::move(message);
}

// Rounded: the two ends.

/// `211`, `211x275`: one end of both axes' intervals, as it is typed into its own cell.
std::string end_text(const InputSizes& sizes, bool low) {
  const auto end = [&](const std::vector<Interval>& axis) { return low ? axis.front().low : axis.back().high; };
  return nn::to_text(nn::Pair{end(sizes.height), end(sizes.width)});
}

void add_slips(const Grade& end, Grade& grade) {
  const auto add = [&](const std::string& id) {
    if (id.empty() || id == grade.misconception || std::ranges::contains(grade.also, id)) return;
    if (grade.misconception.empty())
      grade.misconception = id;
    else
      grade.also.push_back(id);
  };
  add(end.misconception);
  for (const std::string& id : end.also) add(id);
}

Grade grade_ends(const Worksheet& sheet, const CellId& cell, const InputSizes& typed, const Given& given,
                 const Text& text, Grade grade) {
  if (typed.height.size() != 1 || typed.width.size() != 1) {
    say(grade, Verdict::wrong, text.get("course.inputs.gap"));
    return grade;
  }
  const Grade low = course::grade(sheet, {cell.layer, "admissible_min"}, end_text(typed, true), given, text);
  const bool unlimited = typed.height.front().high == kMostSide;
  const Grade high = course::grade(sheet, {cell.layer, "admissible_max"},
                                   unlimited ? "no limit" : end_text(typed, false), given, text);
  const auto are = [&](Verdict verdict) { return low.verdict == verdict && high.verdict == verdict; };
  if (are(Verdict::correct)) {
    say(grade, Verdict::correct, text.get("course.inputs.right_interval"));
  } else if (are(Verdict::consistent)) {
    grade.root = low.root;
    say(grade, Verdict::consistent, low.message);
  } else {
    const auto of = [&](const char* key, const Grade& end) {
      const bool fine = end.verdict == Verdict::correct;
      return text.get(std::string("course.inputs.") + key + (fine ? "_right" : ""), {{"message", end.message}});
    };
    say(grade, Verdict::wrong, of("low", low) + " " + of("high", high));
    add_slips(low, grade);
    add_slips(high, grade);
  }
  return grade;
}

// Exact: every size by itself.

struct Stop {
  std::int64_t size = 0, remainder = 0;
  std::string layer;
};

/// Where a size's first remainder stands, before `kept`; nothing where it divides all along.
std::optional<Stop> stop_of(const Values& values, std::size_t kept, std::int64_t size, bool vertical) {
  std::int64_t side = size;
  for (std::size_t i = 0; i < kept; ++i) {
    const nn::LayerSpec& layer = *values.rows[i].layer;
    if (!layer.is_spatial()) continue;
    const auto measured = nn::measure(layer, side, vertical, nn::Rounding::exact);
    if (!measured || !measured->output) return Stop{size, measured ? measured->remainder : 0, layer.name};
    side = *measured->output;
  }
  return std::nullopt;
}

std::optional<Stop> first_stop(const Values& values, std::size_t kept, const InputSizes& typed) {
  for (const bool vertical : {true, false})
    for (const auto& [low, high] : vertical ? typed.height : typed.width)
      for (std::int64_t size = low; size <= high; ++size)
        if (const auto stop = stop_of(values, kept, size, vertical)) return stop;
  return std::nullopt;
}

/// The ways to a wrong list: the interval of a rounding, one size alone, the multiples of the total stride.
std::string slip_of(const Values& values, const Worksheet& sheet, std::size_t kept, const InputSizes& typed) {
  const nn::Pair image = values.image;
  const auto one = [](std::int64_t side) { return std::vector<Interval>{{side, side}}; };
  if (typed == InputSizes{one(image.height), one(image.width)}) return "only-the-training-size";
  for (const nn::Rounding rounding : {nn::Rounding::floor, nn::Rounding::ceil}) {
    const Values other = right_values(sheet.network, image, rounding);
    const auto height = admissible_sides(other, kept, true), width = admissible_sides(other, kept, false);
    if (height && width && typed == InputSizes{{*height}, {*width}}) return "other-rounding";
  }
  if (kept == 0 || !values.rows[kept - 1].jump.value) return "";
  const auto multiples = [](const std::vector<Interval>& sizes, std::int64_t jump) {
    return jump > 1 && std::ranges::all_of(sizes, [jump](const Interval& each) {
             return each.low == each.high && each.low % jump == 0;
           });
  };
  const nn::Pair jump = *values.rows[kept - 1].jump.value;
  return multiples(typed.height, jump.height) && multiples(typed.width, jump.width) ? "multiples-of-stride" : "";
}

std::string range_text(const Worksheet& sheet) {
  const Interval height = asked_hundred(sheet.facts.input.size.height),
                 width = asked_hundred(sheet.facts.input.size.width);
  return to_text(InputSizes{{height}, {width}});
}

Grade grade_list(const Worksheet& sheet, const CellId& cell, const InputSizes& typed, const InputSizes& wanted,
                 const Text& text, Grade grade) {
  const Values values = right_values(sheet);
  const std::size_t kept = kept_from(values, *values.find(cell.layer));
  const auto stop = first_stop(values, kept, typed);
  const std::int64_t missing = count(wanted.height) - count_common(wanted.height, typed.height) +
                               (wanted.width == wanted.height && typed.width == typed.height
                                    ? 0
                                    : count(wanted.width) - count_common(wanted.width, typed.width));
  if (!stop && missing == 0) {
    say(grade, Verdict::correct, text.get("course.inputs.right_list", {{"range", range_text(sheet)}}));
    return grade;
  }
  grade.misconception = slip_of(values, sheet, kept, typed);
  std::string message;
  if (const std::string& slip = grade.misconception; !slip.empty()) {
    const std::string own = "course.advice.admissible." + slip;
    const std::string advice =
        text.get(text.has(own) ? own : "course.advice." + slip,
                 {{"convention", text.get("course.convention.exact")}, {"range", range_text(sheet)}});
    message = text.get("course.one_slip",
                       {{"answer", to_text(typed)}, {"label", text.get("course.slip." + slip)}, {"advice", advice}}) +
              " ";
  }
  if (stop)
    message += text.get(
        "course.inputs.stops",
        {{"size", std::to_string(stop->size)}, {"layer", stop->layer}, {"remainder", std::to_string(stop->remainder)}});
  else
    message += text.get("course.inputs.missing", {{"count", std::to_string(missing)}, {"range", range_text(sheet)}});
  say(grade, Verdict::wrong, std::move(message));
  return grade;
}

}  // namespace

std::optional<InputSizes> admissible_inputs(const Worksheet& sheet, std::string_view layer) {
  const Values values = right_values(sheet);
  const auto row = values.find(layer);
  if (!row) return std::nullopt;
  const std::size_t kept = kept_from(values, *row);
  InputSizes sizes;
  for (const bool vertical : {true, false}) {
    std::vector<Interval>& axis = vertical ? sizes.height : sizes.width;
    if (values.rounding != nn::Rounding::exact) {
      const auto interval = admissible_sides(values, kept, vertical);
      if (!interval) return std::nullopt;
      axis = {*interval};
      continue;
    }
    const Interval range = asked_hundred(along(values.image, vertical));
    for (std::int64_t size = range.low; size <= range.high; ++size) {
      if (stop_of(values, kept, size, vertical)) continue;
      if (!axis.empty() && axis.back().high == size - 1)
        axis.back().high = size;
      else
        axis.push_back({size, size});
    }
  }
  return sizes;
}

Grade grade_admissible(const Worksheet& sheet, const CellId& cell, std::string_view typed, const Given& given,
                       const Text& text) {
  Grade grade;
  const auto wanted = admissible_inputs(sheet, cell.layer);
  const bool none = !wanted || (wanted->height.empty() && wanted->width.empty());
  grade.expected = none ? text.get("course.largest.none") : to_text(*wanted);
  if (none && is_one_of(typed, text.get("course.words.none"))) {
    say(grade, Verdict::correct, text.get("course.inputs.right_list", {{"range", range_text(sheet)}}));
    return grade;
  }
  const auto read = read_input_sizes(typed);
  if (!read) {
    say(grade, Verdict::unreadable, unreadable_message(text, AnswerKind::inputs, read.error()));
    return grade;
  }
  if (sheet.facts.rounding != nn::Rounding::exact) return grade_ends(sheet, cell, *read, given, text, std::move(grade));
  return grade_list(sheet, cell, *read, *wanted, text, std::move(grade));
}

}  // namespace stride::course
