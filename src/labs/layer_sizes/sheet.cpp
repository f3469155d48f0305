#include "labs/layer_sizes/sheet.h"

#include <array>

#include "labs/layer_sizes/layer_sizes.h"

namespace stride::labs::layer_sizes {

std::span<const AnswerColumn> answer_columns() {
  static const std::array<AnswerColumn, 5> columns = {{
      {"output", "layer_sizes.column.output", ""},
      {"parameters", "layer_sizes.column.parameters", ""},
      {"receptive_field", "layer_sizes.column.receptive_field", "show_receptive_field"},
      {"jump", "layer_sizes.column.jump", "show_jump"},
      {"neurons", "layer_sizes.column.neurons", "show_neurons"},
  }};
  return columns;
}

bool is_shown(const AnswerColumn& column, const State& state) {
  return column.field.empty() || value_of(lab, state, column.field) == "on";
}

const nn::NetworkSpec& chosen_network(const Content& content, const State& state) {
  const nn::NetworkSpec* network = content.find_network(value_of(lab, state, "network"));
  return network == nullptr ? content.networks.front() : *network;
}

nn::Pair chosen_size(const Content& content, const State& state) {
  const auto size = nn::parse_size(value_of(lab, state, "size"));
  return size ? *size : chosen_network(content, state).input_size;
}

nn::Rounding chosen_rounding(const State& state) {
  return nn::parse_rounding(value_of(lab, state, "rounding")).value_or(nn::Rounding::floor);
}

std::optional<std::int64_t> side_of_id(const State& state) {
  const auto id = course::parse_student_id(value_of(lab, state, "student_id"));
  return id ? std::optional(id->side) : std::nullopt;
}

nn::Pair size_on_choice(const State& state, const nn::NetworkSpec& network) {
  const auto side = side_of_id(state);
  return side && network.name == id_network ? nn::Pair{*side, *side} : network.input_size;
}

std::string sheet_key(const Content& content, const State& state) {
  return chosen_network(content, state).name + "/" + nn::to_text(chosen_size(content, state)) + "/" +
         std::string(nn::to_string(chosen_rounding(state)));
}

Entry Sheet::entry(const course::CellId& cell) const {
  const auto found = entries.find(cell);
  return found == entries.end() ? Entry{} : found->second;
}

Verdict Sheet::verdict(const course::CellId& cell) const {
  const auto found = grades.find(cell);
  return found == grades.end() ? Verdict::none : found->second.verdict;
}

bool Sheet::is_open(const course::CellId& cell) const {
  return verdict(cell) == Verdict::correct || entry(cell).help >= 4;
}

course::CellId parse_cell_name(std::string_view name) {
  const auto dot = name.rfind('.');
  if (dot == std::string_view::npos) return {std::string(name), ""};
  return {std::string(name.substr(0, dot)), std::string(name.substr(dot + 1))};
}

Sheet read_sheet(const Content& content, const State& state) {
  const nn::NetworkSpec& network = chosen_network(content, state);
  const nn::Pair size = chosen_size(content, state);
  const nn::Rounding rounding = chosen_rounding(state);
  Sheet sheet{&network, size, rounding, sheet_key(content, state), course::make_worksheet(network, size, rounding),
              {},       {},   {}};
  if (!sheet.worksheet) return sheet;
  const std::string prefix = sheet.key + "/";
  for (auto at = state.entries.lower_bound(prefix); at != state.entries.end() && at->first.starts_with(prefix); ++at) {
    const auto cell = course::parse_cell(*sheet.worksheet, std::string_view(at->first).substr(prefix.size()));
    if (!cell) continue;
    sheet.entries.emplace(*cell, at->second);
    if (!at->second.checked.empty()) sheet.given.emplace(*cell, at->second.checked);
  }
  for (const auto& [cell, answer] : sheet.given)
    sheet.grades.emplace(cell, course::grade(*sheet.worksheet, cell, answer, sheet.given, content.text));
  return sheet;
}

std::string cell_label(const Content& content, const course::CellId& cell) {
  if (cell.layer == "largest") return content.text.get("layer_sizes.largest");
  for (const AnswerColumn& column : answer_columns())
    if (column.name == cell.column) return cell.layer + " " + content.text.get(column.label_key);
  return cell.text();
}

bool has_cell(const Sheet& sheet, std::string_view layer, std::string_view column) {
  if (!sheet.worksheet) return false;
  const nn::LayerSpec* spec = sheet.network->find(layer);
  const bool of_a_map = column == "output" || column == "receptive_field" || column == "jump";
  if (of_a_map && (spec == nullptr || !spec->is_spatial())) return false;
  return course::parse_cell(*sheet.worksheet, std::string(layer) + "." + std::string(column)).has_value();
}

std::vector<course::CellId> shown_cells(const Sheet& sheet, const State& state) {
  std::vector<course::CellId> cells;
  if (!sheet.worksheet) return cells;
  const auto add_row = [&](const std::string& layer) {
    for (const AnswerColumn& column : answer_columns())
      if (is_shown(column, state) && has_cell(sheet, layer, column.name))
        cells.push_back({layer, std::string(column.name)});
  };
  for (const nn::LayerSpec& layer : sheet.network->layers)
    if (layer.is_row()) add_row(layer.name);
  add_row("total");
  if (auto largest = course::parse_cell(*sheet.worksheet, "largest.layer")) cells.push_back(*largest);
  return cells;
}

}  // namespace stride::labs::layer_sizes
