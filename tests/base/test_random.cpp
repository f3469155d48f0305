#include <doctest/doctest.h>

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <set>
#include <vector>

#include "base/random.h"

using stride::normal_quantile;
using stride::Random;

namespace {

/// FNV-1a over the bits of doubles: the same hash natively and in WebAssembly says that the bits are the same.
class BitHash {
 public:
  void add(double value) {
    for (auto bits = std::bit_cast<std::uint64_t>(value), i = std::uint64_t{8}; i > 0; --i, bits >>= 8) {
      hash_ = (hash_ ^ (bits & 0xFF)) * 0x100000001B3U;
    }
  }
  [[nodiscard]] std::uint64_t value() const { return hash_; }

 private:
  std::uint64_t hash_ = 0xCBF29CE484222325U;
};

double correlation(Random a, Random b, int count) {
  double sum = 0;
  for (int i = 0; i < count; ++i) sum += a.normal() * b.normal();
  return sum / count;
}

}  // namespace

TEST_CASE("the generator is PCG32 as published") {
  // pcg32-demo of the reference implementation: seed 42, sequence 54.
  constexpr std::array<std::uint32_t, 6> published = {0xa15c02b7, 0x7b47f409, 0xba1d3330,
                                                      0x83d2f293, 0xbfa4784b, 0xcbed606e};
  Random random(42, 54);
  for (const std::uint32_t bits : published) CHECK(random.bits32() == bits);
}

TEST_CASE("the same seed gives the same bits on every machine") {
  Random random = Random::stream(14141512, 3, 95);
  BitHash uniforms;
  BitHash normals;
  for (int i = 0; i < 100'000; ++i) {
    uniforms.add(random.uniform());
    normals.add(random.normal());
  }
  CHECK(uniforms.value() == 15649068158848842566U);
  CHECK(normals.value() == 8720062684288931102U);
}

TEST_CASE("uniform numbers fill [0, 1) evenly") {
  Random random = Random::stream(7);
  constexpr int count = 1'000'000;
  std::array<int, 64> bins{};
  double sum = 0;
  double squares = 0;
  bool inside = true;
  for (int i = 0; i < count; ++i) {
    const double u = random.uniform();
    inside = inside && u >= 0 && u < 1;
    ++bins[static_cast<std::size_t>(u * 64)];
    sum += u;
    squares += (u - 0.5) * (u - 0.5);
  }
  CHECK(inside);
  CHECK(sum / count == doctest::Approx(0.5).epsilon(0.002));
  CHECK(squares / count == doctest::Approx(1.0 / 12).epsilon(0.005));
  double chi_squared = 0;
  for (const int bin : bins) chi_squared += std::pow(bin - count / 64.0, 2) / (count / 64.0);
  CHECK(chi_squared < 110);  // 63 degrees of freedom: 1 in 5,000 above
}

TEST_CASE("normal numbers have the normal moments and tails") {
  Random random = Random::stream(8);
  constexpr int count = 4'000'000;
  std::array<double, 5> moments{};
  std::array<int, 6> beyond{};
  for (int i = 0; i < count; ++i) {
    const double x = random.normal();
    double power = 1;
    for (double& moment : moments) {
      moment += power / count;
      power *= x;
    }
    for (std::size_t deviations = 1; deviations < beyond.size(); ++deviations) {
      beyond[deviations] += std::fabs(x) > static_cast<double>(deviations) ? 1 : 0;
    }
  }
  // Bounds of four standard errors.
  const double error = 4 / std::sqrt(count);
  CHECK(std::fabs(moments[1]) < error);
  CHECK(std::fabs(moments[2] - 1) < error * std::sqrt(2));
  CHECK(std::fabs(moments[3]) < error * std::sqrt(15));
  CHECK(std::fabs(moments[4] - 3) < error * std::sqrt(96));
  constexpr std::array probabilities = {
      1.0, 0.31731050786, 0.045500263896, 0.0026997960633, 6.334248366624e-5, 5.73303143758e-7};
  for (std::size_t deviations = 1; deviations < beyond.size(); ++deviations) {
    const double expected = count * probabilities[deviations];
    CAPTURE(deviations);
    CHECK(std::fabs(beyond[deviations] - expected) < 4 * std::sqrt(expected) + 1);
  }
}

TEST_CASE("quantiles agree with a reference") {
  struct Case {
    double probability, quantile;
  };
  // Python's statistics.NormalDist().inv_cdf.
  constexpr std::array<Case, 10> cases = {{{0.5, 0},
                                           {0.3, -0.5244005127080407},
                                           {0.0749, -1.4402382675279632},
                                           {0.01, -2.3263478740408408},
                                           {1e-5, -4.2648907939228256},
                                           {1e-9, -5.9978070150076865},
                                           {1e-12, -7.034483825301132},
                                           {1e-16, -8.222082216130435},
                                           {1e-19, -9.013271153126675},
                                           {0.999, 3.090232306167813}}};
  for (const auto [probability, quantile] : cases) {
    CAPTURE(probability);
    CHECK(normal_quantile(probability) == doctest::Approx(quantile).epsilon(1e-14));
  }
  CHECK(normal_quantile(0) == -INFINITY);
  CHECK(normal_quantile(1) == INFINITY);
}

TEST_CASE("many normal numbers at once: the quantile of one draw each, of the deviation asked for") {
  Random draws = Random::stream(3), random = draws;
  std::vector<float> values(200'000);
  random.normals(values, 0.5F);
  double worst = 0, sum = 0, squares = 0;
  for (const float value : values) {
    const std::uint32_t draw = draws.bits32();
    const double size = -0.5 * normal_quantile(static_cast<double>(draw | 1) * 0x1p-33);
    worst = std::max(worst, std::fabs(value - ((draw & 1) != 0 ? size : -size)));
    sum += value;
    squares += static_cast<double>(value) * value;
  }
  CHECK(worst < 1e-5);
  CHECK(std::fabs(sum / 200'000) < 0.005);
  CHECK(std::sqrt(squares / 200'000) == doctest::Approx(0.5).epsilon(0.01));
}

TEST_CASE("quantiles rise with the probability, across the seams of the approximation too") {
  double last = normal_quantile(0x1p-70);
  bool rising = true;
  for (double p = 0x1p-69; p < 0.5; p *= 1.001) {
    const double next = normal_quantile(p);
    rising = rising && next >= last && next < 0;
    last = next;
  }
  CHECK(rising);
}

TEST_CASE("streams of neighbouring layers and channels are independent") {
  constexpr int count = 100'000;
  const double bound = 4 / std::sqrt(count);
  const Random first = Random::stream(1, 1, 1);
  for (const Random& other :
       {Random::stream(1, 1, 2), Random::stream(1, 2, 1), Random::stream(2, 1, 1), Random::stream(1, 0, 1)}) {
    CHECK(std::fabs(correlation(first, other, count)) < bound);
  }
  std::set<std::uint64_t> starts;
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    for (std::uint64_t layer = 0; layer < 10; ++layer) {
      for (std::uint64_t channel = 0; channel < 100; ++channel)
        starts.insert(Random::stream(seed, layer, channel).bits64());
    }
  }
  CHECK(starts.size() == 10'000);
}

TEST_CASE("whole numbers are drawn without bias and within their bounds") {
  Random random = Random::stream(9);
  std::array<int, 6> dice{};
  for (int i = 0; i < 60'000; ++i) ++dice[random.below(6)];
  for (const int count : dice) CHECK(std::abs(count - 10'000) < 400);
  std::set<std::int64_t> seen;
  for (int i = 0; i < 200; ++i) seen.insert(random.between(-2, 2));
  CHECK(seen == std::set<std::int64_t>{-2, -1, 0, 1, 2});
  CHECK(random.below(0) == 0);
  CHECK(random.below(1) == 0);
  CHECK(random.between(5, 5) == 5);
  const std::int64_t any = random.between(INT32_MIN, INT32_MAX);
  CHECK(any >= INT32_MIN);
  CHECK(any <= INT32_MAX);
}
