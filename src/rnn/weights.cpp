#include "rnn/weights.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/random.h"
#include "rnn/measures.h"

namespace stride::rnn {

namespace {

// Streams by (seed, what, row): rows can be made in any order.
enum class Stream : std::uint64_t { hidden = 1, from_input, input, readout, alphabet };

Random stream(std::uint64_t seed, Stream what, std::size_t row) {
  return Random::stream(seed, static_cast<std::uint64_t>(what), row);
}

// Rows of length 1 at right angles to each other: Gram and Schmidt's, twice, since once loses digits. Plain sums in one
// order: the same bits everywhere.
void orthogonalise(double* block, std::size_t size) {
  for (std::size_t row = 0; row < size; ++row) {
    double* mine = block + row * size;
    for (int pass = 0; pass < 2; ++pass)
      for (std::size_t other = 0; other < row; ++other) {
        const double* theirs = block + other * size;
        double dot = 0;
        for (std::size_t j = 0; j < size; ++j) dot += mine[j] * theirs[j];
        for (std::size_t j = 0; j < size; ++j) mine[j] -= dot * theirs[j];
      }
    double square = 0;
    for (std::size_t j = 0; j < size; ++j) square += mine[j] * mine[j];
    const double length = std::sqrt(square);
    for (std::size_t j = 0; j < size; ++j) mine[j] /= length;
  }
}

std::vector<double> draw_blocks(const Settings& settings) {
  const auto size = static_cast<std::size_t>(settings.hidden);
  const std::size_t rows = size * static_cast<std::size_t>(gates_of(settings.cell));
  const double deviation = 1 / std::sqrt(static_cast<double>(size));
  std::vector<double> blocks(rows * size);
  for (std::size_t row = 0; row < rows; ++row) {
    Random random = stream(settings.seed, Stream::hidden, row);
    for (std::size_t j = 0; j < size; ++j) {
      double& entry = blocks[row * size + j];
      if (settings.init == Init::uniform)
        entry = (2 * random.uniform() - 1) * std::sqrt(3.0) * deviation;
      else
        entry = random.normal() * deviation;
      if (settings.init == Init::identity) entry = 0.1 * entry + (j == row % size ? 1 : 0);
    }
  }
  if (settings.init == Init::orthogonal)
    for (std::size_t row = 0; row < rows; row += size) orthogonalise(blocks.data() + row * size, size);
  return blocks;
}

template <class Real>
void draw_row(Random random, double factor, Real* row, std::size_t count) {
  for (std::size_t j = 0; j < count; ++j) row[j] = static_cast<Real>(factor * random.normal());
}

}  // namespace

Draft Draft::make(const Settings& settings) {
  Draft draft;
  draft.settings_ = settings;
  draft.blocks_ = draw_blocks(settings);
  const auto size = static_cast<std::size_t>(settings.hidden);
  for (std::size_t at = 0; at < draft.blocks_.size(); at += size * size) {
    const double* block = draft.blocks_.data() + at;
    double square = 0;
    for (std::size_t i = 0; i < size * size; ++i) square += block[i] * block[i];
    draft.measures_.gain = std::max(draft.measures_.gain, std::sqrt(square / static_cast<double>(size)));
    draft.measures_.sigma = std::max(draft.measures_.sigma, largest_singular_value(block, settings.hidden));
  }
  draft.measures_.radius = std::numeric_limits<double>::quiet_NaN();
  return draft;
}

bool Draft::fits(const Settings& settings) const {
  return gates_of(settings_.cell) == gates_of(settings.cell) && settings_.hidden == settings.hidden &&
         settings_.init == settings.init && settings_.seed == settings.seed;
}

void Draft::measure_radius() {
  if (!std::isnan(measures_.radius)) return;
  const auto size = static_cast<std::size_t>(settings_.hidden);
  double radius = 0;
  for (std::size_t at = 0; at < blocks_.size(); at += size * size)
    radius = std::max(radius, spectral_radius(blocks_.data() + at, settings_.hidden));
  measures_.radius = radius;
}

double Draft::factor(const Settings& settings) {
  if (settings.scale == Scale::radius) measure_radius();
  const double now = settings.scale == Scale::sigma    ? measures_.sigma
                     : settings.scale == Scale::radius ? measures_.radius
                                                       : measures_.gain;
  return now > 0 ? settings.scale_to / now : 0;
}

Measures Draft::measures(double factor) const {
  return {measures_.sigma * factor, measures_.radius * factor, measures_.gain * factor};
}

template <class Real>
Weights<Real> make_weights(const Settings& settings, const Draft& draft, double factor) {
  Weights<Real> weights{.cell = settings.cell, .hidden = settings.hidden};
  weights.w.reserve(draft.blocks().size());
  for (const double entry : draft.blocks()) weights.w.push_back(static_cast<Real>(factor * entry));
  weights.u.resize(weights.rows() * inputs);
  const double deviation = settings.input_scale / std::sqrt(static_cast<double>(inputs));
  for (std::size_t row = 0; row < weights.rows(); ++row)
    draw_row(stream(settings.seed, Stream::from_input, row), deviation, &weights.u[row * inputs], inputs);
  weights.b.assign(weights.rows(), static_cast<Real>(settings.bias));
  if (settings.cell == Cell::lstm)
    for (std::size_t unit = 0; unit < weights.units(); ++unit)
      weights.b[2 * weights.units() + unit] += static_cast<Real>(settings.forget_bias);
  return weights;
}

template <class Real>
std::vector<Real> make_inputs(const Settings& settings) {
  const auto steps = static_cast<std::size_t>(settings.steps);
  std::vector<Real> x(steps * inputs, Real{0});
  for (std::size_t t = 0; t < steps; ++t) {
    Real* row = &x[t * inputs];
    switch (settings.input) {
      case Input::noise:
        draw_row(stream(settings.seed, Stream::input, t), 1, row, inputs);
        break;
      case Input::constant:
        draw_row(stream(settings.seed, Stream::input, 0), 1, row, inputs);
        break;
      case Input::pulse:
        if (t == 0) draw_row(stream(settings.seed, Stream::input, 0), 1, row, inputs);
        break;
      case Input::text: {  // each byte has a random vector of its own
        const auto byte = static_cast<unsigned char>(settings.text[t % settings.text.size()]);
        draw_row(stream(settings.seed, Stream::alphabet, byte), 1, row, inputs);
        break;
      }
    }
  }
  return x;
}

template <class Real>
std::vector<Real> make_readout(const Settings& settings) {
  std::vector<double> values(static_cast<std::size_t>(settings.hidden));
  draw_row(stream(settings.seed, Stream::readout, 0), 1, values.data(), values.size());
  double square = 0;
  for (const double value : values) square += value * value;
  std::vector<Real> readout;
  for (const double value : values) readout.push_back(static_cast<Real>(value / std::sqrt(square)));
  return readout;
}

template Weights<float> make_weights(const Settings&, const Draft&, double);
template Weights<double> make_weights(const Settings&, const Draft&, double);
template std::vector<float> make_inputs(const Settings&);
template std::vector<double> make_inputs(const Settings&);
template std::vector<float> make_readout(const Settings&);
template std::vector<double> make_readout(const Settings&);

}  // namespace stride::rnn
