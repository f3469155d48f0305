#include "labs/layer_sizes/layer_sizes.h"
#include "labs/layer_sizes/view.h"

namespace stride::labs::layer_sizes {

using page::Block;
using page::Blocks;
using page::Column;

std::string size_text(nn::Pair size) { return std::to_string(size.height) + " × " + std::to_string(size.width); }

namespace {

std::string pair_text(nn::Pair pair) { return pair.square() ? std::to_string(pair.height) : size_text(pair); }

// Kernel, stride and pad as in Table 1 of document A: 11 / 4 / 0.
std::string spec_text(const Content& content, const nn::LayerSpec& layer) {
  const Text& text = content.text;
  if (!layer.is_spatial()) return text.get("layer_sizes.spec.linear");
  std::string spec = pair_text(layer.kernel) + " / " + pair_text(layer.stride) + " / " + pair_text(layer.pad);
  if (layer.dilation != nn::Pair{1, 1})
    spec += text.get("layer_sizes.spec.dilation", {{"dilation", pair_text(layer.dilation)}});
  if (layer.groups > 1) spec += text.get("layer_sizes.spec.groups", {{"groups", std::to_string(layer.groups)}});
  if (!layer.bias) spec += text.get("layer_sizes.spec.no_bias");
  return spec;
}

// The side that goes into a layer, as far as the student knows it: right answers as numbers, wrong ones marked as
// theirs.
page::Inlines input_text(const Content& content, const Sheet& sheet, const nn::LayerSpec& layer,
                         const nn::LayerSpec* source) {
  const nn::LayerFacts* facts = sheet.worksheet->facts.find(layer.name);
  if (layer.type == nn::LayerType::linear && (source == nullptr || !source->is_spatial())) {
    if (!facts->input) return {page::soft("?")};
    return {page::plain(grouped(facts->input->channels * facts->input->size.height * facts->input->size.width))};
  }
  const auto shown = [&](nn::Pair size, std::int64_t channels) {
    return layer.type == nn::LayerType::linear ? std::to_string(channels) + " × " + size_text(size) : pair_text(size);
  };
  if (source == nullptr) return {page::plain(shown(sheet.size, sheet.network->input_channels))};
  const course::CellId cell{source->name, "output"};
  if (sheet.is_open(cell) && facts->input) return {page::plain(shown(facts->input->size, facts->input->channels))};
  const Verdict verdict = sheet.verdict(cell);
  if (verdict == Verdict::wrong || verdict == Verdict::consistent)
    return {page::plain(sheet.given.at(cell) + " "), page::soft(content.text.get("layer_sizes.yours"))};
  return {page::soft("?")};
}

}  // namespace

Block answer_box(const Content& content, const State& state, const Sheet& sheet, const course::CellId& cell) {
  const Entry entry = sheet.entry(cell);
  const bool changed = entry.draft != entry.checked;
  page::AnswerBox box;
  box.label = cell_label(content, cell);
  box.value = entry.draft;
  box.verdict = changed ? Verdict::none : sheet.verdict(cell);
  box.current = state.current == cell.text();
  if (box.verdict != Verdict::none) box.feedback = sheet.grades.at(cell).message;
  return {"cell." + cell.text(), box};
}

namespace {

Blocks row_answers_cell(const Content& content, const State& state, const Sheet& sheet, const std::string& row,
                        std::string_view column) {
  if (!has_cell(sheet, row, column)) return {};
  return {answer_box(content, state, sheet, {row, std::string(column)})};
}

}  // namespace

page::Table worksheet_table(const Content& content, const State& state, const Sheet& sheet) {
  const Text& text = content.text;
  const std::string current_row = parse_cell_name(state.current).layer;
  page::Table table;
  table.caption =
      text.get("layer_sizes.table.caption", {{"network", sheet.network->title}, {"size", size_text(sheet.size)}});
  table.columns = {{text.get("layer_sizes.table.layer"), Column::Role::name},
                   {text.get("layer_sizes.table.channels"), Column::Role::spec},
                   {text.get("layer_sizes.table.spec"), Column::Role::spec},
                   {text.get("layer_sizes.table.input"), Column::Role::value}};
  std::vector<const AnswerColumn*> answers;
  for (const AnswerColumn& column : answer_columns()) {
    if (!is_shown(column, state)) continue;
    answers.push_back(&column);
    table.columns.push_back({text.get(std::string(column.label_key) + ".title"), Column::Role::answer});
  }
  const auto add_row = [&](const std::string& name, std::vector<Blocks> cells, bool total) {
    for (const AnswerColumn* column : answers)
      cells.push_back(row_answers_cell(content, state, sheet, name, column->name));
    table.rows.push_back(
        {.id = "row." + name, .cells = std::move(cells), .current = name == current_row, .total = total});
  };
  const nn::LayerSpec* source = nullptr;
  for (const nn::LayerSpec& layer : sheet.network->layers) {
    if (!layer.is_row()) continue;
    const std::int64_t channels =
        sheet.worksheet->facts.find(layer.name)->output.value_or(nn::Shape{layer.output_channels, {}}).channels;
    add_row(layer.name,
            {{page::prose({page::strong(layer.name)})},
             {page::prose(channels > 0 ? std::to_string(channels) : "–", page::Tone::soft)},
             {page::prose(spec_text(content, layer), page::Tone::soft)},
             {page::prose(input_text(content, sheet, layer, source))}},
            false);
    source = &layer;
  }
  add_row("total", {{page::prose({page::strong(text.get("layer_sizes.table.total"))})}, {}, {}, {}}, true);
  return table;
}

}  // namespace stride::labs::layer_sizes
