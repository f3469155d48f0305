#include <algorithm>
#include <cmath>

#include "labs/layer_stepper/view.h"

namespace stride::labs::layer_stepper {

namespace {

// Products that a student may be asked to add up by hand.
constexpr std::int64_t most_products = 36;

std::optional<Prediction> next_window(const Content& content, const Opened& o, const Place& now) {
  const Sweep s = Sweep::of(o);
  const bool ends_row = now.column + 1 == s.windows.width;
  if (ends_row && now.row + 1 == s.windows.height) return std::nullopt;
  const std::int64_t here = now.column * s.stride.width - s.pad.width;
  const std::int64_t next = ends_row ? -s.pad.width : here + s.stride.width;
  Prediction asked{
      .cell = "predict." + o.layer->name + "." + whole(now.row) + "." + whole(now.column),
      .id = "next",
      .ask = content.text.get("layer_stepper.predict.next",
                              {{"row", whole(now.row)}, {"column", whole(now.column)}, {"here", whole(here)}}),
      .answer = next};
  const auto slip = [&](const char* id, std::int64_t value) {
    if (value != next) asked.slips.push_back({id, value});
  };
  slip("stride-ignored", here + 1);
  slip("kernel-wide", here + s.reach.width);
  if (ends_row) slip("past-the-end", here + s.stride.width);
  slip("from-the-padding", next + s.pad.width);
  return asked;
}

std::string name_of(const State& state, const Opened& o, const Place& place) {
  return "predict.value." + o.layer->name + "." + whole(o.channel) + "." + whole(place.row) + "." +
         whole(place.column) + "." + field_value(state, "image") + "." + field_value(state, "weight_seed");
}

// What all digits that are shown call 0 is 0: rounding left the rest.
double shown(double value) { return std::abs(value) < 0.5e-4 ? 0 : value; }

struct Asker {
  const Opened& o;
  Prediction& asked;
  double right = 0;

  void slip(const char* id, double value) const {
    if (std::abs(value - right) > 1e-9) asked.slips.push_back({id, number_expr(value)});
  }
  // The place whose window lies one stride on; before the last one the one before.
  [[nodiscard]] Place beside(const Place& place) const {
    Place other = place;
    other.column += other.column + 1 < o.out.size.width ? 1 : -1;
    return other;
  }
};

// The same layer without its padding: the window lies too far in.
struct Unpadded {
  nn::LayerSpec layer;
  Opened opened;
  explicit Unpadded(const Opened& o) : layer(*o.layer), opened(o) {
    layer.pad = {0, 0};
    opened.layer = &layer;
  }
};

double flipped_sum(const Opened& o, const Place& place) {
  const std::int64_t taps = o.layer->kernel.height * o.layer->kernel.width;
  double sum = o.bias;
  for (std::int64_t i = 0; i < o.products(); ++i)
    sum += product_at(o, place, i).input * product_at(o, place, i / taps * taps + taps - 1 - i % taps).weight;
  return sum;
}

void ask_sum(const Text& text, const Opened& o, const Place& place, Prediction& asked) {
  const bool relu = activation_after(o) != nullptr;
  const auto value = [&](double sum) { return relu ? std::max(0.0, sum) : sum; };
  const Sum sum = sum_at(o, place);
  const Asker asker{o, asked, shown(value(sum.total()))};
  asked.ask = text.get(relu ? "layer_stepper.predict.sum_relu" : "layer_stepper.predict.sum",
                       {{"layer", o.layer->name}, {"row", whole(place.row)}, {"column", whole(place.column)}});
  asked.answer = number_expr(asker.right);
  // As exact as the numbers that are shown allow.
  double apart = 0;
  for (std::int64_t i = 0; i < o.products(); ++i) {
    const Product product = product_at(o, place, i);
    apart += 0.5 * std::pow(10, -patch_decimals) * (std::abs(product.input) + std::abs(product.weight));
  }
  asked.within = std::max(0.005, asker.right == 0 ? 0 : apart / std::abs(asker.right));
  asker.slip("relu-forgotten", sum.total());
  asker.slip("bias-forgotten", value(sum.total() - o.bias));
  asker.slip("flipped", value(flipped_sum(o, place)));
  if (o.inputs() > 1) asker.slip("one-channel", value(sum.channels.front() + o.bias));
  asker.slip("beside", value(sum_at(o, asker.beside(place)).total()));
  if (o.layer->pad != nn::Pair{0, 0}) asker.slip("padding-forgotten", value(sum_at(Unpadded(o).opened, place).total()));
}

void ask_pool(const Text& text, const Opened& o, const Place& place, Prediction& asked) {
  const bool maximum = o.layer->type == nn::LayerType::maxpool;
  // A window moved quite beside the map has no value, so it's no slip.
  const auto largest = [](const PoolWindow& window) {
    return window.cells.empty() ? std::nan("") : window.cells[window.winner].value;
  };
  const auto mean = [](const PoolWindow& window) { return window.sum / window.divisor; };
  const auto value = [&](const PoolWindow& window) { return maximum ? largest(window) : mean(window); };
  const PoolWindow window = pool_window(o, place);
  const Asker asker{o, asked, shown(value(window))};
  const bool padded = real(std::ssize(window.cells)) < window.divisor;
  asked.ask = text.get(maximum  ? "layer_stepper.predict.maxpool"
                       : padded ? "layer_stepper.predict.avgpool_padded"
                                : "layer_stepper.predict.avgpool",
                       {{"layer", o.layer->name}, {"row", whole(place.row)}, {"column", whole(place.column)}});
  asked.answer = number_expr(asker.right);
  asker.slip(maximum ? "mean-for-largest" : "largest-for-mean", maximum ? mean(window) : largest(window));
  if (!maximum) asker.slip("not-divided", window.sum);
  if (maximum && padded) asker.slip("padding-counted", std::max(0.0, largest(window)));
  if (!maximum && padded) asker.slip("padding-left-out", window.sum / real(std::ssize(window.cells)));
  asker.slip("beside", value(pool_window(o, asker.beside(place))));
  if (o.layer->pad != nn::Pair{0, 0}) asker.slip("padding-forgotten", value(pool_window(Unpadded(o).opened, place)));
}

std::optional<Prediction> output_value(const Content& content, const State& state, const Opened& o,
                                       const Place& place) {
  if (!o.input || !o.output) return std::nullopt;
  Prediction asked{.cell = name_of(state, o, place), .id = "value", .ask = ""};
  if (o.layer->is_pool()) {
    if (pool_window(o, place).cells.empty()) return std::nullopt;
    ask_pool(content.text, o, place, asked);
  } else {
    if (o.weights.empty() || o.products() > most_products) return std::nullopt;
    ask_sum(content.text, o, {place.row, place.column, o.products()}, asked);
  }
  return asked;
}

}  // namespace

std::vector<Prediction> predictions(const Content& content, const State& state, const Opened& o, double t) {
  std::vector<Prediction> list;
  if (field_value(state, "predict") != "on" || o.layer == nullptr || !o.slides()) return list;
  const Place now = place_at(state, o, t);
  if (auto asked = output_value(content, state, o, now)) list.push_back(std::move(*asked));
  if (auto asked = next_window(content, o, now)) list.push_back(std::move(*asked));
  return list;
}

bool withholds(const Content& content, const State& state, const Opened& o, double t) {
  for (const Prediction& asked : predictions(content, state, o, t))
    if (asked.id == "value") return !is_answered(content, state, o.sheet.key, asked);
  return false;
}

}  // namespace stride::labs::layer_stepper
