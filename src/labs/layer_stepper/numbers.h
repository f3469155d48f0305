#pragma once

#include <string>
#include <vector>

#include "labs/layer_stepper/opened.h"

/// The arithmetic of one layer, from the numbers that the engine brought.
namespace stride::labs::layer_stepper {

/// How a window moves over the padded input.
struct Sweep {
  nn::Pair input, pad, padded, kernel, dilation, stride, windows;
  nn::Pair reach;  // of the dilated kernel
  nn::Pair used;   // what all windows together cover
  static Sweep of(const Opened& opened);
};

/// What the walk has reached: a cell of the output, and within it how many products are done.
struct Place {
  std::int64_t row = 0, column = 0;
  std::int64_t done = 0;  // all of them where windows are stepped, not products
};
/// The walk goes over windows row by row, or over the products of each window. `steps`: how many there are.
double walk_steps(const State& state, const Opened& opened);
Place place_at(const State& state, const Opened& opened, double t);
double t_of(const State& state, const Opened& opened, std::int64_t row, std::int64_t column);

/// One product of a window, in the order of its weights: channel by channel, row by row.
struct Product {
  std::int64_t channel = 0, row = 0, column = 0;  // of the input, and of the kernel
  bool padding = false;
  double input = 0, weight = 0;
  [[nodiscard]] double value() const { return input * weight; }
};
Product product_at(const Opened& opened, const Place& place, std::int64_t index);

/// An output value as it comes about: what each input channel brings, and the bias.
struct Sum {
  std::vector<double> channels;  // the products that are done, by input channel of the group
  double bias = 0;
  double largest = 0;  // of the products, by size: no more digits than theirs mean anything
  [[nodiscard]] double total() const;
};
Sum sum_at(const Opened& opened, const Place& place);

/// The window of a pool on one channel, in reading order without what lies on the padding.
struct PoolWindow {
  struct Cell {
    std::int64_t row = 0, column = 0;  // of the window
    double value = 0;
  };
  std::vector<Cell> cells;
  std::size_t winner = 0;  // the first of the largest
  double sum = 0;
  double divisor = 0;  // of an average: padding counts, what ceil adds behind it does not (PyTorch's rule)
};
PoolWindow pool_window(const Opened& opened, const Place& place);

/// (k + alpha * sum of squares)^beta over the channels around the chosen one.
struct Neighbourhood {
  std::int64_t first = 0;
  std::vector<double> values;
  double squares = 0, divisor = 1;
};
Neighbourhood neighbourhood(const Opened& opened, const Place& place);

/// exp(x - largest) of every class, and their sum.
struct Exponentials {
  std::vector<double> values;
  double largest = 0, sum = 0;
};
Exponentials exponentials(const Opened& opened);

/// What an elementwise layer gives for one value.
double activated(const nn::LayerSpec& layer, double value);

/// Channels by their energy (sum of squares), the strongest first, or by number.
std::vector<std::int64_t> channel_order(const Values& values, bool by_energy);

/// A map brought to at most `most` rows and columns: means over squares of `factor` pixels.
struct Small {
  std::int64_t rows = 0, columns = 0, factor = 1;
  std::vector<float> values;
};
Small shrunk(std::span<const float> map, nn::Pair size, std::int64_t most);

/// Decimals that show values of up to `largest` with four digits.
int decimals_for(double largest);
/// With a real minus; never -0.
std::string decimal(double value, int decimals);

}  // namespace stride::labs::layer_stepper
