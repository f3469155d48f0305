#include <algorithm>
#include <cmath>

#include "labs/layer_stepper/view.h"

namespace stride::labs::layer_stepper {

using page::Ink;

namespace {

constexpr double gap = 0.24, top = 0.16;  // in sides of a grid

struct Grid {
  std::string label;
  std::vector<float> values;
};

// One of the grids beside each other; each is one unit high.
void add_grid(const Grid& grid, std::size_t index, nn::Pair size, const Scale& scale, page::Marks& marks) {
  const double unit = 1 / real(std::max(size.height, size.width));
  const double left = static_cast<double>(index) * (1 + gap);
  page::CellsMark cells{.from = {left, top},
                        .to = {left + unit * real(size.width), top + unit * real(size.height)},
                        .rows = size.height,
                        .columns = size.width,
                        .values = grid.values};
  scale.apply(cells);
  if (size != nn::Pair{1, 1}) add_legend(scale, {left, top + 1.06}, {left + 1, top + 1.11}, marks);
  cells.decimals = patch_decimals;
  const page::RectangleMark edge{.from = cells.from, .to = cells.to, .fill = {}, .stroke = Ink::line};
  marks.push_back({std::move(cells)});
  marks.push_back({edge});
  marks.push_back({page::TextMark{.at = {left, top},
                                  .text = grid.label,
                                  .ink = Ink::soft,
                                  .size = 12,
                                  .align_x = 0,
                                  .align_y = 1,
                                  .offset_y = -4,
                                  .priority = 1}});
}

void add_sign(const char* sign, double after, page::Marks& marks) {
  marks.push_back({page::TextMark{
      .at = {after * (1 + gap) - gap / 2, top + 0.5}, .text = sign, .ink = Ink::soft, .size = 15, .priority = 1}});
}

void frame_cell(std::int64_t row, std::int64_t column, std::size_t grid, nn::Pair size, page::Marks& marks) {
  const double unit = 1 / real(std::max(size.height, size.width));
  const double x = static_cast<double>(grid) * (1 + gap) + real(column) * unit, y = top + real(row) * unit;
  marks.push_back({page::RectangleMark{
      .from = {x, y}, .to = {x + unit, y + unit}, .fill = {}, .stroke = Ink::accent, .stroke_width = 2}});
}

void add_products(const Text& text, const State& state, const Opened& o, const Place& place, bool hides,
                  page::Figure& figure) {
  const nn::Pair size = o.layer->kernel;
  const std::int64_t taps = size.height * size.width;
  const bool by_product = field_value(state, "walk_by") == "products";
  const std::int64_t now = place.done - 1;
  const std::int64_t channel = by_product ? now / taps : o.input_channel - o.first_input();
  const std::string name = whole(o.first_input() + channel);
  Grid input{text.get("layer_stepper.patch.input", {{"channel", name}}), {}},
      kernel{text.get("layer_stepper.patch.kernel", {{"channel", name}}), {}},
      products{text.get("layer_stepper.patch.products"), {}};
  figure.table.columns = {text.get("layer_stepper.table.place"), text.get("layer_stepper.patch.in"),
                          text.get("layer_stepper.patch.weight"), text.get("layer_stepper.patch.product")};
  double sum = 0, largest = 0;
  for (std::int64_t i = 0; i < taps; ++i) {
    const Product product = product_at(o, place, channel * taps + i);
    input.values.push_back(static_cast<float>(product.input));
    kernel.values.push_back(static_cast<float>(product.weight));
    products.values.push_back(static_cast<float>(product.value()));
    largest = std::max(largest, std::abs(product.value()));
    if (!by_product || channel * taps + i <= now) sum += product.value();
    figure.table.rows.push_back({whole(product.row) + ", " + whole(product.column),
                                 product.padding ? text.get("layer_stepper.patch.padding") : decimal(product.input, 4),
                                 decimal(product.weight, 4), hides ? "?" : decimal(product.value(), 5)});
  }
  // The input has the colours of the whole map, and what is nothing beside other products is seen as nothing.
  const Scale map = Scale::of(o.input->map(o.first_input() + channel)), weights = Scale::of(kernel.values);
  const double usual = 0.1 * map.largest() * weights.largest(), reach = std::max(0.1 * usual, largest);
  add_grid(input, 0, size, map, figure.marks);
  add_grid(kernel, 1, size, weights, figure.marks);
  if (!hides) add_grid(products, 2, size, {-reach, reach, true}, figure.marks);
  add_sign("×", 1, figure.marks);
  if (hides) {
    figure.sentence = text.get("layer_stepper.patch.asked", {{"count", whole(taps)}, {"channel", name}});
    return;
  }
  add_sign("=", 2, figure.marks);
  const int decimals = decimals_for(std::max({largest, std::abs(sum), usual})) + 1;
  if (!by_product) {
    figure.sentence = text.get("layer_stepper.patch.sentence",
                               {{"count", whole(taps)}, {"channel", name}, {"sum", decimal(sum, decimals)}});
    return;
  }
  const Product product = product_at(o, place, now);
  for (std::size_t index = 0; index < 3; ++index) frame_cell(product.row, product.column, index, size, figure.marks);
  figure.sentence = text.get("layer_stepper.patch.product_sentence", {{"number", grouped(place.done)},
                                                                      {"count", grouped(o.products())},
                                                                      {"channel", name},
                                                                      {"input", decimal(product.input, 4)},
                                                                      {"weight", decimal(product.weight, 4)},
                                                                      {"product", decimal(product.value(), 5)},
                                                                      {"sum", decimal(sum, decimals)}});
}

void add_pool(const Text& text, const Opened& o, const Place& place, bool hides, page::Figure& figure) {
  const PoolWindow window = pool_window(o, place);
  const nn::Pair size = o.layer->kernel;
  Grid grid{text.get("layer_stepper.patch.input", {{"channel", whole(o.input_channel)}}), {}};
  grid.values.assign(static_cast<std::size_t>(size.height * size.width), 0);
  figure.table.columns = {text.get("layer_stepper.table.place"), text.get("layer_stepper.table.value")};
  const Scale scale = Scale::of(o.input->map(o.input_channel));
  const int decimals = decimals_for(scale.largest());
  for (const auto& cell : window.cells) {
    grid.values[static_cast<std::size_t>(cell.row * size.width + cell.column)] = static_cast<float>(cell.value);
    figure.table.rows.push_back({whole(cell.row) + ", " + whole(cell.column), decimal(cell.value, decimals)});
  }
  add_grid(grid, 0, size, scale, figure.marks);
  if (hides) figure.sentence = text.get("layer_stepper.patch.pool_asked", {{"count", whole(std::ssize(window.cells))}});
  if (window.cells.empty() || hides) return;
  const bool maximum = o.layer->type == nn::LayerType::maxpool;
  const auto& winner = window.cells[window.winner];
  if (maximum) frame_cell(winner.row, winner.column, 0, size, figure.marks);
  const double outcome = maximum ? winner.value : window.sum / window.divisor;
  add_grid({text.get("layer_stepper.patch.output", {{"layer", o.layer->name}}), {static_cast<float>(outcome)}}, 1,
           {1, 1}, scale, figure.marks);
  add_sign("→", 1, figure.marks);
  figure.sentence = text.get(maximum ? "layer_stepper.patch.winner" : "layer_stepper.patch.average",
                             {{"row", whole(winner.row)},
                              {"column", whole(winner.column)},
                              {"count", whole(std::ssize(window.cells))},
                              {"value", decimal(outcome, decimals)}});
}

}  // namespace

page::Figure patch_figure(const Content& content, const State& state, const Opened& o, double t) {
  const Text& text = content.text;
  const bool convolves = o.layer->type == nn::LayerType::conv;
  page::Figure figure;
  figure.title = text.get("layer_stepper.patch.title");
  figure.height = 250;
  figure.equal_aspect = true;
  figure.x = {.label = "", .low = 0, .high = 3 + 2 * gap};
  figure.y = {.label = "", .low = 0, .high = top + 1.12};
  figure.below = 20;  // for the legends' numbers
  figure.pending = !o.input || !o.output || (convolves && o.weights.empty());
  const Place place = place_at(state, o, t);
  if (figure.pending)
    figure.sentence = text.get("layer_stepper.waits");
  else if (convolves)
    add_products(text, state, o, place, withholds(content, state, o, t), figure);
  else
    add_pool(text, o, place, withholds(content, state, o, t), figure);
  return figure;
}

}  // namespace stride::labs::layer_stepper
