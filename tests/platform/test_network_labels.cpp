#include <array>

#include "../app/fixture.h"
#include "../ui/harness.h"
#include "labs/layer_stepper/view.h"
#include "ui/figure.h"

/// The drawn network as it comes to lie on a screen: the lab's figure, placed by ui.
namespace stride::app {

namespace {

using ui::Rect;

bool overlap(const Rect& a, const Rect& b) {
  return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

Rect around(const page::Figure& figure, const ui::AxisMap& axes, const page::Camera& camera, const page::Slab& slab) {
  double left = 1e9, right = -1e9, top = 1e9, bottom = -1e9;
  for (const double along : {slab.back, slab.front})
    for (const double up : {0.0, slab.height})
      for (const double near : {-slab.width / 2, slab.width / 2}) {
        const page::Point at = axes.at(figure, camera.at(along, up, near));
        left = std::min(left, at.x);
        right = std::max(right, at.x);
        top = std::min(top, at.y);
        bottom = std::max(bottom, at.y);
      }
  return {left, top, right - left, bottom - top};
}

struct Shown {
  int names = 0, rows = 0;
  std::vector<Rect> slabs;
};

Shown check_labels(const ui::FontSet& fonts, const page::Figure& figure, double width) {
  const auto& mark = std::get<page::SlabsMark>(figure.marks.front().shape);
  const double rise = (figure.y.high - figure.y.low) / (figure.x.high - figure.x.low);
  const Rect plot{0, 0, width, width * rise + figure.below};
  const ui::AxisMap axes = ui::map_axes(fonts, figure, plot);
  Shown shown;
  for (const page::Slab& slab : mark.slabs) shown.slabs.push_back(around(figure, axes, mark.camera, slab));
  const auto labels = ui::place_labels(fonts, figure, axes, plot);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (!labels[i].visible) continue;
    CAPTURE(labels[i].mark->text);
    shown.names += labels[i].mark->follows ? 0 : 1;
    CHECK(labels[i].rect.x >= 0);
    CHECK(labels[i].rect.right() <= width + 1);
    CHECK(labels[i].rect.bottom() <= plot.bottom() + 1);
    for (const Rect& slab : shown.slabs) CHECK_FALSE(overlap(labels[i].rect, slab));
    for (std::size_t j = 0; j < i; ++j)
      if (labels[j].visible) CHECK_FALSE(overlap(labels[i].rect, labels[j].rect));
  }
  bool current = false;
  for (const auto& label : labels)
    current |= label.visible && !label.mark->follows && label.mark->ink == page::Ink::accent;
  CHECK(current);
  return shown;
}

page::Figure network_figure(Student& student) {
  const page::Page page = student.page();
  return std::get<page::Figure>(find_block(page, labs::layer_stepper::network_id)->body);
}

}  // namespace

TEST_CASE("no label of the drawn network lies on another or on a map, whole or near, at any width") {
  const ui::test::Context context;
  const ui::FontSet fonts = ui::test::make_fonts();
  for (const nn::NetworkSpec& network : content().networks) {
    const std::string& name = network.name;
    CAPTURE(name);
    Student student;
    student.act(Action::Kind::route, "", "#lab=layer-stepper&network=" + name);
    for (const double width : {290.0, 420.0, 660.0, 1000.0}) {
      CAPTURE(width);
      const page::Figure whole = network_figure(student);
      const Shown shown = check_labels(fonts, whole, width);
      if (width >= 660 && shown.slabs.size() <= 12) CHECK(shown.names == static_cast<int>(shown.slabs.size()));
      // The whole row fills the picture, every map in it.
      CHECK(shown.slabs.front().x < 0.04 * width);
      CHECK(shown.slabs.back().right() > 0.96 * width);
      for (const Rect& slab : shown.slabs) CHECK(slab.y >= 0);
      Student near = student;
      for (const page::Mark& mark : whole.marks)
        if (const auto* area = std::get_if<page::HotMark>(&mark.shape)) {
          CAPTURE(area->id);
          near.press(area->id);
          check_labels(fonts, network_figure(near), width);
        }
    }
  }
}

TEST_CASE("the labels of the flat schematic stand between its maps, on a phone and with large text") {
  const ui::test::Context context;
  const ui::FontSet fonts = ui::test::make_fonts();
  for (const auto& [percent, widths] :  // in px of text at 100 %
       {std::pair{"100", std::array{358.0, 700.0}}, {"200", {170.0, 350.0}}}) {
    for (const char* network : {"vgg-d", "alexnet-bern", "lenet-5"}) {
      Student student;
      student.act(Action::Kind::route, "", "#lab=layer-stepper&network=" + std::string(network));
      student.act(Action::Kind::toggle, "field.flat").act(Action::Kind::select, "field.font_scale", percent);
      const page::Figure figure = network_figure(student);
      for (const double width : widths) {
        CAPTURE(width);
        const double rise = (figure.y.high - figure.y.low) / (figure.x.high - figure.x.low);
        const Rect plot{0, 0, width, std::min(width * rise, figure.height)};
        const ui::AxisMap axes = ui::map_axes(fonts, figure, plot);
        for (const ui::LabelBox& label : ui::place_labels(fonts, figure, axes, plot)) {
          CAPTURE(label.mark->text);
          CHECK((label.visible || label.mark->priority < 3));  // what a wide neighbour may take away isn't the name
          if (!label.visible) continue;
          CHECK(label.rect.bottom() <= plot.bottom() + 1);
          for (const page::Mark& mark : figure.marks)
            if (const auto* box = std::get_if<page::RectangleMark>(&mark.shape)) {
              const page::Point from = axes.at(figure, box->from), to = axes.at(figure, box->to);
              CHECK_FALSE(overlap(label.rect, {from.x, from.y, to.x - from.x, to.y - from.y}));
            }
        }
      }
    }
  }
}

TEST_CASE("deep maps are large enough to be seen, and all stay to scale") {
  const ui::test::Context context;
  const ui::FontSet fonts = ui::test::make_fonts();
  Student student;
  student.act(Action::Kind::route, "", "#lab=layer-stepper&network=alexnet-bern&size=227");
  const Shown shown = check_labels(fonts, network_figure(student), 660);
  CHECK(shown.slabs[8].height > 14);  // pool5's 4 by 4
  CHECK(shown.slabs[0].height < 250);
  student.act(Action::Kind::route, "", "#lab=layer-stepper&network=vgg-d&size=224");
  CHECK(check_labels(fonts, network_figure(student), 660).slabs[18].height > 5);
}

}  // namespace stride::app
