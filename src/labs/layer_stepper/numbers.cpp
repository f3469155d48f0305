#include "labs/layer_stepper/numbers.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <numeric>

namespace stride::labs::layer_stepper {

Sweep Sweep::of(const Opened& opened) {
  const nn::LayerSpec& layer = *opened.layer;
  Sweep s{.input = opened.in.size,
          .pad = {},
          .padded = opened.in.size,
          .kernel = {1, 1},
          .dilation = {1, 1},
          .stride = {1, 1},
          .windows = opened.out.size,
          .reach = {1, 1},
          .used = opened.in.size};
  if (!opened.slides()) return s;
  s.pad = layer.pad;
  s.kernel = layer.kernel;
  s.dilation = layer.dilation;
  s.stride = layer.stride;
  const auto along = [&](std::int64_t nn::Pair::* axis) {
    s.padded.*axis = s.input.*axis + 2 * s.pad.*axis;
    s.reach.*axis = s.dilation.*axis * (s.kernel.*axis - 1) + 1;
    s.used.*axis = (s.windows.*axis - 1) * s.stride.*axis + s.reach.*axis;
  };
  along(&nn::Pair::height);
  along(&nn::Pair::width);
  return s;
}

namespace {

// How many steps one output cell takes.
std::int64_t steps_per_cell(const State& state, const Opened& opened) {
  const bool multiplies = opened.layer->type == nn::LayerType::conv;
  return multiplies && field_value(state, "walk_by") == "products" ? opened.products() : 1;
}

}  // namespace

double walk_steps(const State& state, const Opened& opened) {
  return real(opened.out.size.height * opened.out.size.width * steps_per_cell(state, opened)) - 1;
}

Place place_at(const State& state, const Opened& opened, double t) {
  const std::int64_t per_cell = steps_per_cell(state, opened);
  const auto step = static_cast<std::int64_t>(std::clamp(std::floor(t + 1e-6), 0.0, walk_steps(state, opened)));
  const std::int64_t cell = step / per_cell;
  return {cell / opened.out.size.width, cell % opened.out.size.width,
          per_cell == 1 ? opened.products() : step % per_cell + 1};
}

double t_of(const State& state, const Opened& opened, std::int64_t row, std::int64_t column) {
  const std::int64_t r = std::clamp<std::int64_t>(row, 0, opened.out.size.height - 1),
                     c = std::clamp<std::int64_t>(column, 0, opened.out.size.width - 1);
  return real((r * opened.out.size.width + c) * steps_per_cell(state, opened));
}

Product product_at(const Opened& opened, const Place& place, std::int64_t index) {
  const nn::LayerSpec& layer = *opened.layer;
  const std::int64_t taps = layer.kernel.height * layer.kernel.width;
  Product product{.channel = opened.first_input() + index / taps,
                  .row = index % taps / layer.kernel.width,
                  .column = index % layer.kernel.width,
                  .weight = static_cast<double>(opened.weights[static_cast<std::size_t>(index)])};
  const std::int64_t y = place.row * layer.stride.height - layer.pad.height + product.row * layer.dilation.height,
                     x = place.column * layer.stride.width - layer.pad.width + product.column * layer.dilation.width;
  product.padding = y < 0 || x < 0 || y >= opened.in.size.height || x >= opened.in.size.width;
  if (!product.padding) product.input = opened.input->at(product.channel, y, x);
  return product;
}

double Sum::total() const { return std::accumulate(channels.begin(), channels.end(), bias); }

Sum sum_at(const Opened& opened, const Place& place) {
  Sum sum{std::vector<double>(static_cast<std::size_t>(opened.inputs())), opened.bias};
  const std::int64_t end = std::min(place.done, opened.products());
  for (std::int64_t i = 0; i < end; ++i) {
    const Product product = product_at(opened, place, i);
    sum.channels[static_cast<std::size_t>(product.channel - opened.first_input())] += product.value();
    sum.largest = std::max(sum.largest, std::abs(product.value()));
  }
  return sum;
}

PoolWindow pool_window(const Opened& opened, const Place& place) {
  const Sweep s = Sweep::of(opened);
  const nn::Pair size = opened.in.size;
  PoolWindow window;
  for (std::int64_t row = 0; row < s.kernel.height; ++row)
    for (std::int64_t column = 0; column < s.kernel.width; ++column) {
      const std::int64_t y = place.row * s.stride.height - s.pad.height + row * s.dilation.height,
                         x = place.column * s.stride.width - s.pad.width + column * s.dilation.width;
      if (y < size.height + s.pad.height && x < size.width + s.pad.width) ++window.divisor;
      if (y < 0 || x < 0 || y >= size.height || x >= size.width) continue;
      window.cells.push_back({row, column, opened.input->at(opened.input_channel, y, x)});
      window.sum += window.cells.back().value;
    }
  const auto winner = std::ranges::max_element(window.cells, {}, &PoolWindow::Cell::value);
  window.winner = static_cast<std::size_t>(winner - window.cells.begin());
  return window;
}

Neighbourhood neighbourhood(const Opened& opened, const Place& place) {
  const nn::LayerSpec& lrn = *opened.layer;
  const std::int64_t half = lrn.lrn_size / 2;
  Neighbourhood around{.first = std::max<std::int64_t>(0, opened.channel - half)};
  const std::int64_t last = std::min(opened.in.channels - 1, opened.channel + half);
  for (std::int64_t c = around.first; c <= last; ++c) {
    around.values.push_back(opened.input->at(c, place.row, place.column));
    around.squares += around.values.back() * around.values.back();
  }
  around.divisor = std::pow(lrn.lrn_k + lrn.lrn_alpha * around.squares, lrn.lrn_beta);
  return around;
}

Exponentials exponentials(const Opened& opened) {
  Exponentials result;
  result.largest = static_cast<double>(std::ranges::max(opened.input->numbers));
  for (const float score : opened.input->numbers) {
    result.values.push_back(std::exp(static_cast<double>(score) - result.largest));
    result.sum += result.values.back();
  }
  return result;
}

double activated(const nn::LayerSpec& layer, double value) {
  switch (layer.type) {
    case nn::LayerType::relu:
      return std::max(0.0, value);
    case nn::LayerType::prelu:
      return value > 0 ? value : layer.prelu_slope * value;
    case nn::LayerType::sigmoid:
      return 1 / (1 + std::exp(-value));
    case nn::LayerType::tanh:
      return std::tanh(value);
    default:
      return value;
  }
}

std::vector<std::int64_t> channel_order(const Values& values, bool by_energy) {
  std::vector<std::int64_t> order(static_cast<std::size_t>(values.shape.channels));
  std::iota(order.begin(), order.end(), std::int64_t{0});
  if (!by_energy) return order;
  std::vector<double> energies;
  for (const std::int64_t channel : order) {
    double energy = 0;
    for (const float value : values.map(channel)) energy += static_cast<double>(value) * static_cast<double>(value);
    energies.push_back(energy);
  }
  std::ranges::sort(order, [&](std::int64_t a, std::int64_t b) {
    const double first = energies[static_cast<std::size_t>(a)], second = energies[static_cast<std::size_t>(b)];
    return first != second ? first > second : a < b;
  });
  return order;
}

Small shrunk(std::span<const float> map, nn::Pair size, std::int64_t most) {
  Small small{.factor = (std::max(size.height, size.width) + most - 1) / most};
  small.rows = (size.height + small.factor - 1) / small.factor;
  small.columns = (size.width + small.factor - 1) / small.factor;
  if (small.factor == 1) {
    small.values.assign(map.begin(), map.end());
    return small;
  }
  for (std::int64_t row = 0; row < small.rows; ++row)
    for (std::int64_t column = 0; column < small.columns; ++column) {
      const std::int64_t bottom = std::min(size.height, (row + 1) * small.factor),
                         right = std::min(size.width, (column + 1) * small.factor);
      double sum = 0;
      for (std::int64_t y = row * small.factor; y < bottom; ++y)
        for (std::int64_t x = column * small.factor; x < right; ++x)
          sum += static_cast<double>(map[static_cast<std::size_t>(y * size.width + x)]);
      small.values.push_back(
          static_cast<float>(sum / real((bottom - row * small.factor) * (right - column * small.factor))));
    }
  return small;
}

int decimals_for(double largest) {
  if (!(largest > 0) || !std::isfinite(largest)) return 3;
  return std::clamp(3 - static_cast<int>(std::floor(std::log10(largest))), 1, 9);
}

std::string decimal(double value, int decimals) {
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "%.*f", decimals, std::abs(value));
  const bool zero = std::string_view(text.data()).find_first_of("123456789") == std::string_view::npos;
  return (value < 0 && !zero ? "−" : "") + std::string(text.data());
}

}  // namespace stride::labs::layer_stepper
