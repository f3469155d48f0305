#include "labs/rnn/view.h"

#include <cmath>

#include "labs/rnn/rnn.h"

namespace stride::labs::rnn {

using page::Block;
using page::Blocks;

namespace {

Block number_box(const Content& content, const State& state, const std::string& field,
                 page::Keyboard keyboard = page::Keyboard::numeric) {
  std::string value = value_of(lab, state, field);
  if (const auto draft = state.drafts.find(field); draft != state.drafts.end()) value = draft->second;
  const std::string label = content.text.get("rnn.field." + field);
  page::AnswerBox box{.label = label, .caption = label, .value = value, .keyboard = keyboard};
  if (const std::string problem = find_field(lab, field)->problem(content, value); !problem.empty()) {
    box.verdict = Verdict::unreadable;
    box.feedback = problem;
  }
  return {"field." + field, std::move(box)};
}

template <class Names>
Block choice_box(const Content& content, const State& state, const std::string& field, const Names& names,
                 const std::string& prefix) {
  std::vector<page::Option> options;
  for (const std::string_view name : names)
    options.push_back({std::string(name), content.text.get(prefix + std::string(name))});
  return {"field." + field,
          page::Combobox{content.text.get("rnn.field." + field), std::move(options), value_of(lab, state, field)}};
}

Block button(const Content& content, std::string id, const std::string& key) {
  return {std::move(id), page::Button{.label = content.text.get(key)}};
}

Block setup(const Content& content, const State& state) {
  Blocks first = {choice_box(content, state, "cell", cells, "rnn.cell."),
                  choice_box(content, state, "scale", scales, "rnn.scale."), number_box(content, state, "scale_to"),
                  button(content, "less", "rnn.less"), button(content, "more", "rnn.more")};
  Blocks second = {number_box(content, state, "hidden"), number_box(content, state, "steps"),
                   number_box(content, state, "input_scale"), number_box(content, state, "bias")};
  Blocks chips;
  for (const std::string_view preset : presets)
    chips.push_back(button(content, "preset:" + std::string(preset), "rnn.preset." + std::string(preset)));
  return {"setup", page::Card{{{"", page::Line{std::move(first)}},
                               {"", page::Line{std::move(second)}},
                               {"presets", page::Line{std::move(chips)}}}}};
}

Block more_settings(const Content& content, const State& state) {
  Blocks line = {choice_box(content, state, "weights", inits, "rnn.init."),
                 choice_box(content, state, "sequence", sequences, "rnn.sequence."), number_box(content, state, "seed"),
                 number_box(content, state, "truncate"), number_box(content, state, "clip")};
  if (value_of(lab, state, "sequence") == "text")
    line.push_back(number_box(content, state, "reads", page::Keyboard::text));
  if (value_of(lab, state, "cell") == "lstm") line.push_back(number_box(content, state, "forget_bias"));
  Blocks beside;
  for (const char* field : {"compare_1", "compare_2", "compare_3"})
    beside.push_back(choice_box(content, state, field, comparisons, "rnn.compare."));
  return {"more-settings", page::Card{{{"", page::Line{std::move(line)}}, {"", page::Line{std::move(beside)}}}}};
}

// The three sizes of W, always together, since they differ.
Block sizes(const Content& content, const jobs::RnnOutcome& outcome) {
  const Text& text = content.text;
  const std::string radius = std::isnan(outcome.radius) ? text.get("rnn.measuring") : short_number(outcome.radius);
  return {"sizes", page::Prose{{page::plain(text.get("rnn.sizes", {{"sigma", short_number(outcome.sigma)},
                                                                   {"radius", radius},
                                                                   {"gain", short_number(outcome.gain)}}))}}};
}

// |dL/dW| before and after clipping.
Block clipping(const Content& content, const State& state, const jobs::RnnOutcome& outcome) {
  const Text& text = content.text;
  const double clip = number_of(state, "clip"), before = outcome.weight_gradient;
  std::string said = text.get("rnn.clip.size", {{"before", power_text(before)}});
  if (clip > 0) {
    const bool cut = before > std::log10(clip);
    said += " " + text.get(cut ? "rnn.clip.cut" : "rnn.clip.kept",
                           {{"clip", short_number(clip)}, {"factor", power_text(std::log10(clip) - before)}});
  }
  return {"clipping", page::Prose{{page::plain(said)}}};
}

math::Expr hundredths(double value) {
  const auto fraction = math::Rational::fraction(std::llround(value * 1000), 1000);
  return fraction ? math::Expr(*fraction) : math::Expr::unknown();
}

Blocks explanation(const Content& content, const State& state, const Network& network) {
  const Text& text = content.text;
  const jobs::RnnOutcome& outcome = *network.outcome;
  Blocks blocks = {{"why.title", page::Heading{2, text.get("rnn.why.title")}}, sizes(content, outcome)};
  if (outcome.gamma > 0) {
    const int lag = std::min(20, outcome.steps);
    const double measured = static_cast<double>(outcome.gradient[static_cast<std::size_t>(outcome.steps - lag)]);
    const double bound = *log10_bound(outcome, outcome.steps - lag);
    const math::Expr gamma = outcome.gamma == 1 ? math::Expr(1) : math::Expr(1) / math::Expr(4);
    blocks.push_back({"why.bound", page::Formula{math::power(gamma * hundredths(outcome.sigma), lag),
                                                 text.get("rnn.why.bound", {{"lag", std::to_string(lag)},
                                                                            {"bound", power_text(bound)}})}});
    const double factor = outcome.gamma * outcome.sigma;
    blocks.push_back(
        {"why.verdict",
         page::Callout{factor < 1 ? page::Tone::right : page::Tone::consistent,
                       text.get(factor < 1 ? "rnn.why.must_shrink" : "rnn.why.may_grow"),
                       {page::prose(text.get("rnn.why.measured", {{"lag", std::to_string(lag)},
                                                                  {"bound", power_text(bound)},
                                                                  {"measured", power_text(measured)},
                                                                  {"mean", short_number(outcome.mean_slope)}}))}}});
  } else {
    blocks.push_back(
        {"why.gated",
         page::Prose{{page::plain(text.get("rnn.why.gated", {{"mean", short_number(outcome.mean_slope)}}))}}});
  }
  blocks.push_back(clipping(content, state, outcome));
  return blocks;
}

double playback_of(const State& state, const Network& network) {
  const auto found = state.playback.find("figure.gradient");
  return found == state.playback.end() ? network.steps : found->second;
}

Blocks figures(const Content& content, const State& state, const Network& network, const jobs::Results& results) {
  Blocks blocks = {{"figure.gradient", gradient_figure(content, state, network, playback_of(state, network))}};
  if (auto comparison = comparison_figure(content, state, network, results))
    blocks.push_back({"figure.comparison", std::move(*comparison)});
  return blocks;
}

Blocks details(const Content& content, const Network& network) {
  Blocks blocks;
  blocks.push_back({"figure.saturation", saturation_figure(content, network)});
  blocks.push_back({"figure.share", share_figure(content, network)});
  if (auto singular = singular_figure(content, network)) blocks.push_back({"figure.singular", std::move(*singular)});
  if (network.result->progress < 1) {
    const bool values = network.outcome->jacobians_done;
    blocks.push_back(
        {"progress", page::Progress{content.text.get(values ? "rnn.progress.singular" : "rnn.progress.jacobians"),
                                    network.result->progress}});
  }
  return blocks;
}

void append(Blocks& to, Blocks from) {
  for (Block& block : from) to.push_back(std::move(block));
}

}  // namespace

page::Page view(const Content& content, const State& state, const jobs::Results& results) {
  const Text& text = content.text;
  const Network network = read_network(content, state, results);
  page::Page result;
  result.title = text.get("rnn.title");
  result.main = {{"title", page::Heading{1, text.get("rnn.title")}},
                 {"lead", page::Prose{{page::plain(text.get("rnn.lead"))}, page::Tone::soft}},
                 setup(content, state)};
  if (network.outcome) {
    append(result.main, figures(content, state, network, results));
    result.inspector = explanation(content, state, network);
  } else if (network.result != nullptr && !network.result->error.empty()) {
    result.main.push_back(
        {"problem", page::Callout{page::Tone::wrong, text.get("rnn.failed"), {page::prose(network.result->error)}}});
  } else {
    result.main.push_back({"progress", page::Progress{text.get("rnn.progress.norms"), 0}});
  }
  result.main.push_back(more_settings(content, state));
  append(result.main, derivation(content, state, network));
  result.main.push_back(
      {"", page::Line{{button(content, "copy:markdown", "rnn.copy"), button(content, "print", "rnn.print")}}});
  if (network.outcome) append(result.main, details(content, network));
  result.rail = lab_links(content, state);
  return result;
}

std::optional<page::Figure> figure(const Content& content, const State& state, const jobs::Results& results,
                                   std::string_view id, double t) {
  const Network network = read_network(content, state, results);
  if (!network.outcome) return std::nullopt;
  if (id == "figure.gradient") return gradient_figure(content, state, network, t);
  if (id == "figure.comparison") return comparison_figure(content, state, network, results);
  if (id == "figure.saturation") return saturation_figure(content, network);
  if (id == "figure.share") return share_figure(content, network);
  if (id == "figure.singular") return singular_figure(content, network);
  return std::nullopt;
}

}  // namespace stride::labs::rnn
