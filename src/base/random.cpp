#include "base/random.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <limits>

namespace stride {
namespace {

constexpr std::uint64_t multiplier = 6364136223846793005U;

/// Stafford's mix 13 on a Weyl step, as in SplitMix64.
std::uint64_t mixed(std::uint64_t value) {
  value += 0x9E3779B97F4A7C15U;
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9U;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EBU;
  return value ^ (value >> 31);
}

/// Horner's rule, highest power first.
template <std::size_t count>
double polynomial(const std::array<double, count>& coefficients, double x) {
  double result = 0;
  for (const double coefficient : coefficients) result = result * x + coefficient;
  return result;
}

/// The natural logarithm of a normal positive double: x = 2^e m with m in [sqrt(1/2), sqrt(2)), and
/// log m = 2 atanh(s) with s = (m - 1)/(m + 1), whose series ends below 2^-60 after the power 23.
double logarithm(double x) {
  constexpr std::uint64_t exponent_of_one = 1023;
  const auto bits = std::bit_cast<std::uint64_t>(x);
  auto exponent = static_cast<std::int32_t>(bits >> 52) - static_cast<std::int32_t>(exponent_of_one);
  auto mantissa = std::bit_cast<double>((bits & 0xFFFFFFFFFFFFFU) | (exponent_of_one << 52));
  if (mantissa > 1.4142135623730951) {
    mantissa *= 0.5;
    ++exponent;
  }
  const double s = (mantissa - 1) / (mantissa + 1);
  const double square = s * s;
  double series = 0;
  for (int odd = 23; odd >= 3; odd -= 2) series = (series + 1.0 / odd) * square;
  constexpr double ln2_high = 6.93147180369123816490e-01;  // its last 32 bits are zero: times an exponent it is exact
  constexpr double ln2_low = 1.90821492927058770002e-10;
  return exponent * ln2_high + (2 * s + (2 * s * series + exponent * ln2_low));
}

// Coefficients of AS 241, highest power first: the middle, the shoulders, the far tails.
constexpr std::array middle_numerator = {2509.0809287301226727, 33430.575583588128105, 67265.770927008700853,
                                         45921.953931549871457, 13731.693765509461125, 1971.5909503065514427,
                                         133.14166789178437745, 3.3871328727963666080};
constexpr std::array middle_denominator = {
    5226.4952788528545610, 28729.085735721942674, 39307.895800092710610, 21213.794301586595867,
    5394.1960214247511077, 687.18700749205790830, 42.313330701600911252, 1.0};
constexpr std::array shoulder_numerator = {7.7454501427834140764e-4, 0.0227238449892691845833, 0.241780725177450611770,
                                           1.27045825245236838258,   3.64784832476320460504,   5.76949722146069140550,
                                           4.63033784615654529590,   1.42343711074968357734};
constexpr std::array shoulder_denominator = {
    1.05075007164441684324e-9, 5.47593808499534494600e-4, 0.0151986665636164571966, 0.148103976427480074590,
    0.689767334985100004550,   1.67638483018380384940,    2.05319162663775882187,   1.0};
constexpr std::array tail_numerator = {2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.00124266094738807843860,
                                       0.0265321895265761230930,  0.296560571828504891230,   1.78482653991729133580,
                                       5.46378491116411436990,    6.65790464350110377720};
constexpr std::array tail_denominator = {
    2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
    0.0148753612908506148525,   0.136929880922735805310,   0.599832206555887937690,   1.0};

// The size of a normal number by its tail's probability p = (2k + 1) * 2^-33: sixteen parabolas between each power of
// two and the next, through the quantile at both ends and in the middle.
struct Parabola {
  float start = 0, slope = 0, bend = 0;  // start + t*(slope + t*bend), t from 0 to 1
};

constexpr int parts = 16, part_bits = 4, octaves = 32;

std::array<Parabola, octaves * parts> make_parabolas() {
  std::array<Parabola, octaves * parts> result;
  double low = 0x1p-33;  // the octave's least probability
  for (int octave = 0; octave < octaves; ++octave, low *= 2)
    for (int part = 0; part < parts; ++part) {
      const auto at = [&](double t) { return -normal_quantile(low * (1 + (part + t) / parts)); };
      const double start = at(0), middle = at(0.5), end = at(1);
      result[static_cast<std::size_t>(octave * parts + part)] = {static_cast<float>(start),
                                                                 static_cast<float>(4 * middle - 3 * start - end),
                                                                 static_cast<float>(2 * (start + end) - 4 * middle)};
    }
  return result;
}

}  // namespace

Random::Random(std::uint64_t state, std::uint64_t sequence) : increment_((sequence << 1) | 1) {
  bits32();
  state_ += state;
  bits32();
}

Random Random::stream(std::uint64_t seed, std::uint64_t layer, std::uint64_t channel) {
  const std::uint64_t key = mixed(mixed(mixed(seed) ^ layer) ^ channel);
  return {key, mixed(~key)};
}

std::uint32_t Random::bits32() {
  const std::uint64_t old = state_;
  state_ = old * multiplier + increment_;
  return std::rotr(static_cast<std::uint32_t>(((old >> 18) ^ old) >> 27), static_cast<int>(old >> 59));
}

std::uint64_t Random::bits64() {
  const std::uint64_t high = bits32();
  return (high << 32) | bits32();
}

double Random::uniform() { return static_cast<double>(bits64() >> 11) * 0x1p-53; }

std::uint32_t Random::below(std::uint32_t bound) {
  if (bound == 0) return 0;
  // Draws below the threshold would make some remainders more frequent than others.
  const std::uint32_t threshold = (0U - bound) % bound;
  std::uint32_t draw = bits32();
  while (draw < threshold) draw = bits32();
  return draw % bound;
}

std::int64_t Random::between(std::int32_t low, std::int32_t high) {
  const std::int64_t span = std::int64_t{high} - low + 1;
  if (span <= 0) return low;
  if (span > std::numeric_limits<std::uint32_t>::max()) return std::int64_t{low} + bits32();
  return std::int64_t{low} + below(static_cast<std::uint32_t>(span));
}

double Random::normal() {
  const std::uint64_t bits = bits64();
  // One bit is the sign and 63 are the tail's probability, never 0: so the far tail is as fine as the middle.
  const double tail = (static_cast<double>(static_cast<std::int64_t>(bits >> 1)) + 0.5) * 0x1p-64;
  const double size = -normal_quantile(tail);
  return (bits & 1) != 0 ? -size : size;
}

void Random::normals(std::span<float> to, float deviation) {
  static const auto parabolas = make_parabolas();
  for (float& value : to) {
    const std::uint32_t draw = bits32(), tail = draw | 1;  // the low bit is the sign
    const int octave = std::bit_width(tail) - 1;
    const std::uint32_t within = tail << (31 - octave) << 1;  // the bits below the leading one, from the top
    const Parabola& piece = parabolas[static_cast<std::size_t>(octave) << part_bits | within >> (32 - part_bits)];
    const float t = static_cast<float>(within << part_bits >> 8) * 0x1p-24F;
    const float size = deviation * (piece.start + t * (piece.slope + t * piece.bend));
    value = (draw & 1) != 0 ? size : -size;
  }
}

double normal_quantile(double p) {
  if (!(p > 0)) return -std::numeric_limits<double>::infinity();
  if (!(p < 1)) return std::numeric_limits<double>::infinity();
  const double q = p - 0.5;
  if (q >= -0.425 && q <= 0.425) {
    const double r = 0.180625 - q * q;
    return q * polynomial(middle_numerator, r) / polynomial(middle_denominator, r);
  }
  const double r = std::sqrt(-logarithm(q < 0 ? p : 1 - p));
  const double size = r <= 5 ? polynomial(shoulder_numerator, r - 1.6) / polynomial(shoulder_denominator, r - 1.6)
                             : polynomial(tail_numerator, r - 5) / polynomial(tail_denominator, r - 5);
  return q < 0 ? -size : size;
}

}  // namespace stride
