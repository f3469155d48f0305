#include "labs/worksheet/view.h"

namespace stride::labs::worksheet {

using page::Block;
using page::Blocks;
using page::Column;

std::string size_text(nn::Pair size) { return std::to_string(size.height) + " × " + std::to_string(size.width); }

namespace {

std::string pair_text(nn::Pair pair) { return pair.square() ? std::to_string(pair.height) : size_text(pair); }

}  // namespace

std::string spec_text(const Content& content, const nn::LayerSpec& layer) {
  const Text& text = content.text;
  if (!layer.is_spatial()) return text.get("worksheet.spec.linear");
  std::string spec = pair_text(layer.kernel) + " / " + pair_text(layer.stride) + " / " + pair_text(layer.pad);
  if (layer.dilation != nn::Pair{1, 1})
    spec += text.get("worksheet.spec.dilation", {{"dilation", pair_text(layer.dilation)}});
  if (layer.groups > 1) spec += text.get("worksheet.spec.groups", {{"groups", std::to_string(layer.groups)}});
  if (!layer.bias) spec += text.get("worksheet.spec.no_bias");
  return spec;
}

namespace {

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
    return {page::plain(sheet.given.at(cell) + " "), page::soft(content.text.get("worksheet.yours"))};
  return {page::soft("?")};
}

}  // namespace

Block answer_box(const Content& content, const State& state, const Sheet& sheet, const course::CellId& cell) {
  const Entry entry = sheet.entry(cell);
  const bool changed = entry.draft != entry.checked;
  page::AnswerBox box;
  box.label = cell_label(content, sheet, cell);
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
      text.get("worksheet.table.caption", {{"network", sheet.network->title}, {"size", size_text(sheet.size)}});
  const bool whole = sheet.questions.whole_network;
  table.columns = {{text.get("worksheet.table.layer"), Column::Role::name}};
  if (whole) table.columns.push_back({text.get("worksheet.table.channels"), Column::Role::spec});
  table.columns.push_back({text.get("worksheet.table.spec"), Column::Role::spec});
  if (whole) table.columns.push_back({text.get("worksheet.table.input"), Column::Role::value});
  for (const AnswerColumn* column : sheet.columns)
    table.columns.push_back({text.get(std::string(column->label_key) + ".title"), Column::Role::answer});
  const nn::LayerSpec* source = nullptr;
  for (const std::string& name : shown_rows(sheet)) {
    const nn::LayerSpec* layer = sheet.network->find(name);
    std::vector<Blocks> cells;
    if (layer == nullptr) {
      cells = {{page::prose({page::strong(text.get("worksheet.table.total"))})}, {}, {}, {}};
    } else {
      const std::int64_t channels =
          sheet.worksheet->facts.find(name)->output.value_or(nn::Shape{layer->output_channels, {}}).channels;
      cells.push_back({page::prose({page::strong(name)})});
      if (whole) cells.push_back({page::prose(channels > 0 ? std::to_string(channels) : "–", page::Tone::soft)});
      cells.push_back({page::prose(spec_text(content, *layer), page::Tone::soft)});
      if (whole) cells.push_back({page::prose(input_text(content, sheet, *layer, source))});
      source = layer;
    }
    for (const AnswerColumn* column : sheet.columns)
      cells.push_back(row_answers_cell(content, state, sheet, name, column->name));
    table.rows.push_back(
        {.id = "row." + name, .cells = std::move(cells), .current = name == current_row, .total = layer == nullptr});
  }
  return table;
}

Block sheet_buttons(const Content& content) {
  const auto button = [&](std::string id, std::string_view key) {
    return Block{std::move(id), page::Button{.label = content.text.get(key)}};
  };
  return {"", page::Line{{button("copy:csv", "worksheet.copy_csv"), button("copy:markdown", "worksheet.copy_markdown"),
                          button("print", "worksheet.print"), button("reset", "worksheet.reset")}}};
}

Block problem(const Content& content, const Sheet& sheet) {
  return {"problem.sheet", page::Callout{page::Tone::wrong,
                                         content.text.get("worksheet.no_sheet"),
                                         {page::prose(sheet.worksheet.error().text())}}};
}

std::optional<page::Dialog> dialog(const Content& content, const State& state, const Sheet& sheet) {
  const Text& text = content.text;
  if (state.dialog != "reset") return std::nullopt;
  page::Dialog ask{text.get("worksheet.reset.title"), {}};
  ask.blocks.push_back(page::prose(
      text.get("worksheet.reset.question", {{"network", sheet.network->title}, {"size", size_text(sheet.size)}})));
  ask.blocks.push_back({"", page::Line{{{"reset-confirmed", page::Button{.label = text.get("worksheet.reset.yes")}},
                                        {"close-dialog", page::Button{.label = text.get("worksheet.reset.no"),
                                                                      .look = page::Button::Look::primary}}}}});
  return ask;
}

}  // namespace stride::labs::worksheet
