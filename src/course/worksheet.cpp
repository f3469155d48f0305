#include "course/worksheet.h"

#include <algorithm>
#include <array>

#include "course/route.h"

namespace stride::course {
namespace {

enum class Place : std::uint8_t { rows, maps, weighted, total };

struct ColumnPlace {
  std::string_view column;
  Place place;
};

/// Which columns there are, and where. A linear layer's output is its number of neurons: it has a cell, yet no size.
constexpr std::array kPlaces = std::to_array<ColumnPlace>({
    {"output", Place::rows},
    {"parameters", Place::rows},
    {"receptive_field", Place::maps},
    {"jump", Place::maps},
    {"neurons", Place::rows},
    {"macs", Place::rows},
    {"input", Place::rows},
    {"channels", Place::rows},
    {"filter", Place::weighted},
    {"admissible_min", Place::rows},
    {"admissible_max", Place::rows},
    {"admissible", Place::rows},
    {"smallest_input", Place::maps},
    {"parameters", Place::total},
    {"neurons", Place::total},
    {"neurons_without_pooling", Place::total},
    {"macs", Place::total},
});

bool stands_in(const nn::LayerSpec& layer, Place place) {
  switch (place) {
    case Place::rows:
      return layer.is_row();
    case Place::maps:
      return layer.is_spatial();
    case Place::weighted:
      return layer.type == nn::LayerType::conv || layer.type == nn::LayerType::linear;
    case Place::total:
      break;
  }
  return false;
}

std::string joined(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
  return list;
}

/// The columns of a row, of the total or of the largest layer; none where there is no such name.
std::vector<std::string> columns_of(const Worksheet& sheet, std::string_view layer) {
  std::vector<std::string> columns;
  const nn::LayerSpec* spec = sheet.network.find(layer);
  for (const ColumnPlace& entry : kPlaces) {
    const bool here = spec == nullptr ? layer == "total" && entry.place == Place::total : stands_in(*spec, entry.place);
    if (here) columns.emplace_back(entry.column);
  }
  if (spec == nullptr && layer == "largest") columns.emplace_back("layer");
  return columns;
}

std::vector<std::string> layers_of(const Worksheet& sheet) {
  std::vector<std::string> layers;
  for (const nn::LayerSpec& layer : sheet.network.layers)
    if (layer.is_row()) layers.push_back(layer.name);
  layers.insert(layers.end(), {"total", "largest"});
  return layers;
}

}  // namespace

Result<Worksheet> make_worksheet(const nn::NetworkSpec& network, nn::Pair size, nn::Rounding rounding) {
  // A page's figures all ask for the same one, with every frame.
  thread_local std::optional<Worksheet> last;
  if (last && last->facts.input.size == size && last->facts.rounding == rounding && last->network == network)
    return *last;
  auto facts = nn::facts(network, size, rounding);
  if (!facts) return std::unexpected(facts.error());
  last = Worksheet{network, std::move(*facts)};
  return *last;
}

Result<CellId> parse_cell(const Worksheet& sheet, std::string_view text) {
  const std::size_t dot = text.rfind('.');
  const std::string layer(text.substr(0, dot));
  const std::string column(dot == std::string_view::npos ? "" : text.substr(dot + 1));
  const std::vector<std::string> columns = columns_of(sheet, layer);
  if (columns.empty()) {
    return fail("expected LAYER.COLUMN with one of the layers " + joined(layers_of(sheet)) + "; found \"" +
                std::string(text) + "\"");
  }
  if (std::ranges::contains(columns, column)) return CellId{layer, column};
  return fail("expected one of the columns " + joined(columns) + " after " + layer + ".; found \"" + std::string(text) +
              "\"");
}

std::vector<CellId> cells_of_column(const Worksheet& sheet, std::string_view column) {
  std::vector<CellId> cells;
  for (const std::string& layer : layers_of(sheet))
    if (std::ranges::contains(columns_of(sheet, layer), column)) cells.push_back({layer, std::string(column)});
  return cells;
}

std::optional<Route> right_route(const Worksheet& sheet, const CellId& cell, const Given& given) {
  auto route = way_to(given.empty() ? right_values(sheet) : own_values(sheet, given, cell), cell);
  // A number alone is no way to it.
  const bool is_way = route && (route->principle.kind() != math::ExprKind::number || route->value.front() == 0);
  return is_way ? route : std::nullopt;
}

}  // namespace stride::course
