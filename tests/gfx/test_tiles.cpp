#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>

#include "gfx/slabs.h"

namespace stride::gfx {

TEST_CASE("each picture has a tile of its own, which is painted once and found again") {
  Tiles tiles;
  const std::vector<std::uint64_t> first = {7, 0, 9, 7};
  auto plan = tiles.place(first);
  CHECK(plan.anew);
  CHECK(plan.tiles == std::vector<int>{0, -1, 1, 0});
  CHECK(plan.fresh == std::vector<std::size_t>{0, 2});
  CHECK(tiles.lines() == 1);
  plan = tiles.place(first);
  CHECK_FALSE(plan.anew);
  CHECK(plan.fresh.empty());
  const std::vector<std::uint64_t> other = {7, 11};
  plan = tiles.place(other);
  CHECK(plan.fresh == std::vector<std::size_t>{1});
  CHECK(plan.tiles == std::vector<int>{0, 2});
  tiles.forget();
  CHECK(tiles.place(other).anew);
}

TEST_CASE("a full texture is made anew for what is shown now, and has room for hundreds") {
  Tiles tiles;
  std::uint64_t next = 1;
  int renewed = 0;
  for (int visit = 0; visit < 20; ++visit) {
    std::vector<std::uint64_t> pictures(20);
    std::iota(pictures.begin(), pictures.end(), next);
    next += 20;
    const auto plan = tiles.place(pictures);
    renewed += plan.anew ? 1 : 0;
    CHECK(plan.fresh.size() == 20);
    CHECK(std::ranges::none_of(plan.tiles, [&](int tile) { return tile < 0 || tile >= tiles.lines() * tiles_across; }));
  }
  CHECK(renewed == 20);  // one line holds 28
  std::vector<std::uint64_t> many(2000);
  std::iota(many.begin(), many.end(), next);
  const auto plan = tiles.place(many);
  CHECK(std::ranges::count_if(plan.tiles, [](int tile) { return tile >= 0; }) == 784);
  CHECK(tiles.lines() * tile_side <= 2048);
  std::vector<int> used;
  std::ranges::copy_if(plan.tiles, std::back_inserter(used), [](int tile) { return tile >= 0; });
  std::ranges::sort(used);
  CHECK(std::ranges::adjacent_find(used) == used.end());
  CHECK(tiles.place(many).fresh.empty());  // painted once, though not all fit
}

}  // namespace stride::gfx
