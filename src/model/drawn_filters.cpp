#include <cmath>

#include "base/random.h"
#include "model/drawing.h"
#include "model/weights.h"

namespace stride::model {

namespace {

// The look of one filter: a wave across it, or a blob of one colour on another.
struct Look {
  Direction across;
  double waves = 1, phase = 0, bend = 0;
  bool blob = false;
  std::vector<double> colour;  // per input channel
};

Look look(const ParameterShape& shape, std::uint64_t seed, std::int64_t output) {
  Random random = Random::stream(seed, shape.index, static_cast<std::uint64_t>(output));
  Look result;
  result.blob = output % 3 == 2;
  result.across = direction(random.uniform());
  result.waves = 0.6 + 1.6 * random.uniform();
  result.phase = random.uniform();
  const bool coloured = result.blob || random.uniform() < 0.25;
  for (std::int64_t c = 0; c < shape.weight[1]; ++c) result.colour.push_back(coloured ? random.normal() : 1);
  return result;
}

double value(const Look& look, double x, double y) {  // both from -1 to 1
  const double distance = x * x + y * y, fade = distance < 1.2 ? 1 - distance / 1.2 : 0;
  if (look.blob) return fade * fade - 0.25 * look.phase;
  return fade * fade * wave(look.waves * (look.across.x * x + look.across.y * y) / 2 + look.phase);
}

}  // namespace

void draw_filter(const ParameterShape& shape, std::uint64_t seed, std::int64_t output, float* to) {
  const Look filter = look(shape, seed, output);
  const std::int64_t channels = shape.weight[1], height = shape.weight[2], width = shape.weight[3];
  std::vector<double> values;
  double energy = 0, mean = 0;
  for (std::int64_t c = 0; c < channels; ++c)
    for (std::int64_t y = 0; y < height; ++y)
      for (std::int64_t x = 0; x < width; ++x) {
        const double across = width > 1 ? 2.0 * static_cast<double>(x) / static_cast<double>(width - 1) - 1 : 0;
        const double down = height > 1 ? 2.0 * static_cast<double>(y) / static_cast<double>(height - 1) - 1 : 0;
        values.push_back(filter.colour[c] * value(filter, across, down));
        mean += values.back();
      }
  mean = filter.blob ? 0 : mean / static_cast<double>(values.size());  // an edge says nothing about a plain area
  for (double& each : values) {
    each -= mean;
    energy += each * each;
  }
  const double scale = energy > 0 ? std::sqrt(2 / energy) : 0;
  for (const double each : values) *to++ = static_cast<float>(each * scale);
}

}  // namespace stride::model
