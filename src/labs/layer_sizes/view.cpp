#include "labs/layer_sizes/view.h"

#include <algorithm>
#include <cmath>

#include "labs/layer_sizes/layer_sizes.h"
#include "math/expr.h"

namespace stride::labs::layer_sizes {

using page::Block;
using page::Blocks;

namespace {

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
      {"", page::Link{content.text.get("rnn.link"), "#lab=rnn", false, std::nullopt}},
      page::prose(content.text.get("layer_sizes.networks"), page::Tone::soft)};
  for (const nn::NetworkSpec& network : content.networks) {
    const std::string fragment =
        "#lab=layer-sizes&network=" + network.name + "&size=" + nn::to_text(size_on_choice(state, network));
    links.push_back({"", page::Link{network.title, fragment, &network == sheet.network, std::nullopt}});
  }
  return links;
}

}  // namespace

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

std::optional<page::Figure> figure(const Content& content, const State& state, const jobs::Results&,
                                   std::string_view id, double t) {
  const Sheet sheet = read_sheet(content, state);
  if (!sheet.worksheet) return std::nullopt;
  if (id == "figure.window") return window_figure(content, sheet, parse_cell_name(state.current), t);
  if (id == "figure.network") return network_figure(content, state, sheet);
  if (id == "figure.parameters") return parameters_figure(content, sheet);
  return std::nullopt;
}

}  // namespace stride::labs::layer_sizes
