#include <doctest/doctest.h>

#include <cstdint>
#include <limits>

#include "base/checked.h"
#include "base/result.h"

using stride::checked_add;
using stride::checked_multiply;
using stride::checked_subtract;

TEST_CASE("an overflow is empty, never a wrapped number") {
  constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
  constexpr std::int64_t greatest = std::numeric_limits<std::int64_t>::max();
  CHECK(checked_add(greatest - 1, 1) == greatest);
  CHECK_FALSE(checked_add(greatest, 1).has_value());
  CHECK_FALSE(checked_add(least, -1).has_value());
  CHECK(checked_subtract(-1, greatest) == least);
  CHECK_FALSE(checked_subtract(0, least).has_value());
  CHECK(checked_multiply(4096, 9217) == 37752832);
  CHECK_FALSE(checked_multiply(least, -1).has_value());
  CHECK_FALSE(checked_multiply(std::int64_t{1} << 32, std::int64_t{1} << 31).has_value());
}

TEST_CASE("an error reads as one line") {
  CHECK(stride::Error{.message = "expected a number", .where = "layers[3].kernel"}.text() ==
        "layers[3].kernel: expected a number");
  CHECK(stride::Error{.message = "expected a number", .where = ""}.text() == "expected a number");
}
