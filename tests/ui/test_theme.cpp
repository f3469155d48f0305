#include <doctest/doctest.h>

#include "ui/theme.h"

namespace stride::ui::test {

TEST_CASE("text can be read on every ground that it stands on") {
  for (const bool dark : {false, true})
    for (const TextPair pair : text_pairs()) {
      CAPTURE(dark);
      CAPTURE(static_cast<int>(pair.text));
      CAPTURE(static_cast<int>(pair.ground));
      CHECK(contrast(theme(dark)[pair.text], theme(dark)[pair.ground]) >= 4.5);
    }
}

TEST_CASE("contrast is WCAG's") {
  CHECK(contrast({0, 0, 0}, {255, 255, 255}) == doctest::Approx(21));
  CHECK(contrast({255, 255, 255}, {255, 255, 255}) == doctest::Approx(1));
  CHECK(contrast({0x77, 0x77, 0x77}, {255, 255, 255}) == doctest::Approx(4.48).epsilon(0.01));
}

TEST_CASE("colours of values: zero is white, magnitudes get lighter, what is no number gets the lowest") {
  CHECK(diverging(0) == Color{255, 255, 255});
  CHECK(diverging(-1).blue > diverging(-1).red);
  CHECK(diverging(1).red > diverging(1).blue);
  CHECK(diverging(5) == diverging(1));
  CHECK(cividis(0) == Color{0x00, 0x20, 0x4D});
  CHECK(cividis(1) == Color{0xFF, 0xEA, 0x46});
  CHECK(cividis(0.0 / 0.0) == cividis(0));
  const Color black{0, 0, 0};
  for (int i = 0; i < 20; ++i) CHECK(contrast(cividis((i + 1) / 20.0), black) > contrast(cividis(i / 20.0), black));
}

}  // namespace stride::ui::test
