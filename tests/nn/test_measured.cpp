// Receptive fields, centres, unseen pixels and admissible sizes against what small networks are seen to do: which
// output cells change when one pixel is touched.

#include <doctest/doctest.h>

#include <algorithm>
#include <bitset>
#include <random>
#include <string>
#include <vector>

#include "fixture.h"
#include "nn/sight.h"

namespace stride::nn::test {
namespace {

constexpr std::int64_t kMaxImage = 40;
using Pixels = std::bitset<kMaxImage * kMaxImage>;

/// A map whose cells know the pixels that they depend on.
struct Map {
  std::int64_t height = 0, width = 0;
  std::vector<Pixels> cells;

  [[nodiscard]] const Pixels& at(std::int64_t y, std::int64_t x) const {
    return cells[static_cast<std::size_t>(y * width + x)];
  }
};

Map image(std::int64_t height, std::int64_t width) {
  Map map{height, width, std::vector<Pixels>(static_cast<std::size_t>(height * width))};
  for (std::size_t pixel = 0; pixel < map.cells.size(); ++pixel) map.cells[pixel].set(pixel);
  return map;
}

Map forward(const LayerSpec& layer, const Map& in, Pair out) {
  Map map{out.height, out.width, {}};
  for (std::int64_t y = 0; y < out.height; ++y) {
    for (std::int64_t x = 0; x < out.width; ++x) {
      Pixels seen;
      for (std::int64_t ky = 0; ky < layer.kernel.height; ++ky) {
        for (std::int64_t kx = 0; kx < layer.kernel.width; ++kx) {
          const std::int64_t iy = y * layer.stride.height - layer.pad.height + ky * layer.dilation.height;
          const std::int64_t ix = x * layer.stride.width - layer.pad.width + kx * layer.dilation.width;
          if (iy >= 0 && iy < in.height && ix >= 0 && ix < in.width) seen |= in.at(iy, ix);
        }
      }
      map.cells.push_back(seen);
    }
  }
  return map;
}

/// The rows (or columns) among a set of pixels.
std::vector<std::int64_t> lines(const Pixels& pixels, std::int64_t height, std::int64_t width, bool vertical) {
  std::vector<std::int64_t> result;
  for (std::int64_t line = 0; line < (vertical ? height : width); ++line) {
    bool found = false;
    for (std::int64_t other = 0; other < (vertical ? width : height); ++other) {
      const std::int64_t pixel = vertical ? line * width + other : other * width + line;
      found = found || pixels.test(static_cast<std::size_t>(pixel));
    }
    if (found) result.push_back(line);
  }
  return result;
}

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : bits_(seed) {}
  std::int64_t roll(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(bits_() % static_cast<std::uint64_t>(high - low + 1));
  }
  Pair pair(std::int64_t low, std::int64_t high) {
    const std::int64_t height = roll(low, high);
    return {height, roll(low, high)};
  }

 private:
  std::mt19937_64 bits_;
};

NetworkSpec random_network(Dice& dice) {
  NetworkSpec spec;
  spec.name = "random";
  const std::int64_t depth = dice.roll(1, 4);
  for (std::int64_t index = 0; index < depth; ++index) {
    LayerSpec layer;
    layer.name = "layer" + std::to_string(index);
    layer.kernel = dice.pair(1, 5);
    layer.stride = dice.pair(1, 3);
    if (dice.roll(0, 2) == 0) {
      layer.type = LayerType::maxpool;
      layer.pad = {dice.roll(0, layer.kernel.height / 2), dice.roll(0, layer.kernel.width / 2)};
    } else {
      layer.output_channels = 1;
      layer.pad = dice.pair(0, 3);
      layer.dilation = dice.pair(1, 3);
    }
    spec.layers.push_back(layer);
  }
  return spec;
}

/// Cells looked at: those with their whole field inside the image, and those that saw something else than worked out.
struct Tally {
  int whole = 0;
  int wrong = 0;
};

/// What a cell sees, against the field that was worked out: inside it always, and exactly its ends where the image's
/// edge cuts nothing off. Says whether it cuts nothing off.
bool check_cell(const std::vector<std::int64_t>& seen, const Field& field, std::int64_t cell, std::int64_t side,
                Tally& tally) {
  const double centre = field.start + static_cast<double>(cell * field.jump);
  const double reach = static_cast<double>(field.receptive_field - 1) / 2;
  const auto first = static_cast<double>(seen.front());
  const auto last = static_cast<double>(seen.back());
  const bool whole = centre - reach >= 0 && centre + reach <= static_cast<double>(side - 1);
  const bool inside = first >= centre - reach && last <= centre + reach;
  const bool same = first == centre - reach && last == centre + reach;
  if (!inside || (whole && !same)) ++tally.wrong;
  return whole;
}

/// The lines that some cell sees and those said to be unseen are together all lines, each once.
void check_unseen(const NetworkSpec& spec, const NetworkFacts& all, const std::string& layer, const Pixels& seen,
                  bool vertical) {
  const Pair size = all.input.size;
  const std::int64_t side = vertical ? size.height : size.width;
  std::vector<std::int64_t> together = lines(seen, size.height, size.width, vertical);
  const auto hidden = unseen(spec, layer, side, vertical, all.rounding);
  REQUIRE(hidden.has_value());
  for (const Interval& gap : *hidden) {
    for (std::int64_t line = gap.low; line <= gap.high; ++line) together.push_back(line);
  }
  std::ranges::sort(together);
  CHECK(together.size() == static_cast<std::size_t>(side));
  CHECK(std::ranges::adjacent_find(together) == together.end());
}

void check_network(const NetworkSpec& spec, const NetworkFacts& all, Tally& tally) {
  const Pair size = all.input.size;
  Map map = image(size.height, size.width);
  for (std::size_t index = 0; index < spec.layers.size(); ++index) {
    const LayerFacts& facts = all.layers[index];
    map = forward(spec.layers[index], map, facts.output->size);
    Pixels together;
    for (std::int64_t y = 0; y < map.height; ++y) {
      for (std::int64_t x = 0; x < map.width; ++x) {
        const Pixels& seen = map.at(y, x);
        if (seen.none()) continue;  // it reads only padding
        together |= seen;
        const auto rows = lines(seen, size.height, size.width, true);
        const auto columns = lines(seen, size.height, size.width, false);
        const bool whole_rows = check_cell(rows, facts.vertical, y, size.height, tally);
        const bool whole_columns = check_cell(columns, facts.horizontal, x, size.width, tally);
        if (whole_rows && whole_columns) ++tally.whole;
      }
    }
    // Where every cell reads only padding along one axis, none sees anything along the other either.
    if (together.none()) continue;
    check_unseen(spec, all, facts.name, together, true);
    check_unseen(spec, all, facts.name, together, false);
  }
}

/// The same, both ways, by Sight: what a cell really reads of the image, and who sees a patch of it.
void check_sight(const NetworkSpec& spec, const NetworkFacts& all, Dice& dice) {
  const Pair size = all.input.size;
  Map map = image(size.height, size.width);
  for (std::size_t index = 0; index < spec.layers.size(); ++index)
    map = forward(spec.layers[index], map, all.layers[index].output->size);
  const std::string& last = spec.layers.back().name;
  const auto down = Sight::make(spec, last, size.height, true, all.rounding);
  const auto across = Sight::make(spec, last, size.width, false, all.rounding);
  REQUIRE(down.has_value());
  REQUIRE(across.has_value());
  const Interval rows{dice.roll(0, size.height - 1), dice.roll(0, size.height + 3)};
  const Interval columns{dice.roll(-2, size.width - 1), dice.roll(0, size.width - 1)};
  Pixels patch;
  for (std::int64_t y = rows.low; y <= std::min(rows.high, size.height - 1); ++y)
    for (std::int64_t x = std::max<std::int64_t>(0, columns.low); x <= columns.high; ++x)
      patch.set(static_cast<std::size_t>(y * size.width + x));
  const auto seeing_rows = down->forward(rows).back(), seeing_columns = across->forward(columns).back();
  for (std::int64_t y = 0; y < map.height; ++y)
    for (std::int64_t x = 0; x < map.width; ++x) {
      const bool sees =
          seeing_rows[static_cast<std::size_t>(y)] != 0 && seeing_columns[static_cast<std::size_t>(x)] != 0;
      CHECK(sees == (map.at(y, x) & patch).any());
      if (map.at(y, x).none()) continue;
      const auto read = lines(map.at(y, x), size.height, size.width, true);
      const Look look = down->back(y).front();
      CHECK(look.inside == Interval{read.front(), read.back()});
      CHECK(look.whole.high - look.whole.low + 1 == all.layers.back().vertical.receptive_field);
      CHECK(static_cast<double>(look.whole.low + look.whole.high) / 2 ==
            all.layers.back().vertical.start + static_cast<double>(y * all.layers.back().vertical.jump));
    }
}

/// The side that reaches a layer, worked out layer by layer; 0 where nothing does.
std::int64_t side_at(const NetworkSpec& spec, std::size_t index, std::int64_t side, bool vertical, Rounding rounding) {
  for (std::size_t before = 0; before < index && side > 0; ++before) {
    if (!spec.layers[before].is_spatial()) continue;
    side = output_side(spec.layers[before], side, vertical, rounding).value_or(0);
  }
  return side;
}

void check_admissible(const NetworkSpec& spec, Pair size, Rounding rounding) {
  for (std::size_t index = 0; index < spec.layers.size(); ++index) {
    if (!spec.layers[index].is_row()) continue;
    for (const bool vertical : {true, false}) {
      const std::int64_t side = vertical ? size.height : size.width;
      const std::int64_t wanted = side_at(spec, index, side, vertical, rounding);
      const auto sizes = admissible(spec, spec.layers[index].name, side, vertical, rounding).value();
      REQUIRE(sizes.size() == 1);
      const auto [low, high] = sizes.front();
      CHECK(low <= side);
      CHECK(high >= side);
      CHECK(side_at(spec, index, low, vertical, rounding) == wanted);
      CHECK(side_at(spec, index, high, vertical, rounding) == wanted);
      CHECK(side_at(spec, index, high + 1, vertical, rounding) != wanted);
      if (low > 1) CHECK(side_at(spec, index, low - 1, vertical, rounding) != wanted);
    }
  }
}

}  // namespace

TEST_CASE("a receptive field is the measured extent of a touched pixel's effect, on 300 random networks") {
  Dice dice(2017);
  int networks = 0;
  Tally tally;
  while (networks < 300) {
    const NetworkSpec spec = random_network(dice);
    const Pair size = dice.pair(12, kMaxImage);
    const Rounding rounding = networks % 2 == 0 ? Rounding::floor : Rounding::ceil;
    const auto all = facts(spec, size, rounding);
    if (!all) continue;
    CAPTURE(networks);
    check_network(spec, *all, tally);
    CHECK(tally.wrong == 0);
    check_admissible(spec, size, rounding);
    ++networks;
  }
  CHECK(tally.whole > 10'000);
}

TEST_CASE("what a cell reads and who sees a patch are as measured, on 200 random networks") {
  Dice dice(99);
  for (int networks = 0; networks < 200;) {
    const NetworkSpec spec = random_network(dice);
    const auto all = facts(spec, dice.pair(12, kMaxImage), networks % 2 == 0 ? Rounding::floor : Rounding::ceil);
    if (!all) continue;
    CAPTURE(networks);
    check_sight(spec, *all, dice);
    ++networks;
  }
}

TEST_CASE("document A at 212: pool5's neuron (0, 0) reads 211 of its 339 columns") {
  const auto sight = Sight::make(network("alexnet-bern"), "pool5", 212, false, Rounding::floor);
  REQUIRE(sight.has_value());
  const Look image = sight->back(0).front();
  CHECK(image.whole == Interval{-112, 226});
  CHECK(image.inside == Interval{0, 210});
  CHECK_FALSE(Sight::make(network("alexnet-bern"), "fc6", 212, false, Rounding::floor).has_value());
}

TEST_CASE("admissible sizes give the same shape and their neighbours do not, in every network") {
  for (const std::string& name : network_names()) {
    CAPTURE(name);
    const NetworkSpec spec = network(name);
    for (const Rounding rounding : {Rounding::floor, Rounding::ceil}) {
      for (const std::int64_t more : {0, 13}) {
        check_admissible(spec, {spec.input_size.height + more, spec.input_size.width + 2 * more}, rounding);
      }
    }
  }
}

TEST_CASE("the least input reaches every layer, and one pixel less does not") {
  Dice dice(2024);
  for (int count = 0; count < 300; ++count) {
    const NetworkSpec spec = random_network(dice);
    for (const Rounding rounding : {Rounding::floor, Rounding::ceil}) {
      const std::int64_t least = smallest_input(spec, "", rounding).value();
      CHECK(facts(spec, {least, least}, rounding).has_value());
      if (least > 1) CHECK_FALSE(facts(spec, {least - 1, least - 1}, rounding).has_value());
    }
  }
}

TEST_CASE("without rounding, the admissible sizes are those that divide at every layer") {
  Dice dice(7);
  for (int count = 0; count < 200; ++count) {
    const NetworkSpec spec = random_network(dice);
    const std::string last = spec.layers.back().name;
    std::vector<Interval> expected;
    for (std::int64_t side = 1; side <= 150; ++side) {
      if (side_at(spec, spec.layers.size() - 1, side, true, Rounding::exact) == 0) continue;
      if (!expected.empty() && expected.back().high == side - 1) {
        expected.back().high = side;
      } else {
        expected.push_back({side, side});
      }
    }
    CHECK(show(admissible(spec, last, 100, true, Rounding::exact, 150).value()) == show(expected));
  }
}

}  // namespace stride::nn::test
