#include "labs/input_sizes/actions.h"

#include "labs/input_sizes/input_sizes.h"
#include "labs/input_sizes/inputs.h"
#include "labs/worksheet/actions.h"

namespace stride::labs::input_sizes {

namespace {

void try_size(State& state, const std::string& size) {
  state.fields["tried_height"] = size;
  state.fields["tried_width"] = size;
}

/// Both ends of an interval that was typed into one box: `211-242`. A larger number less a smaller one is a formula,
/// and `no limit` is said of one end.
struct Ends {
  std::string low, high;
};
std::optional<Ends> ends_of(std::string_view typed) {
  if (typed.find_first_of("0123456789") == std::string_view::npos) return std::nullopt;
  const auto sizes = course::read_input_sizes(typed);
  if (!sizes || sizes->height.size() != 1 || sizes->width.size() != 1) return std::nullopt;
  const nn::Interval height = sizes->height.front(), width = sizes->width.front();
  if (height.low == height.high && width.low == width.high) return std::nullopt;
  return Ends{nn::to_text(nn::Pair{height.low, width.low}), nn::to_text(nn::Pair{height.high, width.high})};
}

void check_limit(const Content& content, State& state, const Event& event) {
  if (event.value.size() != 1 || !limit_options.contains(event.value)) return;
  const std::string key = worksheet::sheet_key(content, state) + "/" + std::string(limit_question);
  const bool right = event.value == limit_answer;
  Entry& entry = state.entries[key];
  entry.draft = entry.checked = std::string(event.value);
  entry.time = event.time;
  state.attempts.push_back(
      {key, entry.checked, std::string(to_string(right ? Verdict::correct : Verdict::wrong)), 0, event.time});
  state.status = content.text.get("input_sizes.limit.reason." + entry.checked);
}

}  // namespace

void field_changed(const Content& content, State& state, std::string_view field) {
  const bool moved = field == "tried_height" || field == "tried_width";
  const bool apart = value_of(lab, state, "apart") == "on";
  if (field == "tried_height" || field == "apart") {
    if (!apart) state.fields["tried_width"] = value_of(lab, state, "tried_height");
  } else if (field == "tried_width" && !apart) {
    state.fields["tried_height"] = value_of(lab, state, "tried_width");
  }
  if (moved || field == "apart" || field == "zoom" || field == "kept") return;
  worksheet::field_changed(content, state, field);
  const bool other_exercise = field == "network" || field == "size" || field == "student_id";
  if (other_exercise) try_size(state, "");
}

void check(const Content& content, State& state, const Event& event) {
  if (event.id == limit_question) return check_limit(content, state, event);
  const course::CellId cell = worksheet::parse_cell_name(event.id);
  const bool is_end = cell.column == "admissible_min" || cell.column == "admissible_max";
  const auto ends = is_end ? ends_of(event.value) : std::nullopt;
  if (!ends) return worksheet::check(content, state, all_questions(), event);
  worksheet::check(content, state, all_questions(), {cell.layer + ".admissible_max", ends->high, event.time});
  const std::string of_the_high_end = state.status;
  worksheet::check(content, state, all_questions(), {cell.layer + ".admissible_min", ends->low, event.time});
  state.status += " " + of_the_high_end;
}

void press(const Content& content, State& state, const Event& event) {
  constexpr std::string_view size_prefix = "pick:size:";
  if (event.id.starts_with(size_prefix)) {
    const std::string size(event.id.substr(size_prefix.size()));
    if (nn::parse_size(size)) try_size(state, size);
    return;
  }
  worksheet::press(content, state, all_questions(), event);
  if (event.id == "try-example") try_size(state, "");
  if (event.id == "try-example" || event.id == "reset-confirmed") {
    const auto cells = kept_cells(read_inputs(content, state));
    if (!cells.empty()) state.focus = "cell." + cells.front().text();
  }
}

void paste(const Content& content, State& state, const Event& event) {
  worksheet::paste(content, state, least_questions(), event);
}

std::string copy(const Content& content, const State& state, std::string_view format) {
  return worksheet::copy(content, state, all_questions(), format);
}

}  // namespace stride::labs::input_sizes
