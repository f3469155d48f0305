#include "labs/layer_sizes/view.h"

#include <cmath>

#include "labs/layer_sizes/layer_sizes.h"
#include "math/expr.h"

namespace stride::labs::layer_sizes {

using page::Block;
using page::Blocks;

namespace {

Block column_toggles(const Content& content, const State& state) {
  Blocks toggles = {page::prose(content.text.get("layer_sizes.also_ask"), page::Tone::soft)};
  for (const worksheet::AnswerColumn& column : questions().columns)
    if (!column.field.empty())
      toggles.push_back({"field." + std::string(column.field),
                         page::Toggle{content.text.get(std::string(column.label_key) + ".title"),
                                      value_of(lab, state, column.field) == "on"}});
  return {"columns", page::Line{std::move(toggles)}};
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
                   {"worksheet", worksheet::worksheet_table(content, state, sheet)}};
  Block largest = worksheet::answer_box(content, state, sheet, {"largest", "layer"});
  std::get<page::AnswerBox>(largest.body).caption = text.get("worksheet.largest_question");
  blocks.push_back({"row.largest", page::Card{{std::move(largest)}}});
  if (auto bars = parameters_figure(content, sheet)) blocks.push_back({"figure.parameters", std::move(*bars)});
  blocks.push_back(worksheet::sheet_buttons(content));
  for (Block& block : machine(content, state, sheet, results)) blocks.push_back(std::move(block));
  return blocks;
}

// About the current cell, with its window; before any, how to begin.
Blocks explanation(const Content& content, const State& state, const Sheet& sheet) {
  const Text& text = content.text;
  Blocks blocks = worksheet::inspector(content, state, sheet);
  if (blocks.empty())
    return {{"welcome.title", page::Heading{2, text.get("layer_sizes.welcome.title")}},
            {"welcome", page::Prose{{page::plain(text.get("layer_sizes.welcome"))}}},
            {"welcome.formula",
             page::Prose{{page::plain(text.get("layer_sizes.welcome.formula")), page::code("96*(11*11*3+1)")}}}};
  const auto playback = state.playback.find("figure.window");
  if (auto window = window_figure(content, sheet, parse_cell_name(state.current),
                                  playback == state.playback.end() ? 0 : playback->second))
    blocks.push_back({"figure.window", std::move(*window)});
  return blocks;
}

// The labs, then the networks: each opens at its own size, the one whose size comes from the ID at that.
Blocks rail(const Content& content, const State& state, const Sheet& sheet) {
  Blocks links = lab_links(content, state, worksheet::progress(sheet));
  links.push_back(page::prose(content.text.get("layer_sizes.networks"), page::Tone::soft));
  for (const nn::NetworkSpec& network : content.networks) {
    const std::string fragment =
        "#lab=layer-sizes&network=" + network.name + "&size=" + nn::to_text(worksheet::size_on_choice(state, network));
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
                                      page::Tone::soft}}};
  for (Block& block : exercises_about(content, sheet.network->name)) result.main.push_back(std::move(block));
  result.main.push_back(worksheet::setup(content, state, sheet));
  if (sheet.worksheet) {
    for (Block& block : worksheet_blocks(content, state, sheet, results)) result.main.push_back(std::move(block));
    result.inspector = explanation(content, state, sheet);
    if (const auto cell = worksheet::current_cell(state, sheet)) result.inspector_row = "row." + cell->layer;
  } else {
    result.main.push_back(worksheet::problem(content, sheet));
  }
  result.rail = rail(content, state, sheet);
  result.dialog = worksheet::dialog(content, state, sheet);
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
