#include <doctest/doctest.h>
#include <imgui.h>

#include <cmath>

#include "harness.h"
#include "ui/figure.h"

namespace stride::ui::test {

namespace {

page::Figure row_of_slabs() {
  page::Figure figure;
  figure.height = 1000;
  figure.equal_aspect = figure.clip = figure.glides = true;
  figure.x = {.label = "", .low = -200, .high = 200};
  figure.y = {.label = "", .low = -100, .high = 100};
  page::SlabsMark mark{.camera = {.distance = 900}, .slabs = {}};
  for (int i = 0; i < 3; ++i) {
    page::Slab slab{
        .back = 100.0 * i, .front = 100.0 * i + 20 + i, .height = 80.0 - 10 * i, .width = 60, .current = i == 1};
    if (i < 2) {
      slab.picture = {.rows = 2, .columns = 3, .values = {0, 1, 2, 3, 4, 5}, .high = 5};
      slab.version = static_cast<std::uint64_t>(i + 1);
    }
    slab.withheld = i == 2;
    mark.slabs.push_back(std::move(slab));
  }
  figure.marks.push_back({std::move(mark)});
  return figure;
}

page::Page page_of(page::Figure figure) {
  page::Page page;
  page.main = {{"slabs", std::move(figure)}};
  return page;
}

// What ImGui's back end does with callbacks while it renders.
int run_callbacks() {
  int run = 0;
  const ImDrawData& data = *ImGui::GetDrawData();
  for (const ImDrawList* list : data.CmdLists)
    for (const ImDrawCmd& command : list->CmdBuffer)
      if (command.UserCallback != nullptr && command.UserCallback != ImDrawCallback_ResetRenderState) {
        command.UserCallback(list, &command);
        ++run;
      }
  return run;
}

}  // namespace

TEST_CASE("slabs go to the graphics card as instances: the same places, colours and order as on the page") {
  const Context context;
  View view(load_fonts());
  const Viewport viewport{800, 400, 2, false, false};
  view.set_viewport(viewport);
  const page::Figure figure = row_of_slabs();
  view.set_page(page_of(figure));
  std::vector<gfx::SlabPass> passes;
  view.draw_slabs_with([&](const gfx::SlabPass& pass) { passes.push_back(pass); });
  const double top = 8;
  draw_frame(view, viewport, top, 392);
  REQUIRE(run_callbacks() == 1);
  const gfx::SlabPass& pass = passes.front();
  REQUIRE(pass.slabs.size() == 2);  // the withheld one is drawn dashed, by lines
  CHECK(pass.slabs[0].front == 20);
  CHECK(pass.slabs[0].height == 80);
  CHECK(pass.slabs[1].current == 1);
  CHECK(pass.slabs[1].columns == 3);
  CHECK(pass.pictures == std::vector<std::uint64_t>{1, 2});
  CHECK(pass.line == 2);  // device pixels
  // A point of the front, by the camera and the axes, and by the rows that the shader multiplies.
  const Rect card = view.layout().rects.at("slabs");
  const auto& mark = std::get<page::SlabsMark>(figure.marks.front().shape);
  for (const auto& [along, up, near] : {std::array{20.0, 40.0, 30.0}, {122.0, -35.0, -30.0}, {0.0, 0.0, 0.0}}) {
    const page::Point seen = mark.camera.at(along, up, near);
    std::array<double, 3> by_rows{};
    for (std::size_t i = 0; i < 3; ++i) {
      const auto& row = pass.rows[i];
      by_rows[i] = static_cast<double>(row[0]) * along + static_cast<double>(row[1]) * up +
                   static_cast<double>(row[2]) * near + static_cast<double>(row[3]);
    }
    const double x = by_rows[0] / by_rows[2], y = by_rows[1] / by_rows[2];
    const double unit =
        static_cast<double>(pass.clip[2]) / 400;  // device pixels of an axis unit: the width is the limit
    CHECK(x == doctest::Approx(pass.clip[0] + (seen.x + 200) * unit).epsilon(0.01));
    CHECK(y == doctest::Approx(pass.clip[1] + (seen.y + 100) * unit).epsilon(0.01));
    CHECK(x / 2 > card.x);
    CHECK(x / 2 < card.right());
  }
  std::array<std::uint32_t, 6> pixels{};
  pass.paint(0, pixels);
  const Color first = cividis(0), last = cividis(1);
  CHECK(pixels[0] ==
        (0xFF000000U | static_cast<unsigned>(first.blue) << 16 | static_cast<unsigned>(first.green) << 8 | first.red));
  CHECK(pixels[5] ==
        (0xFF000000U | static_cast<unsigned>(last.blue) << 16 | static_cast<unsigned>(last.green) << 8 | last.red));
}

TEST_CASE("without a graphics card the slabs are polygons") {
  const Context context;
  View view(load_fonts());
  const Viewport viewport{800, 400, 1, false, false};
  view.set_viewport(viewport);
  view.set_page(page_of(row_of_slabs()));
  draw_frame(view, viewport, 0, 400);
  CHECK(run_callbacks() == 0);
  const int with = ImGui::GetDrawData()->TotalVtxCount;
  page::Figure empty = row_of_slabs();
  empty.marks.clear();
  view.set_page(page_of(empty));
  draw_frame(view, viewport, 0, 400);
  CHECK(with > ImGui::GetDrawData()->TotalVtxCount + 100);
  view.set_page(page_of(row_of_slabs()));
  keep_picture(view, viewport, "slabs");
}

TEST_CASE("a figure glides from where it is drawn, can be turned on its way, and arrives") {
  const Context context;
  View view(load_fonts());
  const Viewport viewport{800, 400, 1, false, false};
  view.set_viewport(viewport);
  std::vector<gfx::SlabPass> passes;
  view.draw_slabs_with([&](const gfx::SlabPass& pass) { passes.push_back(pass); });
  const auto place = [&] {  // of a point on the page
    passes.clear();
    draw_frame(view, viewport, 0, 400);
    run_callbacks();
    return static_cast<double>(passes.front().rows[0][3] / passes.front().rows[2][3]);
  };
  const auto look_at = [&](double low, double high) {
    page::Figure figure = row_of_slabs();
    figure.x.low = low;
    figure.x.high = high;
    view.set_page(page_of(figure));
  };
  look_at(-200, 200);
  CHECK(view.turns() == 0);  // the first drawing has nowhere to come from
  const double start = place();
  look_at(0, 400);
  CHECK(view.turns() == 1);
  CHECK(place() == doctest::Approx(start));
  view.glide(0.5);
  const double half = place();
  CHECK(half < start - 50);
  look_at(0, 400);  // a result came back meanwhile: nothing changes
  CHECK(view.turns() == 1);
  CHECK(place() == doctest::Approx(half));
  look_at(-200, 200);  // turned round on its way
  CHECK(view.turns() == 2);
  CHECK(place() == doctest::Approx(half));
  view.glide(0.5);
  CHECK(place() == doctest::Approx((half + start) / 2));
  view.glide(1);
  CHECK(place() == doctest::Approx(start));
}

}  // namespace stride::ui::test
