#include "labs/rnn/view.h"

#include <cmath>

#include "labs/rnn/rnn.h"

namespace stride::labs::rnn {

using page::Block;
using page::Blocks;

namespace {

// The three sizes of W, always together, since they differ.
Block sizes(const Content& content, const jobs::RnnOutcome& outcome) {
  const Text& text = content.text;
  const std::string radius = std::isnan(outcome.radius) ? text.get("rnn.measuring") : short_number(outcome.radius);
  return {"sizes", page::Prose{{page::plain(text.get("rnn.sizes", {{"sigma", short_number(outcome.sigma)},
                                                                   {"radius", radius},
                                                                   {"gain", short_number(outcome.gain)}}))}}};
}

void append(Blocks& to, Blocks from) {
  for (Block& block : from) to.push_back(std::move(block));
}

math::Expr hundredths(double value) {
  const auto fraction = math::Rational::fraction(std::llround(value * 1000), 1000);
  return fraction ? math::Expr(*fraction) : math::Expr::unknown();
}

// What is measured against the bound, after some steps back.
Blocks bounded(const Content& content, const jobs::RnnOutcome& outcome) {
  const Text& text = content.text;
  const int lag = std::min(20, outcome.steps);
  const auto at = static_cast<std::size_t>(outcome.steps - lag);
  const double measured = static_cast<double>(outcome.gradient[at]),
               product = static_cast<double>(outcome.jacobian[at]), bound = *log10_bound(outcome, outcome.steps - lag),
               factor = outcome.gamma * outcome.sigma;
  const math::Expr gamma = outcome.gamma == 1 ? math::Expr(1) : math::Expr(1) / math::Expr(4);
  const bool reached = std::abs(product - bound) < 0.005;
  const std::string said =
      text.get("rnn.why.measured",
               {{"lag", std::to_string(lag)}, {"bound", power_text(bound)}, {"measured", power_text(measured)}}) +
      " " + text.get(reached ? "rnn.why.reached" : "rnn.why.below", {{"mean", short_number(outcome.mean_slope)}});
  return {{"why.bound",
           page::Formula{math::power(gamma * hundredths(outcome.sigma), lag),
                         text.get("rnn.why.bound", {{"lag", std::to_string(lag)}, {"bound", power_text(bound)}})}},
          {"why.verdict", page::Callout{factor < 1 ? page::Tone::right : page::Tone::consistent,
                                        text.get(factor < 1 ? "rnn.why.must_shrink" : "rnn.why.may_grow"),
                                        {page::prose(said)}}}};
}

Blocks explanation(const Content& content, const jobs::RnnOutcome& outcome) {
  const Text& text = content.text;
  Blocks blocks = {{"why.title", page::Heading{2, text.get("rnn.why.title")}}, sizes(content, outcome)};
  if (outcome.gamma > 0)
    append(blocks, bounded(content, outcome));
  else
    blocks.push_back(
        {"why.gated",
         page::Prose{{page::plain(text.get("rnn.why.gated", {{"mean", short_number(outcome.mean_slope)}}))}}});
  if (outcome.bounded > 0)
    blocks.push_back(
        {"why.lower",
         page::Prose{{page::plain(text.get("rnn.why.lower", {{"count", std::to_string(outcome.bounded)}}))},
                     page::Tone::soft}});
  return blocks;
}

double playback_of(const State& state, const Network& network) {
  const auto found = state.playback.find("figure.gradient");
  return found == state.playback.end() ? network.steps : found->second;
}

Blocks details(const Content& content, const State& state, const Network& network, const jobs::Results& results) {
  Blocks blocks = {{"details.title", page::Heading{2, content.text.get("rnn.details")}},
                   {"figure.saturation", saturation_figure(content, network)},
                   {"figure.singular", singular_figure(content, network, finished(results))},
                   {"figure.share", share_figure(content, network)}};
  append(blocks, clipping(content, state, *network.outcome));
  return blocks;
}

Blocks export_buttons(const Content& content) {
  const auto button = [&](const char* id, const char* key) {
    return Block{id, page::Button{.label = content.text.get(key)}};
  };
  return {{"", page::Line{{button("copy:markdown", "rnn.copy"),
                           button("download:vanishing-gradients.md", "rnn.download"), button("print", "rnn.print")}}}};
}

}  // namespace

page::Page view(const Content& content, const State& state, const jobs::Results& results) {
  const Text& text = content.text;
  const Network network = read_network(state, results);
  page::Page result;
  result.title = text.get("rnn.title");
  result.main = {{"title", page::Heading{1, text.get("rnn.title")}},
                 {"lead", page::Prose{{page::plain(text.get("rnn.lead"))}, page::Tone::soft}},
                 main_settings(content, state)};
  if (network.outcome) {
    result.main.push_back({"figure.gradient", gradient_figure(content, state, network, playback_of(state, network))});
    if (auto comparison = comparison_figure(content, state, network, results))
      result.main.push_back({"figure.comparison", std::move(*comparison)});
    result.inspector = explanation(content, *network.outcome);
  } else if (!network.error.empty()) {
    result.main.push_back(
        {"problem", page::Callout{page::Tone::wrong, text.get("rnn.failed"), {page::prose(network.error)}}});
  } else {
    result.main.push_back({"progress", page::Progress{text.get("rnn.progress.norms"), 0}});
  }
  result.main.push_back(more_settings(content, state));
  if (network.outcome) append(result.main, details(content, state, network, results));
  append(result.main, derivation(content, state, read_plain(state, results), false));
  append(result.main, export_buttons(content));
  result.rail = lab_links(content, state);
  return result;
}

std::optional<page::Figure> figure(const Content& content, const State& state, const jobs::Results& results,
                                   std::string_view id, double t) {
  const Network network = read_network(state, results);
  if (!network.outcome) return std::nullopt;
  if (id == "figure.gradient") return gradient_figure(content, state, network, t);
  if (id == "figure.comparison") return comparison_figure(content, state, network, results);
  if (id == "figure.saturation") return saturation_figure(content, network);
  if (id == "figure.share") return share_figure(content, network);
  if (id == "figure.singular") return singular_figure(content, network, finished(results));
  return std::nullopt;
}

}  // namespace stride::labs::rnn
