#include "course/largest.h"

#include <algorithm>

#include "course/feedback.h"

namespace stride::course {
namespace {

std::string joined(const std::vector<std::string>& names, const std::string& between) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : between) + name;
  return list;
}

/// Words between commas, spaces, semicolons, slashes, `&` and `+`, in lower case, without the fillers of the language
/// (`and`, `both`).
std::vector<std::string> words(std::string_view typed, const Text& text) {
  std::string spaced = plain_words(typed);
  for (char& c : spaced)
    if (std::string_view(",;/&+()").contains(c)) c = ' ';
  std::vector<std::string> found;
  std::size_t start = 0;
  while (start < spaced.size()) {
    const std::size_t end = std::min(spaced.find(' ', start), spaced.size());
    const std::string word = spaced.substr(start, end - start);
    if (!word.empty() && !is_one_of(word, text.get("course.words.filler"))) found.push_back(word);
    start = end + 1;
  }
  return found;
}

/// The rows that have the most parameters; none where no row has any, or one is unknown.
std::vector<std::string> largest_of(const Values& values) {
  std::int64_t most = 0;
  std::vector<std::string> names;
  for (const RowValues& row : values.rows) {
    if (!row.parameters.value) return {};
    if (*row.parameters.value > most) names.clear();
    most = std::max(most, *row.parameters.value);
    if (most > 0 && *row.parameters.value == most) names.push_back(row.layer->name);
  }
  return names;
}

bool is_part_of(const std::vector<std::string>& names, const std::vector<std::string>& all) {
  return std::ranges::all_of(names, [&](const std::string& name) { return std::ranges::contains(all, name); });
}

/// The sheet's names of the layers that were typed; the first word that is none, else.
std::expected<std::vector<std::string>, std::string> layers_named(const Values& values, std::string_view typed,
                                                                  const std::vector<std::string>& typed_words) {
  const auto find = [&](const std::string& word) {
    return std::ranges::find_if(values.rows,
                                [&](const RowValues& row) { return plain_words(row.layer->name) == word; });
  };
  if (const auto row = find(plain_words(typed)); row != values.rows.end()) return std::vector{row->layer->name};
  std::vector<std::string> names;
  for (const std::string& word : typed_words) {
    const auto row = find(word);
    if (row == values.rows.end()) return std::unexpected(word);
    if (!std::ranges::contains(names, row->layer->name)) names.push_back(row->layer->name);
  }
  return names;
}

std::string row_names(const Values& values) {
  std::vector<std::string> names;
  for (const RowValues& row : values.rows) names.push_back(row.layer->name);
  return joined(names, ", ");
}

Grade say(Verdict verdict, std::string expected, std::string message) {
  Grade grade;
  grade.verdict = verdict;
  grade.expected = std::move(expected);
  grade.brief = message;
  grade.message = std::move(message);
  return grade;
}

}  // namespace

Grade grade_largest(const Worksheet& sheet, const CellId& cell, std::string_view typed, const Given& given,
                    const Text& text) {
  const Values right = right_values(sheet);
  const std::vector<std::string> largest = largest_of(right);
  const std::string expected = largest.empty() ? text.get("course.largest.none") : joined(largest, ", ");
  const std::vector<std::string> typed_words = words(typed, text);
  if (typed_words.empty())
    return say(Verdict::unreadable, expected, unreadable_message(text, AnswerKind::layers, {"empty", "", ""}));
  const bool known =
      std::ranges::all_of(right.rows, [](const RowValues& row) { return row.parameters.value.has_value(); });
  const auto stop = known ? std::nullopt : first_remainder(sheet);
  if (largest.empty() && is_one_of(typed, text.get("course.words.none")))
    return say(Verdict::correct, expected,
               stop ? text.get("course.exact.right", {{"layer", stop->layer}, {"remainder", stop->remainder}})
                    : text.get("course.largest.right_none"));
  auto names = layers_named(right, typed, typed_words);
  if (!names)
    return say(Verdict::unreadable, expected,
               text.get("course.largest.unknown", {{"name", names.error()}, {"layers", row_names(right)}}));
  const std::string answer = joined(*names, ", ");
  if (is_part_of(*names, largest)) {
    const bool tie = largest.size() > 1;
    return say(Verdict::correct, expected,
               text.get(tie ? "course.largest.right_tie" : "course.largest.right",
                        {{"answer", answer}, {"layers", joined(largest, text.get("course.and"))}}));
  }
  const Values own = own_values(sheet, given, cell);
  const auto root = root_of(own, cell);
  if (root && is_part_of(*names, largest_of(own))) {
    Grade grade =
        say(Verdict::consistent, expected,
            text.get("course.consistent",
                     {{"answer", answer}, {"cell", cell_name(text, cell)}, {"root", cell_name(text, *root)}}));
    grade.root = root;
    return grade;
  }
  if (stop) return say(Verdict::wrong, expected, text.get("course.exact.near"));
  std::erase_if(*names, [&](const std::string& name) { return std::ranges::contains(largest, name); });
  return say(Verdict::wrong, expected, text.get("course.largest.wrong", {{"answer", joined(*names, ", ")}}));
}

}  // namespace stride::course
