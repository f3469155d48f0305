#include <algorithm>
#include <cmath>

#include "labs/layer_stepper/ledger.h"

namespace stride::labs::layer_stepper {

using page::Ink;

namespace {

void add_bars(const Ledger& ledger, int decimals, page::Marks& marks) {
  constexpr double zero = 0.6, reach = 0.17;
  double largest = std::pow(10, -decimals);  // what is rounded away has no bar
  for (const Entry& entry : ledger) largest = std::max(largest, std::abs(entry.value));
  const auto rows = real(std::ssize(ledger));
  marks.push_back({page::LineMark{.points = {{zero, 0}, {zero, rows}}, .stroke = Ink::line, .stroke_width = 1}});
  for (std::size_t i = 0; i < ledger.size(); ++i) {
    const Entry& entry = ledger[i];
    const double middle = static_cast<double>(i) + 0.5;
    const Ink ink = entry.current ? Ink::accent : Ink::ink;
    if (entry.result && i > 0 && !ledger[i - 1].result)
      marks.push_back(
          {page::LineMark{.points = {{0, middle - 0.5}, {1, middle - 0.5}}, .stroke = Ink::soft, .stroke_width = 1}});
    const double length = reach * entry.value / largest;
    marks.push_back({page::RectangleMark{.from = {std::min(zero, zero + length), middle - 0.3},
                                         .to = {std::max(zero, zero + length), middle + 0.3},
                                         .fill = entry.current ? Ink::accent : Ink::face_side,
                                         .stroke = {},
                                         .corner_radius = 1}});
    const auto label = [&](double x, std::string text, double align) {
      marks.push_back({page::TextMark{.at = {x, middle},
                                      .text = std::move(text),
                                      .ink = ink,
                                      .size = 13,
                                      .strong = entry.result,
                                      .align_x = align,
                                      .priority = 2}});
    };
    label(0, entry.label, 0);
    label(1, decimal(entry.value, decimals + (entry.result ? 0 : 1)), 1);
  }
}

// The whole sum in one line, as it would be written by hand.
std::string sentence_of(const Text& text, const Opened& o, const Place& place, const Ledger& ledger, int decimals) {
  std::string terms;
  std::string total = "–";
  for (const Entry& entry : ledger) {
    if (entry.result) {
      if (entry.current) total = decimal(entry.value, decimals);
      continue;
    }
    const std::string number = decimal(std::abs(entry.value), decimals + 1);
    const bool negative = decimal(entry.value, decimals + 1) != number;
    terms += terms.empty() ? (negative ? "−" : "") : negative ? " − " : " + ";
    terms += number;
  }
  const bool vector = o.out.size.height * o.out.size.width == 1;
  const std::string engine = o.output ? decimal(o.output->at(o.channel, place.row, place.column), decimals) : "–";
  return text.get("layer_stepper.ledger.sentence." + std::string(nn::to_string(o.layer->type)),
                  {{"terms", terms},
                   {"total", total},
                   {"engine", engine},
                   {"layer", o.layer->name},
                   {"place", vector ? whole(o.channel) : whole(place.row) + ", " + whole(place.column)},
                   {"inputs", grouped(o.products())},
                   {"class", whole(o.channel)}});
}

// What is asked for isn't there yet, nor the sums that lead to it; the bias is.
void withhold(const Text& text, Ledger& ledger, const Opened& o) {
  const std::string bias = text.get("layer_stepper.ledger.bias");
  std::erase_if(ledger,
                [&](const Entry& entry) { return entry.result || (!o.layer->is_pool() && entry.label != bias); });
  for (Entry& entry : ledger) entry.current = false;
}

}  // namespace

page::Figure ledger_figure(const Content& content, const State& state, const Opened& o, double t) {
  const Text& text = content.text;
  const Place place = place_at(state, o, t);
  page::Figure figure;
  figure.title = text.get("layer_stepper.ledger.title", {{"layer", o.layer->name}, {"channel", whole(o.channel)}});
  figure.pending = !o.input || !o.output;
  const auto done = static_cast<std::size_t>(std::max(0.0, t));
  Ledger ledger = figure.pending ? Ledger{} : ledger_of(text, o, place, done);
  const bool hides = withholds(content, state, o, t);
  if (hides) withhold(text, ledger, o);
  if (o.is_linear())
    figure.playback =
        page::Playback{.t = std::min(t, real(most_terms)), .steps = real(most_terms), .steps_per_second = 1.5};
  std::size_t rows = ledger.size();
  if (o.is_linear()) rows = most_terms + 3;  // so that nothing moves while it plays
  figure.height = 27.0 * static_cast<double>(std::max<std::size_t>(rows, 3)) + 4;
  figure.x = {.label = "", .low = 0, .high = 1};
  figure.y = {.label = "", .low = 0, .high = static_cast<double>(std::max<std::size_t>(rows, 3))};
  figure.table.columns = {text.get("layer_stepper.table.what"), text.get("layer_stepper.table.value")};
  if (ledger.empty()) {
    figure.sentence = text.get(figure.pending ? "layer_stepper.waits"
                               : hides        ? "layer_stepper.ledger.asked"
                                              : "layer_stepper.no_arithmetic");
    return figure;
  }
  double largest = ledger.largest;
  for (const Entry& entry : ledger) largest = std::max(largest, std::abs(entry.value));
  const int decimals = decimals_for(largest);
  add_bars(ledger, decimals, figure.marks);
  for (const Entry& entry : ledger)
    figure.table.rows.push_back({entry.label, decimal(entry.value, decimals + (entry.result ? 0 : 1))});
  figure.sentence = hides ? text.get("layer_stepper.ledger.asked") : sentence_of(text, o, place, ledger, decimals);
  return figure;
}

}  // namespace stride::labs::layer_stepper
