#include <doctest/doctest.h>

#include "fixture.h"
#include "harness.h"
#include "ui/figure.h"
#include "ui/reading.h"

namespace stride::ui::test {

namespace {

struct Drawing {
  Context context;
  FontSet fonts = make_fonts();
};

page::Figure plain(double x_high, double y_high) {
  page::Figure figure;
  figure.x = {.label = "", .low = 0, .high = x_high, .ticks = {}};
  figure.y = {.label = "", .low = 0, .high = y_high, .ticks = {}};
  return figure;
}

}  // namespace

TEST_CASE("points lie where the axes say, to the pixel") {
  const Drawing drawing;
  page::Figure figure = plain(10, 4);
  const Rect plot{100, 50, 200, 80};
  AxisMap axes = map_axes(drawing.fonts, figure, plot);
  CHECK(axes.inner == plot);
  CHECK(axes.at(figure, {0, 0}).x == 100);
  CHECK(axes.at(figure, {0, 0}).y == 50);
  CHECK(axes.at(figure, {2.5, 1}).x == 150);
  CHECK(axes.at(figure, {2.5, 1}).y == 70);
  figure.y.upwards = true;
  axes = map_axes(drawing.fonts, figure, plot);
  CHECK(axes.at(figure, {10, 4}).x == 300);
  CHECK(axes.at(figure, {10, 4}).y == 50);
  CHECK(axes.at(figure, {10, 1}).y == 110);
}

TEST_CASE("one unit is as long on both axes where that is asked") {
  const Drawing drawing;
  page::Figure figure = plain(10, 10);
  figure.equal_aspect = true;
  const AxisMap axes = map_axes(drawing.fonts, figure, {0, 0, 300, 100});
  CHECK(axes.x_unit == 10);
  CHECK(axes.y_unit == 10);
  CHECK(axes.at(figure, {0, 0}).x == 100);
  CHECK(axes.at(figure, {10, 10}).x == 200);
}

TEST_CASE("a logarithmic axis gives every power of ten the same length") {
  const Drawing drawing;
  page::Figure figure = plain(1, 1);
  figure.x = {.label = "", .low = 1e-4, .high = 1, .logarithmic = true, .ticks = {}};
  const AxisMap axes = map_axes(drawing.fonts, figure, {0, 0, 400, 100});
  for (const auto& [value, x] : {std::pair{1e-4, 0.0}, {1e-3, 100.0}, {1e-2, 200.0}, {1.0, 400.0}})
    CHECK(axes.at(figure, {value, 0}).x == doctest::Approx(x));
  CHECK(axes.at(figure, {0, 0}).x < -1000);  // far outside, but a number
}

TEST_CASE("ticks and names get room inside the plot") {
  const Drawing drawing;
  const page::Figure figure = plot_figure();
  const Rect plot{0, 0, 600, 300};
  const AxisMap axes = map_axes(drawing.fonts, figure, plot);
  CHECK(axes.drawn);
  CHECK(axes.inner.x >= drawing.fonts.width(Face::label, "0.0001"));
  CHECK(axes.inner.bottom() <= 300 - 36);
  CHECK(axes.inner.y >= 20);
}

TEST_CASE("a box is an oblique prism: its sides are as long as the axes say") {
  const Drawing drawing;
  page::Figure figure = plain(10, 100);
  figure.y.upwards = true;
  const page::BoxMark box{{2, 0}, 3, 40, 50};
  put(figure, box);
  const AxisMap axes = map_axes(drawing.fonts, figure, {0, 0, 500, 200});
  const auto c = box_corners(figure, axes, box);
  REQUIRE(c.size() == 7);
  CHECK(c[0].x == 100);
  CHECK(c[0].y == 200);
  CHECK(c[3].x - c[0].x == doctest::Approx(150));
  CHECK(c[0].y - c[1].y == doctest::Approx(80));
  CHECK(c[4].x - c[1].x == doctest::Approx(c[6].x - c[3].x));
  CHECK(c[1].y - c[4].y == doctest::Approx(c[3].y - c[6].y));
  CHECK(c[4].x > c[1].x);
  CHECK(c[4].y < c[1].y);
}

TEST_CASE("boxes never run into the next one") {
  const Drawing drawing;
  page::Figure figure = plain(3, 100);
  figure.y.upwards = true;
  for (int i = 0; i < 3; ++i) put(figure, page::BoxMark{{i + 0.2, 0}, 0.4, 90, 90});
  for (const double width : {900.0, 300.0, 120.0}) {
    const AxisMap axes = map_axes(drawing.fonts, figure, {0, 0, width, 200});
    for (int i = 0; i < 2; ++i) {
      const auto left =
          box_corners(figure, axes, std::get<page::BoxMark>(figure.marks[static_cast<std::size_t>(i)].shape));
      const auto right =
          box_corners(figure, axes, std::get<page::BoxMark>(figure.marks[static_cast<std::size_t>(i) + 1].shape));
      CHECK(left[5].x <= right[0].x);
    }
  }
}

TEST_CASE("where labels would overlap, the more important stays, and others go down on a thread or with their head") {
  using Marks = std::array<page::TextMark, 4>;
  const auto shown = [](const Marks& marks, const std::array<Rect, 4>& rects, double bottom = 100) {
    std::vector<LabelBox> labels;
    for (std::size_t i = 0; i < 4; ++i) labels.push_back({&marks[i], rects[i]});
    choose_labels(labels, bottom);
    return labels;
  };
  const auto visible = [](const std::vector<LabelBox>& labels) {
    std::vector<bool> all;
    for (const LabelBox& label : labels) all.push_back(label.visible);
    return all;
  };
  const std::array<Rect, 4> rects = {{{0, 0, 50, 10}, {30, 0, 50, 10}, {70, 0, 50, 10}, {30, 20, 50, 10}}};
  Marks marks{};
  CHECK(visible(shown(marks, rects)) == std::vector<bool>{true, false, true, true});
  marks[1].priority = 1;
  CHECK(visible(shown(marks, rects)) == std::vector<bool>{false, true, false, true});
  marks[1].priority = 0;
  marks[1].lower = 2;  // there is room on the next line, and its thread passes between the two others
  auto labels = shown(marks, {{{0, 0, 50, 10}, {50, 0, 30, 10}, {75, 0, 50, 10}, {200, 0, 50, 10}}});
  CHECK(labels[1].visible);
  CHECK(labels[1].rect.y == 11);
  CHECK(labels[1].sunk == 11);
  CHECK(labels[0].rect.y == 0);
  labels = shown(marks, {{{0, 0, 70, 10}, {50, 0, 30, 10}, {75, 0, 50, 10}, {200, 0, 50, 10}}});
  CHECK_FALSE(labels[1].visible);  // it would cut the first one
  marks[2].follows = true;         // its size, under it wherever it is
  labels = shown(marks, {{{0, 0, 50, 10}, {38, 0, 30, 10}, {55, 20, 30, 10}, {200, 0, 50, 10}}});
  CHECK_FALSE(labels[1].visible);  // the thread would be too near
  CHECK_FALSE(labels[2].visible);
  labels = shown(marks, {{{0, 0, 50, 10}, {50, 0, 30, 10}, {50, 20, 30, 10}, {200, 0, 50, 10}}});
  CHECK(labels[1].rect.y == 11);
  CHECK(labels[2].rect.y == 31);
  marks[1].lower = 0;  // the name stays, its size goes down alone: under the next one's, on a thread from the name
  marks[2].lower = 3;
  marks[2].second = "two lines";
  const auto rects_of = [](double x) {
    return std::array<Rect, 4>{{{x, 20, 50, 20}, {0, 0, 30, 10}, {0, 20, 40, 20}, {200, 0, 50, 10}}};
  };
  labels = shown(marks, rects_of(30));
  CHECK(labels[1].thread == 0);
  CHECK(labels[2].visible);
  CHECK(labels[2].rect.y == 42);
  CHECK(labels[2].thread == 22);
  CHECK(shown(marks, rects_of(30), 62)[2].visible);
  CHECK_FALSE(shown(marks, rects_of(30), 61)[2].visible);
  CHECK_FALSE(shown(marks, rects_of(10))[2].visible);  // the thread would cut the other one
}

TEST_CASE("a line's name stands beside it, on no line and no other label, within the figure") {
  const Rect room{0, 0, 400, 200};
  const Size size{80, 16};
  const std::vector<page::Point> rising = {{0, 200}, {400, 0}}, falling = {{0, 0}, {400, 200}},
                                 level = {{0, 100}, {200, 100}, {400, 100}};
  Obstacles obstacles{.lines = {rising, falling, level}, .labels = {}, .areas = {{0, 100, 400, 100}}};
  std::vector<Rect>& taken = obstacles.labels;
  for (const auto& line : obstacles.lines) {
    const Rect rect = place_along(line, size, room, obstacles);
    CHECK(rect.x >= 0);
    CHECK(rect.y >= 0);
    CHECK(rect.right() <= 400);
    CHECK(rect.bottom() <= 100);  // there is room beside the area
    for (double x = rect.x; x <= rect.right(); x += 0.5)
      for (const double y : {200 - x / 2, x / 2, 100.0}) CHECK_FALSE((y > rect.y && y < rect.bottom()));
    for (const Rect& other : taken)
      CHECK(
          (rect.right() <= other.x || other.right() <= rect.x || rect.bottom() <= other.y || other.bottom() <= rect.y));
    taken.push_back(rect);
  }
  // No room anywhere: the one place there is.
  const Rect crowded = place_along(level, size, room, {.lines = {}, .labels = {{0, 0, 400, 200}}, .areas = {}});
  CHECK(crowded.width == 80);
  // A label that is longer than its line is near stays within the figure, and begins there where it is too long.
  const std::vector<page::Point> edge = {{380, 5}, {400, 0}};
  for (const double width : {300.0, 500.0}) {
    const Rect long_one = place_along(edge, {width, 16}, room, {});
    CHECK(long_one.x == std::max(0.0, 400 - width));
    CHECK(long_one.y >= 0);
  }
}

namespace {

// Three columns to read, the middle one low, and a grid of 2 x 3 cells to the right of them.
page::Figure figure_to_read() {
  page::Figure figure = plain(10, 10);
  figure.y.upwards = true;
  for (int i = 0; i < 3; ++i)
    put(figure, page::ReadingMark{{i + 0.1, 0}, {i + 0.9, 10}, {i + 0.5, i == 1 ? 1.0 : 9.0}, std::to_string(i)});
  put(figure, page::CellsMark{.from = {4, 0},
                              .to = {10, 10},
                              .rows = 2,
                              .columns = 3,
                              .values = {1, 2, 3, 4, 5, 6},
                              .row_names = {"above", "below"},
                              .column_names = {}});
  return figure;
}

}  // namespace

TEST_CASE("a number is read where the pointer is, and by arrow keys one after the other") {
  const Drawing drawing;
  const page::Figure figure = figure_to_read();
  const Rect plot{0, 0, 100, 100};
  const auto text_at = [&](double x, double y) {
    const auto index = reading_near(drawing.fonts, figure, plot, {x, y});
    return index ? reading_text(figure, *index) : "";
  };
  CHECK(text_at(5, 50) == "0");
  CHECK(text_at(15, 99) == "1");
  CHECK(text_at(45, 20) == "0, above: 1");
  CHECK(text_at(75, 80) == "1, below: 5");
  CHECK(text_at(95, 80) == "2, below: 6");
  CHECK(text_at(300, 80).empty());
  const auto beside = [&](std::size_t from, Way way) {
    return reading_text(figure, reading_beside(drawing.fonts, figure, plot, from, way));
  };
  CHECK(beside(0, Way::right) == "1");
  CHECK(beside(1, Way::right) == "2");
  CHECK(beside(2, Way::right) == "0, above: 1");
  CHECK(beside(3, Way::down) == "0, below: 4");
  CHECK(beside(6, Way::right) == "1, below: 5");
  CHECK(beside(6, Way::down) == "0, below: 4");
  CHECK(beside(0, Way::left) == "0");
  CHECK(beside(4, Way::first) == "0");
  CHECK(beside(0, Way::last) == "2, below: 6");
  CHECK(beside(1000, Way::stay) == "2, below: 6");
}

TEST_CASE("a figure's cursor is shown where it is, goes with the pointer and says its number") {
  const Context context;
  View view(load_fonts());
  page::Page page;
  page::Figure figure = figure_to_read();
  figure.height = 100;
  page.main = {{"plot", figure}, {"other", page::Heading{2, "Under it"}}};
  const Viewport viewport{600, 400, 2, false, true};
  view.set_viewport(viewport);
  view.set_page(page);
  const Rect plot = view.layout().rects.at("plot.cursor");
  CHECK(view.point_at(plot.x + plot.width * 0.05, plot.center_y()));
  CHECK(view.cursor()->figure == "plot");
  CHECK_FALSE(view.point_at(plot.x + plot.width * 0.06, plot.center_y()));
  CHECK(view.point_at(plot.x + plot.width * 0.15, plot.center_y()));
  const Image with = picture(view, viewport, 0, 400);
  keep_picture(view, viewport, "reading");
  CHECK(view.point_at(-1, -1));
  CHECK_FALSE(view.cursor());
  const Image without = picture(view, viewport, 0, 400);
  CHECK(with.rgb != without.rgb);
  CHECK(view.move_cursor("plot", Way::right) == "1");
  CHECK(view.move_cursor("plot", Way::last) == "2, below: 6");
  CHECK(view.move_cursor("other", Way::right).empty());
}

TEST_CASE("two figures on a line end where the cards around them end, if they nearly fill it") {
  const Context context;
  View view(load_fonts());
  page::Figure figure = figure_to_read();
  figure.height = 100;
  const auto right_edge = [&](double figure_width, double screen) {
    figure.width = figure_width;
    page::Page page;
    page.main = {{"line", page::Line{{{"first", figure}, {"second", figure}}}},
                 {"card", page::Card{{{"", page::Heading{2, "Under them"}}}}}};
    view.set_viewport({screen, 800, 1, false, false});
    view.set_page(page);
    const auto& rects = view.layout().rects;
    const Rect second = rects.at("second"), card = rects.at("card");
    CHECK(rects.at("first").y == second.y);
    return card.x + card.width - second.x - second.width;
  };
  CHECK(right_edge(330, 1000) == doctest::Approx(0));
  CHECK(right_edge(240, 1000) > 100);
}

TEST_CASE("a figure plays without a new layout") {
  const Context context;
  View view(load_fonts());
  page::Page page = worksheet_page();
  const Viewport viewport{1280, 800, 1, false, false};
  view.set_viewport(viewport);
  view.set_page(page);
  const auto before = view.layout().rects;
  page::Figure playing = std::get<page::Figure>(page.inspector.back().body);
  playing.playback->playing = true;
  playing.playback->t = 11;
  view.set_figure("figure.window", playing);
  CHECK(view.layout().rects == before);
#ifdef STRIDE_IMGUI_HOOKS
  const Seen seen = draw_frame(view, viewport, 0, view.layout().height);
  CHECK(seen.labels.at(imgui_id("figure.window.play")) == "Pause");
#endif
}

}  // namespace stride::ui::test
