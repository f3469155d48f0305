#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "math/expr.h"
#include "nn/network.h"

namespace stride::nn {

struct Shape {  // (C, H, W); a vector is (C, 1, 1)
  std::int64_t channels = 0;
  Pair size;
  friend bool operator==(const Shape&, const Shape&) = default;
};

/// An affine map along one axis from a layer's cell to the image: cell i sees `receptive_field` pixels around the
/// centre start + i * jump, pixel 0's own centre being 0 (Dumoulin & Visin 2016; Araujo et al. 2019).
struct Field {
  std::int64_t receptive_field = 1;
  std::int64_t jump = 1;
  double start = 0;  // a multiple of 1/2
};

struct LayerFacts {
  std::string name;
  LayerType type = LayerType::conv;
  std::size_t index = 0;       // in NetworkSpec::layers
  std::optional<Shape> input;  // empty once an exact size has not come out
  std::optional<Shape> output;
  Pair remainder;                          // of the division by the stride, per axis; only where input is known
  std::optional<std::int64_t> parameters;  // empty when they depend on an unknown size
  std::optional<std::int64_t> neurons;
  /// Multiply-adds: output cells x kernel x input channels per group; none for pools and activations.
  std::optional<std::int64_t> macs;
  Field vertical, horizontal;
  /// Linear layers and what follows them: the field is then what all cells of the map before see together (that of one
  /// such cell where the size of the map is unknown).
  bool sees_whole_input = false;
};

struct NetworkFacts {
  Shape input;
  Rounding rounding = Rounding::floor;
  std::vector<LayerFacts> layers;  // one per LayerSpec, activations included
  /// Over the rows (conv, pool, linear); parameters count the slopes of PReLU as well, which are learned too.
  std::optional<std::int64_t> parameters, neurons, neurons_without_pooling, macs;
  /// In float32: the outputs of all layers and the input; all parameters.
  std::optional<std::int64_t> activation_bytes, weight_bytes;
  /// The rows with the most parameters: several on a tie, none when nothing has any or one is unknown.
  std::vector<std::string> largest;

  [[nodiscard]] const LayerFacts* find(std::string_view layer_name) const;
};

/// Everything that can be said about a network at one input size. Fails on overflow, on a map that shrinks to nothing
/// (naming the layer and the least input that would do) and on groups that do not divide the channels.
Result<NetworkFacts> facts(const NetworkSpec& network, Pair size, Rounding rounding);

// The formulas behind the numbers, as the student sees them; the same trees give the values above.

/// Along one axis (vertical: true for H). With symbols n, f, p, s (and d when dilated):
/// floor((n + 2*p - f)/s) + 1, floor((n + 2*p - d*(f - 1) - 1)/s) + 1; ceil for a pool under `ceil`; a plain quotient
/// under `exact`. When ceil pooling's last-window rule takes the last window away, `- 1` follows.
math::Expr output_formula(const LayerSpec& layer, Rounding rounding, bool last_window_dropped = false);
/// The numbers that go into it: n is `input` along that axis.
math::Bindings output_bindings(const LayerSpec& layer, std::int64_t input, bool vertical);
/// Output side along one axis; empty (with no error) where `exact` does not divide or nothing fits.
std::optional<std::int64_t> output_side(const LayerSpec& layer, std::int64_t input, bool vertical, Rounding rounding);
/// Whether ceil pooling's last-window rule drops a window at this input.
bool drops_last_window(const LayerSpec& layer, std::int64_t input, bool vertical, Rounding rounding);

/// conv: K*(f*f*C + 1) with symbols K, f (or f_h, f_w), C (channels per group written C/g when grouped), no `+ 1`
/// without bias; linear: m*(n + 1); prelu: a; others 0.
math::Expr parameter_formula(const LayerSpec& layer);
/// Linear layers after a map get n as the product C*H*W. Contract: `96*(11*11*3 + 1)`, `4096*(256*4*4 + 1)`.
math::Bindings parameter_bindings(const LayerSpec& layer, const Shape& input);
math::Expr neuron_formula(const LayerSpec& layer);  // K*o_h*o_w; linear: m
math::Bindings neuron_bindings(const LayerSpec& layer, const Shape& output);
math::Expr receptive_field_formula();  // r + (f - 1)*j (f -> d*(f - 1) + 1 when dilated)
/// r and j are those of the layer before (1 and 1 for the image).
math::Bindings receptive_field_bindings(const LayerSpec& layer, const Field& before, bool vertical);

struct Interval {
  std::int64_t low = 0, high = 0;  // both included
  friend bool operator==(const Interval&, const Interval&) = default;
};

/// The input sides along one axis that give `layer` the same input side as `size` does: one interval under floor and
/// ceil. Under `exact`, whatever `size`: those within 1..limit for which every division up to the layer's input comes
/// out, as intervals (of one value each, unless all strides are 1). For a linear layer: what it accepts.
Result<std::vector<Interval>> admissible(const NetworkSpec& network, std::string_view layer, std::int64_t size,
                                         bool vertical, Rounding rounding, std::int64_t limit = 4096);
/// The least input side (both axes alike) that gives every layer up to and including `layer` (all, if empty) at least
/// one output.
Result<std::int64_t> smallest_input(const NetworkSpec& network, std::string_view layer, Rounding rounding);
/// A run of input sides that give a layer one and the same output side; none where no window fits or, under `exact`, a
/// division up to there leaves a remainder.
struct SizeStep {
  Interval inputs;
  std::optional<std::int64_t> side;
  friend bool operator==(const SizeStep&, const SizeStep&) = default;
};
struct Staircase {
  std::string layer;
  std::vector<SizeStep> steps;  // without gaps, in the order of their inputs
};
/// The output side of every conv and pool along one axis, exactly, for each of `inputs` (at most 10,000 of them).
Result<std::vector<Staircase>> staircases(const NetworkSpec& network, Interval inputs, bool vertical,
                                          Rounding rounding);

/// Image rows (vertical) or columns that no cell of `layer` sees, as intervals of pixel indices.
Result<std::vector<Interval>> unseen(const NetworkSpec& network, std::string_view layer, std::int64_t size,
                                     bool vertical, Rounding rounding);

}  // namespace stride::nn
