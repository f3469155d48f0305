#include <algorithm>

#include "labs/layer_sizes/view.h"

namespace stride::labs::layer_sizes {

using page::Ink;

std::optional<page::Figure> parameters_figure(const Content& content, const Sheet& sheet) {
  const Text& text = content.text;
  struct Bar {
    std::string name;
    std::int64_t parameters;
  };
  std::vector<Bar> bars;
  std::int64_t most = 0;
  int asked = 0;
  for (const nn::LayerSpec& layer : sheet.network->layers) {
    if (layer.type != nn::LayerType::conv && layer.type != nn::LayerType::linear) continue;
    ++asked;
    const nn::LayerFacts* facts = sheet.worksheet->facts.find(layer.name);
    if (!sheet.is_open({layer.name, "parameters"}) || !facts->parameters) continue;
    bars.push_back({layer.name, *facts->parameters});
    most = std::max(most, *facts->parameters);
  }
  if (bars.empty()) return std::nullopt;
  page::Figure figure;
  figure.title = text.get("layer_sizes.bars.title");
  figure.sentence =
      text.get("layer_sizes.bars.sentence", {{"open", std::to_string(bars.size())}, {"asked", std::to_string(asked)}});
  figure.height = 24.0 * static_cast<double>(bars.size()) + 16;
  figure.x = {.label = "", .low = -0.22, .high = 1.24};
  figure.y = {.label = "", .low = 0, .high = static_cast<double>(bars.size())};
  figure.table.columns = {text.get("worksheet.table.layer"), text.get("worksheet.column.parameters.title")};
  for (std::size_t i = 0; i < bars.size(); ++i) {
    const double middle = static_cast<double>(i) + 0.5;
    const double share = most == 0 ? 0 : static_cast<double>(bars[i].parameters) / static_cast<double>(most);
    const bool largest = bars[i].parameters == most;
    figure.marks.push_back({page::RectangleMark{.from = {0, middle - 0.32},
                                                .to = {std::max(share, 0.002), middle + 0.32},
                                                .fill = largest ? Ink::accent : Ink::face_front,
                                                .stroke = {},
                                                .corner_radius = 3}});
    figure.marks.push_back(
        {page::TextMark{.at = {-0.02, middle}, .text = bars[i].name, .size = 13, .align_x = 1, .priority = 1}});
    figure.marks.push_back({page::TextMark{.at = {share + 0.015, middle},
                                           .text = grouped(bars[i].parameters),
                                           .ink = Ink::soft,
                                           .size = 13,
                                           .align_x = 0,
                                           .priority = 1}});
    figure.table.rows.push_back({bars[i].name, grouped(bars[i].parameters)});
  }
  return figure;
}

}  // namespace stride::labs::layer_sizes
