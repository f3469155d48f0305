#include "model/pictures.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/random.h"
#include "model/drawing.h"

namespace stride::model {

namespace {

using tensor::Shape;
using tensor::Tensor;

std::vector<double> colour(Random& random, std::int64_t channels) {
  std::vector<double> result;
  for (std::int64_t c = 0; c < channels; ++c) result.push_back(2 * random.uniform() - 1);
  return result;
}

void fill(Tensor& picture, const auto& value) {  // value(c, y, x)
  for (std::int64_t y = 0; y < picture.shape().height; ++y)
    for (std::int64_t x = 0; x < picture.shape().width; ++x)
      for (std::int64_t c = 0; c < picture.shape().channels; ++c)
        picture.at(c, y, x) = static_cast<float>(value(c, y, x));
}

// Three by three fields, each with its own direction and width of stripes.
void gratings(Tensor& picture, Random& random) {
  const Shape shape = picture.shape();
  struct Field {
    Direction across;
    double period;
    std::vector<double> colour;
  };
  std::vector<Field> fields;
  for (int i = 0; i < 9; ++i)
    fields.push_back({direction(random.uniform()), 4 + 20 * random.uniform(), colour(random, shape.channels)});
  fill(picture, [&](std::int64_t c, std::int64_t y, std::int64_t x) {
    const Field& field = fields[static_cast<std::size_t>(y * 3 / shape.height * 3 + x * 3 / shape.width)];
    const double place = field.across.x * static_cast<double>(x) + field.across.y * static_cast<double>(y);
    return (0.5 + 0.5 * field.colour[c]) * wave(place / field.period);
  });
}

// Discs, boxes and triangles on one another.
void shapes(Tensor& picture, Random& random) {
  const Shape shape = picture.shape();
  const auto side = static_cast<double>(std::min(shape.height, shape.width));
  const std::vector<double> ground = colour(random, shape.channels);
  fill(picture, [&](std::int64_t c, std::int64_t, std::int64_t) { return 0.3 * ground[c]; });
  for (int i = 0; i < 12; ++i) {
    const double x0 = random.uniform() * static_cast<double>(shape.width),
                 y0 = random.uniform() * static_cast<double>(shape.height);
    const double size = side * (0.06 + 0.16 * random.uniform());
    const std::vector<double> paint = colour(random, shape.channels);
    const auto covers = [&](double x, double y) {
      if (i % 3 == 0) return x * x + y * y < 1;
      if (i % 3 == 1) return x > -1 && x < 1 && y > -1 && y < 1;
      return y > -1 && y < 1 && x > -(1 + y) / 2 && x < (1 + y) / 2;
    };
    fill(picture, [&](std::int64_t c, std::int64_t y, std::int64_t x) {
      return covers((static_cast<double>(x) - x0) / size, (static_cast<double>(y) - y0) / size) ? paint[c]
                                                                                                : picture.at(c, y, x);
    });
  }
}

void patches(Tensor& picture, Random& random) {
  const Shape shape = picture.shape();
  constexpr std::int64_t across = 6;
  std::vector<std::vector<double>> colours;
  for (std::int64_t i = 0; i < across * across; ++i) colours.push_back(colour(random, shape.channels));
  fill(picture, [&](std::int64_t c, std::int64_t y, std::int64_t x) {
    return colours[static_cast<std::size_t>(y * across / shape.height * across + x * across / shape.width)][c];
  });
}

// Digits, five rows of three points each, a bit per point from the top left.
constexpr std::array<int, 10> digits{075557, 026227, 071747, 071717, 055711, 074717, 074757, 071122, 075757, 075717};

void text(Tensor& picture, Random& random) {
  const Shape shape = picture.shape();
  const std::int64_t point = std::max<std::int64_t>(1, std::min(shape.height, shape.width) / 32);
  std::vector<std::uint32_t> written;
  const std::int64_t columns = shape.width / (4 * point) + 1, rows = shape.height / (6 * point) + 1;
  for (std::int64_t i = 0; i < columns * rows; ++i) written.push_back(random.below(10));
  fill(picture, [&](std::int64_t, std::int64_t y, std::int64_t x) {
    const std::int64_t row = y / point, column = x / point;
    const int digit = digits[written[static_cast<std::size_t>(row / 6 * columns + column / 4)]];
    const bool ink = row % 6 < 5 && column % 4 < 3 && (digit >> (14 - (row % 6 * 3 + column % 4)) & 1) != 0;
    return ink ? -0.9 : 0.8;
  });
}

void noise(Tensor& picture, Random& random) {
  fill(picture, [&](std::int64_t, std::int64_t, std::int64_t) { return 0.5 * random.normal(); });
}

struct Picture {
  std::string_view name;
  void (*draw)(Tensor&, Random&);
};
constexpr std::array<Picture, 5> pictures{
    {{"gratings", gratings}, {"shapes", shapes}, {"patches", patches}, {"text", text}, {"noise", noise}}};

}  // namespace

const std::vector<std::string_view>& picture_names() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> result;
    for (const Picture& picture : pictures) result.push_back(picture.name);
    return result;
  }();
  return names;
}

Result<Tensor> make_picture(std::string_view name, Shape shape, std::uint64_t seed) {
  const auto* found = std::ranges::find(pictures, name, &Picture::name);
  if (found == pictures.end()) {
    std::string names;
    for (const std::string_view each : picture_names()) names += (names.empty() ? "" : ", ") + std::string(each);
    return fail("no picture is called '" + std::string(name) + "'; there are " + names, "--image");
  }
  auto picture = Tensor::make(shape);
  if (!picture) return picture;
  Random random = Random::stream(seed, 1'000'000);  // apart from all layers' streams
  found->draw(*picture, random);
  return picture;
}

}  // namespace stride::model
