#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

/// Recurrent networks whose gradients are watched through time.
namespace stride::rnn {

enum class Cell : std::uint8_t { tanh, sigmoid, relu, identity, lstm, gru };
enum class Init : std::uint8_t { gaussian, uniform, orthogonal, identity };  // identity: plus a tenth of Gaussian noise
/// What the hidden-to-hidden weights are scaled to: the largest singular value, the spectral radius, or the gain, which
/// is the root mean square of the entries times sqrt(H).
enum class Scale : std::uint8_t { sigma, radius, gain };
enum class Input : std::uint8_t { noise, pulse, constant, text };

inline constexpr std::array<std::string_view, 6> cell_names = {"tanh", "sigmoid", "relu", "identity", "lstm", "gru"};
inline constexpr std::array<std::string_view, 4> init_names = {"gaussian", "uniform", "orthogonal", "identity"};
inline constexpr std::array<std::string_view, 3> scale_names = {"sigma", "radius", "gain"};
inline constexpr std::array<std::string_view, 4> input_names = {"noise", "pulse", "constant", "text"};

inline constexpr int inputs = 16;  // the length of x_t
inline constexpr int most_hidden = 512, most_steps = 1000;

struct Settings {
  Cell cell = Cell::tanh;
  int hidden = 64;
  int steps = 100;
  std::uint64_t seed = 1;
  Init init = Init::gaussian;
  Scale scale = Scale::sigma;
  double scale_to = 0.9;
  Input input = Input::noise;
  std::string text;          // what Input::text reads, again and again
  double input_scale = 0.5;  // standard deviation of U x_t for noise
  double bias = 0;           // of every unit and gate
  double forget_bias = 1;    // added to that of the LSTM's forget gate
  int truncate = 0;          // backpropagation stops after so many steps; 0: never
};

/// What is out of range, by the name of the setting.
Result<void> check(const Settings& settings);

/// Blocks of H rows in W, U and b: LSTM in ONNX's order i, o, f, c; GRU z, r, h; else one.
constexpr int gates_of(Cell cell) { return cell == Cell::lstm ? 4 : cell == Cell::gru ? 3 : 1; }
/// gamma: the largest slope of the activation. None for the cells with gates, to which the simple bound doesn't apply.
std::optional<double> steepest_slope(Cell cell);

Result<Cell> parse_cell(std::string_view name);
Result<Init> parse_init(std::string_view name);
Result<Scale> parse_scale(std::string_view name);
Result<Input> parse_input(std::string_view name);

constexpr std::string_view to_string(Cell cell) { return cell_names[static_cast<std::size_t>(cell)]; }
constexpr std::string_view to_string(Init init) { return init_names[static_cast<std::size_t>(init)]; }
constexpr std::string_view to_string(Scale scale) { return scale_names[static_cast<std::size_t>(scale)]; }
constexpr std::string_view to_string(Input input) { return input_names[static_cast<std::size_t>(input)]; }

}  // namespace stride::rnn
