#include "labs/layer_stepper/ledger.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace stride::labs::layer_stepper {

namespace {

// All terms where they are few; else the largest by size, in their own order, and the rest as one.
struct Choice {
  std::vector<std::size_t> shown;
  double rest = 0;
};
Choice largest_of(const std::vector<double>& values) {
  Choice choice;
  choice.shown.resize(values.size());
  std::iota(choice.shown.begin(), choice.shown.end(), std::size_t{0});
  if (values.size() <= most_terms) return choice;
  std::ranges::sort(choice.shown, [&](std::size_t a, std::size_t b) {
    const double first = std::abs(values[a]), second = std::abs(values[b]);
    return first != second ? first > second : a < b;
  });
  choice.shown.resize(most_terms - 1);
  choice.rest = std::accumulate(values.begin(), values.end(), 0.0);
  for (const std::size_t index : choice.shown) choice.rest -= values[index];
  return choice;
}

void add_terms(const Text& text, const std::vector<double>& values, std::string_view label_key,
               const std::vector<std::string>& labels, Ledger& ledger) {
  const Choice choice = largest_of(values);
  for (const std::size_t i : choice.shown) ledger.push_back({text.get(label_key, {{"name", labels[i]}}), values[i]});
  if (choice.shown.size() < values.size())
    ledger.push_back(
        {text.get("layer_stepper.ledger.rest", {{"count", whole(std::ssize(values) - std::ssize(choice.shown))}}),
         choice.rest});
}

// What a sum comes to, and what ReLU makes of it.
void add_total(const Text& text, const Opened& o, double total, bool complete, Ledger& ledger) {
  if (o.layer->bias) ledger.push_back({text.get("layer_stepper.ledger.bias"), o.bias});
  ledger.push_back(
      {text.get(complete ? "layer_stepper.ledger.sum" : "layer_stepper.ledger.so_far"), total, true, true});
  if (complete && activation_after(o) != nullptr)
    ledger.push_back({text.get("layer_stepper.ledger.relu"), std::max(0.0, total), true});
}

std::vector<std::string> numbers_from(std::int64_t first, std::size_t count) {
  std::vector<std::string> list;
  for (std::size_t i = 0; i < count; ++i) list.push_back(whole(first + static_cast<std::int64_t>(i)));
  return list;
}

Ledger convolution(const Text& text, const Opened& o, const Place& place) {
  Ledger ledger;
  const Sum sum = sum_at(o, place);
  ledger.largest = sum.largest;
  add_terms(text, sum.channels, "layer_stepper.ledger.channel", numbers_from(o.first_input(), sum.channels.size()),
            ledger);
  add_total(text, o, sum.total(), place.done == o.products(), ledger);
  return ledger;
}

// Where an input of a linear layer stands on the map that was flattened: channel, row, column.
std::string input_name(const Opened& o, std::size_t index) {
  const nn::Pair size = o.in.size;
  const auto i = static_cast<std::int64_t>(index), pixels = size.height * size.width;
  if (pixels == 1) return whole(i);
  return whole(i / pixels) + ", " + whole(i % pixels / size.width) + ", " + whole(i % size.width);
}

// The products are added from the largest on: `done` of them are there.
Ledger linear(const Text& text, const Opened& o, std::size_t done) {
  Ledger ledger;
  std::vector<double> products;
  std::vector<std::string> labels;
  for (std::size_t i = 0; i < o.weights.size(); ++i) {
    products.push_back(static_cast<double>(o.weights[i]) * static_cast<double>(o.input->numbers[i]));
    ledger.largest = std::max(ledger.largest, std::abs(products.back()));
    labels.push_back(input_name(o, i));
  }
  add_terms(text, products, "layer_stepper.ledger.input", labels, ledger);
  const bool complete = done >= ledger.size();
  ledger.resize(std::min(done, ledger.size()));
  double total = o.bias;
  for (const Entry& entry : ledger) total += entry.value;
  add_total(text, o, total, complete, ledger);
  return ledger;
}

Ledger pool(const Text& text, const Opened& o, const Place& place) {
  const PoolWindow window = pool_window(o, place);
  const bool maximum = o.layer->type == nn::LayerType::maxpool;
  Ledger ledger;
  ledger.largest = Scale::of(o.input->map(o.input_channel)).largest();
  for (std::size_t i = 0; i < window.cells.size() && i < 2 * most_terms; ++i) {
    const auto& cell = window.cells[i];
    ledger.push_back({text.get("layer_stepper.ledger.cell", {{"row", whole(cell.row)}, {"column", whole(cell.column)}}),
                      cell.value, false, maximum && i == window.winner});
  }
  if (window.cells.empty()) return ledger;
  if (maximum) {
    ledger.push_back({text.get("layer_stepper.ledger.largest"), window.cells[window.winner].value, true, true});
  } else {
    ledger.push_back({text.get("layer_stepper.ledger.sum"), window.sum, true});
    ledger.push_back({text.get("layer_stepper.ledger.mean", {{"count", whole(std::llround(window.divisor))}}),
                      window.sum / window.divisor, true, true});
  }
  return ledger;
}

Ledger normalisation(const Text& text, const Opened& o, const Place& place) {
  const Neighbourhood around = neighbourhood(o, place);
  Ledger ledger;
  for (std::size_t i = 0; i < around.values.size(); ++i) {
    const std::int64_t channel = around.first + static_cast<std::int64_t>(i);
    ledger.push_back({text.get("layer_stepper.ledger.square", {{"name", whole(channel)}}),
                      around.values[i] * around.values[i], false, channel == o.channel});
  }
  const double value = o.input->at(o.channel, place.row, place.column);
  ledger.push_back({text.get("layer_stepper.ledger.squares"), around.squares, true});
  ledger.push_back({text.get("layer_stepper.ledger.divisor"), around.divisor, true});
  ledger.push_back({text.get("layer_stepper.ledger.value"), value});
  ledger.push_back({text.get("layer_stepper.ledger.divided"), value / around.divisor, true, true});
  return ledger;
}

Ledger softmax(const Text& text, const Opened& o) {
  const Exponentials all = exponentials(o);
  Ledger ledger;
  add_terms(text, all.values, "layer_stepper.ledger.exponential", numbers_from(0, all.values.size()), ledger);
  ledger.push_back({text.get("layer_stepper.ledger.sum"), all.sum, true});
  const double own = all.values[static_cast<std::size_t>(o.channel)];
  ledger.push_back({text.get("layer_stepper.ledger.exponential", {{"name", whole(o.channel)}}), own});
  ledger.push_back({text.get("layer_stepper.ledger.share"), own / all.sum, true, true});
  return ledger;
}

Ledger elementwise(const Text& text, const Opened& o, const Place& place) {
  const double value = o.input->at(o.channel, place.row, place.column);
  const std::string key = "layer_stepper.gives." + std::string(nn::to_string(o.layer->type));
  Ledger ledger;
  ledger.push_back({text.get("layer_stepper.ledger.value"), value});
  ledger.push_back({text.get(key), activated(*o.layer, value), true, true});
  return ledger;
}

}  // namespace

const nn::LayerSpec* activation_after(const Opened& o) {
  const auto& layers = o.sheet.network->layers;
  const nn::LayerSpec* next = o.index + 1 < layers.size() ? &layers[o.index + 1] : nullptr;
  return next != nullptr && next->type == nn::LayerType::relu ? next : nullptr;
}

Ledger ledger_of(const Text& text, const Opened& o, const Place& place, std::size_t done) {
  switch (o.layer->type) {
    case nn::LayerType::conv:
      return o.weights.empty() ? Ledger{} : convolution(text, o, place);
    case nn::LayerType::linear:
      return o.weights.empty() ? Ledger{} : linear(text, o, done);
    case nn::LayerType::maxpool:
    case nn::LayerType::avgpool:
      return pool(text, o, place);
    case nn::LayerType::lrn:
      return normalisation(text, o, place);
    case nn::LayerType::softmax:
      return softmax(text, o);
    default:
      return o.layer->type == nn::LayerType::flatten ? Ledger{} : elementwise(text, o, place);
  }
}

}  // namespace stride::labs::layer_stepper
