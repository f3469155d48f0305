#pragma once

#include <cstdint>
#include <span>

namespace stride {

/// Random numbers that are the same bits on every machine: PCG32 (XSH-RR 64/32; O'Neill 2014), and transforms of
/// integers, + - * / and sqrt only. Build without contraction of a*b + c (-ffp-contract=off).
///
/// Workers that make only their share of a network's weights take one stream per output channel, so no numbers need
/// to be skipped or sent.
class Random {
 public:
  /// The generator as published: `state` and `sequence` as in pcg32_srandom_r.
  Random(std::uint64_t state, std::uint64_t sequence);
  /// The stream of one output channel of one layer. All three are hashed into state and increment, since neighbouring
  /// PCG streams are not independent by themselves.
  static Random stream(std::uint64_t seed, std::uint64_t layer = 0, std::uint64_t channel = 0);

  std::uint32_t bits32();
  std::uint64_t bits64();
  /// Uniform in [0, 1): a multiple of 2^-53.
  double uniform();
  /// Uniform in 0 .. bound - 1 without bias; 0 for a bound of 0.
  std::uint32_t below(std::uint32_t bound);
  /// Uniform in low .. high, both included.
  std::int64_t between(std::int32_t low, std::int32_t high);
  /// Standard normal by inversion, two draws each: symmetric to the bit, with tails out to 9 standard deviations.
  double normal();
  /// Many normal numbers of this deviation, for the millions of weights of a network: one draw of 32 bits each through
  /// pieces of parabolas, which keep within 1e-5 (relatively) of the quantile; tails out to 6.3 standard deviations.
  void normals(std::span<float> to, float deviation);

 private:
  std::uint64_t state_ = 0;
  std::uint64_t increment_ = 1;
};

/// The x with P(X < x) = p for a standard normal X, 0 < p < 1, to about 1e-15 relatively: Wichura's AS 241 (PPND16),
/// with a logarithm made of + - * / so that it needs no libm.
double normal_quantile(double p);

}  // namespace stride
