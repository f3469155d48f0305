#include "labs/layer_sizes/view.h"

#include <algorithm>
#include <cmath>

#include "labs/layer_sizes/layer_sizes.h"
#include "math/expr.h"

namespace stride::labs::layer_sizes {

using page::Block;
using page::Blocks;
using page::Column;

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

Blocks row_answers_cell(const Content& content, const State& state, const Sheet& sheet, const std::string& row,
                        std::string_view column) {
  if (!has_cell(sheet, row, column)) return {};
  return {answer_box(content, state, sheet, {row, std::string(column)})};
}

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

Block combobox(const Content& content, const State& state, std::string_view field, std::string_view label_key,
               std::vector<page::Option> options) {
  return {"field." + std::string(field),
          page::Combobox{content.text.get(label_key), std::move(options), value_of(lab, state, field)}};
}

Block text_field(const Content& content, const State& state, std::string_view field, std::string value,
                 page::Keyboard keyboard) {
  const Field* declared = find_field(lab, field);
  if (const auto draft = state.drafts.find(field); draft != state.drafts.end()) value = draft->second;
  const std::string problem = declared->problem(content, value);
  const std::string key = "layer_sizes.field." + std::string(field);
  page::AnswerBox box{.label = content.text.get(key),
                      .caption = content.text.get(key),
                      .value = value,
                      .placeholder = content.text.get(key + ".placeholder"),
                      .keyboard = keyboard};
  if (!problem.empty()) {
    box.verdict = Verdict::unreadable;
    box.described_by = "problem." + std::string(field);
  }
  return {"field." + std::string(field), box};
}

// What is wrong with the ID or the size, or what they give.
Block setup_line(const Content& content, const State& state, const Sheet& sheet) {
  const Text& text = content.text;
  for (const std::string field : {"student_id", "size"}) {
    const auto draft = state.drafts.find(field);
    const std::string value = draft != state.drafts.end() ? draft->second : value_of(lab, state, field);
    const std::string problem = find_field(lab, field)->problem(content, value);
    if (!problem.empty()) return {"problem." + field, page::Prose{{page::plain(problem)}, page::Tone::wrong}};
  }
  const auto side = side_of_id(state);
  const bool of_id = side && sheet.size == nn::Pair{*side, *side};
  const std::string key = of_id  ? "layer_sizes.size_from_id"
                          : side ? "layer_sizes.size_not_of_id"
                                 : "layer_sizes.size_without_id";
  return {"setup.size", page::Prose{{page::plain(text.get(key, {{"size", size_text(sheet.size)},
                                                                {"number", std::to_string(sheet.size.height)},
                                                                {"id_size", std::to_string(side.value_or(0))}}))},
                                    page::Tone::soft}};
}

Block setup(const Content& content, const State& state, const Sheet& sheet) {
  const Text& text = content.text;
  std::vector<page::Option> networks, roundings;
  for (const nn::NetworkSpec& network : content.networks) networks.push_back({network.name, network.title});
  for (const char* rounding : {"floor", "ceil", "exact"})
    roundings.push_back({rounding, text.get(std::string("layer_sizes.rounding.") + rounding)});
  Blocks controls = {
      text_field(content, state, "student_id", value_of(lab, state, "student_id"), page::Keyboard::numeric),
      text_field(content, state, "size", nn::to_text(sheet.size), page::Keyboard::numeric),
      combobox(content, state, "network", "layer_sizes.field.network", std::move(networks)),
      combobox(content, state, "rounding", "layer_sizes.field.rounding", std::move(roundings)),
  };
  Blocks card = {{"", page::Line{std::move(controls)}}};
  Blocks below = {setup_line(content, state, sheet)};
  if (value_of(lab, state, "student_id").empty())
    below.push_back(
        {"try-example", page::Button{.label = text.get("layer_sizes.try_example"), .look = page::Button::Look::link}});
  card.push_back({"", page::Line{std::move(below)}});
  return {"setup", page::Card{std::move(card)}};
}

Block column_toggles(const Content& content, const State& state) {
  Blocks toggles = {page::prose(content.text.get("layer_sizes.also_ask"), page::Tone::soft)};
  for (const AnswerColumn& column : answer_columns())
    if (!column.field.empty())
      toggles.push_back(
          {"field." + std::string(column.field),
           page::Toggle{content.text.get(std::string(column.label_key) + ".title"), is_shown(column, state)}});
  return {"columns", page::Line{std::move(toggles)}};
}

Block sheet_buttons(const Content& content) {
  const Text& text = content.text;
  const auto button = [&](std::string id, std::string_view key) {
    return Block{std::move(id), page::Button{.label = text.get(key), .look = page::Button::Look::plain}};
  };
  return {"",
          page::Line{{button("copy:csv", "layer_sizes.copy_csv"), button("copy:markdown", "layer_sizes.copy_markdown"),
                      button("print", "layer_sizes.print"), button("reset", "layer_sizes.reset")}}};
}

// What one forward pass costs on this machine: a measured peak, so a lower bound in time.
Blocks machine(const Content& content, const State& state, const Sheet& sheet, const jobs::Results& results) {
  const Text& text = content.text;
  const bool on = value_of(lab, state, "measure") == "on";
  Blocks blocks = {{"field.measure", page::Toggle{text.get("layer_sizes.measure"), on}}};
  if (!on || !sheet.worksheet->facts.macs) return blocks;
  const auto found = results.find(jobs::Job{.kind = "peak"}.key());
  if (found == results.end() || (found->second.error.empty() && found->second.progress < 1)) {
    const double progress = found == results.end() ? 0 : found->second.progress;
    blocks.push_back({"measure.progress", page::Progress{text.get("layer_sizes.measuring"), progress}});
  } else if (!found->second.error.empty()) {
    blocks.push_back(page::prose(found->second.error, page::Tone::wrong));
  } else {
    const auto peak = found->second.numbers.find("gflops_max");
    if (peak == found->second.numbers.end() || peak->second <= 0) return blocks;
    const double gigaflops = peak->second;
    const double macs = static_cast<double>(*sheet.worksheet->facts.macs);
    const auto rounded = [](double value, double unit) {
      return math::Rational(static_cast<std::int64_t>(std::lround(value * unit)));
    };
    const auto text_of = [&](double value, double unit) {
      const auto fraction = math::divide(rounded(value, unit), math::Rational(static_cast<std::int64_t>(unit)));
      return fraction ? fraction->to_text() : std::string("?");
    };
    blocks.push_back(
        {"measure.result", page::Prose{{page::plain(
                               text.get("layer_sizes.measured", {{"macs", text_of(macs / 1e9, 100)},
                                                                 {"gflops", text_of(gigaflops, 10)},
                                                                 {"ms", text_of(2 * macs / gigaflops / 1e6, 10)}}))}}});
  }
  return blocks;
}

Blocks worksheet_blocks(const Content& content, const State& state, const Sheet& sheet, const jobs::Results& results) {
  const Text& text = content.text;
  Blocks blocks = {{"figure.network", network_figure(content, state, sheet)},
                   column_toggles(content, state),
                   {"worksheet", worksheet_table(content, state, sheet)}};
  Block largest = answer_box(content, state, sheet, {"largest", "layer"});
  std::get<page::AnswerBox>(largest.body).caption = text.get("layer_sizes.largest_question");
  blocks.push_back({"row.largest", page::Card{{std::move(largest)}}});
  if (auto bars = parameters_figure(content, sheet)) blocks.push_back({"figure.parameters", std::move(*bars)});
  blocks.push_back(sheet_buttons(content));
  for (Block& block : machine(content, state, sheet, results)) blocks.push_back(std::move(block));
  return blocks;
}

std::optional<page::Dialog> dialog(const Content& content, const State& state, const Sheet& sheet) {
  const Text& text = content.text;
  if (state.dialog != "reset") return std::nullopt;
  page::Dialog ask{text.get("layer_sizes.reset.title"), {}};
  ask.blocks.push_back(page::prose(
      text.get("layer_sizes.reset.question", {{"network", sheet.network->title}, {"size", size_text(sheet.size)}})));
  ask.blocks.push_back({"", page::Line{{{"reset-confirmed", page::Button{.label = text.get("layer_sizes.reset.yes"),
                                                                         .look = page::Button::Look::primary}},
                                        {"close-dialog", page::Button{.label = text.get("layer_sizes.reset.no")}}}}});
  return ask;
}

// Progress over what the worksheet shows, for the ring in the rail.
double progress(const Sheet& sheet, const State& state) {
  const auto cells = shown_cells(sheet, state);
  if (cells.empty()) return 0;
  const auto right =
      std::ranges::count_if(cells, [&](const auto& cell) { return sheet.verdict(cell) == Verdict::correct; });
  return static_cast<double>(right) / static_cast<double>(cells.size());
}

// The labs, then the networks: each opens at its own size, the one whose size comes from the ID at that.
Blocks rail(const Content& content, const State& state, const Sheet& sheet) {
  Blocks links = {
      {"", page::Link{content.text.get("layer_sizes.link"), "#lab=layer-sizes", true, progress(sheet, state)}},
      page::prose(content.text.get("layer_sizes.networks"), page::Tone::soft)};
  for (const nn::NetworkSpec& network : content.networks) {
    const std::string fragment =
        "#lab=layer-sizes&network=" + network.name + "&size=" + nn::to_text(size_on_choice(state, network));
    links.push_back({"", page::Link{network.title, fragment, &network == sheet.network, std::nullopt}});
  }
  return links;
}

}  // namespace

std::string size_text(nn::Pair size) { return std::to_string(size.height) + " × " + std::to_string(size.width); }

page::Page view(const Content& content, const State& state, const jobs::Results& results) {
  const Text& text = content.text;
  const Sheet sheet = read_sheet(content, state);
  page::Page result;
  result.title = text.get("layer_sizes.title");
  result.main = {{"title", page::Heading{1, text.get("layer_sizes.title")}},
                 {"lead", page::Prose{{page::plain(text.get("layer_sizes.lead")), page::code("96*(11*11*3+1)")},
                                      page::Tone::soft}},
                 setup(content, state, sheet)};
  if (sheet.worksheet) {
    for (Block& block : worksheet_blocks(content, state, sheet, results)) result.main.push_back(std::move(block));
    result.inspector = inspector(content, state, sheet);
    const std::string row = parse_cell_name(state.current).layer;
    if (!row.empty()) result.inspector_row = "row." + row;
  } else {
    result.main.push_back({"problem.sheet", page::Callout{page::Tone::wrong,
                                                          text.get("layer_sizes.no_sheet"),
                                                          {page::prose(sheet.worksheet.error().text())}}});
  }
  result.rail = rail(content, state, sheet);
  result.dialog = dialog(content, state, sheet);
  return result;
}

std::optional<page::Figure> figure(const Content& content, const State& state, std::string_view id, double t) {
  const Sheet sheet = read_sheet(content, state);
  if (!sheet.worksheet) return std::nullopt;
  if (id == "figure.window") return window_figure(content, sheet, parse_cell_name(state.current), t);
  if (id == "figure.network") return network_figure(content, state, sheet);
  if (id == "figure.parameters") return parameters_figure(content, sheet);
  return std::nullopt;
}

}  // namespace stride::labs::layer_sizes
